"""QR codes that say where a follower comes from, and how often each was scanned."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, case, func, select

from bot.store.account_models import qr_code, qr_scan
from bot.store.dialects import insert_into


def add(db: Connection, account: str, scene: str, *, label: str, url: str, actor: str, now: datetime) -> bool:
    """Keep a code; False when there is one for this scene already."""
    row = insert_into(db, qr_code).values(account=account, scene=scene, label=label, url=url, actor=actor, at=now)
    made = db.execute(row.on_conflict_do_nothing(index_elements=["account", "scene"]).returning(qr_code.c.scene))
    return made.one_or_none() is not None


def one(db: Connection, account: str, scene: str) -> dict[str, Any] | None:
    """One code, as plain values."""
    this = (qr_code.c.account == account, qr_code.c.scene == scene)
    row = db.execute(select(qr_code).where(*this)).mappings().one_or_none()
    return dict(row) if row else None


def listing(db: Connection, account: str) -> list[dict[str, Any]]:
    """The account's codes with their scans, the newest first; `followed`: scans of those who then began to follow."""
    counted = select(
        qr_scan.c.scene,
        func.count().label("scans"),
        func.sum(case((qr_scan.c.followed, 1), else_=0)).label("followed"),
    )
    scans = counted.group_by(qr_scan.c.scene).subquery()
    shown = (
        qr_code,
        func.coalesce(scans.c.scans, 0).label("scans"),
        func.coalesce(scans.c.followed, 0).label("followed"),
    )
    query = select(*shown).outerjoin(scans, scans.c.scene == qr_code.c.scene).where(qr_code.c.account == account)
    return [dict(row) for row in db.execute(query.order_by(qr_code.c.at.desc(), qr_code.c.scene)).mappings()]


def scanned(db: Connection, key: str, scene: str, *, followed: bool, now: datetime) -> None:
    """Count a scan, by its message's key: WeChat's repetition is the same scan."""
    row = insert_into(db, qr_scan).values(key=key, scene=scene, followed=followed, at=now)
    db.execute(row.on_conflict_do_nothing(index_elements=["key"]))
