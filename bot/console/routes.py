"""All pages of the console."""

from bot.console import (
    announcement_compose,
    announcement_import,
    announcements,
    calendar,
    deliveries,
    door,
    faq,
    files,
    inbox,
    log,
    overview,
    packages,
    team,
    try_it,
)

ROUTES = (
    *files.ROUTES, *door.ROUTES, *overview.ROUTES, *faq.ROUTES, *try_it.ROUTES, *inbox.ROUTES, *announcements.ROUTES,
    *announcement_compose.ROUTES, *announcement_import.ROUTES, *packages.ROUTES, *calendar.ROUTES,
    *deliveries.ROUTES, *log.ROUTES, *team.ROUTES,
)  # fmt: skip
