"""Sealing again with another key: everything, once, whatever stops it and whoever writes meanwhile."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import LargeBinary, insert, select, update

from bot.actions import secrets
from bot.core.conversation import Person
from bot.core.errors import Conflict
from bot.store import people, sealed
from bot.store.engine import Database
from bot.store.models import metadata, person, platform_token
from bot.store.people import PersonRow, openid_place
from bot.store.sealed import PLACES, second_factor_place
from bot.store.staff_models import staff
from bot.store.tokens import token_place
from bot.store.vault import Vault
from tests.store.failing import failing_at

NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)
OLD, NEW = b"o" * 32, b"n" * 32
BEFORE, DURING, AFTER = Vault(OLD), Vault(NEW, OLD), Vault(NEW)
PEOPLE = 25


@pytest.fixture
def full(database: Database, monkeypatch: pytest.MonkeyPatch) -> Database:
    """People, a token and a second factor under the old key; batches so small that there are many."""
    monkeypatch.setattr(sealed, "BATCH", 4)
    keys = [f"P{number:03d}" for number in range(PEOPLE)]
    rows = [PersonRow(Person(k), "wechat", BEFORE.seal(f"open-{k}", openid_place(k)), NOW) for k in keys]
    with database.writing() as db:
        people.save_many(db, rows)
        token = {"sealed": BEFORE.seal("a token", token_place("weibo:1")), "updated_at": NOW}
        db.execute(insert(platform_token).values(name="weibo:1", **token))
        colleague = {"name": "Li", "role": "admin", "created_at": NOW}
        db.execute(insert(staff).values(id=7, totp_sealed=BEFORE.seal("a factor", second_factor_place(7)), **colleague))
        db.execute(insert(staff).values(id=8, **{**colleague, "name": "Wu"}))
    return database


def opened(database: Database, vault: Vault) -> set[str]:
    with database.reading() as db:
        return {
            vault.open(bytes(blob), place.context(key))
            for place in PLACES
            for key, blob in db.execute(select(place.key, place.sealed).where(place.sealed.is_not(None)))
        }


EVERYTHING = {*(f"open-P{number:03d}" for number in range(PEOPLE)), "a token", "a factor"}


def rotate(database: Database, vault: Vault = DURING) -> dict[str, sealed.Resealed]:
    return secrets.rotate(database, vault, now=NOW, actor="Li")


def test_no_sealed_column_is_forgotten() -> None:
    # Only what is sealed is kept as bytes, except hashes of pictures and the like, which say so in their names.
    bytes_ = {c for table in metadata.tables.values() for c in table.c if isinstance(c.type, LargeBinary)}
    assert {column for column in bytes_ if "sealed" in column.name} == {place.sealed for place in PLACES}


def test_everything_is_under_the_new_key_afterwards_and_the_old_one_is_not_needed(full: Database) -> None:
    done = rotate(full)
    assert {name: one.done for name, one in done.items()} == {"person": PEOPLE, "platform_token": 1, "staff": 1}
    assert opened(full, AFTER) == EVERYTHING
    with pytest.raises(Conflict):
        opened(full, BEFORE)


def test_running_it_again_changes_nothing(full: Database) -> None:
    rotate(full)
    with full.reading() as db:
        before = db.execute(select(person.c.key, person.c.openid_sealed)).all()
    done = rotate(full)
    assert {one.done for one in done.values()} == {0}
    assert done["person"].already == PEOPLE
    with full.reading() as db:
        assert db.execute(select(person.c.key, person.c.openid_sealed)).all() == before


def test_stopped_at_any_statement_and_run_again_it_is_as_if_it_had_never_stopped(full: Database) -> None:
    stopped = 0
    for number in range(1, 400):
        try:
            with failing_at(number):
                rotate(full)
        except KeyboardInterrupt:
            stopped += 1
            assert opened(full, DURING) == EVERYTHING  # readable at any moment
            continue
        break
    assert stopped > 10
    rotate(full)
    assert opened(full, AFTER) == EVERYTHING


def test_a_value_that_is_written_meanwhile_is_not_overwritten(full: Database) -> None:
    fresh = DURING.seal("a newer token", token_place("weibo:1"))

    def meanwhile(what: str, done: int, of: int) -> None:
        if what == "person":
            with full.writing() as db:
                db.execute(update(platform_token).values(sealed=fresh, updated_at=NOW + timedelta(seconds=1)))

    secrets.rotate(full, DURING, now=NOW, actor="Li", progress=meanwhile)
    assert opened(full, AFTER) == {*EVERYTHING, "a newer token"} - {"a token"}


def test_a_process_that_still_seals_with_the_old_key_is_found_out(full: Database) -> None:
    def meanwhile(what: str, done: int, of: int) -> None:
        if what == "staff":
            row = PersonRow(Person("P999"), "wechat", BEFORE.seal("x", openid_place("P999")), NOW)
            with full.writing() as db:
                people.save_many(db, [row])

    with pytest.raises(Conflict, match="still runs with the old settings"):
        secrets.rotate(full, DURING, now=NOW, actor="Li", progress=meanwhile)
    rotate(full)


def test_a_value_that_neither_key_opens_is_told(full: Database) -> None:
    with pytest.raises(Conflict, match=r"another security\.data_key"):
        rotate(full, Vault(NEW, b"z" * 32))


def test_keys_of_the_same_name_are_told_apart() -> None:
    first = Vault(OLD)
    twin = next(k for k in (n.to_bytes(32, "big") for n in range(5000)) if Vault(k)._keys[0][0] == first._keys[0][0])
    both = Vault(twin, OLD)
    blob = first.seal("a", "c")
    assert both.open(blob, "c") == "a"
    assert not both.is_current(blob, "c")
    assert both.is_current(both.seal("a", "c"), "c")
