"""Hostile words, sent as a student does through the webhook in safe mode: no page of the console grows an element."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.core.privacy import person_key
from bot.store import faqs, inbox, log
from bot.store.engine import Database
from tests.answering.faq import ENTRIES
from tests.console.office import Office
from tests.console.payloads import PAYLOADS
from tests.console.test_pages import Elements
from tests.databases import copy_file
from tests.handlers.world import SECRET, START, World

Shape = list[tuple[str, tuple[str, ...]]]


@contextmanager
def after_talks(file: Path, folder: Path, texts: tuple[str, ...]) -> Iterator[Office]:
    """An office to which each text was written by a student of its own, who then asked for a colleague."""
    folder.mkdir()
    database = Database(copy_file(file, folder))
    with database.writing() as db:
        faqs.save_entries(db, ENTRIES, actor="Li", now=START)
    world = World(database, folder, mode="safe")

    async def write() -> None:
        for number, text in enumerate(texts):
            for said in (text, "人工"):
                assert await world.asked(said, FromUserName=openid(number)) is not None

    asyncio.run(write())
    world.close()
    office = Office(database, lines=(0.3, 0.05))
    office.now = START
    with office.client:
        office.gaps.look(office.now, wait=60)
        yield office
    database.close()


def openid(number: int) -> str:
    return f"oStudent-{number:03}"


def person(number: int) -> str:
    return person_key(SECRET, "wechat", openid(number))


def pages_of(office: Office) -> dict[str, Shape]:
    """The shape of every page that shows what students wrote, by a name that is the same in both offices."""
    with office.database.reading() as db:
        requests = {one["person"]: one["id"] for one in inbox.listing(db)}
        lines = {number: log.conversation(db, person(number))[0]["id"] for number in range(len(PAYLOADS))}
    paths = {"today": "/console", "log": "/console/log", "inbox": "/console/inbox", "more": "/console/inbox?page=2"}
    for number in range(len(PAYLOADS)):
        key = person(number)
        paths |= {
            f"talk {number}": f"/console/log/{key}",
            f"line {number}": f"/console/log?person={key}",
            f"mend {number}": f"/console/fix?line={lines[number]}&words=nosuchword",
            f"request {number}": f"/console/inbox/{requests[key]}?words=nosuchword",
        }
    return {name: Elements(office.page(path).text).found for name, path in paths.items()}


def test_no_page_grows_an_element_by_what_students_write(migrated_file: Path, tmp_path: Path) -> None:
    harmless = tuple(f"harmless words {number}" for number in range(len(PAYLOADS)))
    with after_talks(migrated_file, tmp_path / "harmless", harmless) as office:
        expected = pages_of(office)
        gap_parts = set(parts_of_gaps(office))
    with after_talks(migrated_file, tmp_path / "hostile", PAYLOADS) as office:
        assert len(PAYLOADS) >= 60
        found = pages_of(office)
        # Hostile words are grouped otherwise than harmless ones, so the kinds of elements are compared here.
        assert set(parts_of_gaps(office)) <= gap_parts
    for name, shape in expected.items():
        if name != "today":  # where the gaps stand, too
            assert found[name] == shape, name
    assert set(found["today"]) <= set(expected["today"])


def parts_of_gaps(office: Office) -> Iterator[tuple[str, tuple[str, ...]]]:
    seen = office.gaps.look(office.now, wait=60)
    assert seen.gaps
    yield from Elements(office.page("/console/gaps").text).found
    for gap in seen.gaps[:20]:
        yield from Elements(office.page(f"/console/gaps/{gap.id}?words=nosuchword").text).found
