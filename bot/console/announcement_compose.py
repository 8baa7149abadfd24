"""The composer: an announcement in three languages for three channels, shown as readers will see it."""

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from bot.actions import announcement_compose as composing
from bot.actions import announcement_review
from bot.actions.announcement_checks import Terms
from bot.actions.announcement_compose import NEW, ChangedMeanwhile
from bot.actions.announcement_templates import start_from, templates
from bot.console.announcement_form import all_fields, entry_in, fields_of
from bot.console.announcement_preview import article_blob, shown
from bot.console.asking import Answer, Ask, Blob, Go, Page, Route
from bot.core.announcements import ACTS, NAMES
from bot.core.articles import pictures_in
from bot.core.errors import BadFile, NothingFound
from bot.core.faq import LANGS
from bot.core.packages import Shot
from bot.core.picture_problems import BY_CONTENT

MOST = 512 * 1024  # bytes of the words: three languages, and a text of its own for each channel
MOST_WITH_PICTURES = 25 * 2**20
_PREVIEW_BYTES = 200 * 1024
_ZONES = ("Asia/Shanghai", "Europe/Paris")


def choose(ask: Ask) -> Answer:
    """What to start from; and with `from` the form itself."""
    wish, at = ask.query.get("from"), ask.query.get("at", "")[:16]
    if wish is None:
        return Page("announcement_new.html", {"templates": templates(), "at": at})
    entry = start_from("" if wish == "nothing" else wish, secrets.token_hex(3))
    return _form(ask, fields_of({**entry, "publish_at": at}), NEW)


def edit(ask: Ask) -> Answer:
    """A draft in its form."""
    entry, base = composing.opened(ask.database, ask.path["id"])
    return _form(ask, fields_of(entry), base)


def save(ask: Ask) -> Answer:
    """Keep it as a draft, and ask for approval if wanted; or only look at it."""
    terms = _terms(ask)
    fields, fault = _with_pictures(ask, terms)
    base, entry = ask.form.get("over") or ask.form.get("base", NEW), entry_in(fields)
    if fault or ask.form.get("do") == "look":
        return _form(ask, fields, base, fault=fault, status=422 if fault else 200)
    try:
        written = composing.save(ask.database, ask.actor, entry, terms, base=base)
    except ChangedMeanwhile as error:
        return _form(ask, fields, base, fault=str(error), conflict=error, status=409)
    if written.problems:
        return _form(ask, fields, base, refused=True, status=422)
    made = [*written.created, *written.changed, *written.unchanged]
    if ask.form.get("do") == "ask":
        for name in made:
            announcement_review.ask(ask.database, name, ask.actor, now=ask.now)
        return Go(_after(made), said="Saved; the colleagues who approve see it on their first page.")
    return Go(_after(made), said="Saved as a draft. Nothing goes out before it is approved.")


def live(ask: Ask) -> Answer:
    """While it is typed: times, counts, problems and previews."""
    fields = all_fields(ask.form)
    return Page("_announcement_live.html", shown(ask, composing.look(ask.database, entry_in(fields), _terms(ask))))


def show_article(ask: Ask) -> Answer:
    """The WeChat article alone, for a frame of the page; it may do nothing."""
    looks = composing.look(ask.database, entry_in(all_fields(ask.form)), _terms(ask))
    return article_blob(looks.posts.get("wechat"))


def add_pictures(ask: Ask) -> Answer:
    """Pictures that were dropped or chosen: kept, and shown in the form."""
    fields, fault = _with_pictures(ask, _terms(ask))
    return Page("_announcement_album.html", {**_album(fields), "album_fault": fault})


def picture(ask: Ask) -> Answer:
    """One of them, small enough to be shown."""
    name = ask.path["name"]
    if not BY_CONTENT.fullmatch(name):
        raise NothingFound("There is no such picture.")
    try:
        small = ask.parts.fit(Shot(name, name, _PREVIEW_BYTES))
    except BadFile as error:
        raise NothingFound(str(error)) from error
    return Blob(small, "image/jpeg", lasting=True)


def _form(
    ask: Ask,
    fields: Mapping[str, str],
    base: str,
    *,
    fault: str = "",
    conflict: ChangedMeanwhile | None = None,
    refused: bool = False,
    status: int = 200,
) -> Page:
    looks = composing.look(ask.database, entry_in(fields), _terms(ask))
    values = {
        "f": fields,
        "base": base,
        "new": base == NEW,
        "fault": fault,
        "theirs": conflict.theirs if conflict else (),
        "over": conflict.base if conflict else "",
        "refused": refused,
        "templates": templates(),
        "channels": {name: (NAMES[name], acts) for name, acts in ACTS.items()},
        "languages": LANGS,
        "zones": list(dict.fromkeys([*_ZONES, fields["event.zone"], fields["publish_zone"]])),
    }
    return Page("announcement_compose.html", {**values, **_album(fields), **shown(ask, looks)}, status)


def _terms(ask: Ask) -> Terms:
    return ask.parts.terms(ask.signed_in.name, ask.now)


def _with_pictures(ask: Ask, terms: Terms) -> tuple[dict[str, str], str]:
    """The fields with the pictures that came along, and what was wrong with those that could not be kept."""
    fields = all_fields(ask.form)
    album = [name for name in ask.lists.get("album", ()) if BY_CONTENT.fullmatch(name)]
    faults = []
    if ask.form.get("no_picture"):
        fields["picture"] = ""
    for place in ("cover", "inside"):
        for file in ask.files.get(place, ()):
            try:
                name = composing.add_picture(terms, ask.parts.take(file.content))
            except BadFile as error:
                faults.append(f"{file.name}: {error}")
                continue
            if place == "cover":
                fields["picture"] = name
            else:
                album.append(name)
    fields["album"] = " ".join(dict.fromkeys(album))
    return fields, "\n".join(faults)


def _album(fields: Mapping[str, str]) -> dict[str, Any]:
    bodies = [fields[f"{lang}.body"] for lang in LANGS] + [fields["wechat.body"]]
    named = [one.name for body in bodies for one in pictures_in(body) if BY_CONTENT.fullmatch(one.name)]
    album = list(dict.fromkeys([*fields.get("album", "").split(), *named]))
    return {
        "album_fault": "",
        "album": album,
        "cover": fields["picture"],
        "alts": {lang: fields[f"alt.{lang}"] for lang in LANGS},
    }


def _after(made: Sequence[str]) -> str:
    return f"/console/announcements/{made[0]}" if len(made) == 1 else "/console/announcements"


ROUTES = (
    Route("GET", "/console/announcements-new", "announcement.write", choose),
    Route("GET", "/console/announcements/{id:str}/edit", "announcement.write", edit),
    Route("POST", "/console/announcements-save", "announcement.write", save, most=MOST_WITH_PICTURES),
    Route("POST", "/console/announcements-live", "announcement.write", live, most=MOST),
    Route("POST", "/console/announcements-article", "announcement.write", show_article, most=MOST),
    Route("POST", "/console/announcements-picture", "announcement.write", add_pictures, most=MOST_WITH_PICTURES),
    Route("GET", "/console/announcement-pictures/{name:str}", "read", picture),
)
