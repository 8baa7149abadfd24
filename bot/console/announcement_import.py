"""Announcements from a spreadsheet, looked at before anything is saved, and into one."""

import base64
import binascii
import tempfile
from pathlib import Path, PurePath
from typing import Any

from bot.actions import announcement_drafts, announcements
from bot.actions.announcement_drafts import Written
from bot.actions.announcement_files import MOST_BYTES
from bot.actions.announcement_sheets import write_template
from bot.console.asking import Answer, Ask, Blob, Go, Page, Route, Upload
from bot.core.errors import BadFile, HasProblems, NothingFound, UsageError
from bot.core.roles import require

_MOST = 8 * 2**20  # a file of 5 MB, as the page keeps it between the look and the saving
_FORMS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "yaml": "application/yaml",
}
_READ = (".csv", ".xlsx", ".yaml", ".yml", ".json")
_SHOWN = 50  # problems; a file with more is mended by what its first ones say


def show_import(ask: Ask) -> Answer:
    """What a file may look like, and a place to put one."""
    return Page("announcement_import.html", _values())


def take_in(ask: Ask) -> Answer:
    """Look at a file; or save what was looked at, all of it or nothing."""
    require(ask.actor, "announcement.write")
    saving = ask.form.get("do") == "save"
    try:
        file = _kept(ask) if saving else _chosen(ask)
        done = _read(ask, file, preview=not saving)
    except (HasProblems, UsageError) as error:
        return Page("announcement_import.html", {**_values(), "fault": str(error)}, status=422)
    if saving and not done.problems:
        return Go("/console/announcements?show=drafts", said="All of it is saved as drafts.")
    kept = base64.b64encode(file.content).decode()
    values = {**_values(), "done": done, "file": file.name, "kept": "" if done.problems else kept}
    return Page("announcement_import.html", values, status=422 if done.problems else 200)


def template(ask: Ask) -> Answer:
    """A table to fill in."""
    form = ask.path["form"]
    if form not in ("csv", "xlsx"):
        raise NothingFound("There is no such file.")
    return Blob(write_template(form), _FORMS[form], f"announcements-template.{form}")


def export(ask: Ask) -> Answer:
    """All of them as a file."""
    form = ask.path["form"]
    if form not in _FORMS:
        raise NothingFound("There is no such file.")
    return Blob(announcements.export(ask.database, form), _FORMS[form], f"announcements.{form}")


def _read(ask: Ask, file: Upload, *, preview: bool) -> Written:
    terms = ask.parts.terms(ask.signed_in.name, ask.now)
    # In a folder of its own and under a name of ours, because a name that comes with a form may be anything.
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"announcements{PurePath(file.name).suffix.lower()}"
        path.write_bytes(file.content)
        pictures = terms.pictures or Path(folder)
        try:
            return announcement_drafts.import_file(ask.database, path, terms, pictures=pictures, preview=preview)
        except BadFile as error:
            raise BadFile(str(error).replace(str(path), file.name)) from error


def _chosen(ask: Ask) -> Upload:
    files = ask.files.get("file", ())
    if not files:
        raise UsageError("Choose a file first.")
    return _checked(files[0])


def _kept(ask: Ask) -> Upload:
    try:
        content = base64.b64decode(ask.form.get("kept", ""), validate=True)
    except (binascii.Error, ValueError) as error:
        raise UsageError("Choose the file again.") from error
    return _checked(Upload(ask.form.get("name", "")[:200], content))


def _checked(file: Upload) -> Upload:
    if PurePath(file.name).suffix.lower() not in (*_READ, ".xls", ".xlsm"):
        raise UsageError("The file's name must end in .xlsx, .csv, .yaml or .json.")
    if len(file.content) > 5 * MOST_BYTES:
        raise UsageError("The file is larger than 5 MB: split it.")
    return file


def _values() -> dict[str, Any]:
    return {"done": None, "file": "", "kept": "", "fault": "", "shown": _SHOWN}


ROUTES = (
    Route("GET", "/console/announcements-import", "announcement.write", show_import),
    Route("POST", "/console/announcements-import", "announcement.write", take_in, most=_MOST),
    Route("GET", "/console/announcements-template/{form:str}", "announcement.write", template),
    Route("GET", "/console/announcements-export/{form:str}", "read", export),
)
