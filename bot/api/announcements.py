"""Announcements, deliveries and channels, as JSON."""

from dataclasses import asdict, dataclass
from typing import Annotated, Any

from litestar import get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import JSONBody, PathParameter, QueryParameter

from bot.actions import announcement_drafts, announcements, channels, deliveries
from bot.api.faq import Limit, Offset
from bot.api.inbox import Number
from bot.api.parts import Call, Parts, Plain, actor_of, page
from bot.core.errors import NothingFound

Name = Annotated[str, PathParameter(max_length=80, description="its id")]
Channel = Annotated[str, PathParameter(max_length=12, description="wechat, weibo or x")]


@dataclass(frozen=True, slots=True)
class AnnouncementToAdd:
    """`entry` in the form of an entry of the announcements file, without an id."""

    entry: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Approval:
    """`hash`: the content that was read, as the announcement shows it."""

    hash: str


@dataclass(frozen=True, slots=True)
class SeenThere:
    """The address of the post."""

    url: str


@dataclass(frozen=True, slots=True)
class Reason:
    """Why, for the colleagues."""

    reason: str = ""


def routes(parts: Parts) -> list[HTTPRouteHandler]:
    """What programs do with what goes out."""
    return [*_announcements(parts), *_deliveries(parts), *_channels(parts)]


def _announcements(parts: Parts) -> list[HTTPRouteHandler]:
    database = parts.database

    @get("/announcements", opt={"deed": "read"}, sync_to_thread=True)
    def list_announcements(limit: Limit = 100, offset: Offset = 0) -> Plain:
        """All of them, with how each stands."""
        return page(announcements.listing(database), limit, offset)

    @get("/announcements/{name:str}", opt={"deed": "read"}, sync_to_thread=True)
    def show_announcement(request: Call, name: Name) -> Plain:
        """One, as its readers see it on each channel, with the hash that approving asks for."""
        terms = parts.terms(actor_of(request).name, parts.now())
        return announcements.show(database, name, link_domains=terms.rules.link_domains)

    @post("/announcements", opt={"deed": "announcement.write"}, status_code=200, sync_to_thread=True)
    def add_announcement(request: Call, data: JSONBody[AnnouncementToAdd]) -> Plain:
        """Save a draft, unless it has problems: then it says them, and nothing is saved."""
        terms = parts.terms(actor_of(request).name, parts.now())
        texts = data.entry.get("texts")
        entry = {**data.entry, "texts": texts if isinstance(texts, dict) else {}}
        done = announcement_drafts.add(database, entry, terms)
        return {
            "created": done.created,
            "changed": done.changed,
            "problems": [asdict(one) for one in done.problems],
            "hints": [asdict(one) for one in done.hints],
        }

    @post(
        "/announcements/{name:str}/approve", opt={"deed": "announcement.approve"}, status_code=200, sync_to_thread=True
    )
    def approve(request: Call, name: Name, data: JSONBody[Approval]) -> Plain:
        """Release it as it was read; or its problems, and then it stays a draft."""
        terms = parts.terms(actor_of(request).name, parts.now())
        done = announcements.approve(database, [name], terms, read_hash=data.hash or "-")
        return {"approved": not done.problems, "problems": [asdict(one) for one in done.problems]}

    @post(
        "/announcements/{name:str}/cancel", opt={"deed": "announcement.approve"}, status_code=200, sync_to_thread=True
    )
    def cancel(request: Call, name: Name) -> Plain:
        """Stop what has not gone out; the channels by what that did for them."""
        return asdict(announcements.cancel(database, name, now=parts.now(), actor=actor_of(request).name))

    return [list_announcements, show_announcement, add_announcement, approve, cancel]


def _deliveries(parts: Parts) -> list[HTTPRouteHandler]:
    database = parts.database

    @get("/deliveries", opt={"deed": "read"}, sync_to_thread=True)
    def list_deliveries(
        waiting: Annotated[bool, QueryParameter(description="only those that need a decision")] = False,
        limit: Limit = 100,
        offset: Offset = 0,
    ) -> Plain:
        """What became of each send."""
        return page(deliveries.listing(database, failed=waiting), limit, offset)

    @post("/deliveries/{number:int}/sent", opt={"deed": "delivery.resolve"}, status_code=200, sync_to_thread=True)
    def is_there(request: Call, number: Number, data: JSONBody[SeenThere]) -> Plain:
        """A person has seen it there."""
        actor = actor_of(request).name
        after = deliveries.resolve_sent(database, number, url=data.url.strip(), now=parts.now(), actor=actor)
        return {"id": after.id, "state": after.state.value}

    @post("/deliveries/{number:int}/not-sent", opt={"deed": "delivery.resolve"}, status_code=200, sync_to_thread=True)
    def is_not_there(request: Call, number: Number) -> Plain:
        """A person has looked, and it is not there: it is sent now, once."""
        after = deliveries.resolve_not_sent(database, number, now=parts.now(), actor=actor_of(request).name)
        return {"id": after.id, "state": after.state.value}

    return [list_deliveries, is_there, is_not_there]


def _channels(parts: Parts) -> list[HTTPRouteHandler]:
    database = parts.database

    @get("/channels", opt={"deed": "read"}, sync_to_thread=True)
    def list_channels() -> Plain:
        """Each account with its rights, token, quota, pause and last failure."""
        return {"items": channels.listing(database, parts.accounts(), parts.quotas, now=parts.now())}

    @post("/channels/{name:str}/pause", opt={"deed": "channel.pause"}, status_code=200, sync_to_thread=True)
    def pause(request: Call, name: Channel, data: JSONBody[Reason]) -> Plain:
        """Let nothing more go out there."""
        accounts = _there(name)
        reason, now = data.reason.strip()[:200], parts.now()
        done = channels.pause(database, accounts, [name], reason=reason, now=now, actor=actor_of(request))
        return {"paused": done.changed, "already": done.already, "under_way": done.under_way}

    @post("/channels/{name:str}/resume", opt={"deed": "channel.pause"}, status_code=200, sync_to_thread=True)
    def resume(request: Call, name: Channel) -> Plain:
        """Let it go on."""
        done = channels.resume(database, _there(name), [name], now=parts.now(), actor=actor_of(request))
        return {"resumed": done.changed, "already": done.already, "waiting": done.waiting}

    def _there(name: str) -> list[channels.Account]:
        found = list(parts.accounts())
        if name not in {one.channel for one in found}:
            raise NothingFound("No such account is set up.")
        return found

    return [list_channels, pause, resume]
