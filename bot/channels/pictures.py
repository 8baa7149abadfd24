"""Pictures made to fit: re-encoded as JPEG without their metadata, small enough for the platform."""

import hashlib
import io
from pathlib import Path

from PIL import Image, ImageOps, UnidentifiedImageError

from bot.core.errors import BadFile
from bot.core.picture_problems import BY_CONTENT
from bot.core.text import LIMITS

_MOST_PIXELS = 50_000_000  # 200 MB decoded; phones make 12 to 50 million
_MOST_FILE_BYTES = 50 * 1024 * 1024
_FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "BMP")
_QUALITIES = (90, 80, 70, 60)
_WIDEST = 2048  # screens show no more
_PUT_BACK = "put the approved one back (importing the same file of announcements again does so) and send it again"
COVER = Path(__file__).parent.parent / "content" / "cover.jpg"  # for articles without a picture

COVER_BYTES = LIMITS["wechat.cover"].number
ARTICLE_BYTES = LIMITS["wechat.picture"].number
WEIBO_BYTES = LIMITS["weibo.picture"].number
X_BYTES = LIMITS["x.picture"].number


def fit(raw: bytes, most_bytes: int) -> bytes:
    """The picture as a JPEG of at most `most_bytes`, upright, without EXIF (places, names); of a GIF the first frame.

    Raises BadFile when it is no picture that we know, or one that would fill the memory.
    """
    return _saved(_opened(raw), most_bytes)


def crop(raw: bytes, most_bytes: int, width: int, height: int) -> bytes:
    """The middle of the picture in exactly this size (pixels), else as `fit`."""
    return _saved(ImageOps.fit(_opened(raw), (width, height)), most_bytes)


def fault(raw: bytes) -> str:
    """Why these bytes are no picture that could be sent, as a sentence with what to do; "" when they are one."""
    try:
        _opened(raw)
    except BadFile as error:
        return str(error)
    return ""


def _saved(picture: Image.Image, most_bytes: int) -> bytes:
    while True:
        for quality in _QUALITIES:
            out = io.BytesIO()
            picture.save(out, "JPEG", quality=quality, optimize=True)
            if out.tell() <= most_bytes:
                return out.getvalue()
        # Quality alone is not enough for a noisy photo of some size.
        picture = picture.resize((max(1, picture.width * 4 // 5), max(1, picture.height * 4 // 5)))


def read(folder: Path, name: str, digest: str = "") -> bytes:
    """The file's bytes.

    Raises BadFile, which says what to do, for a name that leads out of the folder, and for a file that is not there, is
    too large to be a picture, or has not the content that was approved: `digest` (SHA-256), without one what a name
    made of the content says.
    """
    try:
        path = (folder / name).resolve()
        if not path.is_relative_to(folder.resolve()):
            raise BadFile("The picture's name must be a plain file name in the pictures folder.")
        if not path.is_file():
            raise BadFile(f"The picture “{path.name}” is not in the pictures folder: {_PUT_BACK}.")
        if path.stat().st_size > _MOST_FILE_BYTES:
            raise BadFile("The picture file is larger than 50 MB; make it smaller first.")
        content = path.read_bytes()
    except (OSError, ValueError) as error:
        raise BadFile("The picture file cannot be read; look at its name and its rights.") from error
    named = BY_CONTENT.fullmatch(name)
    approved = digest or (named.group(1) if named else "")
    if not hashlib.sha256(content).hexdigest().startswith(approved):
        raise BadFile(
            f"The picture “{path.name}” is no longer the one that was approved: {_PUT_BACK}, or cancel and write the "
            "announcement anew."
        )
    return content


def _opened(raw: bytes) -> Image.Image:
    if not raw:
        raise BadFile("The picture file is empty; save the picture again.")
    try:
        # The type is told by the content: a name says nothing.
        with Image.open(io.BytesIO(raw), formats=_FORMATS) as found:
            if found.width * found.height > _MOST_PIXELS:
                raise BadFile("The picture has more than 50 million pixels; make it smaller first.")
            upright = ImageOps.exif_transpose(found)
            flat = Image.new("RGB", upright.size, "white")
            rgba = upright.convert("RGBA")
            flat.paste(rgba, mask=rgba.getchannel("A"))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise BadFile("The picture has more than 50 million pixels; make it smaller first.") from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise BadFile("The picture cannot be read; use a JPG or PNG.") from error
    flat.thumbnail((_WIDEST, _WIDEST))
    return flat
