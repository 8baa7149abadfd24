"""Secrets at rest: sealed, bound to their place, useless under another key."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.core.errors import Conflict
from bot.store.engine import Database
from bot.store.tokens import SealedTokens
from bot.store.vault import Vault

NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)
VAULT = Vault(bytes(range(32)))


class StoppedClock:
    def now(self) -> datetime:
        return NOW

    def monotonic(self) -> float:
        return 0.0


@pytest.mark.parametrize("text", ["", "oAbC", "巴黎高科", "x" * 100_000])
def test_what_is_sealed_can_be_opened(text: str) -> None:
    assert VAULT.open(VAULT.seal(text, "person:K1"), "person:K1") == text


def test_the_same_text_never_looks_the_same() -> None:
    assert VAULT.seal("a", "c") != VAULT.seal("a", "c")


def test_a_value_moved_to_another_row_does_not_open() -> None:
    with pytest.raises(Conflict, match="changed or moved"):
        VAULT.open(VAULT.seal("a", "person:K1"), "person:K2")


@pytest.mark.parametrize("position", [1, 13, -1])
def test_a_changed_value_does_not_open(position: int) -> None:
    blob = bytearray(VAULT.seal("a token", "c"))
    blob[position] ^= 1
    with pytest.raises(Conflict, match="changed or moved"):
        VAULT.open(bytes(blob), "c")


@pytest.mark.parametrize("length", [1, 5, 13, 20])
def test_a_cut_value_does_not_open(length: int) -> None:
    with pytest.raises(Conflict):
        VAULT.open(VAULT.seal("a token", "c")[:length], "c")


def test_another_key_is_said_to_be_another() -> None:
    with pytest.raises(Conflict, match=r"another security\.data_key"):
        Vault(b"z" * 32).open(VAULT.seal("a", "c"), "c")
    with pytest.raises(Conflict):
        VAULT.open(b"", "c")


def test_a_key_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        Vault(b"short")


def test_a_token_is_kept_replaced_and_forgotten(database: Database) -> None:
    shelf = SealedTokens(database, VAULT, StoppedClock())
    assert shelf.get("wechat:access") is None
    shelf.put("wechat:access", "first", NOW + timedelta(hours=2))
    shelf.put("wechat:access", "second", None)
    shelf.put("weibo:access", "other", NOW)
    assert shelf.get("wechat:access") == ("second", None)
    assert shelf.get("weibo:access") == ("other", NOW)
    shelf.forget("wechat:access")
    shelf.forget("wechat:access")
    assert shelf.get("wechat:access") is None


def test_a_token_under_another_key_counts_as_none_and_a_new_one_takes_its_place(database: Database) -> None:
    SealedTokens(database, VAULT, StoppedClock()).put("weibo:1", "old", NOW)
    shelf = SealedTokens(database, Vault(b"z" * 32), StoppedClock())
    assert shelf.get("weibo:1") is None
    shelf.put("weibo:1", "new", None)
    assert shelf.get("weibo:1") == ("new", None)


def test_a_token_is_in_no_file_in_clear(sqlite_database: Database, tmp_path: Path) -> None:
    SealedTokens(sqlite_database, VAULT, StoppedClock()).put("wechat:access", "canary-7d1f", NOW)
    assert all(b"canary-7d1f" not in file.read_bytes() for file in tmp_path.iterdir())
