"""All pages of the console."""

from bot.console import (
    announcements,
    channels,
    deliveries,
    door,
    faq,
    files,
    inbox,
    log,
    menu,
    overview,
    qr_codes,
    second_factor,
    status,
    team,
    tokens,
    try_it,
)

ROUTES = (
    *files.ROUTES, *door.ROUTES, *second_factor.ROUTES,
    *overview.ROUTES, *faq.ROUTES, *try_it.ROUTES, *inbox.ROUTES, *announcements.ROUTES,
    *deliveries.ROUTES, *log.ROUTES, *channels.ROUTES, *menu.ROUTES, *qr_codes.ROUTES, *status.ROUTES, *team.ROUTES,
    *tokens.ROUTES,
)  # fmt: skip
