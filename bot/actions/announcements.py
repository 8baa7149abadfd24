"""What staff do with written announcements: approve, cancel, look; each write audited in its own transaction."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from bot.actions.announcement_checks import REMEMBERED, Terms, blocking, check, for_a_person, pictures_of, plan
from bot.actions.announcement_demo import demo_announcement
from bot.actions.announcement_drafts import write
from bot.actions.announcement_sheets import render
from bot.core.announcement_plain import plain_of
from bot.core.announcements import NAMES, Announcement, Problem, Status, content_hash, latest_useful, overall
from bot.core.delivery import WAITING, Delivery, State
from bot.core.errors import Conflict, HasProblems, NotAllowed, NothingFound
from bot.core.faq import LANGS
from bot.core.picture_problems import PictureFile
from bot.core.posts import ARTICLES, picture_files, posts_for, source_link, visible
from bot.core.problems import planned
from bot.core.rules import Rules
from bot.store import accounts, announcement_versions, audit, deliveries, epochs
from bot.store import announcements as stored
from bot.store.announcement_versions import Step
from bot.store.announcements import Stored
from bot.store.audit import Deed
from bot.store.engine import Database

_SHOWN = ("id", "channel", "state", "key", "url", "error", "by_hand")  # of a delivery
_CHANGED = "It was changed since you read it: look at it again, then approve."


@dataclass(slots=True)
class Approved:
    """What an approval did, by id: `already` were approved before; those with problems stay drafts."""

    approved: list[str] = field(default_factory=list)
    already: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    hints: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Cancelled:
    """Channels, by what cancelling did for them: stopped in time, or under way and perhaps out, or out already."""

    stopped: tuple[str, ...]
    under_way: tuple[str, ...]
    out: tuple[str, ...]


def approve(
    database: Database,
    ids: Sequence[str] | None,
    terms: Terms,
    *,
    read_hash: str = "",
    by_hand: Collection[str] = (),
) -> Approved:
    """Release drafts (None: all of them): their content is frozen and each channel gets its delivery.

    Everything is checked again, now against what is approved only. Approving twice is harmless. `read_hash` is the
    content that the approver saw. `by_hand`: the channels on which a person posts it; the bot then only says when.
    Raises NothingFound, Conflict (changed since, or cancelled), NotAllowed (two people are to look), NotSaved.
    """
    result = Approved()
    with database.writing(durable=True) as db:
        epochs.bump(db, "announcements")  # on PostgreSQL this is what makes approvals wait for each other
        others = plan(stored.listing(db, status=Status.APPROVED, since=terms.now - REMEMBERED))
        if ids is None:
            wanted = stored.listing(db, status=Status.DRAFT)
        else:
            wanted = [there(stored.one(db, wanted_id), wanted_id) for wanted_id in dict.fromkeys(ids)]
        for draft in wanted:
            announcement = draft.announcement
            if draft.status is Status.APPROVED:
                result.already.append(announcement.id)
                continue
            _refuse_other(draft, read_hash)
            refuse_own_work(db, draft, terms)
            files = pictures_of(announcement, terms)
            found = for_a_person(check(announcement, others, terms, draft=False, files=files), by_hand)
            result.problems += blocking(found)
            result.hints += [problem for problem in found if problem.hint]
            if blocking(found):
                continue
            if not stored.set_status(db, draft, Status.APPROVED, now=terms.now, actor=terms.actor):
                raise Conflict(_CHANGED)
            announcement_versions.record(db, announcement, Step.APPROVED, now=terms.now, actor=terms.actor)
            deliveries.lay_out(db, announcement.id, **_sends(announcement, terms, files or {}, by_hand))
            hands = sorted(set(by_hand) & {channel.channel for channel in announcement.channels})
            after = {"by_hand": hands} if hands else None
            audit.add(db, replace(_deed(terms.actor, Status.APPROVED, draft), after=after), now=terms.now)
            others += planned(announcement)
            result.approved.append(announcement.id)
    return result


def cancel(database: Database, announcement_id: str, *, now: datetime, actor: str) -> Cancelled:
    """Stop what has not gone out yet, and say what can no longer be stopped; doing it twice is harmless.

    Raises NothingFound, Conflict when nothing can be stopped any more, NotSaved.
    """
    with database.writing(durable=True) as db:
        epochs.bump(db, "announcements")
        found = there(stored.one(db, announcement_id), announcement_id)
        stopped, under_way = deliveries.cancel_waiting(db, announcement_id, now=now)
        out = tuple(channel for channel, state in found.states.items() if state is State.SENT)
        result = Cancelled(_channels(stopped), _channels(under_way), out)
        if found.status is Status.CANCELLED:
            return result
        if found.status is Status.APPROVED and not stopped:
            raise Conflict(
                f"Nothing of “{announcement_id}” can be stopped any more. {overall(found.status, found.states)}"
            )
        if not stored.set_status(db, found, Status.CANCELLED, now=now, actor=actor):
            raise Conflict(_CHANGED)
        audit.add(db, _deed(actor, Status.CANCELLED, found), now=now)
    return result


def queue_demo(database: Database, *, now: datetime, rules: Rules, accounts: Mapping[str, str]) -> str:
    """Write and approve the demo's announcement for one minute ahead, on the channels there are; its id.

    Raises HasProblems with their sentences, NotSaved.
    """
    terms = Terms(rules, accounts, now, "demo")
    made = demo_announcement(now)
    made = replace(made, channels=tuple(channel for channel in made.channels if channel.channel in accounts))
    found = write(database, [made], terms).problems or approve(database, [made.id], terms).problems
    if found:
        raise HasProblems("\n".join(problem.message for problem in found))
    return made.id


def show(database: Database, announcement_id: str, *, link_domains: str = "") -> dict[str, Any]:
    """All of one announcement as plain values: its texts as each channel's readers see them, and how each send stands.

    `link_domains`: those whose links get UTM parameters. Raises NothingFound.
    """
    with database.reading() as db:
        found = there(stored.one(db, announcement_id), announcement_id)
        sends = deliveries.listing(db, announcement=announcement_id)
        stopped = accounts.paused_channels(db)
    announcement = found.announcement
    event = announcement.event
    return {
        **_line(found, stopped),
        "publish_wall": announcement.publish_wall,
        "publish_zone": announcement.publish_zone,
        "event": {
            "title": event.title,
            "starts_at": event.starts_at,
            "ends_at": event.ends_at,
            "zone": event.zone,
            "online": event.online,
            "place": event.place,
            "link": event.link,
            "contacts": list(event.contacts),
        },
        "picture": announcement.picture,
        "posts": {
            name: {
                "act": post.act,
                "lang": post.lang,
                "audience": post.audience,
                "text": visible(post),
                "digest": post.digest,
                "source": source_link(post) if post.act in ARTICLES else "",
                "pictures": picture_files(post),
            }
            for name, post in posts_for(announcement, link_domains=link_domains).items()
        },
        "deliveries": [{key: row[key] for key in _SHOWN} for row in sends],
        "hash": found.content_hash,
        "created_by": found.created_by,
        "updated_at": found.updated_at,
        "approved_by": found.approved_by,
        "approved_at": found.approved_at,
    }


def listing(database: Database, *, status: Status | None = None, since: datetime | None = None) -> list[dict[str, Any]]:
    """One line each, by the time they are planned for: all, or those with that status, or from `since` on."""
    with database.reading() as db:
        stopped = accounts.paused_channels(db)
        return [_line(found, stopped) for found in stored.listing(db, status=status, since=since)]


def newest(database: Database, *, limit: int, offset: int) -> tuple[list[dict[str, Any]], int]:
    """A part of all lines, the latest first, and how many there are."""
    with database.reading() as db:
        stopped = accounts.paused_channels(db)
        return [_line(found, stopped) for found in stored.newest(db, limit=limit, offset=offset)], stored.count(db)


def export(database: Database, form: str, *, now: datetime | None = None) -> bytes:
    """All that is not cancelled as a file that `import` reads: yaml, csv or xlsx; from `now` on, or (None) all of it.

    Raises BadFile for another form.
    """
    with database.reading() as db:
        known = stored.listing(db, since=now)
    return render([plain_of(one.announcement) for one in known if one.status is not Status.CANCELLED], form)


def there(found: Stored | None, announcement_id: str) -> Stored:
    """What was found; raises NothingFound when it is none."""
    if found is None:
        raise NothingFound(f"There is no announcement “{announcement_id}”; `announce list` shows them.")
    return found


def refuse_own_work(db: Any, found: Stored, terms: Terms) -> None:  # Any: the store's connection
    """Raise NotAllowed when two people are to look at each announcement, and this one wrote it."""
    if terms.rules.two_people and stored.wrote(db, found, terms.actor):
        raise NotAllowed("Two people are to look at each announcement, and you wrote this one: ask a colleague.")


def title_of(announcement: Announcement) -> str:
    """How lists name it: its title in the first language that has one, else its event's."""
    titles = (announcement.texts[lang][0] for lang in LANGS if lang in announcement.texts)
    return next((title for title in titles if title), announcement.event.title)


def _line(found: Stored, stopped: Collection[str]) -> dict[str, Any]:
    announcement = found.announcement
    waits = [channel for channel, state in found.states.items() if state in WAITING and channel in stopped]
    stands = [overall(found.status, found.states), *(f"{NAMES[channel]} is paused." for channel in waits)]
    return {
        "id": announcement.id,
        "kind": announcement.kind,
        "status": found.status.value,
        "title": title_of(announcement),
        "publish_at": announcement.publish_at,
        "channels": [channel.channel for channel in announcement.channels],
        "states": {channel: state.value for channel, state in found.states.items()},
        "overall": " ".join(stands),
        "review": _review(found),
    }


def _review(found: Stored) -> dict[str, Any] | None:
    """The last that was asked or said about a draft."""
    last = found.review
    if found.status is not Status.DRAFT or last is None or last.step is Step.APPROVED:
        return None
    return {"step": last.step.value, "by": last.actor, "at": last.at, "note": last.note}


def _sends(
    announcement: Announcement, terms: Terms, files: Mapping[str, PictureFile], by_hand: Collection[str]
) -> dict[str, Any]:
    late = announcement.late_after_seconds
    digests = {name: file.digest for name, file in files.items()}
    rules = terms.rules
    posts = posts_for(announcement, author=rules.author, link_domains=rules.link_domains, digests=digests)
    return {
        # Who posts by hand needs no account of ours: a pause of it, what it is sending, its quota do not concern them.
        "posts": {
            f"{channel}:by-hand" if channel in by_hand else terms.accounts[channel]: post
            for channel, post in posts.items()
        },
        "by_hand": by_hand,
        "due_at": announcement.publish_at,
        "late_after_seconds": round(terms.rules.late_after.total_seconds()) if late is None else late,
        "useful_until": latest_useful(announcement),
        "now": terms.now,
    }


def _refuse_other(draft: Stored, read_hash: str) -> None:
    if draft.status is Status.CANCELLED:
        raise Conflict(f"“{draft.announcement.id}” is cancelled; write it anew under another id.")
    # The row and its words are checked against each other too, because somebody may have edited the database by hand.
    if draft.content_hash != content_hash(draft.announcement) or read_hash not in ("", draft.content_hash):
        raise Conflict(_CHANGED)


def _deed(actor: str, became: Status, found: Stored) -> Deed:
    before = {"status": found.status.value, "hash": found.content_hash}
    return Deed(actor, f"announcement.{became}", f"announcement:{found.announcement.id}", before=before)


def _channels(sends: Sequence[Delivery]) -> tuple[str, ...]:
    return tuple(one.channel for one in sends)
