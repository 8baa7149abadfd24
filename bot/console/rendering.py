"""Templates in three languages. Catalogues are read as they are written (.po), because there is no build step."""

import hashlib
import io
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_datetime
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from jinja2 import Environment, FileSystemLoader, StrictUndefined

HERE = Path(__file__).parent
STATIC = HERE / "static"
LANGS = {"zh": "中文", "fr": "Français", "en": "English"}
_LOCALES = {"zh": "zh_Hans_CN", "fr": "fr_FR", "en": "en_GB"}
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
        return made


def when(moment: datetime, lang: str) -> str:
    """An instant as the office reads it, with Paris beside it where the day or hour differs."""
    return f"{_shown(moment, _OFFICE, lang)} ({_place(lang)} {_shown(moment, _SCHOOLS, lang)})"


def _shown(moment: datetime, zone: ZoneInfo, lang: str) -> str:
    return format_datetime(moment, "E d MMM y, HH:mm" if lang != "zh" else "y年M月d日 E HH:mm", zone, _LOCALES[lang])


def _place(lang: str) -> str:
    return "巴黎" if lang == "zh" else "Paris"


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
