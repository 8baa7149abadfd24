"""The house rules, read from the source: who may import whom, and what only some may touch."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import handlers

ROOT = Path(__file__).parent.parent
OURS = ("bot", "handlers", "scheduler")

# A layer may import the layers named beside it, and itself. `core` is open to all: it is the common vocabulary.
ALLOWED: dict[str, set[str]] = {
    "core": set(),
    "answering": {"core"},
    "settings": {"core"},
    "logs": {"core"},
    "store": {"core", "settings"},
    "channels": {"core", "settings"},
    "actions": {"core", "store", "answering"},
    "handlers": {"core", "answering", "store", "actions"},
    "scheduler": {"core", "store", "channels"},
    "console": {"core", "answering", "store", "actions"},
    "api": {"core", "answering", "store", "actions"},
    "web": {"core", "handlers", "store", "actions", "answering", "console", "api"},
    "wiring": {
        "core", "answering", "settings", "logs", "store", "channels", "actions", "handlers", "scheduler", "web",
        "console", "api",
    },
    "cli": {"core", "wiring", "actions", "sandbox"},
    "sandbox": set(),
    "content": set(),
}  # fmt: skip
LAYER_OF_FILE = {
    "settings_file": "settings",
    "commands": "cli",
    "clock": "wiring",
    "faults": "wiring",
    "serving": "wiring",
    "connections": "wiring",
    "account_settings": "wiring",
    "account_wiring": "wiring",
    "metrics": "wiring",
    "safekeeping": "wiring",
    "console_wiring": "wiring",
    "packing": "wiring",
    "replying": "wiring",
    "notice_wiring": "wiring",
    "one_thread": "cli",
    "doctor_wiring": "wiring",
    "watching": "wiring",
    "log_file": "logs",
    "setup_wiring": "wiring",
    "student_wiring": "wiring",
}


def modules() -> dict[str, Path]:
    paths = (path for top in OURS for path in (ROOT / top).rglob("*.py"))
    return {".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path for path in paths}


MODULES = modules()
TREES = {name: ast.parse(path.read_text(encoding="utf-8")) for name, path in MODULES.items()}


def layer(module: str) -> str:
    parts = module.split(".")
    if parts[0] != "bot":
        return parts[0]
    second = parts[1] if len(parts) > 1 else ""
    return LAYER_OF_FILE.get(second, second)


def imported(node: ast.AST) -> Iterator[str]:
    for inner in ast.walk(node):
        if isinstance(inner, ast.Import):
            yield from (alias.name for alias in inner.names)
        elif isinstance(inner, ast.ImportFrom) and inner.module:
            assert inner.level == 0, f"relative import of {inner.module}"
            for alias in inner.names:
                whole = f"{inner.module}.{alias.name}"
                yield whole if whole in MODULES else inner.module


def own(names: Iterator[str]) -> set[str]:
    return {name for name in names if name.split(".")[0] in OURS}


GRAPH = {name: own(imported(tree)) for name, tree in TREES.items()}


@pytest.mark.parametrize("module", sorted(MODULES))
def test_a_module_imports_only_what_its_layer_may(module: str) -> None:
    here = layer(module)
    if not here:
        return
    reached = {layer(name) for name in GRAPH[module]} - {here, ""}
    assert reached <= ALLOWED[here] | ({"core"} if here != "sandbox" else set()), f"{module} imports {reached}"


def test_no_module_imports_itself_by_a_detour() -> None:
    done: set[str] = set()

    def visit(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, " → ".join((*trail, name))
        if name in done:
            return
        for next_name in GRAPH.get(name, ()):
            visit(next_name, (*trail, name))
        done.add(name)

    for name in GRAPH:
        visit(name, ())


@pytest.mark.parametrize("module", sorted(MODULES))
def test_own_code_is_imported_at_the_top(module: str) -> None:
    functions = [n for n in ast.walk(TREES[module]) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    assert not {name for function in functions for name in own(imported(function))}


def test_packages_are_empty_doors() -> None:
    for name, path in MODULES.items():
        if path.name == "__init__.py":
            assert not path.read_text(encoding="utf-8").strip(), name


def test_the_handlers_are_the_products_not_the_tests() -> None:
    assert Path(handlers.__file__).parent == ROOT / "handlers"


def importers_of(library: str) -> set[str]:
    return {layer(m) for m, tree in TREES.items() if any(n.split(".")[0] == library for n in imported(tree))}


@pytest.mark.parametrize(
    ("library", "layers"),
    [
        ("sqlalchemy", {"store"}),
        ("alembic", {"store"}),
        ("requests", {"channels"}),
        ("wechatpy", {"channels", "sandbox"}),
        ("apscheduler", {"scheduler"}),
        ("typer", {"cli"}),
        ("smtplib", {"channels"}),
    ],
)
def test_a_library_has_one_home(library: str, layers: set[str]) -> None:
    assert importers_of(library) <= layers


def calls(tree: ast.AST) -> Iterator[str]:
    yield from (ast.unparse(n.func) for n in ast.walk(tree) if isinstance(n, ast.Call))


@pytest.mark.parametrize("module", sorted(m for m in MODULES if layer(m) not in {"wiring", "sandbox"}))
def test_time_is_an_argument(module: str) -> None:
    assert not {"datetime.now", "datetime.utcnow", "time.time", "date.today", "datetime.today"} & set(
        calls(TREES[module])
    )


@pytest.mark.parametrize("module", sorted(m for m in MODULES if layer(m) in {"core", "answering"}))
def test_the_core_touches_nothing_outside(module: str) -> None:
    forbidden = {"os", "socket", "random", "secrets", "sqlite3", "subprocess", "threading", "requests", "time"}
    assert not {name.split(".")[0] for name in imported(TREES[module])} & forbidden
    assert "open" not in set(calls(TREES[module]))


def test_a_broad_except_stands_in_three_places_only() -> None:
    broad = {
        module
        for module, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or ast.unparse(node.type) in {"Exception", "BaseException"})
    }
    assert broad <= {"handlers.pipeline", "scheduler.publish", "bot.cli"}


@pytest.mark.parametrize("module", sorted(MODULES))
def test_files_and_functions_stay_small(module: str) -> None:
    assert MODULES[module].read_text(encoding="utf-8").count("\n") <= 400
    for node in ast.walk(TREES[module]):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno < 60, f"{node.name} is too long"


@pytest.mark.parametrize("module", sorted(m for m, path in MODULES.items() if path.name != "__init__.py"))
def test_a_module_says_what_it_is(module: str) -> None:
    assert ast.get_docstring(TREES[module])
