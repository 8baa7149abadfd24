"""Announcements end to end: the sandbox, the bot and the command line as processes of their own."""

import json
import re
import subprocess
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests
from PIL import Image

from bot.actions import deliveries
from bot.store.engine import Database
from tests.flows.running import COMMAND, eventually, free_ports, run

FAST = {
    "PARISTECH_BOT__ANNOUNCEMENTS__TICK_SECONDS": "0.1",
    "PARISTECH_BOT__ANNOUNCEMENTS__LEASE_SECONDS": "5",
    "PARISTECH_BOT__ANNOUNCEMENTS__RETRY_FLOOR_SECONDS": "0",
    "PARISTECH_BOT__ANNOUNCEMENTS__RECONCILE_AFTER": "[0.2,0.4,0.6]",
}
SENDALL = "wechat:/cgi-bin/message/mass/sendall"
SUBMIT = "wechat:/cgi-bin/freepublish/submit"
SHARE = "weibo:/2/statuses/share.json"
TWEETS = "x:/2/tweets"


@dataclass(frozen=True)
class Office:
    """Somebody at the command line, and an outside tool at the sandbox's controls."""

    folder: Path
    sandbox: str
    env: dict[str, str]

    def types(self, *words: str, status: int = 0) -> Any:
        done = run(*words, "--json", "--config", str(self.folder / "config.toml"), env=self.env, cwd=self.folder)
        assert done.returncode == status, done.stdout + done.stderr
        return json.loads(done.stdout) if done.stdout else done.stderr

    def asks(self, method: str, path: str, body: Any = None) -> Any:
        answer = requests.request(method, f"{self.sandbox}/_sandbox/{path}", json=body, timeout=10)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def announces(self, *entries: dict[str, Any]) -> None:
        """Release these now."""
        file = self.folder / "entries.json"
        file.write_text(json.dumps({"announcements": list(entries)}))
        self.types("announce", "import", str(file), "--due-now")
        self.types("announce", "approve", "--all")

    def settled(self, *ids: str) -> dict[str, dict[str, Any]]:
        """The deliveries of these announcements, once nothing happens to them any more."""
        database = Database(f"sqlite:///{self.folder}/paristech-bot.db", checkpoints=False)

        def over() -> bool:
            # Not by the command line, because a process for each question would keep all processors busy.
            rows = [row for row in deliveries.listing(database) if row["announcement"] in ids]
            ended = [
                row["state"] in {"sent", "failed", "held"} or row["error"].endswith("may be sent again.")
                for row in rows
            ]
            return len(rows) == len(ids) and all(ended)

        try:
            eventually(over, seconds=60)
        finally:
            database.close()
        return {row["announcement"]: row for row in self.types("deliveries") if row["announcement"] in ids}

    def posts(self, link: str) -> list[dict[str, Any]]:
        """What became visible with this word in it."""
        return [post for post in self.asks("GET", "posts") if link in json.dumps(post, ensure_ascii=False)]


@contextmanager
def process(*words: str, env: dict[str, str], folder: Path) -> Iterator[None]:
    child = subprocess.Popen([*COMMAND, *words], env=env, cwd=folder, stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        child.terminate()
        assert child.wait(timeout=40) == 0


def answers(url: str) -> bool:
    try:
        return requests.get(url, timeout=5).status_code == 200
    except requests.ConnectionError:
        return False


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder, base = tmp_path_factory.mktemp("office"), free_ports(5)
    bot, sandbox = f"http://127.0.0.1:{base + 4}", f"http://127.0.0.1:{base}"
    address = {"PARISTECH_BOT__SERVER__PORT": str(base + 4), "PARISTECH_BOT__SERVER__PUBLIC_URL": bot}
    here = Office(folder, sandbox, {**FAST, **address})
    Image.new("RGB", (40, 30), "#204080").save(folder / "hall.jpg")
    with process("sandbox", "--port", str(base), env=here.env, folder=folder):
        eventually(lambda: answers(f"{sandbox}/_sandbox/state"))
        assert run("init", "--sandbox", sandbox, env=here.env, cwd=folder).returncode == 0
        here.asks("PUT", "state", {"wechat": {"finish_event_delay": 0.1, "same_key_seconds": 0}})
        with process("serve", "--config", "config.toml", env=here.env, folder=folder):
            eventually(lambda: answers(f"{bot}/readyz"))
            yield here


def entry(id: str, channel: str, *, picture: str = "", **more: Any) -> dict[str, Any]:
    """An announcement on one channel; its id stands in its text."""
    body = f"Session {id} on 10 December: https://paristech.fr/{id}"
    plain = {
        "id": id,
        "texts": {lang: {"title": f"Session {id}", "body": body} for lang in ("zh", "en")},
        "channels": [{**more, "name": channel}],
        "publish_at": "2026-12-03T18:00:00",
        "publish_zone": "Asia/Shanghai",
    }
    return {**plain, "picture": picture} if picture else plain


def a_tag(office: Office) -> int:
    """A tag with one follower in it, made by the platform's own API."""
    state = office.asks("GET", "state")
    base, app = state["wechat"]["api_base"], state["app"]

    def call(path: str, body: dict[str, Any], token: str = "") -> Any:
        return requests.post(f"{base}/cgi-bin/{path}", params={"access_token": token}, json=body, timeout=10).json()

    asked = {"grant_type": "client_credential", "appid": app["app_id"], "secret": app["app_secret"]}
    token = call("stable_token", asked)["access_token"]
    tag = int(call("tags/create", {"tag": {"name": "applicants"}}, token)["tag"]["id"])
    someone = office.asks("GET", "followers")[0]["openid"]
    call("tags/members/batchtagging", {"openid_list": [someone], "tagid": tag}, token)
    return tag


def test_every_act_on_every_channel_goes_out_once(office: Office) -> None:
    tag = f"tag:{a_tag(office)}"
    entries = [
        entry("plain-mass", "wechat"),
        entry("tag-mass", "wechat", audience=tag, picture="hall.jpg"),
        entry("tag-text", "wechat", act="text", audience=tag),
        entry("published", "wechat", act="publish"),
        entry("illustrated", "wechat", act="publish", body="![大厅](hall.jpg)\n\nhttps://paristech.fr/illustrated"),
        entry("plain-share", "weibo"),
        entry("picture-share", "weibo", picture="hall.jpg"),
        entry("plain-tweet", "x"),
        entry("picture-tweet", "x", picture="hall.jpg"),
    ]
    office.announces(*entries)
    rows = office.settled(*(each["id"] for each in entries))
    assert Counter((row["state"], row["attempts"], row["error"]) for row in rows.values()) == {("sent", 1, ""): 9}
    for each in entries:
        (post,) = office.posts(f"/{each['id']}")
        assert rows[each["id"]]["remote_id"] == post["id"]
        if post["kind"] != "mass":
            assert bool(post["media"]) is ("picture" in each or post["channel"] == "wechat")
    (illustrated,) = office.posts("/illustrated")
    page = requests.get(illustrated["url"], timeout=10).text
    assert re.search(r'<img src="/media/[0-9a-f]+" alt="大厅"', page)
    assert "utm_source=wechat&amp;utm_medium=social&amp;utm_campaign=illustrated&amp;u=a" in page


# Each post's own fault, in the order in which an account sends them: by number, which approval gives by name.
STRUCK = {
    "a-lost-publish": (SUBMIT, "reset_after", {"name": "wechat", "act": "publish"}),
    "b-refused-publish": (SUBMIT, "errcode:48001", {"name": "wechat", "act": "publish"}),
    "a-lost-share": (SHARE, "truncated", {"name": "weibo"}),
    "b-gone-share": (SHARE, "reset_before", {"name": "weibo"}),
    "c-refused-share": (SHARE, "errcode:21327", {"name": "weibo"}),
    "a-lost-tweet": (TWEETS, "html", {"name": "x"}),
    "b-gone-tweet": (TWEETS, "reset_before", {"name": "x"}),
}


@pytest.fixture(scope="module")
def struck(office: Office) -> dict[str, dict[str, Any]]:
    """What became of posts of which each met with a fault."""
    for api, fault, _ in STRUCK.values():
        office.asks("POST", "faults", {"api": api, "fault": fault})
    office.announces(*(entry(name, channel["name"], **channel) for name, (_, _, channel) in STRUCK.items()))
    return office.settled(*STRUCK)


@pytest.mark.parametrize("name", ["a-lost-publish", "a-lost-share", "a-lost-tweet"])
def test_a_lost_answer_never_makes_a_second_post(office: Office, struck: dict[str, dict[str, Any]], name: str) -> None:
    assert struck[name]["state"] == "sent", struck[name]
    assert len(office.posts(f"/{name}")) == 1


@pytest.mark.parametrize(
    ("name", "state", "next_step", "words"),
    [
        ("b-refused-publish", "held", "announce package b-refused-publish", "(48001: api unauthorized"),
        ("c-refused-share", "failed", "Connect the Weibo account again", "(21327: expired_token)"),
    ],
)
def test_a_refusal_says_what_to_do_and_what_the_platform_said(
    struck: dict[str, dict[str, Any]], name: str, state: str, next_step: str, words: str
) -> None:
    assert struck[name]["state"] == state
    assert next_step in struck[name]["error"]
    assert words in struck[name]["error"]


def test_what_cannot_be_found_waits_for_a_person_who_then_decides(
    office: Office, struck: dict[str, dict[str, Any]]
) -> None:
    share, tweet = struck["b-gone-share"], struck["b-gone-tweet"]
    for row in (share, tweet):
        assert row["state"] == "unknown"
        assert "It is not among the newest posts" in row["error"]
    url = "https://x.com/i/web/status/1"
    assert office.types("deliveries", "resolve", str(tweet["id"]), "--sent", url)["state"] == "sent"
    assert office.types("deliveries", "resolve", str(share["id"]), "--not-sent")["state"] == "queued"
    assert office.settled("b-gone-share")["b-gone-share"]["state"] == "sent"
    assert [len(office.posts("/b-gone-share")), len(office.posts("/b-gone-tweet"))] == [1, 0]
    assert "nothing to decide" in office.types("deliveries", "resolve", str(share["id"]), "--not-sent", status=1)
