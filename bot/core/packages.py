"""What a person needs who posts an announcement by hand: for each channel texts, pictures, steps."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.core.delivery import RESOLVABLE, Delivery, Post
from bot.core.posts import ARTICLES, article, picture_files, source_link, visible
from bot.core.text import LIMITS, find_urls

# mp.weixin.qq.com, the editor's 封面: shown at 2.35:1 over the article and square in lists; 900 × 383 and 500 × 500 are
# what its own help recommends (read 2026-11-23). What the console takes is more than the 64 KB of the interface.
COVER, SQUARE = (900, 383), (500, 500)
COVER_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Paste:
    """A text to paste: its file in the package, and its words. `rich`: it is HTML, pasted with its looks."""

    file: str
    words: str
    rich: bool = False


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture to upload: its file in the package, and which file of the pictures folder it is made of.

    `source` "" is the bundled cover. `most_bytes`: the platform's limit. `crop`: (width, height) in pixels.
    """

    file: str
    source: str
    most_bytes: int
    crop: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do: the name of its sentence in `package_words.STEPS`, and what it needs."""

    name: str
    paste: Paste | None = None
    shots: tuple[Shot, ...] = ()


@dataclass(frozen=True, slots=True)
class Parcel:
    """All for one channel, in the order in which it is done. `number` is the delivery's, 0 for a draft.

    `automatic`: the bot posts it there by itself, or has done so; a person who does it too makes a second one.
    """

    channel: str
    post: Post
    steps: tuple[Step, ...]
    number: int = 0
    automatic: bool = False

    @property
    def pastes(self) -> tuple[Paste, ...]:
        """The texts, in order."""
        return tuple(step.paste for step in self.steps if step.paste)

    @property
    def shots(self) -> tuple[Shot, ...]:
        """The pictures, each once, in order."""
        return tuple({shot.file: shot for step in self.steps for shot in step.shots}.values())


@dataclass(frozen=True, slots=True)
class Package:
    """An announcement to be posted by hand. `link` is what the QR code opens, "" for none; publish_at is UTC."""

    id: str
    title: str
    publish_at: datetime
    link: str
    parcels: tuple[Parcel, ...]


def package_of(
    announcement_id: str, posts: Mapping[str, Post], *, publish_at: datetime, sends: Mapping[str, Delivery]
) -> Package:
    """The package of these posts (channel → post); `sends`: the deliveries by channel, none for a draft."""
    parcels = tuple(_parcel(post, sends.get(name)) for name, post in posts.items())
    titles = (post.title for post in posts.values() if post.title)
    links = (link for post in posts.values() for link in (post.link, *find_urls(visible(post))) if link)
    return Package(announcement_id, next(titles, announcement_id), publish_at, next(links, ""), parcels)


def _parcel(post: Post, send: Delivery | None) -> Parcel:
    steps = tuple(_steps(post))
    if send is None:
        return Parcel(post.channel, post, steps)
    return Parcel(post.channel, post, steps, send.id, send.state not in RESOLVABLE and not send.by_hand)


def article_of(parcel: Parcel, address: Mapping[str, str]) -> str:
    """The article's HTML; `address`: where each picture of the package is found, its file name by default."""
    return _article_html(parcel.post, {shot.file: address.get(shot.file, shot.file) for shot in _inside(parcel.post)})


def _inside(post: Post) -> tuple[Shot, ...]:
    """The pictures of an article, its own first, then those of its text."""
    most = LIMITS["wechat.picture"].number
    return tuple(Shot(f"picture-{number}.jpg", name, most) for number, name in enumerate(picture_files(post), start=1))


def _article_html(post: Post, address: Mapping[str, str]) -> str:
    places = {shot.source: address[shot.file] for shot in _inside(post)}
    return article(post, picture_url=places.get(post.picture, ""), pictures=places)


def _steps(post: Post) -> Iterator[Step]:
    if post.channel == "wechat" and post.act in ARTICLES:
        yield from _article(post)
    else:
        yield Step(f"{post.channel}.open")
        yield Step("text", Paste("text.txt", visible(post)))
        if post.picture:
            most = LIMITS[f"{post.channel}.picture"].number
            yield Step("picture", shots=(Shot("picture.jpg", post.picture, most),))
        yield Step(f"{post.channel}.send")
    yield Step("link")


def _article(post: Post) -> Iterator[Step]:
    inside = _inside(post)
    yield Step("article.open")
    yield Step("article.title", Paste("title.txt", post.title))
    if post.author:
        yield Step("article.author", Paste("author.txt", post.author))
    words = _article_html(post, {shot.file: shot.file for shot in inside})
    yield Step("article.body", Paste("article.html", words, rich=True), inside)
    covers = (
        Shot("cover.jpg", post.picture, COVER_BYTES, COVER),
        Shot("cover-square.jpg", post.picture, COVER_BYTES, SQUARE),
    )
    yield Step("article.cover", shots=covers)
    yield Step("article.digest", Paste("digest.txt", post.digest))
    if source := source_link(post):
        yield Step("article.source", Paste("source-link.txt", source))
    to_tag = post.audience != "all"
    yield Step("article.publish" if post.act == "publish" else "article.tag" if to_tag else "article.mass")
