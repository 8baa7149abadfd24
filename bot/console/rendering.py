"""Templates in three languages. Catalogues are read as they are written (.po), because there is no build step."""

import hashlib
import io
import re
from collections.abc import Mapping
from datetime import datetime
from itertools import zip_longest
from pathlib import Path
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

_MENU_LINK = re.compile(r"<a [^>]*>([^<]*)</a>")
HERE = Path(__file__).parent
STATIC = HERE / "static"
LANGS = {"zh": "中文", "fr": "Français", "en": "English"}
_LOCALES = {"zh": "zh_Hans_CN", "fr": "fr_FR", "en": "en_GB"}
_DAY_AND_TIME = {"zh": "y年M月d日 E HH:mm", "fr": "E d MMM y, HH:mm", "en": "E d MMM y, HH:mm"}
_DAY = {"zh": "y年M月d日 EEEE", "fr": "EEEE d MMMM y", "en": "EEEE d MMMM y"}
_PLACES = {"zh": ("上海", "巴黎"), "fr": ("Shanghai", "Paris"), "en": ("Shanghai", "Paris")}
_OFFICE, _SCHOOLS = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Paris")


class Renderer:
    """Makes pages; immutable once built. `version` changes with every file of `static`."""

    def __init__(self) -> None:
        self._catalogues = {lang: _catalogue(lang) for lang in LANGS}
        self.version = _digest(STATIC)
        self._environments = {lang: self._environment(lang) for lang in LANGS}

    def page(self, template: str, lang: str, values: Mapping[str, Any]) -> str:
        """The HTML of a template."""
        return self._environments[lang].get_template(template).render(lang=lang, langs=LANGS, **values)

    def say(self, sentence: str, lang: str) -> str:
        """A sentence of ours in this language; one without a translation stays as it is."""
        return self._catalogues[lang].gettext(sentence) if sentence else ""

    def _environment(self, lang: str) -> Environment:
        made = Environment(
            loader=FileSystemLoader(HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            extensions=["jinja2.ext.i18n"],
        )
        made.install_gettext_translations(self._catalogues[lang], newstyle=True)  # type: ignore[attr-defined]  # the extension's
        made.globals["static"] = lambda name: f"/console/static/{name}?v={self.version}"
        made.filters["when"] = lambda moment: when(moment, lang)
        made.filters["day_words"] = lambda day: format_date(day, _DAY[lang], locale=_LOCALES[lang])
        made.filters["reply"] = reply
        made.filters["entry_path"] = entry_path
        made.filters["in_path"] = in_path
        # Not `_()`, which takes whatever it is given for safe HTML with places to fill in.
        made.filters["said"] = lambda sentence: self.say(sentence, lang)
        return made


def in_path(name: str) -> str:
    """The name of an entry or a concept in an address. A / becomes ~, which no name has: servers take %2F for a /."""
    return quote(name.replace("/", "~"), safe="~")


def entry_path(name: str) -> str:
    """Where an entry's page is."""
    return f"/console/faq/{in_path(name)}"


def reply(text: str) -> Markup:
    """A reply as the phone shows it: its menu links underlined, everything else as written."""
    parts = _MENU_LINK.split(text)  # between the links, and what each says
    shown = (Markup('<span class="text-decoration-underline">{}</span>').format(one) for one in parts[1::2])
    pairs = zip_longest(map(escape, parts[::2]), shown, fillvalue="")
    return Markup("").join(piece for pair in pairs for piece in pair)


def when(moment: datetime, lang: str) -> str:
    """An instant as the office reads it, with Paris beside it."""
    here, there = moment.astimezone(_OFFICE), moment.astimezone(_SCHOOLS)
    in_paris = "HH:mm" if here.date() == there.date() else _DAY_AND_TIME[lang]
    office, schools = _PLACES[lang]
    return (
        f"{format_datetime(here, _DAY_AND_TIME[lang], locale=_LOCALES[lang])} {office} "
        f"({format_datetime(there, in_paris, locale=_LOCALES[lang])} {schools})"
    )


def _catalogue(lang: str) -> NullTranslations:
    path = HERE / "locales" / f"{lang}.po"
    if not path.exists():  # English: what stands in the templates
        return NullTranslations()
    packed = io.BytesIO()
    with path.open("rb") as file:
        write_mo(packed, read_po(file, locale=_LOCALES[lang]))
    packed.seek(0)
    return Translations(packed)


def _digest(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
