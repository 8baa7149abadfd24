"""Signing in: who gets in, who does not, and what stays secret."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from bot.actions import passwords, signing_in
from bot.actions.signing_in import ENTER, FREE, JOIN, LONGEST_PAUSE, Visitor, pause_after
from bot.core.errors import NotAllowed, NothingFound, UsageError
from bot.core.roles import LEAST, ROLES, Actor, may, require
from bot.store import sessions, staff
from bot.store.engine import Database

NOW = datetime(2026, 12, 1, 2, 0, tzinfo=UTC)
ADMIN = Actor("command line", "admin")
PASSWORD = "lantern velvet harbour nine"
HERE = Visitor("203.0.113.0/24", "Firefox")


@pytest.fixture
def office(database: Database) -> Database:
    with database.writing() as db:
        staff.add(db, "mei", role="editor", now=NOW)
    secret = signing_in.make_link(database, ADMIN, "mei", purpose=JOIN, now=NOW)
    signing_in.use_link(database, secret, PASSWORD, HERE, now=NOW)
    return database


def enter(office: Database, password: str = PASSWORD, *, name: str = "mei", now: datetime = NOW) -> str:
    return signing_in.sign_in(office, name, password, HERE, now=now)


def test_the_right_password_opens_a_session_that_knows_who_it_is(office: Database) -> None:
    found = signing_in.session_of(office, enter(office), now=NOW)
    assert found is not None
    assert (found.name, found.role, found.browser) == ("mei", "editor", "Firefox")
    assert len(found.form_token) >= 32


def test_each_sign_in_has_a_cookie_of_its_own_and_the_database_holds_neither_cookie_nor_password(
    office: Database,
) -> None:
    cookies = {enter(office), enter(office)}
    assert len(cookies) == 2
    with office.reading() as db:
        held = str([db.execute(text(f"SELECT * FROM {table}")).all() for table in ("session", "staff", "audit")])
    assert not [secret for secret in (*cookies, PASSWORD) if secret in held]


@pytest.mark.parametrize(("name", "password"), [("mei", "wrong password here"), ("nobody", PASSWORD), ("mei", "")])
def test_what_does_not_fit_is_refused_with_the_same_words(office: Database, name: str, password: str) -> None:
    with pytest.raises(NotAllowed, match=r"^Name and password do not fit\.$"):
        enter(office, password, name=name)


def test_a_password_of_five_thousand_characters_is_refused_without_hashing_it(office: Database) -> None:
    with pytest.raises(NotAllowed):
        enter(office, "x" * 5000)


def test_after_five_failures_there_is_a_pause_even_for_the_right_password_and_then_it_works(office: Database) -> None:
    for _ in range(FREE):
        with pytest.raises(NotAllowed, match="do not fit"):
            enter(office, "wrong")
    with pytest.raises(NotAllowed, match="Wait 1 min"):
        enter(office)
    assert enter(office, now=NOW + timedelta(seconds=31))


def test_failures_elsewhere_do_not_lock_anybody_out(office: Database) -> None:
    for _ in range(FREE + 3):
        with pytest.raises(NotAllowed):
            signing_in.sign_in(office, "mei", "wrong", Visitor("198.51.100.0/24", "curl"), now=NOW)
    assert enter(office)


def test_the_pause_doubles_and_never_passes_an_hour() -> None:
    pauses = [pause_after(count) for count in range(60)]
    assert pauses[FREE - 1] == timedelta(0)
    assert pauses[FREE + 1] == 2 * pauses[FREE] > timedelta(0)
    assert pauses == sorted(pauses)
    assert pauses[-1] == LONGEST_PAUSE


@pytest.mark.parametrize("after", [timedelta(minutes=30), timedelta(hours=13)])
def test_an_unused_session_ends_and_so_does_every_session_after_half_a_day(office: Database, after: timedelta) -> None:
    cookie = enter(office)
    moment = NOW
    while after > timedelta(hours=1) and moment < NOW + timedelta(hours=12) - timedelta(minutes=20):
        moment += timedelta(minutes=20)
        assert signing_in.session_of(office, cookie, now=moment) is not None
    assert signing_in.session_of(office, cookie, now=NOW + after) is None


def test_signing_out_ends_this_session_and_everywhere_ends_all(office: Database) -> None:
    one, other, third = enter(office), enter(office), enter(office)
    first = signing_in.session_of(office, one, now=NOW)
    assert first is not None
    signing_in.sign_out(office, first, everywhere=False, now=NOW)
    assert signing_in.session_of(office, one, now=NOW) is None
    second = signing_in.session_of(office, other, now=NOW)
    assert second is not None
    signing_in.sign_out(office, second, everywhere=True, now=NOW)
    assert signing_in.session_of(office, third, now=NOW) is None


def test_whoever_is_switched_off_is_out_at_once(office: Database) -> None:
    cookie = enter(office)
    with office.writing() as db:
        colleague = staff.named(db, "mei")
        assert colleague is not None
        staff.change(db, colleague.id, active=False)
    assert signing_in.session_of(office, cookie, now=NOW) is None
    with pytest.raises(NotAllowed, match="do not fit"):
        enter(office)


def test_a_link_works_once_and_in_its_time(office: Database) -> None:
    secret = signing_in.make_link(office, ADMIN, "mei", purpose=ENTER, now=NOW)
    with pytest.raises(NothingFound, match="too old"):
        signing_in.use_link(office, secret, "", HERE, now=NOW + timedelta(hours=1))
    assert signing_in.use_link(office, secret, "", HERE, now=NOW)
    with pytest.raises(NothingFound):
        signing_in.use_link(office, secret, "", HERE, now=NOW)


def test_a_newer_link_puts_the_older_one_out_of_use(office: Database) -> None:
    old = signing_in.make_link(office, ADMIN, "mei", purpose=JOIN, now=NOW)
    signing_in.make_link(office, ADMIN, "mei", purpose=JOIN, now=NOW)
    with pytest.raises(NothingFound):
        signing_in.look_at_link(office, old, now=NOW)


def test_a_chosen_password_signs_the_others_out(office: Database) -> None:
    before, mine = enter(office), enter(office)
    session = signing_in.session_of(office, mine, now=NOW)
    assert session is not None
    with pytest.raises(NotAllowed, match="present password"):
        signing_in.change_password(office, session, "wrong", "another velvet lantern seven", now=NOW)
    signing_in.change_password(office, session, PASSWORD, "another velvet lantern seven", now=NOW)
    assert signing_in.session_of(office, before, now=NOW) is None
    assert signing_in.session_of(office, mine, now=NOW) is not None
    assert enter(office, "another velvet lantern seven")


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("short", "12 to 200"), ("a" * 201, "12 to 200"), ("passwordpassword", "easy to guess"),
        ("paristech2026", "easy to guess"), ("mei.mei.mei.mei", "easy to guess"), ("qwertyuiop123", "easy to guess"),
    ],
)  # fmt: skip
def test_a_weak_password_is_refused_with_the_reason(password: str, why: str) -> None:
    with pytest.raises(UsageError, match=why):
        passwords.check(password, about=("mei",))


@pytest.mark.parametrize("password", [PASSWORD, "巴黎的灯塔在雨里唱歌呢吗", "correct horse battery staple"])
def test_a_few_words_are_a_good_password(password: str) -> None:
    passwords.check(password, about=("mei",))


def test_what_is_over_is_swept_away(office: Database) -> None:
    enter(office)
    signing_in.make_link(office, ADMIN, "mei", purpose=ENTER, now=NOW)
    with pytest.raises(NotAllowed):
        enter(office, "wrong")
    with office.writing() as db:
        assert sessions.prune(db, NOW) == 0
        assert sessions.prune(db, NOW + timedelta(days=8)) >= 3


def test_a_role_may_what_the_roles_before_it_may_and_nobody_what_is_not_listed() -> None:
    for deed in LEAST:
        allowed = [may(role, deed) for role in ROLES]
        assert allowed == sorted(allowed), deed
        assert allowed[-1], deed
    assert not any(may(role, "unheard.of") for role in ROLES)
    assert not may("root", "read")


def test_a_role_that_is_not_enough_is_told_which_is() -> None:
    with pytest.raises(NotAllowed, match=r"role “approver”; you have “editor”"):
        require(Actor("mei", "editor"), "announcement.approve")
