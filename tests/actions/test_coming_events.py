"""Students ask about coming events: what is answered, from when, until when, and that the FAQ loses nothing."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from importlib import resources
from pathlib import Path

import pytest
import yaml

from bot.actions.announcement_checks import Terms
from bot.actions.announcement_drafts import write
from bot.actions.announcements import approve, cancel
from bot.actions.answers import material_from_files
from bot.actions.coming_events import LiveAnswers, coming_entries
from bot.actions.deliveries import resolve_sent
from bot.answering.answerer import Answerer
from bot.core.announcement_file import announcements_from
from bot.core.delivery import State
from bot.core.events import EVERY, entries_for
from bot.store import deliveries
from bot.store.engine import Database
from handlers.knowledge import Knowledge
from tests.actions.event_questions import QUESTIONS, SESSION
from tests.announcing import ACCOUNTS, RULES
from tests.core.test_events import ENDS, STARTS, TOLD, session
from tests.scheduler.building import SettableClock, a_scheduler

MOMENT = timedelta(seconds=1)
WRITTEN = TOLD - timedelta(days=3)


@pytest.fixture(scope="module")
def answerer() -> Answerer:
    """The bundled FAQ, and the bundled announcements as they are to be asked about on 8 December."""
    content = Path(str(resources.files("bot.content")))
    now = datetime(2026, 12, 8, 4, tzinfo=UTC)
    document = yaml.safe_load((content / "announcements.yaml").read_text(encoding="utf-8"))
    made, _ = announcements_from(document, now=now)
    material = material_from_files(content / "faq.yaml", content / "lexicon.yaml")
    return replace(material, entries=[*material.entries, *entries_for(made, now)]).answerer()


def test_most_questions_about_events_are_answered_and_all_are_helped(answerer: Answerer) -> None:
    decisions = [(answerer.decide(question), right) for question, right in QUESTIONS]
    answered = [found.kind == "answer" and found.ids[0] == right for found, right in decisions]
    assert sum(answered) >= 0.9 * len(QUESTIONS)
    assert all(right in found.ids[: found.shown] for found, right in decisions)


@pytest.mark.parametrize(
    ("question", "entry"),
    [
        ("9+9 报名什么时候截止", "calendar-9plus9"),
        ("9+9怎么申请", "programme-9plus9"),
        ("deadline for 9+9?", "calendar-9plus9"),
        ("面试什么时候", "interview-9plus9"),
        ("结果什么时候公布", "results-9plus9"),
    ],
)
def test_questions_of_the_faq_stay_its_own(answerer: Answerer, question: str, entry: str) -> None:
    found = answerer.decide(question)
    assert (found.kind, found.ids[0]) == ("answer", entry)


def told(database: Database, *, by_hand: tuple[str, ...] = ()) -> None:
    """The session is approved on all channels, to be told of at its minute."""
    terms = Terms(RULES, ACCOUNTS, WRITTEN, "Li")
    made = session(channels=("wechat", "weibo"), texts={"zh": ("说明会", "线上介绍。https://paristech.fr/a")})
    assert write(database, [made], terms).problems == []
    assert approve(database, ["talk"], terms, by_hand=by_hand).approved == ["talk"]


def known(database: Database, now: datetime) -> bool:
    return SESSION in {entry.id for entry in coming_entries(database, now)}


def test_nothing_is_revealed_before_its_minute_and_nothing_stays_after_its_end(sqlite_database: Database) -> None:
    told(sqlite_database)
    moments = (TOLD - MOMENT, TOLD, ENDS - MOMENT, ENDS)
    assert [known(sqlite_database, at) for at in moments] == [False, True, True, False]


def test_a_cancelled_one_is_gone(sqlite_database: Database) -> None:
    told(sqlite_database)
    cancel(sqlite_database, "talk", now=TOLD - MOMENT, actor="Li")
    assert not known(sqlite_database, TOLD)


def test_what_is_held_back_everywhere_is_told_of_once_it_is_out_somewhere(sqlite_database: Database) -> None:
    told(sqlite_database)
    with sqlite_database.writing() as db:
        held = deliveries.hold_waiting(db, "talk", now=TOLD - MOMENT)
    assert not known(sqlite_database, TOLD)
    resolve_sent(sqlite_database, held[0].id, url="https://mp.weixin.qq.com/s/1", now=TOLD, actor="Li")
    assert known(sqlite_database, TOLD)


def test_the_running_bot_follows_time_and_approvals_without_a_restart(sqlite_database: Database) -> None:
    at = [WRITTEN]
    live = LiveAnswers(sqlite_database, lambda: at[0])
    knowledge = Knowledge(sqlite_database, live.load, live.is_stale)
    told(sqlite_database)
    assert not knowledge.look()  # approved, but its minute has not come
    seen = []
    for moment in (TOLD, TOLD + MOMENT, STARTS, ENDS, ENDS + MOMENT):
        at[0] = moment
        seen.append((knowledge.look(), EVERY in knowledge.answerer.entries))
    assert seen == [(True, True), (False, True), (True, True), (True, False), (False, False)]


def test_an_approval_for_at_once_is_seen_by_its_number(sqlite_database: Database) -> None:
    live = LiveAnswers(sqlite_database, lambda: TOLD)
    live.load()
    assert not live.is_stale()
    terms = Terms(RULES, ACCOUNTS, TOLD, "Li")
    assert write(sqlite_database, [session(channels=("wechat",))], terms).problems == []
    assert not live.is_stale()
    approve(sqlite_database, ["talk"], terms)
    assert live.is_stale()


def test_by_hand_it_is_known_once_it_is_posted(sqlite_database: Database) -> None:
    told(sqlite_database, by_hand=("wechat", "weibo"))
    a_scheduler(sqlite_database, clock=SettableClock(TOLD)).tick()
    with sqlite_database.reading() as db:
        sends = deliveries.of_announcement(db, "talk")
    assert {send.state for send in sends} == {State.HELD}
    assert not known(sqlite_database, TOLD)
    resolve_sent(sqlite_database, sends[0].id, url="https://mp.weixin.qq.com/s/1", now=TOLD, actor="Li")
    assert known(sqlite_database, TOLD)
