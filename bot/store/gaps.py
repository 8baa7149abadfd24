"""Gaps: messages that got no answer or one that did not help, and what the office decided about such questions."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, delete, insert, or_, select

from bot.core.faq_file import same
from bot.core.messages import ReplyKind
from bot.core.numbers import chosen_number
from bot.store.models import effect, gap_verdict, message_log

ATTACHED, OUT_OF_SCOPE, DISMISSED = "attached", "out_of_scope", "dismissed"
_LOOKED_UP = tuple(kind.value for kind in (ReplyKind.ANSWER, ReplyKind.CHOICES, ReplyKind.NONE))
_SAME_TALK = timedelta(minutes=30)  # between a question and the word that its answer did not help
_CHUNK = 500  # people in one IN (…)


@dataclass(frozen=True, slots=True)
class Missed:
    """A question (masked) that got no answer, or, rated_badly, one that did not help: that of `entry`."""

    question: str
    person: str
    at: datetime
    lang: str
    rated_badly: bool = False
    entry: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was decided about a question, and when."""

    verdict: str
    at: datetime


def question_key(question: str) -> str:
    """How a question is named without keeping it; the same for another case, width or sign at its end."""
    return hashlib.sha256(same(question).encode("utf-8", "replace")).hexdigest()


def unanswered(db: Connection, *, since: datetime | None = None) -> list[Missed]:
    """The messages that no entry answered, oldest first."""
    columns = (message_log.c.question, message_log.c.person_key, message_log.c.at, message_log.c.lang)
    wanted = select(*columns).where(message_log.c.decision == ReplyKind.NONE.value, message_log.c.question != "")
    if since is not None:
        wanted = wanted.where(message_log.c.at >= since)
    rows = db.execute(wanted.order_by(message_log.c.at, message_log.c.id))
    return [Missed(row.question, row.person_key, row.at, row.lang) for row in rows]


def partly_answered(db: Connection, signs: Sequence[str], *, since: datetime | None = None) -> list[Missed]:
    """The messages with several questions, one of them without an answer, oldest first.

    signs: words of a reply by which such messages are known.
    """
    columns = (message_log.c.question, message_log.c.person_key, message_log.c.at, message_log.c.lang)
    told = or_(*(message_log.c.reply.contains(sign, autoescape=True) for sign in signs))
    wanted = select(*columns).where(message_log.c.decision.in_(("answer", "choices")), told)
    if since is not None:
        wanted = wanted.where(message_log.c.at >= since)
    rows = db.execute(wanted.order_by(message_log.c.at, message_log.c.id))
    return [Missed(row.question, row.person_key, row.at, row.lang) for row in rows]


def rated_badly(db: Connection, *, since: datetime | None = None) -> list[Missed]:
    """The questions before each "not helpful" that had been answered or offered something, oldest first."""
    wanted = select(effect.c.person_key, effect.c.at, effect.c.reply).where(effect.c.kind == "not_helpful")
    if since is not None:
        wanted = wanted.where(effect.c.at >= since)
    ratings = db.execute(wanted.order_by(effect.c.at)).all()
    talks = _talks(db, sorted({rating.person_key for rating in ratings}))
    found = []
    for rating in ratings:
        asked = _asked_before(talks.get(rating.person_key, ()), rating.at)
        if asked is not None:
            entries = (rating.reply or {}).get("entries") or [""]
            found.append(Missed(asked.question, rating.person_key, rating.at, asked.lang, True, entries[0]))
    return found


def verdicts(db: Connection) -> dict[str, Verdict]:
    """What was decided, by question key."""
    return {row.key: Verdict(row.verdict, row.at) for row in db.execute(select(gap_verdict))}


def decide(db: Connection, keys: Iterable[str], verdict: str, *, actor: str, now: datetime) -> None:
    """Keep what was decided about these questions; a later word counts."""
    rows = [{"key": key, "verdict": verdict, "actor": actor, "at": now} for key in dict.fromkeys(keys)]
    for start in range(0, len(rows), _CHUNK):
        chunk = rows[start : start + _CHUNK]
        db.execute(delete(gap_verdict).where(gap_verdict.c.key.in_([row["key"] for row in chunk])))
        db.execute(insert(gap_verdict), chunk)


def _talks(db: Connection, people: Sequence[str]) -> dict[str, Sequence[Any]]:
    """What these people asked that was looked up, oldest first."""
    columns = (
        message_log.c.person_key,
        message_log.c.at,
        message_log.c.question,
        message_log.c.lang,
        message_log.c.decision,
        message_log.c.confidence,
    )
    found: dict[str, Sequence[Any]] = {}
    for start in range(0, len(people), _CHUNK):
        theirs = message_log.c.person_key.in_(people[start : start + _CHUNK])
        wanted = select(*columns).where(theirs, message_log.c.kind.in_(_LOOKED_UP), message_log.c.question != "")
        rows = db.execute(wanted.order_by(message_log.c.person_key, message_log.c.at, message_log.c.id))
        found.update((person, list(talk)) for person, talk in groupby(rows, key=lambda row: row.person_key))
    return found


def _asked_before(talk: Sequence[Any], moment: datetime) -> Any:
    """What a rating at that moment is about; a number or a tap on a list leads back to the question before it.

    None where nothing is found, or the question got no answer, which is a gap already.
    """
    for row in reversed(talk):
        if row.at > moment or chosen_number(row.question) is not None:
            continue
        if moment - row.at > _SAME_TALK or row.decision == ReplyKind.NONE.value:
            return None
        if row.confidence < 1.0:  # sure is only what was chosen
            return row
    return None
