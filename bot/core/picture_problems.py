"""What keeps the pictures of one post from being shown: kind, size, and the files themselves."""

import re
from collections.abc import Iterator, Mapping
from pathlib import PurePath
from typing import NamedTuple

from bot.core.announcements import NAMES
from bot.core.articles import pictures_in, unread_pictures
from bot.core.channel_problems import Finding
from bot.core.delivery import Post
from bot.core.posts import ARTICLES, picture_files
from bot.core.text import LIMITS

MEGABYTE = 1024 * 1024
# WeChat: media/uploadimg and material/add_material; Weibo: statuses/share; X: media/upload. Read 2026-11-23.
_PICTURE_TYPES = {
    "wechat": (".jpg", ".jpeg", ".png"),
    "weibo": (".jpg", ".jpeg", ".png", ".gif"),
    "x": (".jpg", ".jpeg", ".png", ".gif", ".webp"),
}
BY_CONTENT = re.compile(r"([0-9a-f]{24})\.[a-z]+")  # how `announce import` names what it keeps


class PictureFile(NamedTuple):
    """A file in the pictures folder: the SHA-256 of its content, and its bytes. No digest: it was complained of.

    fault: why it cannot be shown, as a sentence; "" when nothing is wrong with it, or nobody has tried.
    """

    digest: str
    size: int
    fault: str = ""


def picture_findings(post: Post, size: int, files: Mapping[str, PictureFile] | None) -> Iterator[Finding]:
    """What is wrong with the pictures; `size` of the main one in bytes, 0 when not known.

    `files`: those of them that lie in the pictures folder; None when nobody has looked.
    """
    for name in picture_files(post):
        yield from _kind(post.channel, name)
        if files is not None:
            yield from _file(name, files.get(name), post.digests.get(name, ""))
    yield from _weight(post, size)
    if post.act in ARTICLES:
        yield from _inside(post)


def _kind(channel: str, name: str) -> Iterator[Finding]:
    suffix, known = PurePath(name).suffix.lower(), _PICTURE_TYPES[channel]
    if suffix not in known:
        kinds = ", ".join(kind[1:] for kind in known)
        yield Finding("picture_type", f"A picture of the kind “{suffix[1:]}” is not accepted: save it as {kinds}.")


def _file(name: str, file: PictureFile | None, approved: str) -> Iterator[Finding]:
    if file is None:
        yield Finding(
            "picture_missing",
            f"The picture “{name[:80]}” is not in the pictures folder: put it there, or take it out of the text.",
        )
        return
    named = BY_CONTENT.fullmatch(name)
    wanted = approved or (named.group(1) if named else "")
    if file.fault:
        yield Finding("picture_unreadable", f"The picture “{name[:80]}” cannot be shown. {file.fault}")
    if file.digest and not file.digest.startswith(wanted):
        yield Finding(
            "picture_changed",
            f"The picture file “{name}” was changed after it was chosen: choose the picture again, so that you see "
            "what goes out.",
        )


def _weight(post: Post, size: int) -> Iterator[Finding]:
    # WeChat's copies are made smaller by us, the others go out as they are.
    most = LIMITS.get(f"{post.channel}.picture") if post.channel != "wechat" and post.picture else None
    if most and size > most.number:
        yield Finding(
            "picture_too_big",
            f"The picture weighs {size / MEGABYTE:.2g} MB and {NAMES[post.channel]} accepts at most "
            f"{round(most.number / MEGABYTE)} MB: make it smaller before the date.",
        )


def _inside(post: Post) -> Iterator[Finding]:
    pictures = pictures_in(post.body)
    for address in dict.fromkeys(picture.name for picture in pictures if picture.remote):
        yield Finding(
            "picture_elsewhere",
            f"The picture {address[:80]} lies on another site, and WeChat takes such pictures out: save it as a file "
            "and name that file instead.",
        )
    if unread_pictures(post.body):
        yield Finding(
            "picture_form",
            "Something in the text looks like a picture but cannot be read as one: write it like ![what it shows]"
            "(name.jpg), without spaces in the name.",
            hint=True,
        )
    if any(not picture.alt.strip() and not picture.remote for picture in pictures):
        yield Finding(
            "picture_alt",
            "A picture in the text has no words for those who cannot see it: write them between the brackets, like "
            "![students in front of the school](name.jpg).",
            hint=True,
        )
