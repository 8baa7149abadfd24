"""Spreadsheets: what must not be unpacked is refused in words, and no export holds a formula."""

import io
import zipfile
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from bot.actions.faq_files import read_faq
from bot.actions.faq_sheets import MOST_PARTS, OLE, read_sheet, write_sheet
from bot.core.errors import BadFile

HEAD = ["id", "lang", "question", "answer", "valid_until"]
HERE = Path("faq.xlsx")


def a_book(*rows: list[object]) -> Workbook:
    book = Workbook()
    for row in (HEAD, *rows):
        book.active.append(row)
    return book


def packed(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def with_part(raw: bytes, name: str, content: bytes) -> bytes:
    """The same spreadsheet with one part added or replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            if part.filename != name:
                new.writestr(part, old.read(part))
        new.writestr(name, content)
    return out.getvalue()


def sheet_of(raw: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(raw)) as parts:
        return parts.read("xl/worksheets/sheet1.xml")


GOOD = packed(a_book(["visa", "zh", "签证？", "去使馆。", datetime(2027, 1, 29)]))  # noqa: DTZ001  a cell has no zone


def refused(raw: bytes, said: str) -> None:
    with pytest.raises(BadFile, match=said):
        read_sheet(raw, HERE)


def test_a_spreadsheet_is_read_with_its_dates_and_numbers(tmp_path: Path) -> None:
    raw = packed(a_book(["visa", "zh", 2027, 9.0, datetime(2027, 1, 29)]))  # noqa: DTZ001  as above
    (tmp_path / "faq.xlsx").write_bytes(raw)
    (entry,) = read_faq(tmp_path / "faq.xlsx").faq.entries
    assert entry.texts["zh"].question == "2027"
    assert entry.texts["zh"].answer == "9"
    assert str(entry.valid_until) == "2027-01-29"


def test_a_date_that_is_only_a_number_is_named(tmp_path: Path) -> None:
    (tmp_path / "faq.xlsx").write_bytes(packed(a_book(["visa", "zh", "a", "b", 46000])))
    (problem,) = read_faq(tmp_path / "faq.xlsx").faq.problems
    assert problem == 'row 2: valid_until must be a day like 2026-03-31, not "46000".'


def test_what_was_passed_over_is_said() -> None:
    book = a_book(["visa", "zh", "=1+1", "b"])
    book.active.merge_cells("A3:B4")
    book.create_sheet("more")
    _, notes = read_sheet(packed(book), HERE)
    assert len(notes) == 3
    assert "formulas" in notes[0]
    assert "merged cells" in notes[1]
    assert 'first sheet, "Sheet"' in notes[2]


def test_no_zip_and_other_zips_are_no_spreadsheets() -> None:
    refused(b"not a zip at all", "no spreadsheet")
    refused(GOOD[: len(GOOD) // 2], "no spreadsheet")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as parts:
        parts.writestr("hello.txt", "hello")
    refused(out.getvalue(), "cannot be read as a spreadsheet")


def test_a_damaged_part_is_refused() -> None:
    refused(with_part(GOOD, "xl/workbook.xml", b"<workbook"), "cannot be read as a spreadsheet")
    refused(with_part(GOOD, "xl/worksheets/sheet1.xml", b"<worksheet><sheetData><row>"), "cannot be read")


def test_the_old_form_and_a_password_are_told_apart() -> None:
    refused(OLE + b"\0" * 600 + "Workbook".encode("utf-16-le"), "old form")
    refused(OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "has a password")


def test_macros_are_refused() -> None:
    refused(with_part(GOOD, "xl/vbaProject.bin", b"macro"), "holds macros")


def test_links_to_other_files_are_not_followed() -> None:
    _, notes = read_sheet(with_part(GOOD, "xl/externalLinks/externalLink1.xml", b"<x/>"), HERE)
    assert notes == ("Links to other files were not followed.",)


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    refused(with_part(GOOD, "xl/media/a.png", b"\0" * (50 * 2**20)), "packed suspiciously tight")
    refused(with_part(GOOD, "xl/media/a.png", b"\0" * (201 * 2**20)), "would unpack to 201 MiB")


def test_a_spreadsheet_of_a_thousand_parts_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as parts:
        for number in range(MOST_PARTS + 1):
            parts.writestr(f"xl/{number}", "x")
    refused(out.getvalue(), "has 1001 parts")


@pytest.mark.parametrize(
    "declaration",
    [
        b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>',
        b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
    ],
)
@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml"])
def test_entities_are_refused_wherever_they_stand(part: str, declaration: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(GOOD)) as parts:
        body = parts.read(part).split(b"?>", 1)[-1]
    refused(with_part(GOOD, part, declaration + body), "cannot be read as a spreadsheet")


def test_a_million_empty_rows_are_no_entries(tmp_path: Path) -> None:
    book = a_book(["visa", "zh", "签证？", "去使馆。"])
    book.active.row_dimensions[1_048_576].height = 15
    raw = packed(book)
    claimed = sheet_of(raw).replace(b"<sheetData>", b'<dimension ref="A1:XFD1048576"/><sheetData>')
    (tmp_path / "faq.xlsx").write_bytes(with_part(raw, "xl/worksheets/sheet1.xml", claimed))
    faq = read_faq(tmp_path / "faq.xlsx").faq
    assert faq.problems == ()
    assert len(faq.entries) == 1


@pytest.mark.parametrize("text", ["=1+1", '=HYPERLINK("x")', "+1", "@x", "＝1", "plain"])
def test_every_written_cell_is_text(text: str) -> None:
    raw = write_sheet([["id"], [text]])
    assert b"<f>" not in sheet_of(raw)
    rows, notes = read_sheet(raw, HERE)
    assert rows[1] == (text,)
    assert notes == ()
