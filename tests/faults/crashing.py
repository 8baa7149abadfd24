"""One delivery against a sandbox of its own, with its process killed on the way, until it is settled."""

import multiprocessing
import signal
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from multiprocessing.connection import Connection, wait
from typing import Any

import requests

from bot.commands.config_file import for_sandbox, fresh_secrets, merged
from bot.core.delivery import State
from bot.faults import nowhere
from bot.sandbox.run import Sandbox
from bot.store.engine import Database
from tests.faults import child
from tests.faults.child import MOVING, Orders, run
from tests.scheduler.building import column, queue, seen

# Children come from a server process that has imported everything and runs no threads: they start in no time.
children = multiprocessing.get_context("forkserver")
_PRELOADED = ["tests.faults.child", "tests.faults.processes"]
# A child runs the parent's main script again, and what that imports would cost each of them a second.
_PRELOADED += [name for name in ("pytest", "tests.faults.matrix", "bench.delivery") if name in sys.modules]
children.set_forkserver_preload(_PRELOADED)

# Starting a process also reads the exit status of those that have ended, and each can be read only once.
_one_at_a_time = threading.Lock()

ACTS = {"mass": "wechat", "publish": "wechat", "text": "wechat", "share": "weibo", "tweet": "x"}
KEYED = ("mass", "text")
JOIN_SECONDS = 120


@dataclass
class Ended:
    """What stood where in the end. `visible_after`: seconds from the last kill until staff could see how it stands."""

    state: State
    posts: list[dict[str, Any]]
    key: str
    exits: list[int | None] = field(default_factory=list)
    visible_after: float | None = None
    error: str = ""  # the sentence for staff

    @property
    def killed(self) -> bool:
        """Whether every run but the last was killed, and the last one ended well."""
        return self.exits == [-signal.SIGKILL] * (len(self.exits) - 1) + [0]

    @property
    def lost(self) -> bool:
        """Nobody will look after it any more, or it is called sent and is not there."""
        return self.state in MOVING or (self.state is State.SENT and not self.posts)

    @property
    def twice(self) -> bool:
        """More than one became visible."""
        return len(self.posts) > 1

    @property
    def denied(self) -> bool:
        """It is called not sent, and is there."""
        return bool(self.posts) and self.state in {State.FAILED, State.HELD, State.MISSED, State.CANCELLED}


class World:
    """A sandbox of its own and one delivery that waits for its minute, which is now."""

    def __init__(self, box: Sandbox, url: str, act: str) -> None:
        self.control = f"{box.start().control}/_sandbox"
        self.url = url
        self.ask("PUT", "state", {"wechat": {"finish_event_delay": 0, "same_key_seconds": 0}})
        state = self.ask("GET", "state")
        self.sections = merged(fresh_secrets(), for_sandbox(state))
        accounts = {
            "wechat": state["app"]["original_id"],
            "weibo": state["weibo"]["uid"],
            "x": state["x"]["access_token"].partition("-")[0],
        }
        body = f"巴黎高科宣讲会，报名请见 https://{state['weibo']['safe_domain']}/zh/talk"
        account = f"{ACTS[act]}:{accounts[ACTS[act]]}"
        self.database = Database(url, checkpoints=False)
        (self.number,) = queue(self.database, account, act=act, body=body, due=datetime.now(UTC))

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        """The sandbox's controls."""
        answer = requests.request(method, f"{self.control}/{path}", json=body, timeout=10)
        answer.raise_for_status()
        return answer.json()

    def ended(self, exits: list[int | None], visible_after: float | None = None) -> Ended:
        """How it stands."""
        found, error = seen(self.database, self.number), str(column(self.database, self.number, "error"))
        self.database.close()
        return Ended(found.state, self.ask("GET", "posts"), found.key, exits, visible_after, error)


def deliver(
    url: str,
    act: str,
    *,
    deaths: Sequence[str] = (),
    platform_faults: Sequence[dict[str, Any]] = (),
    refused_seconds: float = 0,
) -> Ended:
    """Deliver one post; run after run dies at its point, the last one lives.

    Where none dies, it is done in this process, because a new one costs more than all the rest.

    `refused_seconds`: for so long the platform's port is closed.
    """
    with Sandbox() as box:
        world = World(box, url, act)
        for fault in platform_faults:
            world.ask("POST", "faults", fault)
        if refused_seconds:
            world.ask("POST", "faults", {"api": ACTS[act], "fault": "refuse"})
            opening = threading.Timer(refused_seconds, world.ask, ("DELETE", "faults"))
            opening.start()
        listening, telling = children.Pipe(duplex=False)
        exits, died = [], time.time()
        for fault in (*deaths, "") if deaths else ():
            died = time.time()
            exits.append(_child(Orders(url, world.sections, fault, telling)))
        if not deaths:
            child.deliver(Orders(url, world.sections, tells=telling), nowhere)
            exits.append(0)
        telling.close()
        if refused_seconds:
            opening.join()
        return world.ended(exits, _told(listening, died))


def _told(listening: Connection, died: float) -> float | None:
    """Seconds between the last death and the first word that everything can be seen."""
    word: float | None = None
    while word is None and listening.poll(0):
        try:
            word = listening.recv()
        except EOFError:
            break
    listening.close()
    return None if word is None else max(word - died, 0.0)


def _child(orders: Orders) -> int | None:
    process = start(run, orders)
    ended = bool(wait([process.sentinel], JOIN_SECONDS))
    return finish(process, kill=not ended)


def start(target: Any, *arguments: Any) -> Any:
    """A new process."""
    process = children.Process(target=target, args=arguments)
    with _one_at_a_time:
        process.start()
    return process


def finish(process: Any, *, kill: bool = False) -> int | None:
    """Its exit status; None when it had to be killed, because it did not end."""
    with _one_at_a_time:
        if kill:
            process.kill()
        process.join()
    return None if kill else process.exitcode
