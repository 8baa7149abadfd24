"""A restore: all of the backup, nothing sent by itself, the database before kept; a refusal touches nothing."""

import json
import multiprocessing
import os
import shutil
import signal
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from multiprocessing.connection import Connection as Pipe
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select, text, update

from bot.actions import backups, privacy
from bot.core.backups import Keys, Manifest, Part
from bot.core.delivery import Sent
from bot.core.errors import BadFile, Conflict, NotSaved, UsageError
from bot.core.timing import NEVER
from bot.store import audit, backup, backup_copy, backup_files, deliveries, notices, people
from bot.store.engine import Database
from bot.store.models import attempt, delivery
from bot.store.occupancy import alone_with
from bot.store.staff_models import staff
from bot.store.tokens import SealedTokens
from bot.store.vault import Vault
from tests.backing import KEYS, NOW, Office
from tests.filling import contents, fill
from tests.scheduler.building import ScriptedPlatform, SettableClock, a_scheduler, age_leases, queue
from tests.store.test_people import a_row

_processes = multiprocessing.get_context("spawn")


@pytest.fixture
def office(database_url: str, tmp_path: Path) -> Iterator[Office]:
    (tmp_path / "office").mkdir()
    office = Office(database_url, tmp_path / "office")
    yield office
    office.database.close()


def restore(office: Office, file: Path, **changes: Any) -> backups.Restored:
    """With the bot stopped, as it must be."""
    office.database.close()
    installation = replace(office.installation, **changes)
    return backups.restore(file, installation, now=NOW, actor="Li", tombstones=office.tombstones)


def everything(office: Office) -> dict[str, Any]:
    with office.database.reading() as db:
        return contents(db)


def hire(office: Office, name: str) -> None:
    with office.database.writing() as db:
        db.execute(insert(staff).values(name=name, role="admin", created_at=NOW))


def hired(database: Database) -> list[str]:
    with database.reading() as db:
        return list(db.scalars(select(staff.c.name).order_by(staff.c.id)))


def test_a_restore_brings_back_every_row_and_is_written_down(office: Office) -> None:
    with office.database.writing() as db:
        fill(db)
    before = everything(office)
    file, made = office.back_up()
    hire(office, "later")
    done = restore(office, file)
    after = everything(office)
    deeds = after.pop("audit")
    assert [row for row in deeds if row in before["audit"]] == before.pop("audit")
    assert after == before
    with office.database.reading() as db:
        deed = audit.listing(db)[0]
    assert (deed["actor"], deed["action"], deed["after"]["made_at"]) == (
        "Li",
        "backup.restore",
        made.made_at.isoformat(),
    )
    assert done.lost == {"staff": 1}
    hire(office, "counts on")
    assert office.left_over() == []


def test_the_database_before_is_kept_beside(office: Office, tmp_path: Path) -> None:
    file, _ = office.back_up()
    hire(office, "later")
    done = restore(office, file)
    assert hired(office.database) == []
    if office.database.dialect == "sqlite":
        assert done.kept == str(tmp_path / "bot.before-restore-2026-12-10T120000.db")
        kept = Database(f"sqlite:///{done.kept}")
        assert hired(kept) == ["later"]
        kept.close()
    else:
        assert done.kept == "schema before_restore_20261210_120000"
        with office.database.reading() as db:
            assert db.scalar(text("SELECT name FROM before_restore_20261210_120000.staff")) == "later"
    again = restore(office, file)
    assert again.kept not in {"", done.kept}


def test_pictures_come_back_and_none_is_lost(office: Office) -> None:
    file, _ = office.back_up()
    (office.pictures / "team.jpg").write_bytes(b"another")
    (office.pictures / "new.jpg").write_bytes(b"new")
    assert restore(office, file).pictures == 1
    there = {path.name: path.read_bytes() for path in office.pictures.iterdir()}
    kept = {"new.jpg": b"new", "team.before-restore-2026-12-10T120000.jpg": b"another"}
    assert there == {"team.jpg": b"\xff\xd8 team", **kept}


def standing(office: Office) -> dict[str, tuple[str, str]]:
    with office.database.reading() as db:
        return {row["announcement"]: (row["state"], row["error"]) for row in deliveries.listing(db)}


def put(office: Office, name: str, **values: Any) -> int:
    number = queue(office.database, f"weibo:{name}", name=name, due=values.pop("due_at", NOW))[0]
    if values:
        with office.database.writing() as db:
            db.execute(update(delivery).where(delivery.c.id == number).values(**values))
    return number


def tried(office: Office, number: int, *, outcome: str) -> None:
    with office.database.writing() as db:
        db.execute(insert(attempt).values(delivery_id=number, number=1, fence=1, started_at=NOW, outcome=outcome))


def test_after_a_restore_nothing_is_sent_or_looked_for_by_itself(office: Office) -> None:
    """Each kind once; the platform would take a post, and would say of every look that it was never made."""
    soon = NOW + timedelta(days=1)
    put(office, "queued")
    put(office, "later", due_at=soon)
    put(office, "retry", state="retry", attempts=1)
    tried(office, put(office, "again", state="retry", attempts=1, fence=1), outcome="unknown")
    put(office, "claimed", state="claimed", lease_owner="x", lease_until=NOW, fence=1)
    tried(office, put(office, "sending", state="sending", lease_owner="x", lease_until=NOW, fence=1), outcome="")
    put(office, "unknown", state="unknown", error="It may be on Weibo.", next_try_at=NOW)
    put(office, "held", state="held", error="A colleague holds it.", next_try_at=NEVER)
    put(office, "failed", state="failed", error="No.", next_try_at=NEVER)
    file, _ = office.back_up()
    done = restore(office, file)
    assert (done.held_back.held, done.held_back.unknown) == (4, 4)
    age_leases(office.database)
    names = [row["announcement"] for row in _listed(office)]
    platforms = [ScriptedPlatform(f"weibo:{name}") for name in names]
    clock = SettableClock(NOW)
    scheduler = a_scheduler(office.database, *platforms, clock=clock)
    for _ in range(3):
        scheduler.tick()
        clock.forward(3600 * 24)
    scheduler.stop()
    assert sum(len(platform.calls) + platform.looks for platform in platforms) == 0
    assert {name: state for name, (state, _) in standing(office).items()} == {
        "queued": "held",
        "later": "held",
        "retry": "held",
        "again": "unknown",
        "claimed": "unknown",
        "sending": "unknown",
        "unknown": "unknown",
        "held": "held",
        "failed": "failed",
    }
    told = dict(standing(office))
    assert told["queued"][1].startswith(
        "Restored from a backup of 2026-12-10 12:00 (Shanghai): check whether it went out"
    )
    assert told["held"][1].endswith("A colleague holds it.")
    assert "may have gone out since" in told["sending"][1]
    with office.database.reading() as db:
        about = {row["announcement_id"] for row in notices.listing(db)}
    assert about == set(told) - {"failed"}


def _listed(office: Office) -> list[dict[str, Any]]:
    with office.database.reading() as db:
        return deliveries.listing(db)


def test_what_went_out_since_the_backup_is_named(office: Office) -> None:
    put(office, "talk")
    file, _ = office.back_up()
    put(office, "made-later")
    scheduler = a_scheduler(
        office.database,
        ScriptedPlatform("weibo:talk", says=[Sent("1", "https://weibo.com/1")]),
        clock=SettableClock(NOW),
    )
    scheduler.tick()
    scheduler.stop()
    done = restore(office, file)
    assert [(seen.announcement, seen.state, seen.url) for seen in done.since] == [
        ("talk", "sent", "https://weibo.com/1"),
        ("made-later", "held", ""),  # its account is not set up here
    ]
    state, words = standing(office)["talk"]
    assert state == "held"
    assert words.endswith("The database that was replaced says: sent, https://weibo.com/1.")


def test_what_is_still_to_come_can_be_released_and_goes_out_once_at_its_minute(office: Office) -> None:
    late = put(office, "past", due_at=NOW - timedelta(days=1))
    put(office, "to-come", due_at=NOW + timedelta(hours=1))
    file, _ = office.back_up()
    restore(office, file)
    with pytest.raises(Conflict, match=f"resolve {late} --not-sent"):
        backups.release(office.database, [late], now=NOW, actor="Li")
    answer = backups.release(office.database, None, now=NOW, actor="Li")
    done = answer.released
    assert [row["state"] for row in done] == ["queued"]
    assert [(row["id"], row["announcement"]) for row in answer.kept] == [(late, "past")]
    clock, platform = SettableClock(NOW), ScriptedPlatform("weibo:to-come")
    scheduler = a_scheduler(office.database, platform, clock=clock)
    assert scheduler.tick() == 0
    clock.forward(3601)
    scheduler.tick()
    scheduler.stop()
    assert platform.calls == [done[0]["key"]]
    assert standing(office)["to-come"] == ("sent", "")
    with pytest.raises(Conflict, match="only what is held"):
        backups.release(office.database, [done[0]["id"]], now=NOW, actor="Li")


def test_what_a_colleague_holds_is_let_go_only_by_its_number(office: Office) -> None:
    put(office, "ours", due_at=NOW + timedelta(hours=1))
    theirs = put(office, "theirs", due_at=NOW + timedelta(hours=1))
    with office.database.writing() as db:
        deliveries.hold_waiting(db, "theirs", now=NOW)
    file, _ = office.back_up()
    restore(office, file)
    answer = backups.release(office.database, None, now=NOW, actor="Li")
    assert len(answer.released) == 1
    [kept] = answer.kept
    assert kept["id"] == theirs
    assert "A colleague holds it" in kept["why"]
    assert [row["id"] for row in backups.release(office.database, [theirs], now=NOW, actor="Li").released] == [theirs]


def test_who_was_erased_after_the_backup_stays_erased(office: Office) -> None:
    with office.database.writing() as db:
        people.save_many(db, [a_row("gone"), a_row("stays")])
    file, _ = office.back_up()
    later = NOW + timedelta(days=400)  # after everything that a_row says
    privacy.erase_person(office.database, "gone", now=later, actor="Li", tombstones=office.tombstones)
    assert restore(office, file).erased == 1
    with office.database.reading() as db:
        assert people.known_keys(db) == {"stays"}


def test_a_backup_holds_neither_keys_nor_settings_nor_the_erased(office: Office) -> None:
    (office.folder / "config.toml").write_text("secret")
    office.tombstones.add("gone", NOW)
    file, _ = office.back_up()
    assert sorted(zipfile.ZipFile(file).namelist()) == ["database.db", "manifest.json", "pictures/team.jpg"]


def test_a_backup_by_an_older_version_is_migrated(empty_url: str, tmp_path: Path) -> None:
    (tmp_path / "office").mkdir()
    office = Office(empty_url, tmp_path / "office")
    office.database.migrate("0001")
    with office.database.writing() as db:
        fill(db)
    before = everything(office)
    file, made = office.back_up()
    assert made.schema == "0001"
    office.database.migrate()
    restore(office, file)
    assert office.database.is_current()
    after = everything(office)
    for name in before.keys() - {"audit"}:
        width = len(before[name][0])  # later versions have more columns
        assert [row[:width] for row in after[name]] == before[name], name
    office.database.close()


def test_a_restore_onto_a_machine_without_a_database(empty_url: str, migrated_file: Path, tmp_path: Path) -> None:
    """On PostgreSQL this is also the way from the one kind of database to the other."""
    (tmp_path / "office").mkdir()
    office = Office(f"sqlite:///{shutil.copy(migrated_file, tmp_path / 'office')}", tmp_path / "office")
    hire(office, "Li")
    file, _ = office.back_up()
    office.database.close()
    done = backups.restore(
        file, replace(office.installation, url=empty_url), now=NOW, actor="Li", tombstones=office.tombstones
    )
    fresh = Database(empty_url)
    assert hired(fresh) == ["Li"]
    assert (done.kept, done.lost, done.since) == ("", {}, [])
    fresh.close()


def test_a_backup_of_one_kind_of_database_is_restored_into_the_other(office: Office, tmp_path: Path) -> None:
    hire(office, "Li")
    file, _ = office.back_up()
    other = f"sqlite:///{tmp_path / 'other.db'}"
    restored = backups.restore(
        file, replace(office.installation, url=other), now=NOW, actor="Li", tombstones=office.tombstones
    )
    assert restored.manifest.source == office.database.dialect
    database = Database(other)
    assert hired(database) == ["Li"]
    database.close()


def remade(file: Path, target: Path, made: Manifest, database: bytes | None = None) -> Path:
    """The same backup with another manifest, and another database inside if given."""
    with zipfile.ZipFile(file) as source, zipfile.ZipFile(target, "w") as out:
        for name in made.parts:
            raw = database if database is not None and name == "database.db" else source.read(name)
            out.writestr(name, raw)
        out.writestr("manifest.json", json.dumps(made.plain()))
    return target


def test_backups_that_cannot_be_restored_here_are_refused_and_touch_nothing(office: Office, tmp_path: Path) -> None:
    hire(office, "Li")
    file, made = office.back_up()
    (office.folder / "cut.zip").write_bytes(file.read_bytes()[:-30])
    (tmp_path / "garbage").write_bytes(os.urandom(100_000))
    garbage = backup_files.measured(tmp_path / "garbage")
    raw = (tmp_path / "garbage").read_bytes()
    folder = office.folder
    cases = {
        "is broken": folder / "cut.zip",
        "no backup": tmp_path / "garbage",
        "newer version of the bot (9.9, schema 9999)": remade(
            file, folder / "newer.zip", replace(made, schema="9999", product="9.9")
        ),
        "another installation": remade(file, folder / "other.zip", replace(made, keys=Keys("else", "data-key"))),
        "is broken (file is not a database)": remade(
            file, folder / "garbage.zip", replace(made, parts={**made.parts, "database.db": garbage}), raw
        ),
        "is broken (database.db is not what it was)": remade(
            file, folder / "hash.zip", replace(made, parts={**made.parts, "database.db": Part(1, "0")})
        ),
        "is broken (its database is not the one": remade(file, folder / "rows.zip", replace(made, rows={"staff": 9})),
    }
    before = everything(office)
    seen = sorted(path for path in tmp_path.rglob("*") if "-in-use" not in path.name)
    for words, broken in cases.items():
        with pytest.raises((BadFile, Conflict)) as caught:
            restore(office, broken)
        assert words in str(caught.value)
        assert "Nothing was touched" in str(caught.value)
        assert everything(office) == before
        office.database.close()
    tails = (".db-wal", ".db-shm")
    after = sorted(path for path in tmp_path.rglob("*") if "-in-use" not in path.name)
    assert [path for path in after if not path.name.endswith(tails)] == [
        path for path in seen if not path.name.endswith(tails)
    ]


def test_another_data_key_is_told(office: Office) -> None:
    file, _ = office.back_up()
    notes = restore(office, file, keys=Keys(KEYS.person, "another")).notes
    assert len(notes) == 1
    assert "security.data_key" in notes[0]


def test_tokens_under_another_data_key_are_dropped_and_weibo_is_to_be_connected_again(office: Office) -> None:
    shelf = SealedTokens(office.database, Vault(bytes(32)), SettableClock(NOW))
    shelf.put("weibo:1", "a token", NOW + timedelta(days=7))
    file, _ = office.back_up()
    assert restore(office, file).notes == ()
    assert SealedTokens(office.database, Vault(bytes(32)), SettableClock(NOW)).get("weibo:1") is not None
    assert "channel connect weibo" in restore(office, file, keys=Keys(KEYS.person, "another")).notes[1]
    assert SealedTokens(office.database, Vault(bytes(32)), SettableClock(NOW)).get("weibo:1") is None


def _use(url: str, pipe: Pipe) -> None:
    with Database(url) as database, database.reading():
        pipe.send("open")
        pipe.recv()


def test_a_restore_while_the_bot_runs_is_refused(office: Office) -> None:
    hire(office, "Li")
    file, _ = office.back_up()
    before = everything(office)
    ours, theirs = _processes.Pipe()
    running = _processes.Process(target=_use, args=(office.url, theirs))
    running.start()
    assert ours.recv() == "open"
    with pytest.raises(Conflict, match="in use") as caught:
        restore(office, file)
    if office.database.dialect == "postgresql":
        assert str(running.pid) in str(caught.value)
    assert everything(office) == before
    os.kill(running.pid or 0, signal.SIGKILL)  # it cannot give anything back
    running.join()
    assert restore(office, file).kept


def test_nobody_opens_the_database_during_a_restore(sqlite_database: Database) -> None:
    assert sqlite_database.file is not None
    file, url = sqlite_database.file, f"sqlite:///{sqlite_database.file}"
    sqlite_database.close()
    ours, theirs = _processes.Pipe()
    holder = _processes.Process(target=_alone, args=(str(file), theirs))
    holder.start()
    assert ours.recv() == "alone"
    with Database(url) as database, pytest.raises(Conflict, match="being restored"), database.reading():
        pass
    ours.send("end")
    holder.join()
    with Database(url) as database:
        assert database.is_current()


def _alone(file: str, pipe: Pipe) -> None:
    with alone_with(Path(file)):
        pipe.send("alone")
        pipe.recv()


def test_a_damaged_database_is_replaced_and_kept_as_it_is(sqlite_database: Database, tmp_path: Path) -> None:
    (tmp_path / "office").mkdir()
    office = Office(f"sqlite:///{sqlite_database.file}", tmp_path / "office")
    assert office.database.file is not None
    hire(office, "Li")
    file, _ = office.back_up()
    office.database.close()
    rubbish = os.urandom(8192)
    office.database.file.write_bytes(rubbish)
    done = restore(office, file)
    assert hired(office.database) == ["Li"]
    assert Path(done.kept).read_bytes() == rubbish


def test_a_wal_whose_database_is_gone_is_not_taken_for_the_restored_ones(
    sqlite_database: Database, tmp_path: Path
) -> None:
    (tmp_path / "office").mkdir()
    office = Office(f"sqlite:///{sqlite_database.file}", tmp_path / "office")
    file, _ = office.back_up()
    hire(office, "later")  # stands in the WAL only
    assert office.database.file is not None
    wal = tmp_path / "bot.db-wal"
    left = wal.read_bytes()
    assert left
    office.database.close()
    sqlite_database.close()
    office.database.file.unlink()
    wal.write_bytes(left)
    restore(office, file)
    assert hired(office.database) == []
    office.database.close()
    assert backup.damage(tmp_path / "bot.db") == ""


def test_a_new_database_has_nothing_to_back_up(empty_url: str, tmp_path: Path) -> None:
    (tmp_path / "office").mkdir()
    office = Office(empty_url, tmp_path / "office")
    assert backups.migrate(office.database, office.installation, now=NOW) is None
    assert office.database.is_current()
    office.database.close()


def test_a_migration_makes_a_backup_first(empty_url: str, tmp_path: Path) -> None:
    (tmp_path / "office").mkdir()
    office = Office(empty_url, tmp_path / "office")
    office.database.migrate("0002")
    with office.database.writing() as db:
        fill(db)
    file = backups.migrate(office.database, office.installation, now=NOW)
    assert file == office.folder / "backups/before-migration-from-0002-2026-12-10T120000.zip"
    assert backup_files.verify(file).schema == "0002"
    assert office.database.is_current()
    assert (office.folder / "backups").stat().st_mode & 0o777 == 0o700
    assert backups.migrate(office.database, office.installation, now=NOW) is None
    office.database.close()


def test_without_a_backup_nothing_is_migrated(empty_url: str, tmp_path: Path) -> None:
    (tmp_path / "office").mkdir()
    office = Office(empty_url, tmp_path / "office")
    office.database.migrate("0002")
    (office.folder / "backups").write_text("a file where the folder should be")
    with pytest.raises(NotSaved, match="backups"):
        backups.migrate(office.database, office.installation, now=NOW)
    assert office.database.schema() == "0002"
    assert backups.migrate(office.database, office.installation, now=NOW, with_backup=False) is None
    assert office.database.is_current()
    office.database.close()


@pytest.mark.postgres
def test_moving_to_postgresql_copies_counts_and_puts_the_file_aside(
    sqlite_database: Database, postgres_url: str, tmp_path: Path
) -> None:
    assert sqlite_database.file is not None
    with sqlite_database.writing() as db:
        fill(db)
    with sqlite_database.reading() as db:
        before = contents(db)
    (tmp_path / "office").mkdir()
    office = Office(f"sqlite:///{sqlite_database.file}", tmp_path / "office")
    sqlite_database.close()
    rows, kept = backups.move(office.installation, postgres_url, now=NOW, actor="Li")
    with Database(postgres_url) as database, database.reading() as db:
        after = contents(db)
        assert backup_copy.row_counts(db) == {**rows, "audit": rows["audit"] + 1}
    assert after["audit"][: len(before["audit"])] == before["audit"]
    assert {k: v for k, v in after.items() if k != "audit"} == {k: v for k, v in before.items() if k != "audit"}
    assert not sqlite_database.file.exists()
    assert Path(kept).name == "bot.moved-2026-12-10T120000.db"


@pytest.mark.postgres
def test_moving_into_a_database_that_is_not_empty_is_refused(
    sqlite_database: Database, postgres_url: str, tmp_path: Path
) -> None:
    assert sqlite_database.file is not None
    (tmp_path / "office").mkdir()
    office = Office(f"sqlite:///{sqlite_database.file}", tmp_path / "office")
    with Database(postgres_url) as database:
        database.migrate()
        with database.writing() as db:
            db.execute(insert(staff).values(name="somebody else's", role="admin", created_at=NOW))
    sqlite_database.close()
    with pytest.raises(Conflict, match="not empty"):
        backups.move(office.installation, postgres_url, now=NOW, actor="Li")
    assert sqlite_database.file.exists()
    with Database(postgres_url) as database:
        assert hired(database) == ["somebody else's"]


def test_moving_elsewhere_than_to_postgresql_is_refused(office: Office) -> None:
    with pytest.raises(UsageError, match="SQLite database to a PostgreSQL one"):
        backups.move(office.installation, "sqlite:///other.db", now=NOW, actor="Li")
