"""Golden questions: what the bot must answer, and what it does answer."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.actions import faq_list, golden
from bot.actions.golden_run import FAILED, IN_SCOPE, OUT_OF_SCOPE
from bot.console.asking import Answer, Ask, Go, Page, Route
from bot.console.faq_drafts import PATIENCE
from bot.console.numbers import number_in
from bot.console.paging import page_of
from bot.core.errors import HasProblems
from bot.core.golden import GoldenQuestion
from bot.store.faq_runs import DONE, RUNNING

HERE = "/console/golden"
SHOWN = 100
FOUND_SHOWN = 8
# Wrong answers first, then what is only not as good as it might be.
_ORDER = (*FAILED, "other_choices", "refused", "offered", "helped", "declined", "right")
OUTCOMES = (*IN_SCOPE, *OUT_OF_SCOPE)


def list_golden(ask: Ask) -> Answer:
    """All of them, those that come out wrong first; `run=on` asks them all."""
    return _page(ask)


def add(ask: Ask) -> Answer:
    """Another one, or what is expected of one that is there."""
    if ask.form.get("do") == "find":  # without JavaScript: the form comes back with what was found
        return _page(ask, found=_found(ask))
    expected = () if ask.form.get("none") == "yes" else tuple(dict.fromkeys(ask.lists.get("related", ())))
    question = GoldenQuestion(ask.form.get("question", "").strip(), expected)
    if not expected and ask.form.get("none") != "yes":
        return _page(ask, problem="Say which entry answers it, or that none does.", status=422)
    try:
        golden.add_golden(ask.database, question, actor=ask.signed_in.name, now=ask.now)
    except HasProblems as error:
        return _page(ask, problem=str(error), status=422)
    return Go(HERE, said="Saved. From now on every change of the FAQ is tried on it.")


def remove(ask: Ask) -> Answer:
    """Take one away."""
    number = number_in(ask.form.get("number", ""))
    golden.remove_golden(ask.database, [number], actor=ask.signed_in.name, now=ask.now)
    return Go(HERE, said="Removed.")


def _page(ask: Ask, *, problem: str = "", found: Sequence[tuple[str, str]] = (), status: int = 200) -> Answer:
    run = ask.parts.gate.golden(start=ask.query.get("run") == "on", patience=PATIENCE)
    rows = golden.list_golden(ask.database)
    asked = {one["number"]: one for one in run.result} if run and run.state == DONE else {}
    rows.sort(key=lambda one: _rank(asked.get(one["number"])))
    paged = page_of(rows, ask, shown=SHOWN)
    values = {
        "rows": [(one, _ids(one["expected"]), asked.get(one["number"])) for one in paged.lines],
        "total": paged.found,
        "page": paged.number,
        "pages": paged.pages,
        "running": bool(run and run.state == RUNNING),
        "percent": 100 * run.done // run.total if run and run.total else 0,
        "asked": len(asked),
        "wrong": sum(1 for one in asked.values() if one["outcome"] in FAILED),
        "problem": problem,
        "question": ask.form.get("question", ""),
        "chosen": ask.lists.get("related", ()),
        "found": found,
    }
    return Page("golden_list.html", values, status)


def _found(ask: Ask) -> list[tuple[str, str]]:
    words = ask.form.get("related_words", "").strip()[:400]
    found = faq_list.find(ask.database, words, most=FOUND_SHOWN) if words else []
    return [(name, questions.get(ask.lang) or next(iter(questions.values()), "")) for name, questions in found]


def _ids(expected: Any) -> list[str]:
    return expected if isinstance(expected, list) else [expected] if expected else []


def _rank(asked: Mapping[str, Any] | None) -> int:
    return _ORDER.index(asked["outcome"]) if asked else 0


ROUTES = (
    Route("GET", HERE, "read", list_golden),
    Route("POST", HERE, "faq.edit", add),
    Route("POST", "/console/golden-remove", "faq.edit", remove),
)
