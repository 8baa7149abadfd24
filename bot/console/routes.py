"""All pages of the console."""

from bot.console import (
    announcements,
    deliveries,
    door,
    faq,
    faq_drafts,
    faq_form,
    files,
    inbox,
    log,
    overview,
    team,
    try_it,
)

ROUTES = (
    *files.ROUTES, *door.ROUTES, *overview.ROUTES, *faq.ROUTES, *faq_form.ROUTES, *faq_drafts.ROUTES,
    *try_it.ROUTES, *inbox.ROUTES, *announcements.ROUTES,
    *deliveries.ROUTES, *log.ROUTES, *team.ROUTES,
)  # fmt: skip
