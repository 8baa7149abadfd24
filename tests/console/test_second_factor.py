"""The second factor: set up, asked for, used once, lost, taken away."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

import pyotp
import pytest
from sqlalchemy import text

from bot.actions import second_factor, signing_in, staff
from bot.actions.signing_in import CODE_WITHIN, FREE, JOIN
from bot.core.errors import CodeWanted, Conflict, NotAllowed, NothingFound
from bot.core.roles import Actor
from bot.store.engine import Database
from bot.store.sessions import Session
from tests.console.office import ADMIN, NOW, VAULT, Office

PASSWORD = "lantern velvet harbour nine"
HERE = signing_in.Visitor("203.0.113.0/24", "Firefox")


def code(key: str, now: datetime) -> str:
    return pyotp.TOTP(key.replace(" ", "")).at(now)


class Mei:
    """A colleague with a second factor: its key, her recovery codes and her session."""

    def __init__(self, database: Database) -> None:
        self.database = database
        staff.add(database, ADMIN, "Mei", role="editor", now=NOW)
        secret = signing_in.make_link(database, ADMIN, "Mei", purpose=JOIN, now=NOW)
        self.session = self.of(signing_in.use_link(database, secret, PASSWORD, HERE, now=NOW))
        offer = second_factor.offer(database, VAULT, self.session, PASSWORD, now=NOW)
        self.key = offer.key
        first = code(self.key, NOW)
        self.codes = second_factor.switch_on(database, VAULT, self.session, offer.sealed, first, now=NOW)

    def of(self, cookie: str, now: datetime = NOW) -> Session:
        session = signing_in.session_of(self.database, cookie, now=now)
        assert session
        return session

    def knock(self, now: datetime) -> str:
        with pytest.raises(CodeWanted) as wanted:
            signing_in.sign_in(self.database, "Mei", PASSWORD, HERE, now=now)
        return wanted.value.step

    def give(self, step: str, typed: str, now: datetime) -> str:
        return signing_in.give_code(self.database, VAULT, step, typed, HERE, now=now)


@pytest.fixture
def mei(database: Database) -> Mei:
    return Mei(database)


LATER = NOW + timedelta(minutes=10)


def test_the_password_alone_is_not_enough_and_the_code_then_is(mei: Mei) -> None:
    step = mei.knock(LATER)
    assert signing_in.session_of(mei.database, step, now=LATER) is None
    assert mei.of(mei.give(step, code(mei.key, LATER), LATER), LATER).name == "Mei"


def test_a_code_works_once_and_so_does_every_earlier_one(mei: Mei) -> None:
    used = code(mei.key, LATER)
    mei.give(mei.knock(LATER), used, LATER)
    for old in (used, code(mei.key, LATER - timedelta(seconds=30))):
        with pytest.raises(NotAllowed, match="does not fit"):
            mei.give(mei.knock(LATER), old, LATER)
    after = LATER + timedelta(hours=1)  # not within the pauses that so many tries bring
    step, soon = mei.knock(after), after + timedelta(minutes=2)
    assert mei.give(step, code(mei.key, soon), soon)


def test_the_code_with_which_it_was_set_up_is_used_up(mei: Mei) -> None:
    with pytest.raises(NotAllowed):
        mei.give(mei.knock(NOW), code(mei.key, NOW), NOW)


@pytest.mark.parametrize("seconds", [-30, 30])
def test_a_phone_may_be_half_a_minute_off(mei: Mei, seconds: int) -> None:
    assert mei.give(mei.knock(LATER), code(mei.key, LATER + timedelta(seconds=seconds)), LATER)


@pytest.mark.parametrize("typed", ["", "000000 000000", "１２３４５６", "abcdef", "²²²²²²", "1" * 5000])
def test_what_is_no_code_is_refused(mei: Mei, typed: str) -> None:
    with pytest.raises(NotAllowed):
        mei.give(mei.knock(LATER), typed, LATER)


def test_a_recovery_code_works_once_however_it_is_typed(mei: Mei) -> None:
    typed = mei.codes[3].upper().replace("-", " ")
    assert mei.give(mei.knock(LATER), typed, LATER)
    with pytest.raises(NotAllowed):
        mei.give(mei.knock(LATER), mei.codes[3], LATER)
    assert second_factor.standing(mei.database, mei.session).codes_left == 9


def test_neither_the_secret_nor_the_codes_stand_in_the_database(mei: Mei) -> None:
    with mei.database.reading() as db:
        held = str([db.execute(text(f"SELECT * FROM {one}")).all() for one in ("staff", "recovery_code", "audit")])
    assert not [one for one in (mei.key.replace(" ", ""), *mei.codes) if one in held]


def test_wrong_codes_bring_the_same_pause_as_wrong_passwords(mei: Mei) -> None:
    step = mei.knock(LATER)
    for _ in range(FREE - 1):  # the password that fitted is a try too, until the code has come
        with pytest.raises(NotAllowed, match="does not fit"):
            mei.give(step, "000000", LATER)
    with pytest.raises(NotAllowed, match="too many tries"):
        mei.give(step, code(mei.key, LATER), LATER)
    with pytest.raises(NotAllowed, match="too many tries"):
        signing_in.sign_in(mei.database, "Mei", PASSWORD, HERE, now=LATER)


def test_the_second_step_is_open_for_minutes_and_is_no_link(mei: Mei) -> None:
    step = mei.knock(LATER)
    with pytest.raises(NothingFound):
        signing_in.use_link(mei.database, step, "", HERE, now=LATER)
    late = LATER + CODE_WITHIN
    with pytest.raises(NothingFound, match="too long"):
        mei.give(step, code(mei.key, late), late)


def test_a_link_asks_for_the_code_too(mei: Mei) -> None:
    secret = signing_in.make_link(mei.database, ADMIN, "Mei", purpose=JOIN, now=LATER)
    with pytest.raises(CodeWanted) as wanted:
        signing_in.use_link(mei.database, secret, "another velvet harbour ten", HERE, now=LATER)
    assert mei.give(wanted.value.step, code(mei.key, LATER), LATER)


def test_setting_it_up_needs_the_password_and_a_code_in_time(mei: Mei) -> None:
    with pytest.raises(NotAllowed):
        second_factor.offer(mei.database, VAULT, mei.session, "wrong", now=NOW)
    offer = second_factor.offer(mei.database, VAULT, mei.session, PASSWORD, now=NOW)
    with pytest.raises(NotAllowed):
        second_factor.switch_on(mei.database, VAULT, mei.session, offer.sealed, "000000", now=NOW)
    late = NOW + timedelta(minutes=16)
    for sealed in (offer.sealed, "", "AAAA", "ü"):
        with pytest.raises(Conflict):
            second_factor.switch_on(mei.database, VAULT, mei.session, sealed, code(offer.key, late), now=late)


def test_an_admin_takes_it_away_and_nobody_else_can(mei: Mei) -> None:
    with pytest.raises(NotAllowed):
        second_factor.reset(mei.database, Actor("Li", "approver"), "Mei", now=LATER)
    second_factor.reset(mei.database, ADMIN, "Mei", now=LATER)
    assert signing_in.session_of(mei.database, "any", now=LATER) is None
    assert mei.of(signing_in.sign_in(mei.database, "Mei", PASSWORD, HERE, now=LATER), LATER)
    deeds = [one["action"] for one in staff.audit_trail(mei.database)]
    assert deeds.count("staff.second-factor") == 2
    with pytest.raises(Conflict):
        second_factor.reset(mei.database, ADMIN, "Mei", now=LATER)


@pytest.fixture
def office(sqlite_database: Database) -> Iterator[Office]:
    office = Office(sqlite_database)
    with office.client:
        yield office


def field(html: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', html)
    assert found
    return found.group(1)


def test_from_the_account_page_to_the_second_step_at_the_door(office: Office) -> None:
    mei = Mei(office.database)
    page = office.client.post("/console/sign-in", data={"name": "Mei", "password": PASSWORD})
    assert (page.status_code, "Six digits" in page.text) == (200, True)
    step = field(page.text, "step")
    wrong = office.client.post("/console/sign-in/code", data={"step": step, "code": "1"})
    assert wrong.status_code == 401
    office.now = LATER
    page = office.client.post("/console/sign-in", data={"name": "Mei", "password": PASSWORD})
    form = {"step": field(page.text, "step"), "code": code(mei.key, LATER), "next": "/console/faq"}
    came = office.client.post("/console/sign-in/code", data=form, follow_redirects=False)
    assert (came.status_code, came.headers["location"]) == (303, "/console/faq")


def test_the_page_draws_the_code_without_a_style_of_its_own(office: Office) -> None:
    mei = Mei(office.database)
    second_factor.switch_off(office.database, mei.session, PASSWORD, now=NOW)
    office.cookies["Mei"] = signing_in.sign_in(office.database, "Mei", PASSWORD, HERE, now=NOW)
    page = office.send("/console/account/second/begin", "Mei", password=PASSWORD).text
    assert "<svg" in page
    assert "style=" not in page
    sealed = field(page, "sealed")
    key = re.search(r'user-select-all">([A-Z2-7 ]+)<', page)
    assert key
    refused = office.send("/console/account/second/confirm", "Mei", sealed=sealed, code="000000")
    assert (refused.status_code, field(refused.text, "sealed")) == (422, sealed)
    done = office.send("/console/account/second/confirm", "Mei", sealed=sealed, code=code(key.group(1), NOW))
    assert len(re.findall(r"<li>[a-z2-7-]{19}</li>", done.text)) == 10
    assert office.send("/console/account/second/off", "Mei", password="wrong").status_code == 422
    assert office.send("/console/account/second/off", "Mei", password=PASSWORD).status_code == 303


def test_a_new_sign_in_ends_the_session_that_the_browser_had(office: Office) -> None:
    old = office.enter("viewer")
    secret = signing_in.make_link(office.database, ADMIN, "editor", purpose=signing_in.ENTER, now=office.now)
    assert office.send(f"/console/link/{secret}", "viewer").status_code == 303
    assert signing_in.session_of(office.database, old, now=office.now) is None
