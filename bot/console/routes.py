"""All pages of the console."""

from bot.console import deliveries, door, files, inbox, log, overview, team

ROUTES = (
    *files.ROUTES, *door.ROUTES, *overview.ROUTES, *inbox.ROUTES, *deliveries.ROUTES, *log.ROUTES, *team.ROUTES,
)  # fmt: skip
