"""Lines that a student can tap: a menu link sends its words back as if typed (facts/wechat.md §3, not officially documented)."""

from functools import lru_cache
from urllib.parse import quote


@lru_cache(maxsize=4096)
def tap(words: str, menu_id: str) -> str:
    """A link that sends `words` with `menu_id`. Both are percent-encoded, because the client decodes them as UTF-8."""
    shown = words.replace("<", "‹").replace(">", "›")
    return f'<a href="weixin://bizmsgmenu?msgmenucontent={quote(words, safe="")}&msgmenuid={quote(menu_id, safe="")}">{shown}</a>'
