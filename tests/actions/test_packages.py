"""Packages as files: a folder or a zip, what was approved and nothing else."""

import io
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from bot.actions.announcement_checks import Terms
from bot.actions.announcement_drafts import write
from bot.actions.announcements import approve, cancel
from bot.actions.packages import Packed, pack, write_package
from bot.channels.pictures import crop
from bot.core.errors import BadFile, Conflict, NothingFound, UsageError
from bot.core.packages import Shot
from bot.core.posts import posts_for, visible
from bot.store.engine import Database
from tests.announcing import ACCOUNTS, LINK, NOW, RULES, an_announcement

TERMS = Terms(RULES, ACCOUNTS, NOW, "Li")


def fit(shot: Shot) -> bytes:
    return f"{shot.file} of {shot.source or 'the cover'}".encode()


@pytest.fixture
def database(sqlite_database: Database) -> Database:
    assert write(sqlite_database, [an_announcement(picture="hall.jpg")], TERMS).problems == []
    return sqlite_database


def packed(database: Database, channel: str = "") -> Packed:
    return pack(database, "opening", fit, channel=channel)


def test_each_channel_has_a_folder_with_what_is_pasted(database: Database) -> None:
    files = packed(database).files
    assert [path for path in files if path.startswith("wechat/")] == [
        *("wechat/title.txt", "wechat/author.txt", "wechat/article.html", "wechat/article.txt", "wechat/digest.txt"),
        *("wechat/source-link.txt", "wechat/picture-1.jpg", "wechat/cover.jpg", "wechat/cover-square.jpg"),
    ]
    posts = posts_for(an_announcement(picture="hall.jpg"))
    assert files["weibo/text.txt"].decode() == visible(posts["weibo"])
    assert files["x/text.txt"].decode() == visible(posts["x"])
    assert files["wechat/article.txt"].decode() == posts["wechat"].body
    assert b'src="picture-1.jpg"' in files["wechat/article.html"]
    assert files["weibo/picture.jpg"] == b"picture.jpg of hall.jpg"
    assert files["index.html"].decode().count("data:image/jpeg;base64,") == 6


def test_it_is_described_with_its_deliveries(database: Database) -> None:
    assert packed(database).described()["channels"]["x"]["delivery"] is None
    approve(database, ["opening"], TERMS, by_hand=("wechat",))
    told = packed(database).described()
    assert (told["status"], told["link"]) == ("approved", LINK)
    by_hand = {name: (one["delivery"], one["automatic"]) for name, one in told["channels"].items()}
    assert by_hand == {"wechat": (1, False), "weibo": (2, True), "x": (3, True)}


def test_one_channel_alone(database: Database) -> None:
    assert set(packed(database, "x").files) == {"index.html", "x/text.txt", "x/picture.jpg"}
    with pytest.raises(UsageError, match="not to fax"):
        packed(database, "fax")


def test_what_is_not_there_or_cancelled_has_no_package(database: Database) -> None:
    with pytest.raises(NothingFound, match="no announcement “nothing”"):
        pack(database, "nothing", fit)
    cancel(database, "opening", now=NOW, actor="Li")
    with pytest.raises(Conflict, match="is cancelled"):
        packed(database)


def test_a_folder_is_written_and_not_written_over_unasked(database: Database, tmp_path: Path) -> None:
    target = tmp_path / "out"
    write_package(packed(database), target)
    assert (target / "weibo" / "text.txt").read_text(encoding="utf-8").startswith("【报名今天开放】")
    with pytest.raises(BadFile, match="--force"):
        write_package(packed(database), target)
    write_package(packed(database), target, force=True)


def test_a_zip_holds_the_same_and_is_the_same_each_time(database: Database, tmp_path: Path) -> None:
    made = packed(database)
    for name in ("one.zip", "two.zip"):
        write_package(made, tmp_path / name)
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "one.zip") as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == dict(made.files)


def test_a_place_that_cannot_be_written_is_said(database: Database, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(BadFile, match="cannot be written"):
        write_package(packed(database), tmp_path / "file" / "out")


def test_an_approval_by_hand_needs_neither_account_nor_the_links_of_the_interface(sqlite_database: Database) -> None:
    terms = Terms(RULES, {}, NOW, "Li")
    plain = an_announcement(channels=("x",), texts={"en": ("Hello", "See you soon.")})
    write(sqlite_database, [plain], terms)
    assert [one.code for one in approve(sqlite_database, ["opening"], terms).problems] == ["no_account"]
    assert approve(sqlite_database, ["opening"], terms, by_hand=("x",)).approved == ["opening"]


def test_real_pictures_are_cut_to_wechats_shapes() -> None:
    raw = io.BytesIO()
    Image.new("RGB", (1600, 1200), "navy").save(raw, "PNG")
    for size in ((900, 383), (500, 500)):
        with Image.open(io.BytesIO(crop(raw.getvalue(), 64 * 1024, *size))) as made:
            assert (made.size, made.format) == (size, "JPEG")
