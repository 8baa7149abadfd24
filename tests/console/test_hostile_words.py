"""Hostile words, sent as a student does through the webhook in safe mode: no page of the console grows an element."""

import asyncio
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

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


LISTS = (
    "/console/log?decision=none", "/console/inbox", "/console/inbox?page=2", "/console/inbox?page=3",
)  # fmt: skip


def unheard_of(number: int) -> str:
    """Two words that no FAQ has, each time others."""
    letters = hashlib.sha256(str(number).encode()).hexdigest()[:12].translate(str.maketrans("0123456789", "ghjklmnpqr"))
    return f"{letters[:6]} {letters[6:]}"


def shape(office: Office, path: str) -> Shape:
    return Elements(office.page(path).text).found


def pages_about(office: Office, number: int) -> list[Shape]:
    """The pages about one student: the conversation, mending what was answered, the request."""
    key = person(number)
    with office.database.reading() as db:
        request = inbox.one(db, number + 1)
        line = log.conversation(db, key)[0]["id"]
    assert request["person"] == key
    words = "words=nosuchword"  # so that the entries beside it are the same
    paths = (f"/console/log/{key}", f"/console/fix?line={line}&{words}", f"/console/inbox/{number + 1}?{words}")
    return [shape(office, path) for path in paths]


@pytest.mark.timeout(300)  # some 200 pages
def test_no_page_grows_an_element_by_what_students_write(migrated_file: Path, tmp_path: Path) -> None:
    assert len(PAYLOADS) >= 60
    harmless = tuple(unheard_of(number) for number in range(len(PAYLOADS)))
    with after_talks(migrated_file, tmp_path / "harmless", harmless) as office:
        lists = [shape(office, path) for path in LISTS]
        about, today = pages_about(office, 0), set(shape(office, "/console"))
        parts = set(parts_of_gaps(office))
    with after_talks(migrated_file, tmp_path / "hostile", PAYLOADS) as office:
        for path, expected in zip(LISTS, lists, strict=True):
            assert shape(office, path) == expected, path
        for number, payload in enumerate(PAYLOADS):
            assert pages_about(office, number) == about, payload
        # Hostile words are grouped otherwise than harmless ones, so here the kinds of elements are compared.
        assert set(parts_of_gaps(office)) <= parts
        assert set(shape(office, "/console")) <= today


def parts_of_gaps(office: Office) -> Iterator[tuple[str, tuple[str, ...]]]:
    seen = office.gaps.look(office.now, wait=60)
    assert seen.gaps
    yield from Elements(office.page("/console/gaps").text).found
    for gap in seen.gaps[:10]:
        yield from Elements(office.page(f"/console/gaps/{gap.id}?words=nosuchword").text).found
