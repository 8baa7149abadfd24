"""ask, predict, evaluate: the decisions of production, for one question or for a file of them."""

import time
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from bot import wiring
from bot.actions import answers
from bot.actions.evaluate import evaluate_file
from bot.actions.predict import decision_as_plain, predict_file
from bot.actions.replies import reply_text
from bot.commands.output import Config, Json, as_json, note, table
from bot.core.errors import NothingFound, UsageError
from bot.core.faq import LANGS

ENTRY_DAYS = ZoneInfo("Asia/Shanghai")  # the zone of an entry's validity, core/faq.py
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
    day = _day(at) if at else _today(settings)
    with wiring.open_database(config) as database:
        answerer = answers.load_answerer(database, sure=settings.answering.sure, maybe=settings.answering.maybe)
    decision = answerer.decide(question, lang=lang)
    text = reply_text(answerer, decision, day, lang)
    if json:
        as_json({"question": question, **decision_as_plain(decision), "reply": text, "reason": decision.reason})
    else:
        print(text)
    if explain and not json:
        lines = answerer.calibration
        print(
            f"\n{decision.kind}, confidence {decision.confidence:.2f} (sure from {lines.sure:.2f}). {decision.reason}"
        )
    if decision.kind == "none":
        raise NothingFound("No entry answers this; `paristech-bot faq import` adds some.")


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


def _day(text: str) -> date:
    """A day as it is, an instant as the day that it falls on in the office."""
    try:
        moment = datetime.fromisoformat(text.strip())
        return (moment.astimezone(ENTRY_DAYS) if moment.tzinfo else moment).date()
    except (ValueError, OverflowError):
        raise UsageError(f"--at must be a day like 2027-01-31, not “{text}”.") from None


def _today(settings: Any) -> date:
    now: datetime = wiring.clock_of(settings).now()
    return now.astimezone(ENTRY_DAYS).date()


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
