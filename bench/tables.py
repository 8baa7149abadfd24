"""Markdown tables, aligned so that they read in a terminal too, and their places in a page."""

import unicodedata
from collections.abc import Sequence
from pathlib import Path


def percent(share: float | None) -> str:
    """`0.846` → `84.6`; nothing to count → a dash."""
    return "–" if share is None else f"{100 * share:.1f}"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """The first column to the left, the others to the right."""
    widths = [max(map(_width, column)) for column in zip(head, *rows, strict=True)]
    lines = [
        _line(head, widths),
        "|" + "|".join("-" * (w + 1) + ("-" if i == 0 else ":") for i, w in enumerate(widths)),
    ]
    return "\n".join([*lines[:1], lines[1] + "|", *(_line(row, widths) for row in rows)])


def refresh(page: Path, name: str, body: str) -> None:
    """Put `body` between the page's markers of that name. Raises ValueError when the page has none."""
    begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    text = page.read_text(encoding="utf-8")
    if text.count(begin) != 1 or text.count(end) != 1:
        raise ValueError(f"{page} needs the lines {begin} and {end} once each.")
    before, rest = text.split(begin)
    after = rest.split(end)[1]
    page.write_text(f"{before}{begin}\n\n{body.strip()}\n\n{end}{after}", encoding="utf-8")


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = [
        cell + " " * (w - _width(cell)) if i == 0 else " " * (w - _width(cell)) + cell
        for i, (cell, w) in enumerate(zip(cells, widths, strict=True))
    ]
    return "| " + " | ".join(padded) + " |"


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
