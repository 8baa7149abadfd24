"""All pages of the console."""

from bot.console import (
    announcement_compose,
    announcement_import,
    announcements,
    calendar,
    deliveries,
    door,
    faq,
    faq_drafts,
    faq_form,
    faq_import,
    files,
    golden,
    inbox,
    lexicon,
    log,
    overview,
    packages,
    team,
    try_it,
    variables,
)

ROUTES = (
    *files.ROUTES, *door.ROUTES, *overview.ROUTES, *faq.ROUTES, *faq_form.ROUTES, *faq_drafts.ROUTES,
    *golden.ROUTES, *variables.ROUTES, *lexicon.ROUTES, *faq_import.ROUTES,
    *try_it.ROUTES, *inbox.ROUTES, *announcements.ROUTES,
    *announcement_compose.ROUTES, *announcement_import.ROUTES, *packages.ROUTES, *calendar.ROUTES,
    *deliveries.ROUTES, *log.ROUTES, *team.ROUTES,
)  # fmt: skip
