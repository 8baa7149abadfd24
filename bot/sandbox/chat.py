"""A follower writes, the bot answers, the follower sees it."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from bot.sandbox.callback import Push, deliver, push_for
from bot.sandbox.inbound import Inbound, read_inbound
from bot.sandbox.people import Follower
from bot.sandbox.wechat_reply import FAULT_NOTICE
from bot.sandbox.world import World

MOST_THREADS = 64


class NoCallback(Exception):
    """No address is set that messages could be sent to."""


def send_message(world: World, body: object) -> dict[str, Any]:
    """Send what a POST /_sandbox/messages asks for and wait for all its tries; BadMessage, NoCallback."""
    with world.lock:
        inbound = read_inbound(body, world.clock.now())
        push = push_for(world, inbound.fields(world.state.app.original_id), inbound.openid, inbound.mode)
        if push is None:
            raise NoCallback(
                'Set the bot\'s address first: PUT /_sandbox/state {"callback": {"url": "http://…/wechat"}}'
            )
        person = world.wechat.follower_at(inbound.openid, world.clock.now())
        _change(world, person, inbound)
        world.say(person, inbound.row())
    attempts = _all_copies(push, inbound, world)
    with world.lock:
        if person.subscribed:
            _see(world, person, attempts)
    return {"msg_id": inbound.msg_id, "attempts": attempts}


def _all_copies(push: Push, inbound: Inbound, world: World) -> list[dict[str, Any]]:
    if inbound.copies == 1 or not inbound.parallel:
        return [each for _ in range(inbound.copies) for each in deliver(push, world.timing)]
    with ThreadPoolExecutor(min(inbound.copies, MOST_THREADS)) as threads:
        waiting = [threads.submit(deliver, push, world.timing) for _ in range(inbound.copies)]
        return [each for copy in waiting for each in copy.result()]


def _change(world: World, person: Follower, inbound: Inbound) -> None:
    """Follow, unfollow, and open the windows in which the account may write back."""
    before, now = person.row(), world.clock.now()
    if inbound.event == "unsubscribe":
        person.subscribed = False
        person.tags.clear()
        person.windows.clear()
    else:
        if not person.subscribed or inbound.event == "subscribe":
            person.since = now
            person.qr_scene = str(inbound.given.get("event_key", "")).removeprefix("qrscene_")
        person.subscribed = True
    window = inbound.window()
    if window:
        person.open_window(window, now)
    if person.row() != before or len(person.chat) == 0:
        world.live.tell("follower", person.row())


def _see(world: World, person: Follower, attempts: list[dict[str, Any]]) -> None:
    """Show the first usable reply: a message has one reply, however often it was delivered."""
    usable = [attempt for attempt in attempts if attempt["error"] is None]
    if not usable:
        world.say(person, {"kind": "notice", "type": "text", "content": FAULT_NOTICE})
        return
    replies = [attempt["reply"] for attempt in usable if attempt["reply"] is not None]
    if replies:
        reply = dict(replies[0])
        material = world.wechat.materials.get(reply.get("media_id", ""))
        if material is not None:
            reply["picture"] = material.file.url
        world.say(person, {"kind": "reply", **reply})
