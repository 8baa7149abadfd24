"""How the bot is at this moment, as far as its own database tells; nobody is asked outside."""

from collections.abc import Sequence
from datetime import datetime

from bot.actions.channels import Account, standing
from bot.core import health
from bot.core.announcements import NAMES
from bot.core.health import Check, State
from bot.core.rights import RIGHTS
from bot.core.tokens import token_warning
from bot.store import beats, condition, faqs
from bot.store.engine import Database


def inside(database: Database, set_up: Sequence[Account], *, now: datetime) -> list[Check]:
    """One check a fact, the most important first."""
    with database.reading() as db:
        seen = beats.last(db, beats.SCHEDULER)
        answers = len(faqs.published_entries(db))
    _, wal = condition.sizes(database)
    checks = [
        _answers(answers),
        health.scheduler((now - seen).total_seconds() if seen else None),
        health.wal(wal),
    ]
    for one, known in zip(set_up, standing(database, set_up), strict=True):
        warning = token_warning(one.channel, known.life, now)
        if warning or not (one.token_says or one.token_print):
            says = "It ends soon, or has ended." if warning else "There is none yet."
            todo = "Connect the account again under Channels."
            checks.append(Check(f"{one.channel}.token_end", "the token", State.WRONG, says, todo, NAMES[one.channel]))
        for right in RIGHTS[one.channel]:
            fact = known.rights[right.name]
            if fact.works is None:
                says, todo = "It was never asked for.", "Ask the platform under Channels."
                found = Check(f"{one.channel}.{right.name}", right.what, State.UNKNOWN, says, todo)
            elif fact.works:
                found = Check(f"{one.channel}.{right.name}", right.what, State.OK, "It works.")
            else:
                state = State.WRONG if fact.at else State.OFF
                found = Check(f"{one.channel}.{right.name}", right.what, state, "It does not work.", fact.why)
            checks.append(found)
    return checks


def _answers(number: int) -> Check:
    what, detail = "published answers", str(number)
    if number == 0:
        todo = "Write the first answers under FAQ, or import them."
        return Check("faq.answers", what, State.WRONG, "There are none, so every question is a miss.", todo, detail)
    return Check("faq.answers", what, State.OK, "They are there.", detail=detail)
