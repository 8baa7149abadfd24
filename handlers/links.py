"""Lines that a student can tap: a menu link sends its words back as if typed.

Widely used in passive replies but not officially documented (seen 2026-11), so a list can be answered by number too.
"""

from functools import lru_cache
from urllib.parse import quote

from bot.core.phrases import PERSON

ASK = "human"  # the menu id of the word that asks for a person


@lru_cache(maxsize=4096)
def tap(words: str, menu_id: str) -> str:
    """A link that sends `words` with `menu_id`. Both are percent-encoded, because the client decodes them as UTF-8."""
    shown = words.replace("<", "‹").replace(">", "›")
    content, number = quote(words, safe=""), quote(menu_id, safe="")
    return f'<a href="weixin://bizmsgmenu?msgmenucontent={content}&msgmenuid={number}">{shown}</a>'


def ask_link(lang: str) -> str:
    """The word that asks for a person, to tap."""
    return tap(PERSON[lang], ASK)
