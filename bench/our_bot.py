"""Our bot's decisions on a set, with lines from the FAQ alone or also from golden questions it is not asked."""

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bench.loading import Question, QuestionSet
from bench.measures import Outcome, grouped
from bot.actions.answers import Answerer, answerer_from_files, material_from_files
from bot.actions.red_team import run_red_team

NAME = "this bot"


def asked(found: QuestionSet) -> tuple[list[Outcome], Answerer]:
    """The decisions with lines calibrated from the set's FAQ alone, and the answerer that made them."""
    answerer = answerer_from_files(found.faq, found.lexicon)
    return decided(answerer, found.questions), answerer


def asked_in_halves(found: QuestionSet) -> list[Outcome]:
    """The same when the other half of the questions is the office's golden set: no question sets its own line."""
    # Every second question of a kind, because a file is usually sorted by entry.
    ordered = sorted(found.questions, key=lambda one: (one.kind, one.lang))
    halves = (ordered[::2], ordered[1::2])
    outcomes: list[Outcome] = []
    with tempfile.TemporaryDirectory() as folder:
        for mine, other in (halves, halves[::-1]):
            golden = Path(folder) / "golden.jsonl"
            golden.write_text("".join(map(_line, other)), encoding="utf-8")
            outcomes += decided(answerer_from_files(found.faq, found.lexicon, golden), mine)
    return outcomes


def attacked(found: QuestionSet) -> dict[str, list[Outcome]]:
    """What it did with the red team's messages, by half and by kind; it knew the other half of them only."""
    answers = run_red_team(material_from_files(found.faq, found.lexicon))
    outcomes = [
        Outcome(
            Question(one.attack.message, one.attack.lang, one.attack.kind, ()),
            one.decision.ids,
            one.decision.confidence,
            one.decision,
        )
        for one in answers
    ]
    groups: dict[str, list[Outcome]] = {"all": outcomes}
    for answer, outcome in zip(answers, outcomes, strict=True):
        groups.setdefault(f"half “{answer.attack.half}”", []).append(outcome)
    return {**dict(sorted(groups.items())), **dict(sorted(grouped(outcomes, lambda question: question.kind).items()))}


def decided(answerer: Answerer, questions: Sequence[Question]) -> list[Outcome]:
    """What `predict` would write for each question."""
    decisions = [(question, answerer.decide(question.text)) for question in questions]
    return [Outcome(question, decision.ids, decision.confidence, decision) for question, decision in decisions]


def _line(one: Question) -> str:
    row = {"q": one.text, "expected": list(one.expected), "lang": one.lang, "kind": one.kind}
    return json.dumps(row, ensure_ascii=False) + "\n"
