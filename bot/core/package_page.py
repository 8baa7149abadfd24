"""The page of a package: one file that opens on a phone or a computer, without a network, and copies at a tap."""

import html
from collections.abc import Mapping
from zoneinfo import ZoneInfo

import segno

from bot.core.package_words import LANGS, NAMES, PAGE, STEPS, Words
from bot.core.packages import Package, Parcel, Shot, Step, article_of
from bot.core.walls import date_words

_SHANGHAI, _PARIS = "Asia/Shanghai", "Europe/Paris"
_CITIES = {
    "zh": ("{date}{time}（上海），巴黎 {paris}"),
    "en": ("{date}, {time} (Shanghai), {paris} in Paris"),
    "fr": ("{date} à {time} (Shanghai), {paris} à Paris"),
}
# Nothing from outside, even if a text should hold HTML that got through.
_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'"


def page(package: Package, pictures: Mapping[tuple[str, str], str], *, style: str, script: str) -> str:
    """The whole page. `pictures`: data address by (channel, file); `style` and `script` stand inside it."""
    parcels = "\n".join(_parcel(parcel, pictures) for parcel in package.parcels)
    buttons = "".join(
        f'<button type="button" data-to="{lang}" lang="{lang}">{name}</button>' for lang, name in LANGS.items()
    )
    draft = "" if all(parcel.number for parcel in package.parcels) else f"<p class=note>{_said(PAGE['draft'])}</p>"
    return f"""<!doctype html>
<html lang="zh">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{_POLICY}">
<title>{html.escape(package.title)}</title>
<style>
{style}</style>
</head>
<body>
<header>
<div class="langs" role="group" aria-label="{_plainly(PAGE["languages"])}">{buttons}</div>
<p class="kind">{_said(PAGE["by_hand"])}</p>
<h1>{html.escape(package.title)}</h1>
<p class="when">{_said(_when(package))}</p>
{draft}
</header>
<main>
{parcels}
{_qr(package.link)}
</main>
<p id="status" role="status"></p>
<script>
{script}</script>
</body>
</html>
"""


def article_page(parcel: Parcel, title: str) -> str:
    """The article alone, with its pictures beside it."""
    lang = "zh-CN" if parcel.post.lang == "zh" else parcel.post.lang
    return (
        f'<!doctype html>\n<html lang="{lang}">\n<head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{html.escape(title)}</title></head>\n"
        f'<body style="max-width: 640px; margin: 0 auto; padding: 16px">\n{article_of(parcel, {})}\n</body>\n</html>\n'
    )


def _parcel(parcel: Parcel, pictures: Mapping[tuple[str, str], str]) -> str:
    steps = "\n".join(_step(parcel, number, step, pictures) for number, step in enumerate(parcel.steps, 1))
    title = _said(NAMES[parcel.channel])
    head = f'<section aria-labelledby="{parcel.channel}">\n<h2 id="{parcel.channel}">{title}</h2>'
    if parcel.automatic:
        head += f'\n<p class="note">{_said(PAGE["automatic"])}</p>'
    return f"{head}\n<ol>\n{steps}\n</ol>\n</section>"


def _step(parcel: Parcel, number: int, step: Step, pictures: Mapping[tuple[str, str], str]) -> str:
    here = f"{parcel.channel}-{number}"
    parts = [f"<p>{_said(STEPS[step.name])}</p>"]
    if step.paste and step.paste.rich:
        address = {file: data for (channel, file), data in pictures.items() if channel == parcel.channel}
        parts.append(_copied(here, article_of(parcel, address), rich=True, lang=parcel.post.lang))
    elif step.paste:
        parts.append(_copied(here, html.escape(step.paste.words), rich=False, lang=parcel.post.lang))
    parts += [_shot(shot, pictures[parcel.channel, shot.file]) for shot in step.shots]
    if step.name == "link" and parcel.number:
        command = f"paristech-bot deliveries resolve {parcel.number} --sent "
        parts.append(_copied(here, html.escape(command) + "LINK", rich=False, lang="en"))
    return f"<li>{''.join(parts)}</li>"


def _copied(here: str, inner: str, *, rich: bool, lang: str) -> str:
    kind = "rich" if rich else "plain"
    return (
        f'<div class="paste"><button type="button" class="copy" data-copy="{here}">{_said(PAGE["copy"])}</button>'
        f'<div id="{here}" class="{kind}" lang="{lang}">{inner}</div></div>'
    )


def _shot(shot: Shot, data: str) -> str:
    return (
        f'<figure><img src="{data}" alt="{html.escape(shot.file)}">'
        f'<figcaption><a class="save" download="{html.escape(shot.file)}" href="#">{_said(PAGE["save"])} '
        f"({html.escape(shot.file)})</a> <small>{_said(PAGE['hold'])}</small></figcaption></figure>"
    )


def _qr(link: str) -> str:
    if not link:
        return ""
    code = segno.make(link, error="m").svg_inline(scale=5, border=3, light="#fff", omitsize=True)
    shown = html.escape(link)
    label = f'role="img" aria-label="QR: {shown}"'
    opens = f'<a href="{shown}" rel="noreferrer">{shown}</a>'
    title = f"<h2>{_said(PAGE['scan'])}</h2>"
    return f'<section class="qr">{title}<div class="code" {label}>{code}</div><p>{opens}</p></section>'


def _when(package: Package) -> Words:
    paris = package.publish_at.astimezone(ZoneInfo(_PARIS))
    there = package.publish_at.astimezone(ZoneInfo(_SHANGHAI)).date()
    hour = f"{paris:%H:%M}" if paris.date() == there else f"{paris:%m-%d %H:%M}"
    return {
        lang: PAGE["when"][lang] + form.format(**date_words(package.publish_at, _SHANGHAI, lang), paris=hour)
        for lang, form in _CITIES.items()
    }


def _said(words: Words) -> str:
    """In all languages; the page shows the chosen one."""
    return "".join(f'<span class="l" lang="{lang}">{html.escape(text)}</span>' for lang, text in words.items())


def _plainly(words: Words) -> str:
    return " / ".join(words.values())
