"""The pictures that a file of announcements names: found beside it, and given the names that they are kept under."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from bot.actions.announcement_files import FaultOf, Picture, as_file, find_picture, look_at
from bot.core.announcements import Announcement, Problem
from bot.core.articles import pictures_in, with_pictures_renamed
from bot.core.picture_problems import PictureFile
from bot.core.posts import ARTICLES


@dataclass(slots=True)
class Album:
    """What was found: the pictures to keep (by announcement), and all files that the checks need not complain of."""

    photos: dict[str, list[Picture]] = field(default_factory=dict)
    files: dict[str, PictureFile] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def gather(
    made: Sequence[Announcement], folder: Path, pictures: Path, fault_of: FaultOf
) -> tuple[list[Announcement], Album]:
    """The announcements with their pictures under their own names, and the pictures themselves.

    They are looked for in `folder`, then in the pictures folder, where earlier ones are.
    """
    album = Album()
    return [_with_pictures(one, folder, pictures, album, fault_of) for one in made], album


def _with_pictures(
    announcement: Announcement, folder: Path, pictures: Path, album: Album, fault_of: FaultOf
) -> Announcement:
    renamed = {}
    for written in _named(announcement):
        kept = look_at(pictures, [written])
        picture = find_picture(folder, written, announcement_id=announcement.id)
        if isinstance(picture, Picture):
            album.photos.setdefault(announcement.id, []).append(picture)
            album.files[picture.name] = as_file(picture.content, fault_of)
            renamed[written] = picture.name
        elif not kept:
            album.problems.append(picture)
            album.files[written] = PictureFile("", 0)  # said once is enough
    main = renamed.get(announcement.picture)
    texts = {lang: (title, with_pictures_renamed(body, renamed)) for lang, (title, body) in announcement.texts.items()}
    channels = (replace(one, body=with_pictures_renamed(one.body, renamed)) for one in announcement.channels)
    changed = replace(announcement, texts=texts, channels=tuple(channels))
    return replace(changed, picture=main, picture_bytes=album.files[main].size) if main else changed


def _named(announcement: Announcement) -> Iterator[str]:
    """The files that it names, each once: its picture, and those inside the texts of articles."""
    bodies = [announcement.words_for(channel)[1] for channel in announcement.channels if channel.act in ARTICLES]
    inside = [picture.name for body in bodies for picture in pictures_in(body) if not picture.remote]
    yield from dict.fromkeys([*([announcement.picture] if announcement.picture else []), *inside])
