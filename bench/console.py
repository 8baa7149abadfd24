"""How long the server takes for each page of the console, with years of an office's work in the database.

    python -m bench.console [--entries 5000] [--lines 200000] [--announcements 2000] [--postgres URL]

Prints a table: the median and the slowest of several requests a page, in milliseconds of processor time, from the
request to its last byte, in this process and without a network; and the median by the clock, which says the same on a
machine that has nothing else to do. The budget is 150 ms a page.
"""

import argparse
import re
import statistics
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlalchemy import insert

from bot.console.asking import OPEN
from bot.console.routes import ROUTES
from bot.core.announcements import Announcement, Event, default_channel
from bot.core.delivery import State
from bot.core.faq import Entry, EntryText
from bot.core.messages import LogLine
from bot.core.walls import wall
from bot.store import announcements, faqs, inbox, log
from bot.store.engine import Database
from bot.store.models import delivery
from tests.console.office import NOW, Office

BUDGET_MS = 150
HTTP_OK = 200
ROUNDS = 5
TOPICS = (
    "housing", "visa", "tuition", "scholarship", "interview", "deadline", "language", "insurance", "internship",
    "exchange",
)  # fmt: skip
PLACES = ["Paris", "Shanghai", "Lyon", "Nancy", "Grenoble", "Toulouse", "Wuhan", "Beijing", "Lille", "Nantes"]
KINDS = ("answer",) * 6 + ("choices",) * 2 + ("none",)


def main() -> None:
    """Fill a database, ask for every page, print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entries", type=int, default=5000)
    parser.add_argument("--lines", type=int, default=200_000)
    parser.add_argument("--announcements", type=int, default=2000)
    parser.add_argument("--postgres", default="", help="the address of an empty PostgreSQL database to fill instead")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        database = Database(wanted.postgres or f"sqlite:///{Path(folder) / 'bench.db'}")
        database.migrate()
        fill(database, wanted.entries, wanted.lines, wanted.announcements)
        office = Office(database)
        with office.client:
            rows = list(measured(office))
        database.close()
    width = max(len(path) for path, *_ in rows)
    print(f"{'page':{width}}  median ms  slowest ms  by the clock     bytes")
    for path, median, slowest, clock, size in sorted(rows, key=lambda row: -row[1]):
        mark = "  over the budget" if median > BUDGET_MS else ""
        print(f"{path:{width}}  {median:9.1f}  {slowest:10.1f}  {clock:12.1f}  {size:8}{mark}")


def fill(database: Database, entries: int, lines: int, planned: int) -> None:
    """Entries, lines of the log, announcements with their deliveries, requests to colleagues."""
    with database.writing() as db:
        faqs.save_entries(db, [entry(number) for number in range(entries)], actor="bench", now=NOW)
    step = 5000
    for start in range(0, lines, step):
        with database.writing() as db:
            log.add_many(db, [line(number, entries, lines) for number in range(start, min(start + step, lines))])
    with database.writing() as db:
        for number in range(planned):
            announce(db, number)
        for number in range(500):
            request = inbox.open_or_add(db, person=person(number), text_=question(number), lang="en", now=NOW)
            if number % 5:
                inbox.close(db, request.id, now=NOW)


def entry(number: int) -> Entry:
    """An entry in three languages with a dozen phrasings."""
    topic, place = TOPICS[number % 10], PLACES[number // 10 % 10]
    asked = [f"{topic} in {place}, case {number}", *(f"{topic} {place} {number} number {n}" for n in range(3))]
    chinese = [f"{place}的{topic}，第{number}种情况", *(f"{number}号{topic}怎么办{n}" for n in range(3))]
    french = [f"{topic} à {place}, cas {number}", *(f"{topic} {place} cas {number} question {n}" for n in range(3))]
    texts = {
        lang: EntryText(said[0], f"{said[0]}: " + "words of an answer " * 15, tuple(said[1:]))
        for lang, said in (("zh", chinese), ("en", asked), ("fr", french))
    }
    review = date(2026, 11, 1) + timedelta(days=number % 400)
    return Entry(f"entry-{number:05}", texts, category=topic, review_by=review)


def question(number: int) -> str:
    """What a student wrote; most of them ask what others ask too."""
    return f"is there a {TOPICS[number % 10]} for my {PLACES[number // 7 % 10]} cousin {number % 700}?"


def person(number: int) -> str:
    """One of 20 000 people."""
    return f"{number * 7919 % 20_000:043}"


def line(number: int, entries: int, lines: int) -> LogLine:
    """A line of the log; all of them lie within 90 days."""
    kind = KINDS[number % len(KINDS)]
    names = tuple(f"entry-{(number * k) % entries:05}" for k in (13, 29, 31))
    at = NOW - timedelta(seconds=(lines - number) * 90 * 86400 / lines)
    reply = "words of a reply that a student was given " * 8
    return LogLine(
        f"{number:064}", at, person(number), kind, kind, names, 1 if kind == "answer" else 3,
        ("zh", "en", "fr")[number % 3], 0.8, question(number), reply, "", 1.0,
    )  # fmt: skip


def announce(db: object, number: int) -> None:
    """An announcement of the past years or of the months to come, with its sends where they are over."""
    at = NOW + timedelta(hours=12 * (number - 1800))
    one = Announcement(
        id=f"a-{number:05}", kind="session", event=Event(f"Session {number}", starts_at=at + timedelta(days=7)),
        texts=dict.fromkeys(("zh", "en"), (f"Session {number}", "words " * 40)),
        channels=tuple(default_channel(name) for name in ("wechat", "weibo", "x")),
        publish_at=at, publish_wall=wall(at, "Asia/Shanghai"),
    )  # fmt: skip
    announcements.save(db, one, now=NOW, actor="bench")  # type: ignore[arg-type]  # the store's connection
    if at >= NOW:
        return
    rows = [
        {
            "announcement_id": one.id, "channel": name, "account": f"{name}:1",
            "state": State.FAILED if number % 50 == 0 else State.SENT, "key": f"{name}{number:020}", "payload": {},
            "payload_hash": "", "due_at": at, "next_try_at": at, "late_after_seconds": 900, "notes": {},
            "created_at": at, "updated_at": at,
        }
        for name in ("wechat", "weibo", "x")
    ]  # fmt: skip
    db.execute(insert(delivery), rows)  # type: ignore[attr-defined]


def measured(office: Office) -> Iterator[tuple[str, float, float, float, int]]:
    """Each page: address, median and slowest in ms of processor time, median by the clock, bytes.

    The first request of a page warms up and does not count.
    """
    office.now = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
    seen = office.gaps.look(office.now, wait=600)  # it is found in the background; pages show the last state
    print(f"{len(seen.gaps)} gaps", flush=True)
    first = seen.gaps[0].id if seen.gaps else "1"
    some = {"gaps": first, "faq": "entry-00007", "announcements": "a-00007", "inbox": "1", "log": person(3)}
    for path in pages(some):
        took, clock = [], []
        for _ in range(ROUNDS + 1):
            started, started_at = time.process_time(), time.perf_counter()
            answer = office.page(path)
            took.append((time.process_time() - started) * 1000)
            clock.append((time.perf_counter() - started_at) * 1000)
            if answer.status_code != HTTP_OK:
                raise RuntimeError(f"{path} answered {answer.status_code}")
        yield path, statistics.median(took[1:]), max(took[1:]), statistics.median(clock[1:]), len(answer.content)


def pages(some: dict[str, str]) -> Iterator[str]:
    """Every page that can be read, and the searches that cost most."""
    for route in ROUTES:
        if route.method == "GET" and route.deed != OPEN:
            noun = route.path.split("/")[2] if route.path.count("/") > 1 else ""
            yield re.sub(r"\{\w+:\w+\}", some.get(noun, "1"), route.path)
    yield from (
        "/console/faq?q=visa", "/console/try?q=visa%20in%20Paris", "/console/log?q=cousin",
        "/console/log?q=nothinghasthis",
        "/console/log?decision=none&lang=fr", f"/console/log?person={person(3)}", "/console/log?entry=entry-00013",
        "/console/numbers?days=90", "/console/entries?words=visa", "/console/gaps?q=cousin",
        "/console/inbox?status=done",
        "/console/fix?q=visa%20in%20Paris", "/console/fix?line=17",
    )  # fmt: skip


if __name__ == "__main__":
    main()
