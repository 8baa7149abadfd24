"""One delivery against a sandbox of its own, with its process killed on the way, until it is settled."""

import multiprocessing
import signal
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from multiprocessing.connection import wait
from pathlib import Path
from typing import Any

import requests

from bot.core.delivery import State
from bot.sandbox.run import Sandbox
from bot.store.engine import Database
from tests.faults.child import Orders, account_of, run, settings_for
from tests.scheduler.building import queue, seen

# Children come from a server process that has imported everything and runs no threads: they start in no time.
_children = multiprocessing.get_context("forkserver")
_children.set_forkserver_preload(["tests.faults.child"])

# Starting a process also reads the exit status of those that have ended, and each can be read only once.
_one_at_a_time = threading.Lock()

ACTS = {"mass": "wechat", "publish": "wechat", "share": "weibo", "tweet": "x"}
JOIN_SECONDS = 60


@dataclass
class Ended:
    """What stood where in the end."""

    state: State
    posts: list[dict[str, Any]]
    key: str
    exits: list[int | None] = field(default_factory=list)


def deliver(url: str, act: str, *, deaths: Sequence[str] = (), platform_faults: Sequence[dict[str, Any]] = ()) -> Ended:
    """Deliver one post; run after run dies at its point, the last one lives."""
    with Sandbox() as box:
        control = box.start().control
        wishes = {"wechat": {"finish_event_delay": 0, "same_key_seconds": 0}}
        _ok(requests.put(f"{control}/_sandbox/state", json=wishes, timeout=10))
        world = _ok(requests.get(f"{control}/_sandbox/state", timeout=10)).json()
        for fault in platform_faults:
            _ok(requests.post(f"{control}/_sandbox/faults", json=fault, timeout=10))
        database = Database(url, checkpoints=False)
        number = _queue(database, world, act)
        exits = [_child(Orders(url, world, fault)) for fault in (*deaths, "")]
        found = seen(database, number)
        database.close()
        posts = _ok(requests.get(f"{control}/_sandbox/posts", timeout=10)).json()
        return Ended(found.state, posts, found.key, exits)


def killed(ended: Ended) -> bool:
    """Whether every run but the last was killed, and the last one ended well."""
    return ended.exits == [-signal.SIGKILL] * (len(ended.exits) - 1) + [0]


def _queue(database: Database, world: dict[str, Any], act: str) -> int:
    account = account_of(settings_for(world), ACTS[act])
    body = f"巴黎高科宣讲会，报名请见 https://{world['weibo']['safe_domain']}/zh/talk"
    due = datetime.now(UTC)
    return queue(database, account, act=act, body=body, due=due)[0]


def _child(orders: Orders) -> int | None:
    process = _children.Process(target=run, args=(orders,))
    with _one_at_a_time:
        process.start()
    ended = bool(wait([process.sentinel], JOIN_SECONDS))
    with _one_at_a_time:
        if not ended:
            process.kill()
        process.join()
    return process.exitcode if ended else None


def _ok(response: requests.Response) -> requests.Response:
    response.raise_for_status()
    return response


def fresh_file(migrated: Path, folder: Path, name: str) -> str:
    """The address of a fresh SQLite database."""
    file = folder / f"{name}.db"
    file.write_bytes(migrated.read_bytes())
    return f"sqlite:///{file}"
