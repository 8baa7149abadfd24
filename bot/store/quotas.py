"""The quota ledger: what each delivery has reserved of what a platform lets its account do."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, not_, or_, select, text, update
from sqlalchemy.sql.elements import ColumnElement

from bot.core.quotas import Need
from bot.core.timing import period
from bot.core.verdict import Ledger
from bot.store.models import delivery, quota_ledger

_TURN = text("SELECT pg_advisory_xact_lock(hashtext(:what))")


def reserve(db: Connection, need: Need, *, account: str, delivery_id: int, now: datetime, part: str = "") -> bool:
    """Reserve one of the period's; False when none is left. Reserving the same again costs nothing.

    `part` tells the calls of one delivery apart, where each counts (Weibo's calls a day); such calls are used at once.
    """
    kind = f"{need.kind}#{part}" if part else need.kind
    state = Ledger.USED if part else Ledger.RESERVED
    this = period(need.span, now)
    if db.dialect.name == "postgresql":
        # Two that count at the same moment would both find the last one free; SQLite has one writer anyhow.
        db.execute(_TURN, {"what": f"{account} {need.kind}"})
    mine = (quota_ledger.c.delivery_id == delivery_id, quota_ledger.c.kind == kind)
    row = db.execute(select(quota_ledger.c.period, quota_ledger.c.state).where(*mine)).one_or_none()
    if row is not None and row.period == this and row.state in {Ledger.RESERVED, Ledger.USED}:
        return True
    if _left(db, need, account, this) <= 0:
        return False
    db.execute(delete(quota_ledger).where(*mine))
    values = {"account": account, "kind": kind, "period": this, "delivery_id": delivery_id, "state": state, "at": now}
    db.execute(insert(quota_ledger).values(values))
    return True


def taken(db: Connection, *, since: datetime) -> list[tuple[str, str, str, bool]]:
    """(account, kind, period, whether the platform says it is spent) of all that has counted since then.

    What waits for its next try is left out, because its reservation is its own.
    """
    waits = select(delivery.c.id).where(delivery.c.state.in_(("queued", "retry", "held")))
    own = (quota_ledger.c.state == Ledger.RESERVED) & quota_ledger.c.delivery_id.in_(waits)
    here = (quota_ledger.c.at >= since, quota_ledger.c.state != Ledger.RELEASED, not_(own))
    columns = (quota_ledger.c.account, quota_ledger.c.kind, quota_ledger.c.period, quota_ledger.c.state)
    rows = db.execute(select(*columns).where(*here))
    return [(row.account, row.kind.partition("#")[0], row.period, row.state == Ledger.EXHAUSTED) for row in rows]


def left(db: Connection, need: Need, *, account: str, now: datetime) -> int:
    """How many are left in the present period."""
    return _left(db, need, account, period(need.span, now))


def _left(db: Connection, need: Need, account: str, this: str) -> int:
    here = (quota_ledger.c.account == account, _counts_as(need.kind), quota_ledger.c.period == this)
    if db.scalar(select(func.count()).where(*here, quota_ledger.c.state == Ledger.EXHAUSTED)):
        return 0
    taken = db.scalar(select(func.count()).where(*here, quota_ledger.c.state != Ledger.RELEASED)) or 0
    return max(need.limit - taken, 0)


def _counts_as(kind: str) -> ColumnElement[bool]:
    return or_(quota_ledger.c.kind == kind, quota_ledger.c.kind.startswith(f"{kind}#", autoescape=True))


def settle(db: Connection, delivery_ids: Collection[int], state: Ledger) -> None:
    """What becomes of the deliveries' reservations; can be repeated. EXHAUSTED releases them: see `exhaust`."""
    if state is Ledger.RESERVED or not delivery_ids:
        return
    reserved = (quota_ledger.c.delivery_id.in_(delivery_ids), quota_ledger.c.state == Ledger.RESERVED)
    kept = Ledger.RELEASED if state is Ledger.EXHAUSTED else state
    db.execute(update(quota_ledger).where(*reserved).values(state=kept.value))


def exhaust(db: Connection, need: Need, *, account: str, delivery_id: int, now: datetime) -> None:
    """The platform says that nothing of this is left in the present period, whatever we counted."""
    db.execute(delete(quota_ledger).where(quota_ledger.c.delivery_id == delivery_id, quota_ledger.c.kind == need.kind))
    row = {"account": account, "kind": need.kind, "period": period(need.span, now), "delivery_id": delivery_id}
    db.execute(insert(quota_ledger).values({**row, "state": Ledger.EXHAUSTED.value, "at": now}))


def set_aside(db: Connection, delivery_id: int, edition: int) -> None:
    """What earlier editions have used stays counted, and the next one reserves anew."""
    used = (quota_ledger.c.delivery_id == delivery_id, quota_ledger.c.state == Ledger.USED)
    plain = quota_ledger.c.kind.not_like("%#%")
    aside = quota_ledger.c.kind.concat(f"#before-{edition}")
    db.execute(update(quota_ledger).where(*used, plain).values(kind=aside))
