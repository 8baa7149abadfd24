"""Holding, releasing, moving and repeating announcements: what changes, what is refused and in which words."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import insert, select, update

from bot.actions import announcement_drafts, announcements
from bot.actions.announcement_checks import Terms
from bot.actions.announcement_times import duplicate, hold, release, reschedule
from bot.core.announcements import Announcement, Status
from bot.core.delivery import State
from bot.core.errors import Conflict, NothingFound, UsageError
from bot.core.verdict import Change, before_sending
from bot.store import audit, deliveries, notices, outcomes
from bot.store.engine import Database
from bot.store.models import attempt, delivery
from tests.announcing import ACCOUNTS, NOW, RULES, an_announcement

TERMS = Terms(RULES, ACCOUNTS, NOW, "Li")
DUE = NOW + timedelta(days=7)


def at(moment: datetime) -> Terms:
    return replace(TERMS, now=moment)


def approved(database: Database, *made: Announcement) -> None:
    written = announcement_drafts.write(database, made, TERMS)
    assert written.problems == []
    assert announcements.approve(database, None, TERMS).problems == []


def states(database: Database, name: str = "opening") -> dict[str, str]:
    return {one["channel"]: one["state"] for one in announcements.show(database, name)["deliveries"]}


def put(database: Database, channel: str, state: State, *, tried: bool = False) -> None:
    """As if the scheduler had come so far on this channel."""
    with database.writing() as db:
        db.execute(update(delivery).where(delivery.c.channel == channel).values(state=state.value))
        if tried:
            number = db.scalar(select(delivery.c.id).where(delivery.c.channel == channel))
            db.execute(insert(attempt).values(delivery_id=number, number=1, fence=1, started_at=DUE, outcome="refused"))


def due_by(database: Database, moment: datetime) -> list[str]:
    """The channels that a worker could take at that moment."""
    with database.reading() as db:
        waits = (delivery.c.state.in_(("queued", "retry")), delivery.c.next_try_at <= moment)
        return sorted(db.scalars(select(delivery.c.channel).where(*waits)))


def deeds(database: Database) -> list[tuple[str, str]]:
    with database.reading() as db:
        return [(row["actor"], row["action"]) for row in audit.listing(db)]


def test_what_is_held_does_not_go_out_until_it_is_released(database: Database) -> None:
    approved(database, an_announcement())
    assert hold(database, "opening", now=NOW, actor="Li").held == ("wechat", "weibo", "x")
    assert set(states(database).values()) == {"held"}
    assert due_by(database, DUE + timedelta(days=1)) == []
    assert "held" in announcements.show(database, "opening")["overall"]
    assert release(database, "opening", now=NOW, actor="Wang").released == ("wechat", "weibo", "x")
    assert due_by(database, DUE - timedelta(seconds=1)) == []
    assert due_by(database, DUE) == ["wechat", "weibo", "x"]
    with database.reading() as db:
        assert {one.state for one in deliveries.of_announcement(db, "opening")} == {State.QUEUED}
        assert db.scalars(select(delivery.c.error)).all() == ["", "", ""]
    assert deeds(database)[:2] == [("Wang", "announcement.released"), ("Li", "announcement.held")]


def test_holding_again_is_harmless_and_says_what_is_out(database: Database) -> None:
    approved(database, an_announcement())
    put(database, "x", State.SENT)
    put(database, "weibo", State.SENDING)
    for _ in range(2):
        done = hold(database, "opening", now=DUE, actor="Li")
        assert (done.held, done.under_way, done.out) == (("wechat",), ("weibo",), ("x",))
    assert [word for _, word in deeds(database)].count("announcement.held") == 1


def test_only_what_would_go_out_can_be_held_or_released(sqlite_database: Database) -> None:
    announcement_drafts.write(sqlite_database, [an_announcement()], TERMS)
    with pytest.raises(Conflict, match="is draft"):
        hold(sqlite_database, "opening", now=NOW, actor="Li")
    announcements.approve(sqlite_database, None, TERMS)
    with pytest.raises(Conflict, match="Nothing of “opening” is held"):
        release(sqlite_database, "opening", now=NOW, actor="Li")
    for channel in ACCOUNTS:
        put(sqlite_database, channel, State.SENT)
    with pytest.raises(Conflict, match="can be held any more"):
        hold(sqlite_database, "opening", now=NOW, actor="Li")


@pytest.mark.parametrize(("seconds", "goes"), [(15 * 60, True), (15 * 60 + 1, False)])
def test_what_is_just_late_goes_out_at_once_and_what_is_later_is_asked_about(
    database: Database, seconds: int, goes: bool
) -> None:
    approved(database, an_announcement(channels=("x",)))
    hold(database, "opening", now=NOW, actor="Li")
    late = DUE + timedelta(seconds=seconds)
    done = release(database, "opening", now=late, actor="Li")
    assert (done.released == ("x",), due_by(database, late) == ["x"]) == (goes, goes)
    if not goes:
        assert "too late to go out by itself: reschedule or cancel it" in done.kept["x"]
        assert "--not-sent" in done.kept["x"]


@pytest.mark.parametrize(
    ("own", "seconds", "becomes"),
    [
        (None, 15 * 60, None),
        (None, 15 * 60 + 1, State.HELD),
        (300, 300, None),
        (300, 301, State.HELD),
        (0, 0, None),
        (0, 1, State.HELD),
        (7200, 7200, None),
    ],
)
def test_how_late_it_goes_out_by_itself_is_the_settings_unless_it_has_a_limit_of_its_own(
    sqlite_database: Database, own: int | None, seconds: int, becomes: State | None
) -> None:
    approved(sqlite_database, an_announcement(channels=("x",), late_after_seconds=own))
    with sqlite_database.reading() as db:
        [send] = deliveries.of_announcement(db, "opening")
    change = before_sending(send, DUE + timedelta(seconds=seconds), keyed=False)
    assert (change.state if change else None) is becomes


def test_what_is_useful_no_more_stays_held(sqlite_database: Database) -> None:
    approved(sqlite_database, an_announcement(channels=("x",), useful_until=DUE + timedelta(minutes=5)))
    hold(sqlite_database, "opening", now=NOW, actor="Li")
    kept = release(sqlite_database, "opening", now=DUE + timedelta(minutes=6), actor="Li").kept
    assert kept["x"].startswith("It was useful until 1 December 2026, 12:05 (Shanghai):")


def test_a_draft_is_moved_in_its_own_zone_or_another(database: Database) -> None:
    announcement_drafts.write(database, [an_announcement()], TERMS)
    done = reschedule(database, "opening", "2026-12-02 19:00", TERMS)
    assert (done.problems, done.status, done.publish_at) == ([], Status.DRAFT, datetime(2026, 12, 2, 11, tzinfo=UTC))
    reschedule(database, "opening", "2026-12-02T19:00", TERMS, zone="Europe/Paris")
    shown = announcements.show(database, "opening")
    assert (shown["publish_at"], shown["publish_wall"], shown["publish_zone"]) == (
        datetime(2026, 12, 2, 18, tzinfo=UTC),
        "2026-12-02T19:00:00",
        "Europe/Paris",
    )


def test_an_approved_one_that_is_moved_waits_for_a_new_approval(database: Database) -> None:
    approved(database, an_announcement())
    done = reschedule(database, "opening", "2026-12-02 19:00", TERMS)
    assert (done.problems, done.status) == ([], Status.DRAFT)
    shown = announcements.show(database, "opening")
    assert (shown["status"], shown["approved_by"], shown["approved_at"]) == ("draft", "", None)
    assert due_by(database, DUE + timedelta(days=30)) == []
    assert announcements.approve(database, ["opening"], TERMS).approved == ["opening"]
    new = datetime(2026, 12, 2, 11, tzinfo=UTC)
    assert (due_by(database, new - timedelta(seconds=1)), due_by(database, new)) == ([], ["wechat", "weibo", "x"])


def test_whoever_may_approve_can_approve_the_new_time_in_the_same_act(database: Database) -> None:
    approved(database, an_announcement())
    done = reschedule(database, "opening", "2026-12-02 19:00", replace(TERMS, actor="Wang"), keep_approval=True)
    assert (done.problems, done.status) == ([], Status.APPROVED)
    shown = announcements.show(database, "opening")
    assert (shown["status"], shown["approved_by"]) == ("approved", "Wang")
    assert due_by(database, DUE) == []
    assert due_by(database, datetime(2026, 12, 2, 11, tzinfo=UTC)) == ["wechat", "weibo", "x"]
    assert [word for _, word in deeds(database)[:2]] == ["announcement.approved", "announcement.rescheduled"]


def test_a_held_one_can_be_moved_too(sqlite_database: Database) -> None:
    approved(sqlite_database, an_announcement())
    hold(sqlite_database, "opening", now=NOW, actor="Li")
    later = at(DUE + timedelta(days=1))
    assert reschedule(sqlite_database, "opening", "2026-12-03 12:00", later, keep_approval=True).problems == []
    assert set(states(sqlite_database).values()) == {"queued"}


@pytest.mark.parametrize(
    "state", [State.CLAIMED, State.SENDING, State.ACCEPTED, State.SENT, State.UNKNOWN, State.FAILED]
)
def test_what_has_begun_is_not_moved_and_is_named(sqlite_database: Database, state: State) -> None:
    approved(sqlite_database, an_announcement())
    put(sqlite_database, "weibo", state)
    before = announcements.show(sqlite_database, "opening")
    for keep in (True, False):
        with pytest.raises(Conflict, match=rf"has begun on Weibo \({state}\)"):
            reschedule(sqlite_database, "opening", "2026-12-02 19:00", TERMS, keep_approval=keep)
    assert announcements.show(sqlite_database, "opening") == before


def test_what_waits_for_another_try_has_begun(sqlite_database: Database) -> None:
    approved(sqlite_database, an_announcement())
    put(sqlite_database, "weibo", State.RETRY, tried=True)
    with pytest.raises(Conflict, match=r"has begun on Weibo \(retry\)"):
        reschedule(sqlite_database, "opening", "2026-12-02 19:00", TERMS)


def test_problems_at_the_new_time_change_nothing(database: Database) -> None:
    ends = NOW + timedelta(days=9)
    event = replace(an_announcement().event, starts_at=ends, ends_at=ends)
    approved(database, an_announcement(event=event))
    before = announcements.show(database, "opening")
    for keep in (True, False):
        done = reschedule(database, "opening", "2026-12-20 12:00", TERMS, keep_approval=keep)
        assert {problem.code for problem in done.problems} == {"event_past"}
        assert done.status is Status.APPROVED
    assert announcements.show(database, "opening") == before
    assert due_by(database, DUE) == ["wechat", "weibo", "x"]


@pytest.mark.parametrize(
    ("when", "words"),
    [("tomorrow", "is not a date"), ("2026-12-02", "is not a date"), ("2027-03-28 02:30", "02:30")],
)
def test_a_time_that_is_none_is_a_slip(sqlite_database: Database, when: str, words: str) -> None:
    approved(sqlite_database, an_announcement())
    for act in (reschedule, duplicate):
        with pytest.raises(UsageError, match=words):
            act(sqlite_database, "opening", when, TERMS, zone="Europe/Paris")
    assert announcements.show(sqlite_database, "opening")["status"] == "approved"


def test_what_is_not_there_or_cancelled_cannot_be_moved(sqlite_database: Database) -> None:
    for act in (reschedule, duplicate):
        with pytest.raises(NothingFound):
            act(sqlite_database, "nothing", "2026-12-02 19:00", TERMS)
    approved(sqlite_database, an_announcement())
    announcements.cancel(sqlite_database, "opening", now=NOW, actor="Li")
    with pytest.raises(Conflict, match="announce duplicate"):
        reschedule(sqlite_database, "opening", "2026-12-02 19:00", TERMS)


def test_a_published_one_is_sent_again_only_as_another_one(database: Database) -> None:
    approved(database, an_announcement(useful_until=DUE + timedelta(days=1)))
    done = duplicate(database, "opening", "2026-12-10 19:00", TERMS)
    assert (done.id, done.problems, done.status) == ("opening-copy", [], Status.DRAFT)
    assert {hint.code for hint in done.hints if hint.channel in ("weibo", "x")} >= {"same_text"}
    shown = announcements.show(database, "opening-copy")
    assert (shown["status"], shown["publish_at"]) == ("draft", datetime(2026, 12, 10, 11, tzinfo=UTC))
    refused = announcements.approve(database, ["opening-copy"], TERMS).problems
    assert [(problem.channel, problem.code) for problem in refused] == [("weibo", "same_text"), ("x", "same_text")]
    assert duplicate(database, "opening", "2026-12-12 19:00", TERMS).id == "opening-copy-2"
    assert duplicate(database, "opening", "2026-12-20 19:00", TERMS, new_id="spring").id == "spring"
    with pytest.raises(Conflict, match="There is a “spring” already"):
        duplicate(database, "opening", "2026-12-21 19:00", TERMS, new_id="spring")
    with pytest.raises(UsageError, match="small letters"):
        duplicate(database, "opening", "2026-12-21 19:00", TERMS, new_id="Spring Day")


def test_a_copy_with_another_problem_is_not_saved(sqlite_database: Database) -> None:
    approved(sqlite_database, an_announcement())
    done = duplicate(sqlite_database, "opening", "2026-11-20 19:00", TERMS)
    assert "time_past" in {problem.code for problem in done.problems}
    assert [row["id"] for row in announcements.listing(sqlite_database)] == ["opening"]


def test_a_published_one_cannot_be_written_over(sqlite_database: Database) -> None:
    approved(sqlite_database, an_announcement(channels=("x",)))
    put(sqlite_database, "x", State.SENT)
    done = announcement_drafts.write(sqlite_database, [an_announcement(channels=("x",), kind="new")], TERMS)
    assert (done.created, done.changed, done.unchanged) == ([], [], ["opening"])
    assert [hint.message for hint in done.hints if hint.code == "already_approved"] == [
        "It is approved and stays as it is: cancel it and write a new one under another id."
    ]
    assert announcements.show(sqlite_database, "opening")["kind"] == "call"


def test_what_is_posted_by_hand_stays_so_at_its_new_time(database: Database) -> None:
    announcement_drafts.write(database, [an_announcement()], TERMS)
    assert announcements.approve(database, None, TERMS, by_hand=["wechat"]).problems == []
    moved = reschedule(database, "opening", "2026-12-02 19:00", TERMS, keep_approval=True)
    assert moved.problems == []
    with database.reading() as db:
        hands = {one.channel: one.by_hand for one in deliveries.of_announcement(db, "opening")}
    assert hands["wechat"]
    assert sum(hands.values()) == 1


def test_what_was_told_of_a_send_that_is_taken_back_is_over(database: Database) -> None:
    approved(database, an_announcement())
    late = Change(State.HELD, error="It is late, so it waits for you.", tell=True)
    with database.writing() as db:
        for one in deliveries.of_announcement(db, "opening"):
            assert outcomes.record(db, one, late, now=DUE)
    assert len(open_notices(database)) == 3
    assert reschedule(database, "opening", "2026-12-03 12:00", at(DUE + timedelta(days=1))).problems == []
    assert open_notices(database) == []


def test_a_number_that_staff_may_have_in_a_mail_is_never_another_deliverys(database: Database) -> None:
    approved(database, an_announcement())
    before = numbers(database)
    reschedule(database, "opening", "2026-12-02 19:00", TERMS, keep_approval=True)
    assert min(numbers(database)) > max(before)


def numbers(database: Database) -> list[int]:
    with database.reading() as db:
        return [one.id for one in deliveries.of_announcement(db, "opening")]


def test_what_is_decided_to_be_sent_now_is_sent_however_long_it_was_useful(sqlite_database: Database) -> None:
    approved(sqlite_database, an_announcement())
    hold(sqlite_database, "opening", now=NOW, actor="Li")
    with sqlite_database.writing() as db:
        db.execute(update(delivery).values(useful_until=DUE))
        held = deliveries.of_announcement(db, "opening")[0]
        again = deliveries.decided_not_sent(db, held.id, now=DUE + timedelta(days=1))
    assert before_sending(again, DUE + timedelta(days=1), keyed=False) is None


def open_notices(database: Database) -> list[str]:
    with database.reading() as db:
        return [row["cause"] for row in notices.listing(db)]
