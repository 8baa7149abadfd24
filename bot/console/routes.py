"""All pages of the console."""

from bot.console import announcements, deliveries, door, faq, files, inbox, log, overview, second_factor, team, try_it

ROUTES = (
    *files.ROUTES, *door.ROUTES, *second_factor.ROUTES, *overview.ROUTES, *faq.ROUTES, *try_it.ROUTES, *inbox.ROUTES, *announcements.ROUTES,
    *deliveries.ROUTES, *log.ROUTES, *team.ROUTES,
)  # fmt: skip
