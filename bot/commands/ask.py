"""ask, predict, evaluate: the decisions of production, for one question or for a file of them."""

import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from bot import wiring
from bot.actions import answers
from bot.actions.coming_events import load_with_events
from bot.actions.evaluate import evaluate_file
from bot.actions.predict import decision_as_plain, predict_file
from bot.actions.reasons import explanation
from bot.commands.output import OFFICE, Config, Json, as_json, note, plain_text, table
from bot.core.errors import NothingFound, UsageError
from bot.core.faq import LANGS

NOON = 12  # o'clock: on a day that is named, no entry begins or ends
COUNTS = ("questions", "in_scope", "out_of_scope")

Faq = Annotated[
    Path | None,
    typer.Option("--faq", metavar="FILE", help="A FAQ file instead of the database; no settings needed then."),
]
Lexicon = Annotated[Path | None, typer.Option("--lexicon", metavar="FILE", help="A lexicon file.")]
Golden = Annotated[
    Path | None, typer.Option("--golden", metavar="FILE", help="Questions with known answers, to calibrate on.")
]


def ask(
    question: Annotated[str, typer.Argument(metavar="QUESTION", help="What a student would write.")],
    lang: Annotated[
        str, typer.Option("--lang", metavar="LANG", help="Answer in zh, en or fr; else in the question's language.")
    ] = "",
    at: Annotated[
        str | None, typer.Option("--at", metavar="DATE", help="Answer as on this day, like 2027-01-31.")
    ] = None,
    explain: Annotated[bool, typer.Option("--explain", help="Say why, with the numbers.")] = False,
    config: Config = None,
    json: Json = False,
) -> None:
    """What the bot would say to one question."""
    if lang and lang not in LANGS:
        raise UsageError(f"--lang takes {', '.join(LANGS)}.")
    settings = wiring.load_settings(config)
    moment = _noon(at) if at else wiring.clock_of(settings).now()
    with wiring.open_database(config) as database:
        lines = settings.answering
        answerer = load_with_events(database, moment, sure=lines.sure, maybe=lines.maybe)
    said = wiring.tried(config, answerer, question, lang=lang, now=moment)
    decision = answerer.decide(question, lang=lang)
    if said.taken_for:
        reason = f"It is taken for {said.taken_for}, so nothing is looked up."
        decision = replace(decision, kind="none", ids=(), shown=0, confidence=0.0, parts=(), because=lambda: reason)
    if json:
        said_plain = {"reply": plain_text(said.text), "kind": said.kind, "reason": decision.reason}
        as_json({"question": question, **decision_as_plain(decision), **said_plain})
    else:
        print(plain_text(said.text))
    if explain and not json:
        print()
        for line in explanation(answerer, decision, moment.astimezone(OFFICE).date()):
            print(line)
    if said.missed:
        raise NothingFound(
            "No entry answers this. An entry or a phrasing comes with `paristech-bot faq import`, a word for the same "
            "thing with `paristech-bot lexicon add`."
        )
    if said.kind == "none":
        raise NothingFound(f"No answer is given: it is taken for {said.taken_for}.")


def predict(
    source: Annotated[Path, typer.Argument(metavar="IN.jsonl", help='Lines of {"q": "…"}.')],
    target: Annotated[Path, typer.Argument(metavar="OUT.jsonl", help="The same lines with the decisions.")],
    faq: Faq = None,
    lexicon: Lexicon = None,
    golden: Golden = None,
    config: Config = None,
) -> None:
    """Decide every question of a file."""
    answerer = _answerer(faq, lexicon, golden, config)
    count = predict_file(answerer, source, target, seconds=time.perf_counter, note=note)
    note(f"{count} lines written to {target}.")


def evaluate(
    source: Annotated[Path, typer.Argument(metavar="FILE.jsonl", help='Lines of {"q", "expected", "lang", "kind"}.')],
    faq: Faq = None,
    lexicon: Lexicon = None,
    golden: Golden = None,
    config: Config = None,
    json: Json = False,
) -> None:
    """How good the decisions on questions with known answers are."""
    found = evaluate_file(_answerer(faq, lexicon, golden, config), source, note=note)
    if json:
        as_json(found)
    else:
        table(_rows(found), ("which", *found["all"]))


def _answerer(faq: Path | None, lexicon: Path | None, golden: Path | None, config: str | None) -> answers.Answerer:
    if faq is not None:
        return answers.answerer_from_files(faq, lexicon, golden)
    lines = wiring.load_settings(config).answering
    with wiring.open_database(config) as database:
        return answers.load_answerer(database, sure=lines.sure, maybe=lines.maybe, lexicon=lexicon, golden=golden)


def _noon(text: str) -> datetime:
    """Noon of a day in the office; an instant as it is."""
    try:
        moment = datetime.fromisoformat(text.strip())
        whole_day = len(text.strip()) <= len("2027-01-31")
        if whole_day:
            moment = moment.replace(hour=NOON)
        return moment if moment.tzinfo else moment.replace(tzinfo=OFFICE)
    except (ValueError, OverflowError):
        raise UsageError(f"--at must be a day like 2027-01-31, not “{text}”.") from None


def _rows(found: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    yield {"which": "all", **_percent(found["all"])}
    for group in ("lang", "kind"):
        for name, numbers in found[group].items():
            yield {"which": f"{group} {name}", **_percent(numbers)}


def _percent(numbers: Mapping[str, float | int | None]) -> dict[str, str]:
    return {
        name: str(value) if name in COUNTS else "–" if value is None else f"{100 * value:.1f} %"
        for name, value in numbers.items()
    }
