"""XLSX files: checked before anything unpacks them, read as plain cells, written without a single formula."""

import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bot.core.errors import BadFile

# Ours, against files made to fill a disk: a FAQ of 10,000 rows has under 3 MiB unpacked, in some 15 parts, packed 8:1.
MOST_UNPACKED = 200 * 2**20
MOST_RATIO = 100
MOST_PARTS = 1000
OLE = bytes.fromhex("d0cf11e0a1b11ae1")  # the container of .xls, and of an .xlsx with a password ([MS-CFB] 2.2)


def read_sheet(raw: bytes, path: Path) -> tuple[list[tuple[Any, ...]], tuple[str, ...]]:
    """The first sheet's rows, and notes on what was passed over. Raises BadFile."""
    from openpyxl import load_workbook  # noqa: PLC0415  because only this rare act needs it, and it is slow to load
    from openpyxl.utils.exceptions import InvalidFileException  # noqa: PLC0415  as above

    notes = _check(raw, path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl tells of styles and validations that do not matter here
            book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True, keep_links=False)
            sheet = book.worksheets[0]
            sheet.reset_dimensions()  # a file may claim any size; what counts is what is there
            rows = list(sheet.iter_rows(values_only=True))
    except (
        InvalidFileException, zipfile.BadZipFile, zlib.error, KeyError, IndexError, ValueError, TypeError,
        AttributeError, OSError, SyntaxError, EOFError,
    ) as error:  # fmt: skip
        # ValueError: also defusedxml's refusals (entities, a DTD); SyntaxError: broken XML.
        raise BadFile(f"{path} cannot be read as a spreadsheet; open it, save it again as .xlsx") from error
    if len(book.worksheets) > 1:
        notes.append(f'Only the first sheet, "{sheet.title}", was read.')
    return rows, tuple(notes)


def write_sheet(table: Sequence[Sequence[str]], title: str = "FAQ") -> bytes:
    """One sheet; every cell is text, whatever it begins with."""
    from openpyxl import Workbook  # noqa: PLC0415  as above
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415  as above

    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for row in table:
        cells = []
        for value in row:
            cell = WriteOnlyCell(sheet, value)
            cell.data_type = "s"  # openpyxl would make a formula of "=…"
            cells.append(cell)
        sheet.append(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _check(raw: bytes, path: Path) -> list[str]:
    """Refuse what must not be unpacked; notes on what will be passed over."""
    if raw.startswith(OLE):
        locked = "EncryptedPackage".encode("utf-16-le") in raw
        raise BadFile(
            f"{path} has a password; save it without" if locked else f"{path} is in Excel's old form; save it as .xlsx"
        )
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            parts = packed.infolist()
            _check_sizes(parts, len(raw), path)
            sheets = [packed.read(part) for part in parts if re.match(r"xl/worksheets/[^/]+\.xml$", part.filename)]
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as error:
        raise BadFile(f"{path} is no spreadsheet; save it as .xlsx") from error
    names = {part.filename for part in parts}
    if any(name.endswith("vbaProject.bin") for name in names):
        raise BadFile(f"{path} holds macros; save it as .xlsx without them")
    notes = []
    if any(name.startswith("xl/externalLinks/") for name in names):
        notes.append("Links to other files were not followed.")
    if any(re.search(rb"<f[ >/]", sheet) for sheet in sheets):
        notes.append("There are formulas; what they last showed was read.")
    if any(b"<mergeCell " in sheet for sheet in sheets):
        notes.append("There are merged cells; only the first of each holds the text.")
    return notes


def _check_sizes(parts: Sequence[zipfile.ZipInfo], packed: int, path: Path) -> None:
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > MOST_PARTS:
        raise BadFile(f"{path} has {len(parts)} parts; a spreadsheet has a few")
    if unpacked > MOST_UNPACKED:
        raise BadFile(f"{path} would unpack to {unpacked / 2**20:.0f} MiB; at most {MOST_UNPACKED // 2**20} are read")
    if unpacked > MOST_RATIO * packed:
        raise BadFile(f"{path} is packed suspiciously tight ({unpacked // packed} to 1); save it again as .xlsx")
