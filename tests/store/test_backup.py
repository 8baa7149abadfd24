"""A backup: whole while others write, checked, for its owner only, and never half there."""

import json
import resource
import sqlite3
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from bot.core.backups import Keys
from bot.core.errors import BadFile, Conflict, NotSaved
from bot.store import backup, backup_copy, backup_files
from bot.store.engine import Database
from bot.store.staff_models import staff
from tests.backing import KEYS, NOW, Office
from tests.filling import ROWS, contents, fill


@pytest.fixture
def office(database_url: str, tmp_path: Path) -> Iterator[Office]:
    (tmp_path / "office").mkdir()
    office = Office(database_url, tmp_path / "office")
    yield office
    office.database.close()


def inside(file: Path, folder: Path) -> Database:
    backup_files.unpack(file, folder)
    return Database(f"sqlite:///{folder / backup_files.DATABASE}")


def test_a_backup_holds_every_row_as_it_was(office: Office, tmp_path: Path) -> None:
    with office.database.writing() as db:
        fill(db)
    file, made = office.back_up()
    assert set(made.rows.values()) == {ROWS}
    copy = inside(file, tmp_path / "out")
    with office.database.reading() as ours, copy.reading() as theirs:
        assert contents(theirs) == contents(ours)
    copy.close()
    assert (tmp_path / "out/pictures/team.jpg").read_bytes() == b"\xff\xd8 team"


def test_a_backup_says_what_it_is_and_is_for_its_owner_only(office: Office) -> None:
    file, made = office.back_up()
    said = json.loads(zipfile.ZipFile(file).read("manifest.json"))
    assert (said["schema"], said["source"]) == (office.database.schema(), office.database.dialect)
    assert said["rows"]["staff"] == 0
    assert said["parts"]["database.db"]["sha256"] == made.parts["database.db"].sha256
    assert file.stat().st_mode & 0o777 == 0o600
    assert backup_files.verify(file) == made
    assert office.left_over() == []


def test_a_backup_is_of_one_moment_while_others_write(office: Office, tmp_path: Path) -> None:
    """Two rows are always written together, so a copy with an odd number would be of two moments."""
    ended = threading.Event()
    written = 0

    def write() -> None:
        nonlocal written
        while not ended.is_set():
            with office.database.writing() as db:
                for half in "ab":
                    db.execute(insert(staff).values(name=f"{written}{half}", role="x" * 9, created_at=NOW))
            written += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        made = [office.back_up(f"{number}.zip")[1].rows["staff"] for number in range(4)]
    finally:
        ended.set()
        writer.join()
    assert written > 0
    assert [rows % 2 for rows in made] == [0, 0, 0, 0]
    assert made[-1] > 0
    copy = inside(office.folder / "3.zip", tmp_path / "out")
    with copy.reading() as db:
        names = list(db.scalars(select(staff.c.name)))
    copy.close()
    assert len(names) == made[-1]
    assert sum(name.endswith("a") for name in names) == sum(name.endswith("b") for name in names)


def test_a_database_at_an_older_schema_can_be_backed_up(empty_url: str, tmp_path: Path) -> None:
    database = Database(empty_url)
    database.migrate("0001")
    with database.writing() as db:
        fill(db)
    file = tmp_path / "old.zip"
    made = backup.write(database, file, pictures=tmp_path / "none", keys=KEYS, now=NOW)
    assert made.schema == "0001"
    copy = inside(file, tmp_path / "out")
    with database.reading() as ours, copy.reading() as theirs:
        assert contents(theirs) == contents(ours)
    copy.close()
    database.close()


def test_an_empty_database_is_nothing_to_back_up(empty_url: str, tmp_path: Path) -> None:
    database = Database(empty_url)
    with pytest.raises(Conflict, match="nothing to back up"):
        backup.write(database, tmp_path / "x.zip", pictures=tmp_path, keys=KEYS, now=NOW)
    database.close()
    assert list(tmp_path.glob("*.zip")) == []


def test_a_backup_never_writes_over_another_unless_told(office: Office) -> None:
    file, first = office.back_up()
    with pytest.raises(BadFile, match="--force"):
        office.back_up()
    assert backup_files.verify(file) == first
    backup.write(office.database, file, pictures=office.pictures, keys=Keys("a", "b"), now=NOW, replace=True)
    assert backup_files.verify(file).keys == Keys("a", "b")
    assert office.left_over() == []


@contextmanager
def no_file_larger_than(size: int) -> Iterator[None]:
    """As on a full disk: what is written beyond this fails."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("size", [1, 50_000, 200_000])
def test_on_a_full_disk_the_older_backup_stays_and_nothing_else(office: Office, size: int) -> None:
    file, first = office.back_up()
    (office.pictures / "large.jpg").write_bytes(bytes(range(256)) * 4000)
    with no_file_larger_than(size), pytest.raises(NotSaved) as caught:
        backup.write(office.database, file, pictures=office.pictures, keys=KEYS, now=NOW, replace=True)
    assert "disk" in str(caught.value)
    assert backup_files.verify(file) == first
    assert office.left_over() == []


def _flip(raw: bytes, at: int) -> bytes:
    return raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :]


def test_a_backup_that_was_changed_anywhere_is_refused(sqlite_database: Database, tmp_path: Path) -> None:
    """Every 13th byte flipped once: the archive's own words (names, dates) may pass, the contents never."""
    file = tmp_path / "backup.zip"
    made = backup.write(sqlite_database, file, pictures=tmp_path / "none", keys=KEYS, now=NOW)
    raw = file.read_bytes()
    changed = tmp_path / "changed.zip"
    refused = 0
    for at in range(0, len(raw), 13):
        changed.write_bytes(_flip(raw, at))
        try:
            assert backup_files.verify(changed) == made
        except BadFile:
            refused += 1
    assert refused > 300


@pytest.mark.parametrize("length", [0, 3, 100, 5000, -1])
def test_a_backup_that_was_cut_short_is_refused(office: Office, tmp_path: Path, length: int) -> None:
    file, _ = office.back_up()
    cut = tmp_path / "cut.zip"
    cut.write_bytes(file.read_bytes()[:length])
    with pytest.raises(BadFile, match=r"cut\.zip is"):
        backup_files.verify(cut)


def archive(file: Path, **files: bytes) -> Path:
    with zipfile.ZipFile(file, "w") as made:
        for name, raw in files.items():
            made.writestr(name.replace("__", "/"), raw)
    return file


def test_what_is_no_backup_of_ours_is_refused(tmp_path: Path) -> None:
    sqlite = tmp_path / "bot.db"
    with sqlite3.connect(sqlite) as db:
        db.execute("CREATE TABLE a (b)")
    db.close()
    for foreign in (
        sqlite,
        archive(tmp_path / "empty.zip"),
        archive(tmp_path / "other.zip", **{"manifest.json": b"{}", "database.db": b""}),
        archive(tmp_path / "deep.zip", **{"manifest.json": b"[" * 100_000}),
    ):
        with pytest.raises(BadFile, match="no backup of this bot"):
            backup_files.read_manifest(foreign)
    with pytest.raises(BadFile, match="does not exist"):
        backup_files.read_manifest(tmp_path / "none.zip")
    with pytest.raises(BadFile, match="is a folder"):
        backup_files.read_manifest(tmp_path)


@pytest.mark.parametrize("name", ["../evil.jpg", "/etc/cron.d/evil", "pictures/../../evil", "pictures/", "config.toml"])
def test_a_backup_cannot_write_outside_its_folder(office: Office, tmp_path: Path, name: str) -> None:
    file, made = office.back_up()
    plain = made.plain()
    plain["parts"][name] = {"bytes": 4, "sha256": "0" * 64}
    with zipfile.ZipFile(file) as source, zipfile.ZipFile(tmp_path / "evil.zip", "w") as target:
        for part in made.parts:
            target.writestr(part, source.read(part))
        target.writestr("manifest.json", json.dumps(plain))
        target.writestr(name, b"evil")
    (tmp_path / "out").mkdir()
    with pytest.raises(BadFile, match="no name for a picture"):
        backup_files.unpack(tmp_path / "evil.zip", tmp_path / "out")
    assert list((tmp_path / "out").iterdir()) == []


def test_a_copy_into_postgresql_counts_on_from_the_highest_number(database: Database, tmp_path: Path) -> None:
    source = Database(f"sqlite:///{tmp_path / 'source.db'}")
    source.migrate()
    with source.writing() as db:
        fill(db)
    rows = backup_copy.into_empty(source, database)
    with source.reading() as ours, database.reading() as theirs:
        assert contents(theirs) == contents(ours)
        assert rows == backup_copy.row_counts(theirs)
    with database.writing() as db:
        made = db.execute(insert(staff).values(name="next", role="admin", created_at=NOW))
    assert made.inserted_primary_key[0] == ROWS + 1
    with pytest.raises(Conflict, match="not empty"):
        backup_copy.into_empty(source, database)
    source.close()
