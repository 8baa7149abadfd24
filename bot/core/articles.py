"""A WeChat article from Markdown: safe HTML with the styles inside the tags, its pictures, and its digest. Pure."""

import html
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote

import nh3
from css_inline import CSSInliner
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from bot.core.text import find_urls

# WeChat drops classes and <style>, so what is to be seen must stand in the tags.
_CSS = """
p {margin: 0 0 1em; line-height: 1.75; font-size: 16px; color: #333333}
h1, h2, h3 {margin: 1.4em 0 .6em; line-height: 1.4; color: #1f3a6d; font-weight: bold}
h1 {font-size: 22px} h2 {font-size: 19px} h3 {font-size: 17px}
ul, ol {margin: 0 0 1em; padding-left: 1.4em; line-height: 1.75; font-size: 16px; color: #333333}
blockquote {margin: 0 0 1em; padding: .4em 1em; border-left: 4px solid #1f3a6d; background: #f4f6fa}
a {color: #1f5fbf; word-break: break-all}
table {width: 100%; border-collapse: collapse; font-size: 14px; margin: 0 0 1em}
th, td {border: 1px solid #d5dbe6; padding: 6px 8px; text-align: left}
code {background: #f4f6fa; padding: 0 4px}
pre {background: #f4f6fa; padding: 8px; overflow-x: auto}
img {max-width: 100%; height: auto}
"""
# An img only where `article_html` knows its address at WeChat, because WeChat strips pictures of other hosts.
_BLOCKS = {"p", "br", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre", "hr"}
_TAGS = _BLOCKS | {"a", "img", "strong", "em", "s", "code", "table", "thead", "tbody", "tr", "th", "td"}
_DIGEST_CHARS = 54  # what WeChat itself would show of a text without a digest (draft/add page)
_SENTENCE_END = re.compile(r"[。！？!?；;]|\.(?=\s|$)")
# ![words](name.jpg "title"), the name in <…> where it holds a space; below it the second half of ![words][1].
# Bounded, because a text of nothing but beginnings would otherwise take as many steps as its length squared.
_INLINE = re.compile(
    r"""(!\[[^\]\n]{0,200}\]\(\s{0,9})(?:<([^>\n]{0,200})>|([^\s)\n]{1,200}))"""
    r"""((?:\s{1,9}(?:"[^"\n]{0,200}"|'[^'\n]{0,200}'))?\s{0,9}\))"""
)
_REFERENCE = re.compile(r"^( {0,3}\[[^\]\n]+\]:\s*)(?:<([^>\n]*)>|(\S+))()", re.MULTILINE)
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class InText:
    """A picture inside an article's text: the file that it names, or an address elsewhere (`remote`)."""

    name: str
    alt: str
    remote: bool


def _link_bare_urls(state: StateCore) -> None:
    """Make links of addresses that stand in the text as such (markdown-it's own rule needs one more library)."""
    for block in state.tokens:
        if block.type == "inline" and block.children:
            block.children = _linked(block.children)


def _linked(tokens: list[Token]) -> list[Token]:
    result: list[Token] = []
    inside = 0
    for token in tokens:
        inside += token.nesting if token.type in ("link_open", "link_close") else 0
        result.extend([token] if inside or token.type != "text" else _split(token))
    return result


def _split(token: Token) -> list[Token]:
    parts: list[Token] = []
    rest = token.content
    for url in find_urls(rest):
        before, _, rest = rest.partition(url)
        opening = Token("link_open", "a", 1, attrs={"href": url})
        parts += [_text(before), opening, _text(url), Token("link_close", "a", -1)]
    return [*parts, _text(rest)]


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable(["table", "strikethrough"])
    parser.core.ruler.push("bare_urls", _link_bare_urls)
    return parser


_MARKDOWN = _parser()
_REMEMBERED = 32  # texts: a check asks several things of one article, one after the other
_INLINER = CSSInliner(load_remote_stylesheets=False)


@lru_cache(_REMEMBERED)
def _parsed(body: str) -> tuple[Token, ...]:
    """The blocks of a text; whoever changes one makes a copy first."""
    return tuple(_MARKDOWN.parse(body))


def article_html(
    body: str,
    *,
    picture_url: str = "",
    picture_alt: str = "",
    pictures: Mapping[str, str] | None = None,
    link: Callable[[str], str] | None = None,
) -> str:
    """The article's HTML: no script, no raw HTML, only http(s) links; the picture (already at WeChat) on top.

    `pictures`: name → address at WeChat of those inside the text; one that is not in it is left out. `link` says where
    each link leads instead; what readers see of it stays.
    """
    tokens = [
        block.copy(children=list(_placed(block.children, pictures or {}, link or str))) if block.children else block
        for block in _parsed(body)
    ]
    clean = nh3.clean(
        _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {}),
        tags=_TAGS,
        attributes={"a": {"href"}, "img": {"src", "alt"}, "*": set()},
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    )
    top = ""
    if picture_url:
        top = f'<p><img src="{html.escape(picture_url)}" alt="{html.escape(picture_alt)}"></p>'
    return _INLINER.inline_fragment(top + clean, _CSS).strip()


def _placed(tokens: Sequence[Token], pictures: Mapping[str, str], link: Callable[[str], str]) -> Iterator[Token]:
    for token in tokens:
        if token.type == "image":
            address = pictures.get(_in_text(token).name)
            if not address:
                continue
            yield token.copy(attrs={**token.attrs, "src": address})
        elif token.type == "link_open":
            yield token.copy(attrs={**token.attrs, "href": link(str(token.attrs.get("href", "")))})
        else:
            yield token


def pictures_in(body: str) -> list[InText]:
    """The pictures inside a Markdown text, in order, each as often as it stands there."""
    return [_in_text(token) for block in _parsed(body) for token in block.children or () if token.type == "image"]


def _in_text(token: Token) -> InText:
    source = str(token.attrs.get("src", ""))
    alt = "".join(child.content for child in token.children or ())
    return InText(unquote(source), alt, remote=bool(_ELSEWHERE.match(source)))


def unread_pictures(body: str) -> bool:
    """Whether something looks like a picture and is none, as a file name with a space without < > around it."""
    return any(
        token.type == "text" and "![" in token.content for block in _parsed(body) for token in block.children or ()
    )


def with_pictures_renamed(body: str, names: Mapping[str, str]) -> str:
    """The Markdown text with its pictures under other names (old → new)."""

    def renamed(match: re.Match[str]) -> str:
        before, quoted, bare, after = match.groups()
        new = names.get(unquote(quoted if quoted is not None else bare))
        return f"{before}{new}{after}" if new else match.group()

    return _REFERENCE.sub(renamed, _INLINE.sub(renamed, body))


def without_pictures(text: str) -> str:
    """A plain text without the marks of pictures, which only an article can show."""
    if not _INLINE.search(text):
        return text
    return re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \t]+\n", "\n", _INLINE.sub("", text))).strip()


def plain(body: str) -> str:
    """The words of a Markdown text, without marks and links, on one line."""
    words = html.unescape(nh3.clean(_MARKDOWN.renderer.render(_parsed(body), _MARKDOWN.options, {}), tags=set()))
    for url in find_urls(words):
        words = words.replace(url, " ")
    return " ".join(words.split())


def digest(body: str, *, limit: int = _DIGEST_CHARS) -> str:
    """The lines under the title on the card: whole sentences where they fit, else cut with an ellipsis."""
    words = plain(body)
    if len(words) <= limit:
        return words
    ends = [match.end() for match in _SENTENCE_END.finditer(words) if limit // 3 <= match.end() <= limit]
    return words[: ends[-1]] if ends else words[: limit - 1].rstrip() + "…"
