"""The papers say what is true: paths exist, commands exist, locks are whole."""

import re
import tomllib
from pathlib import Path

import pytest
import typer

from bot.cli import app

ROOT = Path(__file__).parent.parent
RUNNING = ("install", "scaling", "secrets", "upgrade", "watching")
PAGES = ("why", "announcements", "delivery", *(f"running/{page}" for page in RUNNING))
PAPERS = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", *(f"docs/{page}.md" for page in PAGES))]
LOCKS = [ROOT / "requirements.lock", ROOT / "requirements-dev.lock"]


def commands() -> set[str]:
    root = typer.main.get_command(app)
    found = set()
    for name, command in root.commands.items():  # type: ignore[attr-defined]
        found |= {f"{name} {sub}" for sub in getattr(command, "commands", {})} | {name}
    return found


@pytest.mark.parametrize("paper", PAPERS, ids=lambda path: path.name)
def test_every_path_in_a_paper_exists(paper: Path) -> None:
    text = paper.read_text(encoding="utf-8")
    for path in re.findall(r"`((?:bot|handlers|scheduler|tests|docs|deploy|\.ci)/[\w./]*)`", text):
        assert (ROOT / path).exists(), path
    for picture in re.findall(r"!\[[^\]]*\]\(([^)]+)\)", text):
        assert (ROOT / picture).stat().st_size > 10_000


@pytest.mark.parametrize("paper", [ROOT / "README.md", *sorted((ROOT / "docs/running").glob("*.md"))])
def test_every_command_in_a_paper_exists(paper: Path) -> None:
    known = commands()
    text = paper.read_text(encoding="utf-8")
    for words in re.findall(r"paristech-bot ((?:[a-z]+ ?){1,2})", text):
        name = words.strip()
        assert name in known or name.split()[0] in known, name


def test_every_page_on_running_is_read_by_these_tests_and_leads_to_pages_that_exist() -> None:
    folder = ROOT / "docs/running"
    assert {path.stem for path in folder.glob("*.md")} == set(RUNNING)
    for path in folder.glob("*.md"):
        for page in re.findall(r"\]\((\w+\.md)\)", path.read_text(encoding="utf-8")):
            assert (folder / page).exists(), page


def test_the_readme_has_one_command_to_run_and_one_to_test() -> None:
    blocks = re.findall(r"```sh\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    assert [block.strip().splitlines()[0].rsplit("/", 1)[-1] for block in blocks] == ["paristech-bot demo", "pytest"]
    assert all(len(block.strip().splitlines()) == 1 for block in blocks)


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_a_lock_is_hashed_and_names_no_host(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    assert "://" not in text
    pinned = re.findall(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==", text, re.MULTILINE)
    assert len(pinned) == len(re.findall(r"^[A-Za-z0-9]", text, re.MULTILINE))
    assert text.count("--hash=sha256:") >= len(pinned)


def test_the_locks_hold_every_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    locked = (ROOT / "requirements.lock").read_text(encoding="utf-8").lower()
    for wish in project["dependencies"]:
        name = re.split(r"[^A-Za-z0-9._-]", wish)[0].lower()
        assert re.search(rf"^{re.escape(name)}==", locked, re.MULTILINE), name


def test_the_changelog_knows_this_version() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert f"## {version}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
