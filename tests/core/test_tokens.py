"""When staff hear that a token ends."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.core.tokens import TokenLife, fingerprint, token_warning, warns_at

BORN = datetime(2026, 12, 1, 4, 0, tzinfo=UTC)


def life(**length: float) -> TokenLife:
    return TokenLife(BORN + timedelta(**length), BORN)


@pytest.mark.parametrize(
    ("whole", "before"),
    [
        (life(days=1), timedelta(days=1)),
        (life(days=7), timedelta(days=7) / 5),
        (life(days=30), timedelta(days=6)),
        (life(days=5 * 365), timedelta(days=30)),
        (TokenLife(BORN + timedelta(days=9)), timedelta(days=7)),
    ],
)
def test_a_fifth_of_the_life_but_a_day_at_least_and_thirty_at_most(whole: TokenLife, before: timedelta) -> None:
    assert whole.ends - warns_at(whole) == before


def test_there_is_nothing_to_say_before_that_moment() -> None:
    week = life(days=7)
    assert token_warning("weibo", week, warns_at(week) - timedelta(seconds=1)) == ""
    assert token_warning("weibo", None, BORN) == ""


def test_the_warning_says_when_how_soon_and_what_to_do() -> None:
    words = token_warning("weibo", life(days=7), BORN + timedelta(days=6))
    assert words == (
        "Weibo's authorisation ends on 2026-12-08 12:00 (Shanghai), 1 day from now. "
        "Connect the account again: paristech-bot channel connect weibo"
    )
    assert ", 3 hours from now." in token_warning("weibo", life(days=7), BORN + timedelta(days=6, hours=21))


def test_an_ended_token_is_told_as_ended() -> None:
    assert "has accepted nothing from us since" in token_warning("weibo", life(days=7), BORN + timedelta(days=7))


def test_a_fingerprint_tells_tokens_apart_and_holds_none() -> None:
    assert fingerprint("2.00a") != fingerprint("2.00b")
    assert "2.00a" not in fingerprint("2.00a")
    assert fingerprint("") == ""
