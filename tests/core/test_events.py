"""Coming events as entries: from their publication minute until they are over, in the announcement's own words."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.core.announcements import Announcement, Event
from bot.core.events import EVERY, coming, entries_for, next_change
from tests.announcing import LINK, an_announcement

TOLD = datetime(2026, 12, 3, 10, tzinfo=UTC)
STARTS = datetime(2026, 12, 10, 11, tzinfo=UTC)  # 19:00 in Shanghai, 12:00 in Paris
ENDS = STARTS + timedelta(minutes=90)
MOMENT = timedelta(seconds=1)
BODY = f"线上介绍，入口当天发送。{LINK}"


def session(id: str = "talk", days: int = 0, **changes: Any) -> Announcement:
    shift = timedelta(days=days)
    event = Event(f"Session {days}", STARTS + shift, ENDS + shift, place=changes.pop("place", ""))
    texts = changes.pop("texts", {"zh": (f"说明会{days}", BODY), "fr": (f"Réunion {days}", f"En ligne. {LINK}")})
    fixed = {"kind": "information-session", "event": event, "texts": texts, "at": TOLD}
    return an_announcement(id, **{**fixed, **changes})


def ids(announcements: list[Announcement], now: datetime) -> list[str]:
    return [entry.id for entry in entries_for(announcements, now)]


def test_an_event_can_be_asked_about_from_its_minute_until_it_is_over() -> None:
    both = ["coming-information-session", EVERY]
    assert ids([session()], TOLD - MOMENT) == []
    assert ids([session()], TOLD) == both
    assert ids([session()], ENDS - MOMENT) == both
    assert ids([session()], ENDS) == []


def test_time_says_when_the_entries_change() -> None:
    assert next_change([session()], TOLD - MOMENT) == TOLD
    assert next_change([session()], TOLD) == STARTS
    assert next_change([session()], STARTS) == ENDS
    assert next_change([session()], ENDS) is None


def test_the_answer_is_the_announcements_text_with_both_cities_times_and_the_place() -> None:
    entry = entries_for([session(place="同济大学")], TOLD)[0]
    told = f"说明会0\n{BODY}\n时间：12月10日（周四）19:00（上海时间，巴黎 12:00）\n地点：同济大学"
    assert entry.texts["zh"].answer == told
    assert entry.texts["fr"].answer.startswith(f"Réunion 0\nEn ligne. {LINK}\nQuand : jeudi 10 décembre 2026 à 19 h")


def test_a_language_that_was_not_written_gets_its_own_time_beside_the_nearest_text() -> None:
    answer = entries_for([session()], TOLD)[0].texts["en"].answer
    assert BODY in answer
    assert "When: Thu 10 December 2026, 19:00 (Shanghai; 12:00 in Paris)" in answer


def test_the_soonest_comes_first_and_up_to_three_follow_it() -> None:
    many = [session(f"talk{days}", days) for days in (9, 2, 5, 0, 7)]
    answer = entries_for(many, TOLD)[0].texts["zh"].answer
    assert answer.startswith(f"说明会0\n{BODY}")
    assert [f"说明会{days}" in answer for days in (2, 5, 7, 9)] == [True, True, True, False]
    assert answer.index("说明会2") < answer.index("说明会5") < answer.index("说明会7")


def test_what_has_begun_is_said_to_go_on() -> None:
    assert "正在进行，到12月10日（周四）20:30" in entries_for([session()], STARTS)[0].texts["zh"].answer


def test_a_reminder_of_the_same_event_replaces_its_first_words() -> None:
    reminder = session("talk-2", at=TOLD + timedelta(days=6), texts={"zh": ("明天见", BODY)})
    assert [one.id for one in coming([reminder, session()], TOLD)] == ["talk"]
    assert [one.id for one in coming([reminder, session()], TOLD + timedelta(days=6))] == ["talk-2"]


def test_deadlines_and_calls_are_left_to_the_faq() -> None:
    assert entries_for([session(kind="deadline-reminder"), session("b", kind="campaign-opens")], TOLD) == []


def test_the_time_in_paris_has_its_day_when_that_is_another() -> None:
    early = session(event=Event("Early", datetime(2026, 12, 9, 19, tzinfo=UTC)))  # 3 in the morning in Shanghai
    answer = entries_for([early], TOLD)[0].texts["zh"].answer
    assert "12月10日（周四）03:00（上海时间，巴黎 12月9日（周三） 20:00）" in answer


def test_what_goes_to_one_group_only_is_told_to_nobody_else() -> None:
    told = session()
    mine = replace(told.channels[0], audience="tag:applicants")
    assert ids([replace(told, channels=(mine,))], TOLD) == []
    assert ids([replace(told, channels=(mine, *told.channels[1:]))], TOLD) != []


def test_the_answer_has_the_events_link_and_no_pictures_marks() -> None:
    told = session(texts={"zh": ("说明会", "第一行\n![海报](poster.png)\n第二行")})
    told = replace(told, event=replace(told.event, link="https://example.org/join"))
    answer = entries_for([told], TOLD)[0].texts["zh"].answer
    assert "https://example.org/join" in answer
    assert "poster.png" not in answer
