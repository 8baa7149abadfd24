"""What staff change about when an announcement goes out: hold it, let it go, move it, send its like another time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.actions.announcement_checks import REMEMBERED, Terms, blocking, check, for_a_person, pictures_of, plan
from bot.actions.announcements import approve, refuse_own_work, there
from bot.core.announcement_file import ID
from bot.core.announcements import NAMES, Announcement, Problem, Status, content_hash, overall
from bot.core.delivery import Delivery, State
from bot.core.errors import Conflict, UsageError
from bot.core.timing import NoSuchTime, Timeliness, timeliness, to_utc
from bot.core.walls import day_and_time
from bot.store import announcements as stored
from bot.store import audit, deliveries, delivery_times, epochs
from bot.store.announcements import Stored
from bot.store.audit import Deed
from bot.store.engine import Database

_CHANGED = "It was changed while you decided: look at it again, then repeat."


@dataclass(frozen=True, slots=True)
class Held:
    """Channels: held now, or held before; under way and perhaps out; and out already."""

    held: tuple[str, ...]
    under_way: tuple[str, ...]
    out: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Released:
    """Channels that wait for their minute again (or go out at once), and why the others stay held."""

    released: tuple[str, ...]
    kept: dict[str, str]


@dataclass(slots=True)
class Moved:
    """The announcement at its new time; with problems nothing was changed."""

    id: str
    status: Status
    publish_at: datetime
    problems: list[Problem] = field(default_factory=list)
    hints: list[Problem] = field(default_factory=list)


def hold(database: Database, announcement_id: str, *, now: datetime, actor: str) -> Held:
    """Keep what has not gone out yet from going out, until a person decides; doing it twice is harmless.

    Raises NothingFound, Conflict when it is not approved or nothing can be held any more, NotSaved.
    """
    with database.writing(durable=True) as db:
        epochs.bump(db, "announcements")
        found = there(stored.one(db, announcement_id), announcement_id)
        if found.status is not Status.APPROVED:
            raise Conflict(f"“{announcement_id}” is {found.status}: nothing of it would go out, so there is no need.")
        newly = deliveries.hold_waiting(db, announcement_id, now=now)
        now_at = deliveries.of_announcement(db, announcement_id)
        result = Held(
            held=_channels(now_at, State.HELD),
            under_way=_channels(now_at, State.CLAIMED, State.SENDING, State.ACCEPTED, State.RETRY, State.UNKNOWN),
            out=_channels(now_at, State.SENT),
        )
        if not newly and not result.held:
            raise Conflict(
                f"Nothing of “{announcement_id}” can be held any more. {overall(found.status, found.states)}"
            )
        if newly:
            audit.add(db, _deed(actor, "held", found, {"channels": [one.channel for one in newly]}), now=now)
    return result


def release(database: Database, announcement_id: str, *, now: datetime, actor: str) -> Released:
    """Let what is held wait for its minute again; what is just late goes out at once.

    What is later than its policy, or useful no more, stays held: the answer says why and what to do.
    Raises NothingFound, Conflict when nothing is held, NotSaved.
    """
    with database.writing(durable=True) as db:
        epochs.bump(db, "announcements")
        found = there(stored.one(db, announcement_id), announcement_id)
        held = [one for one in deliveries.of_announcement(db, announcement_id) if one.state is State.HELD]
        if not held:
            raise Conflict(f"Nothing of “{announcement_id}” is held. {overall(found.status, found.states)}")
        kept = {one.channel: words for one in held if (words := _why_kept(one, now))}
        free = [one for one in held if one.channel not in kept]
        for one in free:
            if not delivery_times.release(db, one, now=now):
                raise Conflict(_CHANGED)
        if free:
            audit.add(db, _deed(actor, "released", found, {"channels": [one.channel for one in free]}), now=now)
    return Released(tuple(one.channel for one in free), kept)


def reschedule(
    database: Database,
    announcement_id: str,
    wall: str,
    terms: Terms,
    *,
    zone: str = "",
    keep_approval: bool = False,
) -> Moved:
    """Move it to another wall time (in its own zone unless another is given), if nothing of it has begun.

    An approval is for one content and one time, so an approved one is a draft again afterwards: nothing goes out before
    it is approved anew. With `keep_approval` (only for who may approve) the actor approves it for the new time in the
    same act. With a problem at the new time nothing changes. Raises UsageError for what is no time, NothingFound,
    Conflict when it has begun or is cancelled, NotAllowed where a second person has to approve, NotSaved.
    """
    with database.writing(durable=True) as db:
        epochs.bump(db, "announcements")
        found = there(stored.one(db, announcement_id), announcement_id)
        if found.status is Status.CANCELLED:
            raise Conflict(f"“{announcement_id}” is cancelled: make a new one with `announce duplicate`.")
        was_approved = found.status is Status.APPROVED
        _refuse_begun(announcement_id, delivery_times.begun(db, announcement_id))
        hands = {one.channel for one in deliveries.of_announcement(db, announcement_id) if one.by_hand}
        moved = _at(found.announcement, wall, zone)
        kept = was_approved and keep_approval
        if kept:
            refuse_own_work(db, found, terms)
        others = plan(
            stored.listing(db, status=Status.APPROVED if kept else None, since=terms.now - REMEMBERED),
            without={announcement_id},
        )
        files = pictures_of(moved, terms)
        problems = for_a_person(check(moved, others, terms, draft=not kept, files=files), hands)
        hints = [problem for problem in problems if problem.hint]
        if blocking(problems):
            return Moved(announcement_id, found.status, found.announcement.publish_at, blocking(problems), hints)
        if was_approved and not (
            delivery_times.take_back(db, announcement_id, now=terms.now)
            and stored.set_status(db, found, Status.DRAFT, now=terms.now, actor=terms.actor)
        ):
            raise Conflict(_CHANGED)
        stored.save(db, moved, now=terms.now, actor=terms.actor)
        audit.add(db, _deed(terms.actor, "rescheduled", found, _plain(moved)), now=terms.now)
    if kept:  # it is a draft until this is done, so a crash in between sends nothing
        done = approve(database, [announcement_id], terms, read_hash=content_hash(moved), by_hand=hands)
        return Moved(
            announcement_id,
            Status.DRAFT if done.problems else Status.APPROVED,
            moved.publish_at,
            done.problems,
            done.hints,
        )
    return Moved(announcement_id, Status.DRAFT, moved.publish_at, hints=hints)


def duplicate(
    database: Database, announcement_id: str, wall: str, terms: Terms, *, zone: str = "", new_id: str = ""
) -> Moved:
    """Write its like as a draft for another time, under `new_id` or `<id>-copy`, `<id>-copy-2` …

    Its latest useful time is not taken over, because it belonged to the old date. That a platform would refuse the same
    text again is a hint here: the draft is there to be changed, and approval refuses it until it is. Other problems
    keep it from being saved. Raises UsageError for what is no time or no id, NothingFound, Conflict when the id is
    taken, NotSaved.
    """
    with database.writing(durable=True) as db:
        epochs.bump(db, "announcements")
        found = there(stored.one(db, announcement_id), announcement_id)
        name = new_id or _free_id(announcement_id, {one.announcement.id for one in stored.listing(db)})
        if not ID.fullmatch(name):
            raise UsageError("An id is 1 to 60 small letters, digits and hyphens, like spring-open-day.")
        if stored.one(db, name):
            raise Conflict(f"There is a “{name}” already: choose another id.")
        made = replace(_at(found.announcement, wall, zone), id=name, useful_until=None)
        others = plan(stored.listing(db, since=terms.now - REMEMBERED))
        found_now = check(made, others, terms, draft=True, files=pictures_of(made, terms))
        problems = [_same_text_may_be(one) for one in found_now]
        hints = [problem for problem in problems if problem.hint]
        result = Moved(name, Status.DRAFT, made.publish_at, blocking(problems), hints)
        if not result.problems:
            stored.save(db, made, now=terms.now, actor=terms.actor)
            copied = Deed(terms.actor, "announcement.duplicated", f"announcement:{name}", after=_plain(made))
            audit.add(db, replace(copied, before={"of": announcement_id}), now=terms.now)
    return result


def _refuse_begun(announcement_id: str, begun: Sequence[Delivery]) -> None:
    if begun:
        where = ", ".join(f"{NAMES.get(one.channel, one.channel)} ({one.state})" for one in begun)
        raise Conflict(
            f"“{announcement_id}” cannot be moved any more, because sending has begun on {where}. "
            f"Cancel what is left with `announce cancel {announcement_id}`, or send its like with `announce duplicate`."
        )


def _at(announcement: Announcement, wall: str, zone: str) -> Announcement:
    place = zone or announcement.publish_zone
    read = to_utc(wall if ":" in wall else f"{wall} ?", place)
    if isinstance(read, NoSuchTime):
        raise UsageError(read.message)
    plain = datetime.fromisoformat(wall.strip()).replace(microsecond=0).isoformat()
    return replace(announcement, publish_at=read.instant, publish_wall=plain, publish_zone=place)


def _why_kept(held: Delivery, now: datetime) -> str:
    """Why a held one cannot simply wait for its minute again, "" when it can."""
    when = timeliness(held.due_at, now, held.late_after, held.useful_until)
    if when is Timeliness.ON_TIME:
        return ""
    ways = f"reschedule or cancel it, or send it now all the same with `deliveries resolve {held.id} --not-sent`."
    if when is Timeliness.TOO_LATE and held.useful_until:
        return f"It was useful until {day_and_time(held.useful_until, 'Asia/Shanghai')}: {ways}"
    return f"It was due at {day_and_time(held.due_at, 'Asia/Shanghai')} and is too late to go out by itself: {ways}"


def _same_text_may_be(problem: Problem) -> Problem:
    return replace(problem, hint=True) if problem.code == "same_text" else problem


def _free_id(announcement_id: str, taken: set[str]) -> str:
    base, number = f"{announcement_id[:50]}-copy", 1
    name = base
    while name in taken:
        number += 1
        name = f"{base}-{number}"
    return name


def _channels(sends: Sequence[Delivery], *states: State) -> tuple[str, ...]:
    return tuple(one.channel for one in sends if one.state in states)


def _plain(announcement: Announcement) -> dict[str, str]:
    return {"hash": content_hash(announcement), "publish_at": announcement.publish_at.isoformat()}


def _deed(actor: str, word: str, found: Stored, after: Mapping[str, object]) -> Deed:
    before = {"status": found.status.value, **_plain(found.announcement)}
    return Deed(actor, f"announcement.{word}", f"announcement:{found.announcement.id}", before=before, after=after)
