"""The feed: what a calendar program reads in it, and its form byte by byte where RFC 5545 says so."""

from dataclasses import replace
from datetime import UTC, datetime

import icalendar
import pytest

from bot.core.announcements import Status
from bot.core.ical import Appointment, feed

ONE = Appointment(
    id="opening",
    at=datetime(2026, 12, 10, 11, 0, tzinfo=UTC),
    title="报名开放; first, second",
    status=Status.APPROVED,
    channels={"wechat": "queued", "x": "sent"},
    text="即日起报名。" * 20 + "\nhttps://paristech.fr/en/node/6531",
    stands="It is out on X; it waits for its time on WeChat.",
    changed_at=datetime(2026, 11, 24, 4, 0, 0, 5, tzinfo=UTC),
)


def read(raw: bytes) -> list[icalendar.Event]:
    return list(icalendar.Calendar.from_ical(raw).walk("VEVENT"))


def test_a_program_reads_what_goes_out_when_and_where() -> None:
    [event] = read(feed([ONE]))
    assert event["UID"] == "announcement-opening@paristech-bot"
    assert event.decoded("DTSTART") == ONE.at
    assert event["SUMMARY"] == "报名开放; first, second (WeChat, X)"
    assert event["DESCRIPTION"] == f"{ONE.stands}\nWeChat: queued\nX: sent\n\n{ONE.text}"
    assert event["STATUS"] == "CONFIRMED"


@pytest.mark.parametrize(
    ("status", "word", "summary"),
    [
        (Status.DRAFT, "TENTATIVE", "[draft] 报名开放; first, second (WeChat, X)"),
        (Status.CANCELLED, "CANCELLED", "报名开放; first, second (WeChat, X)"),
    ],
)
def test_drafts_are_tentative_and_cancelled_ones_say_so(status: Status, word: str, summary: str) -> None:
    [event] = read(feed([replace(ONE, status=status)]))
    assert (event["STATUS"], event["SUMMARY"]) == (word, summary)


def test_a_move_keeps_the_uid_and_the_same_state_gives_the_same_bytes() -> None:
    [event] = read(feed([replace(ONE, at=datetime(2026, 12, 11, tzinfo=UTC))]))
    assert event["UID"] == read(feed([ONE]))[0]["UID"]
    assert feed([ONE]) == feed([ONE])


def test_the_form_is_that_of_rfc_5545() -> None:
    raw = feed([ONE])
    lines = raw.split(b"\r\n")
    assert lines[0] == b"BEGIN:VCALENDAR"
    assert lines[-1] == b""
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert max(map(len, lines)) <= 75
    assert b"DTSTART:20261210T110000Z" in lines
    assert b"DTSTAMP:20261124T040000Z" in lines
    assert b"VERSION:2.0" in lines
    assert raw.decode().replace("\r\n ", "").count("报名开放\\; first\\, second") == 1


def test_nothing_planned_is_an_empty_calendar() -> None:
    assert read(feed([])) == []
