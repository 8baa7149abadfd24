"""Golden questions on the disk: JSON lines of `{"q", "expected", "lang", "kind", "note"}`; the last three may miss."""

from pathlib import Path

from bot.actions.jsonl import Row, expected_of, question_of, read_rows
from bot.core.faq import LANGS
from bot.core.golden import GoldenQuestion


def read_golden(path: Path) -> list[GoldenQuestion]:
    """The golden questions of a file. Raises BadFile naming the line."""
    return [_read(row, path, number) for number, row in read_rows(path)]


def _read(row: Row, path: Path, number: int) -> GoldenQuestion:
    lang = _words(row, "lang")
    return GoldenQuestion(
        question_of(row, path, number).strip(),
        expected_of(row, path, number),
        lang if lang in LANGS else "",
        _words(row, "kind"),
        _words(row, "note"),
    )


def _words(row: Row, key: str) -> str:
    value = row.get(key)
    return value.strip() if isinstance(value, str) else ""
