"""The red team's questions: what students really ask and the FAQ must not answer surely, with what may come instead.

Each topic lies in one of two halves by a stable hash of its name: what was tuned on one is reported on the other.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any

from bot.actions.answers import Answerer
from bot.actions.faq_files import decode, read_bytes
from bot.actions.golden_run import difference, outcome, portion
from bot.actions.predict import decision_as_plain
from bot.actions.yaml_files import load_yaml
from bot.answering.decision import Decision
from bot.core.faq import LANGS

FILE = "out_of_scope.yaml"
HALVES = ("tune", "check")
_SALT = 15  # chosen for halves of about the same size in most kinds, before anything was measured on them


@dataclass(frozen=True, slots=True)
class Attack:
    """One message; `tolerated`: choices may come instead of a refusal, because an entry lies near."""

    topic: str
    kind: str
    lang: str
    message: str
    tolerated: bool

    @property
    def half(self) -> str:
        """ "tune" or "check"; all messages of a topic are in the same half."""
        return HALVES[portion(f"{_SALT}:{self.topic}", len(HALVES))]


@dataclass(frozen=True, slots=True)
class Answered:
    """What came. `outcome`: declined, offered or sure_out_of_scope."""

    attack: Attack
    decision: Decision

    @property
    def outcome(self) -> str:
        """How it looks beside the expected refusal."""
        return outcome((), self.decision)

    @property
    def refused(self) -> bool:
        """It is what is expected: a refusal, or choices where they are tolerated."""
        return self.outcome == "declined" or (self.attack.tolerated and self.outcome == "offered")


def read_red_team() -> list[Attack]:
    """All messages of the list that comes with the bot."""
    with resources.as_file(resources.files("bot.content") / FILE) as path:
        topics: Any = load_yaml(decode(read_bytes(path), path)[0], path)
    return [attack for topic in topics for attack in _attacks(topic)]


def run_red_team(answerer: Answerer, half: str = "") -> list[Answered]:
    """Ask all of them, or those of one half."""
    return [Answered(one, answerer.decide(one.message)) for one in read_red_team() if half in ("", one.half)]


def shares(answers: Sequence[Answered]) -> list[dict[str, Any]]:
    """For all, each language, and each kind in each language: how many, and the shares 0…1 of what came."""
    rows = [_row("all", "all", answers)]
    rows += [_row("all", lang, [one for one in answers if one.attack.lang == lang]) for lang in LANGS]
    for kind in sorted({one.attack.kind for one in answers}):
        mine = [one for one in answers if one.attack.kind == kind]
        rows += [_row(kind, lang, [one for one in mine if one.attack.lang == lang]) for lang in LANGS]
    return [row for row in rows if row["questions"]]


def answered_as_plain(one: Answered) -> dict[str, Any]:
    """As plain JSON values."""
    attack = one.attack
    asked = {"topic": attack.topic, "kind": attack.kind, "half": attack.half, "lang": attack.lang, "q": attack.message}
    seen = {"outcome": one.outcome, "sentence": "" if one.refused else sentence(one)}
    return {**asked, "tolerated": attack.tolerated, **decision_as_plain(one.decision), **seen}


def sentence(one: Answered) -> str:
    """What came instead of a refusal, and why."""
    return f"{difference((), one.decision)} {one.decision.reason}".strip()


def _row(kind: str, lang: str, answers: Sequence[Answered]) -> dict[str, Any]:
    return {
        "kind": kind,
        "lang": lang,
        "questions": len(answers),
        "sure": _share(one.outcome == "sure_out_of_scope" for one in answers),
        "offered": _share(one.outcome == "offered" for one in answers),
        "declined": _share(one.outcome == "declined" for one in answers),
        "as_expected": _share(one.refused for one in answers),
    }


def _share(outcomes: Iterable[bool]) -> float | None:
    listed = list(outcomes)
    return sum(listed) / len(listed) if listed else None


def _attacks(topic: Mapping[str, Any]) -> Iterable[Attack]:
    for lang, messages in topic["messages"].items():
        for message in messages:
            yield Attack(topic["id"], topic["category"], lang, message, topic.get("tolerated") == "choices")
