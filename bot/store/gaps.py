"""Gaps: messages that got no answer or one that did not help, and what the office decided about such questions."""

import hashlib
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, delete, insert, or_, select

from bot.core.faq_file import same
from bot.core.messages import ReplyKind
from bot.core.numbers import chosen_number
from bot.store.dialects import insert_into
from bot.store.models import effect, gap_verdict, message_log

ATTACHED, OUT_OF_SCOPE, DISMISSED = "attached", "out_of_scope", "dismissed"
_LOOKED_UP = tuple(kind.value for kind in (ReplyKind.ANSWER, ReplyKind.CHOICES, ReplyKind.NONE))
_SAME_TALK = timedelta(minutes=30)  # between a question and the word that its answer did not help
_CHUNK = 500  # people in one IN (…)
FEWEST_LETTERS = 6  # of a question's key as a name, so that none fits two questions by chance
MARKED_WRONG = "marked_wrong"  # the effect of a colleague's word that an answer was wrong; "not_helpful" is a student's


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


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision of a person about the questions with these keys, with what it did to the FAQ."""

    deed: str
    verdict: str
    actor: str
    at: datetime
    keys: tuple[str, ...]
    entry: str = ""
    lang: str = ""
    phrasing: str = ""


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


def mark_wrong(db: Connection, line: int, *, now: datetime) -> bool:
    """Note that the answer in this line of the log was wrong; whether that was news. It goes when its person goes."""
    row = db.execute(select(message_log.c.key, message_log.c.person_key).where(message_log.c.id == line)).one()
    key = hashlib.sha256(f"wrong:{row.key}".encode()).hexdigest()
    values = {"key": key, "at": now, "person_key": row.person_key, "kind": MARKED_WRONG, "reply": {"line": line}}
    added = insert_into(db, effect).values(**values).on_conflict_do_nothing(index_elements=["key"])
    return db.execute(added.returning(effect.c.key)).one_or_none() is not None


def marked_wrong(db: Connection, *, since: datetime | None = None) -> list[Missed]:
    """The questions whose answers a colleague marked as wrong, oldest first."""
    wanted = select(effect.c.at, effect.c.reply).where(effect.c.kind == MARKED_WRONG).order_by(effect.c.at)
    if since is not None:
        wanted = wanted.where(effect.c.at >= since)
    at = {row.reply["line"]: row.at for row in db.execute(wanted)}
    found: dict[int, Missed] = {}
    ids = list(at)
    columns = (message_log.c.id, message_log.c.question, message_log.c.person_key, message_log.c.lang)
    for start in range(0, len(ids), _CHUNK):
        chunk = ids[start : start + _CHUNK]
        for row in db.execute(select(*columns, message_log.c.entry).where(message_log.c.id.in_(chunk))):
            found[row.id] = Missed(row.question, row.person_key, at[row.id], row.lang, True, row.entry)
    return [found[one] for one in ids if one in found]


def verdicts(db: Connection) -> dict[str, Verdict]:
    """What was decided, by question key."""
    return {row.key: Verdict(row.verdict, row.at) for row in db.execute(select(gap_verdict))}


def decide(
    db: Connection,
    keys: Iterable[str],
    verdict: str,
    *,
    actor: str,
    now: datetime,
    entry: str = "",
    lang: str = "",
    phrasing: str = "",
) -> str:
    """Keep what was decided about these questions, and the name by which it can be undone; a later word counts."""
    deed = secrets.token_hex(8)
    shared = {"verdict": verdict, "actor": actor, "at": now, "deed": deed}
    shared |= {"entry": entry, "lang": lang, "phrasing": phrasing}
    rows = [{"key": key, **shared} for key in dict.fromkeys(keys)]
    for start in range(0, len(rows), _CHUNK):
        chunk = rows[start : start + _CHUNK]
        db.execute(delete(gap_verdict).where(gap_verdict.c.key.in_([row["key"] for row in chunk])))
        db.execute(insert(gap_verdict), chunk)
    return deed


def decided(db: Connection, *, limit: int = 50, deed: str = "") -> list[Decided]:
    """The newest decisions, newest first; or the one of that name. Those of before they had names are left out."""
    wanted = select(gap_verdict).where(gap_verdict.c.deed == deed if deed else gap_verdict.c.deed != "")
    found: dict[str, Decided] = {}
    for row in db.execute(wanted.order_by(gap_verdict.c.at.desc(), gap_verdict.c.deed, gap_verdict.c.key)):
        keys = (*found[row.deed].keys, row.key) if row.deed in found else (row.key,)
        if row.deed not in found and len(found) == limit:
            break
        found[row.deed] = Decided(row.deed, row.verdict, row.actor, row.at, keys, row.entry, row.lang, row.phrasing)
    return list(found.values())


def forget(db: Connection, deed: str) -> None:
    """Take a decision back: its questions are open again."""
    db.execute(delete(gap_verdict).where(gap_verdict.c.deed == deed))


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
