"""What the weekly digest is made of, read from all over the store."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, func, or_, select

from bot.core.delivery import RESOLVABLE, WAITING, State
from bot.core.digest import TOKENS_WITHIN, WEEK, Open, Planned, Week
from bot.core.faq_file import same
from bot.core.timing import SHANGHAI
from bot.store import gaps
from bot.store.accounts import last_lives
from bot.store.models import delivery, faq_entry

_REVIEW_WITHIN = timedelta(days=30)


def week(db: Connection, now: datetime, names: Collection[str]) -> Week:
    """The seven days before and after `now`; `names` are the accounts whose tokens count."""
    return Week(
        sent=_sent(db, now),
        open=_open(db),
        planned=_planned(db, now),
        asked=_asked(db, now),
        reviews=_reviews(db, now.astimezone(SHANGHAI).date()),
        tokens={name: life.ends for name, life in last_lives(db, names).items() if life.ends - now <= TOKENS_WITHIN},
    )


def _sent(db: Connection, now: datetime) -> dict[str, list[str]]:
    # What a platform has taken counts from the day on which it took it.
    at = func.coalesce(delivery.c.ended_at, delivery.c.updated_at)
    out = (delivery.c.state.in_((State.SENT, State.ACCEPTED)), at >= now - WEEK)
    found: dict[str, list[str]] = {}
    for row in db.execute(
        select(delivery.c.channel, delivery.c.announcement_id).where(*out).order_by(at, delivery.c.id)
    ):
        found.setdefault(row.channel, []).append(row.announcement_id)
    return found


def _open(db: Connection) -> list[Open]:
    columns = (delivery.c.id, delivery.c.announcement_id, delivery.c.channel, delivery.c.state)
    query = select(*columns).where(delivery.c.state.in_(RESOLVABLE)).order_by(delivery.c.due_at, delivery.c.id)
    return [Open(row.id, row.announcement_id, row.channel, row.state) for row in db.execute(query)]


def _planned(db: Connection, now: datetime) -> list[Planned]:
    ahead = (delivery.c.state.in_(WAITING), delivery.c.due_at < now + WEEK)
    columns = (delivery.c.announcement_id, delivery.c.channel, delivery.c.due_at)
    query = select(*columns).where(*ahead).order_by(delivery.c.due_at, delivery.c.id)
    return [Planned(row.announcement_id, row.channel, row.due_at) for row in db.execute(query)]


def _asked(db: Connection, now: datetime) -> dict[str, int]:
    """The week's questions without an answer, about which nobody has decided since, with how many people asked."""
    decided = gaps.verdicts(db)
    people: dict[str, set[str]] = {}
    words: dict[str, str] = {}
    for missed in gaps.unanswered(db, since=now - WEEK):
        verdict = decided.get(gaps.question_key(missed.question))
        if verdict is None or verdict.at < missed.at:
            key = same(missed.question)
            words.setdefault(key, missed.question)
            people.setdefault(key, set()).add(missed.person)
    return {words[key]: len(askers) for key, askers in people.items()}


def _reviews(db: Connection, today: date) -> dict[str, date]:
    soon = today + _REVIEW_WITHIN
    ends = faq_entry.c.valid_until.between(today, soon)
    query = select(faq_entry.c.id, faq_entry.c.valid_until, faq_entry.c.review_by).where(
        faq_entry.c.status == "published", or_(ends, faq_entry.c.review_by <= soon)
    )
    return {
        row.id: min(day for day in (row.valid_until, row.review_by) if day is not None and day <= soon)
        for row in db.execute(query)
    }
