"""Golden questions: what the bot must answer, and with what. A change bumps the epoch "faq": the lines lean on them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from bot.core.faq_file import same
from bot.core.golden import GoldenQuestion
from bot.store import epochs
from bot.store.faqs import EPOCH
from bot.store.models import golden_question

_FIELDS = ("question", "expected", "lang", "kind", "note")


@dataclass(frozen=True, slots=True)
class Kept:
    """What `put` did, in the order in which the questions were given."""

    created: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()


def all_of(db: Connection) -> list[GoldenQuestion]:
    """All golden questions, oldest first."""
    rows = db.execute(select(golden_question).order_by(golden_question.c.id))
    return [
        GoldenQuestion(row.question, tuple(row.expected), row.lang, row.kind, row.note, number=row.id) for row in rows
    ]


def put(
    db: Connection, questions: Sequence[GoldenQuestion], *, actor: str, now: datetime, dry_run: bool = False
) -> Kept:
    """Add these; one that is there already (but for case, width and the sign at its end) takes the new values."""
    epochs.hold(db, EPOCH)  # two at once must not both add the same question
    there = {same(one.question): one for one in all_of(db)}
    created, changed, unchanged = [], [], []
    for new in questions:
        old = there.get(same(new.question))
        if old is None:
            created.append(new)
        elif any(getattr(old, name) != getattr(new, name) for name in _FIELDS):
            changed.append((old.number, new))
        else:
            unchanged.append(new)
    if not dry_run:
        _write(db, created, changed, actor=actor, now=now)
    return Kept(_questions(created), _questions([new for _, new in changed]), _questions(unchanged))


def remove(db: Connection, numbers: Collection[int]) -> int:
    """Take these away; how many there were."""
    gone: int = db.execute(delete(golden_question).where(golden_question.c.id.in_(numbers))).rowcount
    if gone:
        epochs.bump(db, EPOCH)
    return gone


def _write(
    db: Connection,
    created: Sequence[GoldenQuestion],
    changed: Sequence[tuple[int, GoldenQuestion]],
    *,
    actor: str,
    now: datetime,
) -> None:
    if created:
        db.execute(
            insert(golden_question), [{**_values(one), "created_by": actor, "created_at": now} for one in created]
        )
    for number, one in changed:
        db.execute(update(golden_question).where(golden_question.c.id == number).values(**_values(one)))
    if created or changed:
        epochs.bump(db, EPOCH)


def _values(one: GoldenQuestion) -> dict[str, object]:
    return {**{name: getattr(one, name) for name in _FIELDS}, "expected": list(one.expected)}


def _questions(listed: Sequence[GoldenQuestion]) -> tuple[str, ...]:
    return tuple(one.question for one in listed)
