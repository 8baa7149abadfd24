"""Pictures made to fit."""

import hashlib
import struct
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from bot.channels.pictures import ARTICLE_BYTES, COVER, COVER_BYTES, fit, read
from bot.core.errors import BadFile


def encoded(picture: Image.Image, kind: str, **options) -> bytes:
    out = BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


@pytest.mark.parametrize("most", [COVER_BYTES, ARTICLE_BYTES])
def test_a_noisy_photo_becomes_small_enough(most):
    photo = Image.effect_noise((2400, 1600), 120).convert("RGB")
    small = fit(encoded(photo, "PNG"), most)
    assert len(small) <= most
    assert Image.open(BytesIO(small)).format == "JPEG"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WEBP", "BMP"])
def test_every_usual_kind_is_taken(kind):
    assert Image.open(BytesIO(fit(encoded(Image.new("RGB", (9, 9)), kind), COVER_BYTES))).size == (9, 9)


def test_where_and_when_it_was_taken_is_not_published():
    exif = Image.Exif()
    exif[0x010F] = "CAMERA-OF-A-COLLEAGUE"
    exif[0x0112] = 6  # lies on its side
    turned = fit(encoded(Image.new("RGB", (30, 10)), "JPEG", exif=exif), COVER_BYTES)
    assert b"CAMERA" not in turned
    assert Image.open(BytesIO(turned)).size == (10, 30)


def test_what_is_transparent_becomes_white():
    seen = Image.open(BytesIO(fit(encoded(Image.new("RGBA", (8, 8), (0, 0, 0, 0)), "PNG"), COVER_BYTES)))
    assert seen.getpixel((4, 4)) == (255, 255, 255)


def _bomb(side: int) -> bytes:
    """A small PNG whose head promises side × side pixels."""
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(bytes(9))) + _chunk(b"IEND", b"")
    )


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


@pytest.mark.parametrize("side", [8_000, 12_000, 60_000])
def test_a_bomb_is_not_unpacked(side):
    with pytest.raises(BadFile, match="50 million pixels"):
        fit(_bomb(side), COVER_BYTES)


@pytest.mark.parametrize("raw", [b"", b"<svg/>", b"\xff\xd8\xff\xe0broken", b"\x89PNG\r\n\x1a\n", b"GIF89a"])
def test_what_is_no_picture_is_refused_in_words(raw):
    with pytest.raises(BadFile, match=r"cannot be read|is empty"):
        fit(raw, COVER_BYTES)


def test_a_cut_file_is_refused():
    whole = encoded(Image.effect_noise((300, 300), 90).convert("RGB"), "JPEG")
    with pytest.raises(BadFile):
        fit(whole[: len(whole) // 2], COVER_BYTES)


def test_only_files_of_the_folder_are_read(tmp_path: Path):
    (tmp_path / "in").mkdir()
    (tmp_path / "secret").write_text("x")
    for name in ("../secret", str(tmp_path / "secret"), "a\0b"):
        with pytest.raises(BadFile):
            read(tmp_path / "in", name)
    (tmp_path / "in" / "link").symlink_to(tmp_path / "secret")
    with pytest.raises(BadFile):
        read(tmp_path / "in", "link")


def test_a_missing_file_is_named(tmp_path: Path):
    for folder in (tmp_path, tmp_path / "no-folder"):
        with pytest.raises(BadFile, match=r"“gone[.]jpg” is not in the pictures folder"):
            read(folder, "gone.jpg")


def test_only_the_content_that_was_approved_is_read(tmp_path: Path):
    (tmp_path / "a.jpg").write_bytes(b"approved")
    digest = hashlib.sha256(b"approved").hexdigest()
    assert read(tmp_path, "a.jpg", digest) == read(tmp_path, "a.jpg") == b"approved"
    (tmp_path / f"{digest[:24]}.jpg").write_bytes(b"another")  # as `announce import` names it
    with pytest.raises(BadFile, match="no longer the one that was approved"):
        read(tmp_path, f"{digest[:24]}.jpg")
    (tmp_path / "a.jpg").write_bytes(b"another")
    with pytest.raises(BadFile, match="no longer the one that was approved"):
        read(tmp_path, "a.jpg", digest)


def test_the_bundled_cover_is_within_wechats_limit():
    cover = COVER.read_bytes()
    assert len(cover) <= COVER_BYTES
    assert Image.open(BytesIO(cover)).format == "JPEG"
