"""A whole file as drafts: read now, checked and published when somebody has looked at what it would bring."""

from datetime import datetime

from bot.actions.faq_drafts import VERSIONS, Wish
from bot.actions.faq_files import Loaded
from bot.actions.faq_pending import NEW
from bot.actions.faqs import completed
from bot.actions.problems import refuse
from bot.core.errors import Conflict
from bot.core.faq_file import entry_as_plain
from bot.core.roles import Actor, require
from bot.store import epochs, faq_drafts, faqs
from bot.store.engine import Database
from bot.store.faq_drafts import ENTRY, Draft

NAMED = 10  # entries in a sentence


def draft_file(database: Database, actor: Actor, loaded: Loaded, *, now: datetime, keep: bool = False) -> list[str]:
    """All entries of the file as drafts, their ids; those that are in the FAQ exactly so are left out.

    keep: only new ones. Raises NotAllowed, HasProblems with what is wrong in the file, Conflict where a draft is
    already; then none is kept.
    """
    require(actor, "faq.edit")
    refuse(loaded.faq.problems)
    with database.writing(durable=True) as db:
        epochs.hold(db, faqs.EPOCH)
        entries = completed(loaded.faq, faqs.published_entries(db))
        saved = faqs.compare(db, entries)
        wanted = set(saved.created if keep else (*saved.created, *saved.changed))
        drafted = {draft.name for draft in faq_drafts.all_of(db, ENTRY)}
        if taken := sorted(wanted & drafted):
            more = f" and {len(taken) - NAMED} more" if len(taken) > NAMED else ""
            listed = ", ".join(taken[:NAMED])
            raise Conflict(f"There are drafts already of {listed}{more}; publish or discard them first.")
        base = faqs.latest(db, list(saved.changed))
        marked = faqs.wording(db, list(saved.changed))
        drafts = []
        for entry in (one for one in entries if one.id in wanted):
            original = marked[entry.id].original if entry.id in marked else ""
            wish = Wish(entry_as_plain(entry), base.get(entry.id, NEW), original=original)
            number = epochs.bump(db, VERSIONS)
            drafts.append(Draft(ENTRY, entry.id, str(wish.base), wish.content, number, actor.name, now))
        faq_drafts.put(db, drafts)
    return [draft.name for draft in drafts]
