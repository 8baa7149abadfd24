"""What a person can do to the variables, the values that answers name as {deadline}: list, set, remove."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.core.errors import Conflict, HasProblems, NothingFound
from bot.core.faq import variables_in
from bot.core.faq_file import read_variables
from bot.store import audit, epochs, faqs
from bot.store.engine import Database

NAMED = 10  # entries in a sentence


@dataclass(frozen=True, slots=True)
class Place:
    """Where an answer names a variable; `field`: answer, or after (which students get once the entry has ended)."""

    entry: str
    lang: str
    field: str


def list_variables(database: Database) -> list[dict[str, Any]]:
    """All variables by name with the places that use them, as plain JSON values.

    A name that answers use and nobody has set is among them, with None for its value.
    """
    with database.reading() as db:
        values, texts = faqs.variables(db), faqs.naming(db)
    used = _uses(texts)
    return [
        {
            "name": name,
            "value": values.get(name),
            "used": [{"entry": place.entry, "lang": place.lang, "field": place.field} for place in used.get(name, ())],
        }
        for name in sorted({*values, *used})
    ]


def values_of(database: Database) -> dict[str, str]:
    """What answers may name, with the values, by name."""
    with database.reading() as db:
        return faqs.variables(db)


def set_variables(database: Database, values: Mapping[str, str], *, actor: str, now: datetime) -> dict[str, list[str]]:
    """Give these variables their values; by name, the entries that now say so. Raises HasProblems."""
    wanted, problems = read_variables(values)
    problems += [f'variable "{name}": its value is empty; remove it instead.' for name, it in wanted.items() if not it]
    if problems:
        raise HasProblems("\n".join(problems))
    with database.writing() as db:
        epochs.hold(db, faqs.EPOCH)
        there, texts = faqs.variables(db), faqs.naming(db)
        changed = {name: value for name, value in wanted.items() if there.get(name) != value}
        faqs.put_variables(db, changed)
        for name, value in changed.items():
            deed = audit.Deed(actor, "variables.set", f"variable:{name}", before=there.get(name), after=value)
            audit.add(db, deed, now=now)
    used = _uses(texts)
    return {name: _entries(used.get(name, ())) for name in wanted}


def remove_variable(database: Database, name: str, *, actor: str, now: datetime) -> None:
    """Take a variable away. Raises NothingFound, and Conflict while an answer uses it."""
    with database.writing() as db:
        epochs.hold(db, faqs.EPOCH)
        there = faqs.variables(db)
        if name not in there:
            raise NothingFound(f"There is no variable {name}; `paristech-bot variables` shows all.")
        users = _entries(_uses(faqs.naming(db)).get(name, ()))
        if users:
            raise Conflict(
                f"{{{name}}} stands in the answers of {_named(users)}, and students would read it as it is written. "
                "Take it out of them first; `paristech-bot faq show ID` shows one."
            )
        faqs.remove_variable(db, name)
        audit.add(db, audit.Deed(actor, "variables.remove", f"variable:{name}", before=there[name]), now=now)


def _uses(texts: Iterable[tuple[str, str, str, str]]) -> dict[str, list[Place]]:
    used: dict[str, list[Place]] = {}
    for name, place in _places(texts):
        used.setdefault(name, []).append(place)
    return used


def _places(texts: Iterable[tuple[str, str, str, str]]) -> Iterator[tuple[str, Place]]:
    for entry, lang, answer, after in texts:
        for field, written in (("answer", answer), ("after", after)):
            for name in variables_in(written):
                yield name, Place(entry, lang, field)


def _entries(places: Iterable[Place]) -> list[str]:
    return list(dict.fromkeys(place.entry for place in places))


def _named(entries: list[str]) -> str:
    more = len(entries) - NAMED
    return ", ".join(entries[:NAMED]) + (f" and {more} more" if more > 0 else "")
