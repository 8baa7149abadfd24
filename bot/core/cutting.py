"""Cut a reply to a number of bytes, at the end of a sentence and never inside a link."""

import re

MORE = "…"

# The end of a sentence with what closes it; a full stop only before a space, because "9.5" and "paristech.fr" go on.
_SENTENCE = re.compile(r"[。！？；!?;]+[”’」』）)\"']*|\.(?=\s|$)[\"')]*|\n+")
_LINK = re.compile(r"<a\s[^>]*>.*?</a>", re.DOTALL)


def cut(text: str, limit: int) -> str:
    """`text` if its UTF-8 form fits into `limit` bytes, else its beginning up to a sentence's end, with "…" after it.

    Prefers the last sentence end in the second half of what fits; without one it cuts between words or characters.
    """
    if len(text) * 4 <= limit or len(text.encode()) <= limit:
        return text
    room = limit - len(MORE.encode())
    kept = text.encode()[:room].decode(errors="ignore")
    for link in _LINK.finditer(text):
        if link.start() < len(kept) < link.end():
            kept = text[: link.start()]
    ends = [end.end() for end in _SENTENCE.finditer(kept) if not _inside_link(text, end.end())]
    if ends and ends[-1] >= len(kept) / 2:
        return kept[: ends[-1]].rstrip() + MORE
    space = kept.rfind(" ")
    if space > len(kept) - 30 and not _inside_link(text, space) and space > 0:
        kept = kept[:space]
    return kept.rstrip() + MORE


def _inside_link(text: str, position: int) -> bool:
    return any(link.start() < position < link.end() for link in _LINK.finditer(text))
