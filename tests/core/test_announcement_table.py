"""The columns of the table of announcements: their names in three languages, and the paper that lists them."""

from pathlib import Path

import pytest

from bot.core.announcement_table import ALIASES, COLUMNS, entry_of, header

PAPER = (Path(__file__).parents[2] / "docs" / "announcements.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("column", COLUMNS)
def test_the_paper_lists_every_column(column: str) -> None:
    assert f"`{column}`" in PAPER


def test_no_name_stands_for_two_columns() -> None:
    assert len(ALIASES) == sum(1 + len(others) for others in COLUMNS.values())


def test_a_header_is_read_in_any_case_and_says_what_is_wrong() -> None:
    assert header(["ID", "渠道", " Publish At ", "", None]) == (["id", "channels", "publish_at"], [])
    names, problems = header(["id", "id", "channels", "publish_at", "zz", "", "kind"])
    assert problems[0] == "The column “id” is there twice."
    assert problems[1].startswith("The column “zz” is not known: known are id, kind")
    assert problems[2] == "Column 6 has no name: give it one, or take it out."
    assert names[-1] == "kind"


def test_empty_cells_are_as_if_they_were_not_there() -> None:
    entry = entry_of(["id", "channels", "publish_at", "late_after_minutes"], ["a", "微信", "2026-12-10 19:00", ""])
    assert entry == {"id": "a", "publish_at": "2026-12-10 19:00", "event": {}, "texts": {}, "channels": ["wechat"]}


@pytest.mark.parametrize(
    ("cell", "value"), [("15", 15), (15.0, 15), ("15.5", "15.5"), (15.5, 15.5), ("①", "①"), (True, True)]
)
def test_minutes_are_whole_numbers_or_left_to_be_refused(cell: object, value: object) -> None:
    assert entry_of(["late_after_minutes"], [cell])["late_after_minutes"] == value
