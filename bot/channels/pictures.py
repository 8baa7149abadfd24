"""Pictures made to fit: re-encoded as JPEG without their metadata, small enough for the platform."""

import io
import logging
from pathlib import Path

from PIL import Image, ImageOps, UnidentifiedImageError

from bot.core.errors import BadFile
from bot.core.text import LIMITS

_LOG = logging.getLogger(__name__)
_MOST_PIXELS = 50_000_000  # 200 MB decoded; phones make 12 to 50 million
_MOST_FILE_BYTES = 50 * 1024 * 1024
_FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "BMP")
_QUALITIES = (90, 80, 70, 60)
_WIDEST = 2048  # screens show no more
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


def _saved(picture: Image.Image, most_bytes: int) -> bytes:
    while True:
        for quality in _QUALITIES:
            out = io.BytesIO()
            picture.save(out, "JPEG", quality=quality, optimize=True)
            if out.tell() <= most_bytes:
                return out.getvalue()
        # Quality alone is not enough for a noisy photo of some size.
        picture = picture.resize((max(1, picture.width * 4 // 5), max(1, picture.height * 4 // 5)))


def read(folder: Path, name: str) -> bytes | None:
    """The file's bytes, None when no such file lies in the folder: a post then goes out without it, said in the log.

    Raises BadFile for a name that leads out of the folder, and for a file too large to be a picture.
    """
    try:
        path = (folder / name).resolve()
        if not path.is_relative_to(folder.resolve()):
            raise BadFile("The picture's name must be a plain file name in the pictures folder.")
        if not path.is_file():
            _LOG.warning("the picture %r is not in the pictures folder; the post goes out without it", path.name)
            return None
        if path.stat().st_size > _MOST_FILE_BYTES:
            raise BadFile("The picture file is larger than 50 MB; make it smaller first.")
        return path.read_bytes()
    except (OSError, ValueError) as error:
        raise BadFile("The picture file cannot be read; look at its name and its rights.") from error


def _opened(raw: bytes) -> Image.Image:
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
