"""All pages of the console."""

from bot.console import (
    announcements,
    deliveries,
    door,
    faq,
    files,
    fixing,
    gaps,
    inbox,
    log,
    overview,
    picking,
    statistics,
    team,
    try_it,
)

ROUTES = (
    *files.ROUTES, *door.ROUTES, *overview.ROUTES, *faq.ROUTES, *try_it.ROUTES, *inbox.ROUTES, *announcements.ROUTES,
    *deliveries.ROUTES, *log.ROUTES, *team.ROUTES, *picking.ROUTES, *gaps.ROUTES, *fixing.ROUTES, *statistics.ROUTES,
)  # fmt: skip
