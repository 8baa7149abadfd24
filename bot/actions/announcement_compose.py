"""Writing one announcement, as a page does it: what it would look like while it is typed, and saving it with care."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.actions.announcement_checks import REMEMBERED, Terms, blocking, check, pictures_of, plan
from bot.actions.announcement_drafts import Written, look_over, write
from bot.actions.announcement_files import Picture, keep_picture, look_at
from bot.actions.announcements import there
from bot.core.announcement_file import announcements_from
from bot.core.announcement_plain import differences, plain_of
from bot.core.announcements import Announcement, Problem, Status, content_hash
from bot.core.counts import Count, counts
from bot.core.delivery import Post
from bot.core.errors import BadFile, Conflict
from bot.core.faq_diff import Change
from bot.core.posts import posts_for
from bot.core.roles import Actor, require
from bot.core.series import unfilled, with_event_words
from bot.core.timing import SHANGHAI
from bot.store import announcement_versions
from bot.store import announcements as stored
from bot.store.engine import Database

NEW = ""  # the content that an announcement which is not there yet was written over


class ChangedMeanwhile(Conflict):
    """Somebody else saved this announcement since you opened it. `theirs`: what they changed; `base`: what is there."""

    def __init__(self, message: str, theirs: Sequence[Change], base: str) -> None:
        self.theirs = theirs
        self.base = base
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Looks:
    """What an entry would be: one announcement for each of its times, and the first one's posts with their counts.

    Where the entry cannot be read yet, `made` is empty, and the posts are those of its words alone.
    """

    made: Sequence[Announcement]
    problems: Sequence[Problem]
    hints: Sequence[Problem]
    posts: Mapping[str, Post]
    counts: Mapping[str, Sequence[Count]]


def opened(database: Database, announcement_id: str) -> tuple[dict[str, Any], str]:
    """A draft as an entry of a file, and the content that it is written over.

    Raises NothingFound, Conflict for what is no draft any more.
    """
    with database.reading() as db:
        found = there(stored.one(db, announcement_id), announcement_id)
    if found.status is not Status.DRAFT:
        raise Conflict(
            f"“{announcement_id}” is {found.status}, and what is approved or cancelled is not edited any more: "
            "make a copy of it and change that."
        )
    return plain_of(found.announcement), found.content_hash


def look(database: Database, entry: Mapping[str, Any], terms: Terms) -> Looks:
    """What it would be, and all that is wrong with it. Nothing is saved."""
    made, found = _read(entry, terms)
    checked = look_over(database, made, terms, found=found)
    shown = made or _words_of(entry, terms.now)
    rules = terms.rules
    posts = posts_for(shown[0], author=rules.author, link_domains=rules.link_domains) if shown else {}
    counted = {name: counts(post, rules) for name, post in posts.items()}
    return Looks(made, checked.problems, checked.hints, posts, counted)


def seen(database: Database, announcement_id: str, terms: Terms) -> Looks:
    """One as it is stored; of a draft also what its approval would meet. Raises NothingFound."""
    with database.reading() as db:
        found = there(stored.one(db, announcement_id), announcement_id)
        approved = stored.listing(db, status=Status.APPROVED, since=terms.now - REMEMBERED)
    one, rules = found.announcement, terms.rules
    problems: list[Problem] = []
    if found.status is Status.DRAFT:
        problems = check(one, plan(approved), terms, draft=False, files=pictures_of(one, terms))
    posts = posts_for(one, author=rules.author, link_domains=rules.link_domains)
    return Looks(
        [one],
        blocking(problems),
        [problem for problem in problems if problem.hint],
        posts,
        {name: counts(post, rules) for name, post in posts.items()},
    )


def save(database: Database, actor: Actor, entry: Mapping[str, Any], terms: Terms, *, base: str) -> Written:
    """Save it as a draft, or as one for each of its times; with problems nothing is saved.

    `base`: the hash of the content that was opened, NEW for a new one. The same entry again changes nothing.
    Raises NotAllowed, ChangedMeanwhile, Conflict when it is approved or cancelled, NotSaved.
    """
    require(actor, "announcement.write")
    made, found = _read(entry, terms)

    def refuse_over_others(db: Any, good: Sequence[Announcement]) -> None:
        for announcement in good:
            there_now = stored.one(db, announcement.id)
            hash_now = there_now.content_hash if there_now else NEW
            if there_now and hash_now not in (base, content_hash(announcement)):
                theirs = _theirs(db, announcement.id, base, plain_of(there_now.announcement))
                sentence = "Somebody else saved this announcement since you opened it. Nothing of yours is lost."
                raise ChangedMeanwhile(sentence, theirs, hash_now)

    written = write(database, made, terms, found=found, guard=refuse_over_others)
    if written.unchanged and not (written.created or written.changed or written.problems):
        _refuse_settled(written)
    return written


def add_picture(terms: Terms, content: bytes) -> str:
    """Keep a picture (already made fit); the name that texts use for it. Raises BadFile."""
    if terms.pictures is None:
        raise BadFile("There is no pictures folder: set announcements.pictures in the settings.")
    picture = Picture.of(content, ".jpg")
    keep_picture(picture, terms.pictures)
    return picture.name


def _read(entry: Mapping[str, Any], terms: Terms) -> tuple[list[Announcement], list[Problem]]:
    image = entry.get("image")
    if image and terms.pictures is not None:  # how heavy it is, is what lies there and not what a form says
        files = look_at(terms.pictures, [image["file"]])
        entry = {**entry, "image": {**image, "bytes": files[image["file"]].size if files else 0}}
    made, found = announcements_from([entry], now=terms.now)
    made = [with_event_words(one) for one in made]
    for one in made:
        if words := unfilled(one):
            sentence = f"“{words[0]}” in its text has no meaning yet: fill in the event, or write the words themselves."
            found.append(Problem(one.id, "", "unfilled", sentence))
    return made, found


def _words_of(entry: Mapping[str, Any], now: datetime) -> list[Announcement]:
    """The announcement of the words alone, for showing it while its times or its links are still being typed."""
    event = entry.get("event", {})
    plain = {name: entry[name] for name in ("texts", "channels", "image") if name in entry}
    kept = {name: event[name] for name in ("title", "place") if name in event}
    wall = now.astimezone(SHANGHAI).replace(tzinfo=None, microsecond=0).isoformat()
    made, _ = announcements_from([{**plain, "event": kept, "id": "preview", "publish_at": wall}], now=now)
    return [with_event_words(one) for one in made]


def _theirs(db: Any, announcement_id: str, base: str, present: Mapping[str, Any]) -> tuple[Change, ...]:
    steps = announcement_versions.history(db, announcement_id)
    seen = next((step for step in steps if step.content_hash == base), None)
    return tuple(differences(seen.snapshot if seen else {}, present))


def _refuse_settled(written: Written) -> None:
    """Saying nothing would let the writer believe that the change is kept."""
    for hint in written.hints:
        if hint.code.startswith("already_"):
            raise Conflict(f"“{hint.id}” was approved or cancelled meanwhile; your change was not saved. Make a copy.")
