"""The nightly backup: once a day, made up when it was missed, told when it fails, rotated."""

import threading
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from bot.core.backups import nightly_name
from bot.store import backup_files, notices
from bot.store.engine import Database
from scheduler.backing_up import BackupPlan, Nightly, rotate
from tests.backing import KEYS
from tests.scheduler.building import SettableClock, Told, a_scheduler

BEFORE = datetime(2026, 12, 9, 19, 0, tzinfo=UTC)  # 03:00 in Shanghai on the 10th


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "backups"


def nightly(
    database: Database,
    folder: Path,
    clock: SettableClock,
    told: Told | None = None,
    stopping: Callable[[], bool] = lambda: False,
) -> Nightly:
    plan = BackupPlan(folder, time(3, 30), folder.parent / "pictures", KEYS)
    return Nightly(database, plan, clock, told or Told(), stopping)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.suffix == ".zip")


def test_it_is_made_at_its_time_once_a_day(database: Database, folder: Path) -> None:
    clock = SettableClock(BEFORE)
    ours = nightly(database, folder, clock)
    assert ours.back_up() is None
    clock.forward(1800)
    made = ours.back_up()
    assert made == folder / "nightly-2026-12-10.zip"
    assert backup_files.verify(made).made_at == clock.now()
    for _ in range(24):
        assert ours.back_up() is None
        clock.forward(3600)
    assert ours.back_up() == folder / "nightly-2026-12-11.zip"
    assert names(folder)[-1] == "nightly-2026-12-11.zip"


def test_another_process_does_not_make_it_again(sqlite_database: Database, folder: Path) -> None:
    clock = SettableClock(BEFORE + timedelta(hours=1))
    made = nightly(sqlite_database, folder, clock).back_up()
    assert made is not None
    assert nightly(sqlite_database, folder, clock).back_up() is None


def test_two_at_the_same_moment_make_one(sqlite_database: Database, folder: Path) -> None:
    clock, made = SettableClock(BEFORE + timedelta(hours=1)), []
    both = threading.Barrier(2)

    def make() -> None:
        ours = nightly(sqlite_database, folder, clock)
        both.wait()
        made.append(ours.back_up())

    threads = [threading.Thread(target=make) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(file is not None for file in made) == 1
    assert names(folder) == ["nightly-2026-12-10.zip"]


def test_a_failed_one_leaves_the_others_and_is_told_once_a_day_and_tried_again(
    sqlite_database: Database, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    clock, told = SettableClock(BEFORE + timedelta(hours=1)), Told()
    ours = nightly(sqlite_database, folder, clock, told)
    first = ours.back_up()
    assert first is not None
    before = first.read_bytes()
    clock.forward(86400)
    aside = folder.rename(folder.with_name("unplugged"))
    folder.write_text("no folder any more")
    for _ in range(3):
        assert ours.back_up() is None
        clock.forward(3600)
    assert [words.split(" | ")[0] for words in told.words] == ["The nightly backup failed"]
    assert "older backups are untouched" in told.words[0]
    assert caplog.text.count("failed again") == 2  # the notifier wrote the line of the first time
    assert open_notices(sqlite_database) == ["backup:failed"]
    folder.unlink()
    aside.rename(folder)
    assert ours.back_up() == folder / "nightly-2026-12-11.zip"
    assert first.read_bytes() == before
    assert open_notices(sqlite_database) == []


def open_notices(database: Database) -> list[str]:
    with database.reading() as db:
        return [row["cause"] for row in notices.listing(db)]


def test_it_is_given_up_when_the_bot_stops(sqlite_database: Database, folder: Path) -> None:
    told = Told()
    clock = SettableClock(BEFORE + timedelta(hours=1))
    assert nightly(sqlite_database, folder, clock, told, stopping=lambda: True).back_up() is None
    assert told.words == []
    assert names(folder) == []
    assert [path.name for path in folder.iterdir()] == ["nightly-in-use"]


def test_what_a_killed_process_left_is_cleared_away(sqlite_database: Database, folder: Path) -> None:
    folder.mkdir()
    (folder / f"{backup_files.UNFINISHED}nightly-2026-12-09.zip-abcd").write_bytes(b"half")
    (folder / f"{backup_files.UNFINISHED}mine.zip-abcd").write_bytes(b"somebody is at it")
    nightly(sqlite_database, folder, SettableClock(BEFORE + timedelta(hours=1))).back_up()
    assert sorted(path.name for path in folder.iterdir() if path.name.startswith(".")) == [".unfinished-mine.zip-abcd"]


def test_rotation_touches_only_its_own(folder: Path) -> None:
    folder.mkdir()
    for number in range(40):
        (folder / nightly_name(date(2026, 1, 1) + timedelta(days=number))).write_bytes(b"")
    for number in range(8):
        (folder / f"before-migration-from-0001-2026-01-0{number + 1}T000000.zip").write_bytes(b"")
    (folder / "mine.zip").write_bytes(b"")
    rotate(folder)
    left = names(folder)
    assert len([name for name in left if name.startswith("nightly")]) == 10
    assert [name[-21:-11] for name in left if name.startswith("before")] == [f"2026-01-0{n}" for n in range(4, 9)]
    assert "mine.zip" in left


def test_a_running_scheduler_makes_it(sqlite_database: Database, folder: Path) -> None:
    plan = BackupPlan(folder, time(0, 0), folder.parent / "pictures", KEYS)
    scheduler = a_scheduler(sqlite_database, clock=SettableClock(BEFORE), backups=plan)
    scheduler.start()
    jobs = {job.id for job in scheduler._ticker.get_jobs()}
    scheduler.stop()
    assert "back_up" in jobs
