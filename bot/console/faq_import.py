"""Files of entries: what is in one before it is taken in, the rows that are wrong, and the whole FAQ as a file."""

from bot.actions import faq_uploads, faqs
from bot.actions.faq_files import FORMS, MOST_BYTES
from bot.actions.problems import shortened
from bot.console.asking import Answer, Ask, Blob, Go, Page, Route
from bot.core.errors import BadFile, Conflict, HasProblems, NothingFound

HERE = "/console/faq-import"
LISTED = 30  # names of each kind
_FORM = 64 * 1024  # bytes around the file
_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "jsonl": "application/jsonl; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "yaml": "application/yaml; charset=utf-8",
}


def show(ask: Ask) -> Answer:
    """Choose a file, get a template, get the whole FAQ."""
    return _page("")


def look(ask: Ask) -> Answer:
    """What is in the file; nothing is changed."""
    found = ask.files.get("file", ())
    if not found:
        return _page("Choose a file first.", 422)
    try:
        looked = faq_uploads.look(ask.database, ask.actor, found[0].name, found[0].content, now=ask.now)
    except BadFile as error:
        return _page(str(error), 422)
    report = looked.report
    values = {
        "looked": looked,
        "kinds": [(kind, getattr(report, kind)) for kind in ("created", "changed", "unchanged")],
        # How it was read stands before them in the language of the page.
        "notes": [note for note in report.notes if not (looked.encoding and "was read as" in note)],
        "problems": shortened(report.problems),
        "listed": LISTED,
    }
    return Page("faq_import_look.html", values)


def take(ask: Ask) -> Answer:
    """Take it in: as drafts to be checked, or at once."""
    key, keep = ask.form.get("key", ""), ask.form.get("existing") == "keep"
    try:
        if ask.form.get("do") == "drafts":
            kept = faq_uploads.take_as_drafts(ask.database, ask.actor, key, keep=keep, now=ask.now)
            return Go("/console/faq-drafts" if kept else HERE, said="" if kept else "Nothing in it is new.")
        faq_uploads.take_in(ask.database, ask.actor, key, keep=keep, now=ask.now)
    except (HasProblems, Conflict) as error:
        return _page(str(error), 409 if isinstance(error, Conflict) else 422)
    return Go("/console/faq", said="Taken in. The bot answers with it within two seconds.")


def bad_rows(ask: Ask) -> Answer:
    """The rows with a problem, as a file."""
    raw = faq_uploads.bad_rows_of(ask.database, ask.actor, ask.path["key"], now=ask.now)
    return Blob(raw, _TYPES["csv"], "faq-problems.csv")


def export(ask: Ask) -> Answer:
    """The whole FAQ as a file."""
    form = _form(ask.path["form"], FORMS)
    return Blob(faqs.export_faq(ask.database, form), _TYPES[form], f"faq.{form}")


def template(ask: Ask) -> Answer:
    """A small file that shows the columns."""
    form = _form(ask.path["form"], ("csv", "xlsx"))
    return Blob(faq_uploads.template(form), _TYPES[form], f"faq-template.{form}")


def _page(problem: str, status: int = 200) -> Answer:
    return Page("faq_import.html", {"problem": problem, "forms": FORMS, "most": MOST_BYTES // 2**20}, status)


def _form(asked: str, known: tuple[str, ...]) -> str:
    if asked not in known:
        raise NothingFound("There is no such page.")
    return asked


ROUTES = (
    Route("GET", HERE, "faq.edit", show),
    Route("POST", HERE, "faq.edit", look, most=MOST_BYTES + _FORM),
    Route("POST", "/console/faq-import-take", "faq.edit", take),
    Route("GET", "/console/faq-import/{key:str}/problems", "faq.edit", bad_rows),
    Route("GET", "/console/faq-export/{form:str}", "read", export),
    Route("GET", "/console/faq-template/{form:str}", "faq.edit", template),
)
