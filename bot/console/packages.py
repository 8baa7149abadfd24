"""What a person needs who posts an announcement by hand: a page that copies at a tap, and the same as a zip."""

from bot.actions import packages
from bot.actions.packages import INDEX, Packed
from bot.console.asking import Answer, Ask, Blob, Route

# The package's page is made to be opened from a folder, with its script and styles inside. Here it is shut off from the
# console: in a sandbox it has an origin of its own, so that whatever ran in it could neither read nor send anything.
_POLICY = (
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'; sandbox allow-scripts allow-downloads allow-popups"
)


def show_package(ask: Ask) -> Answer:
    """The page, step by step."""
    return Blob(_packed(ask).files[INDEX], "text/html; charset=utf-8", policy=_POLICY)


def zip_package(ask: Ask) -> Answer:
    """All its files."""
    name = ask.path["id"]
    return Blob(packages.zipped(_packed(ask)), "application/zip", f"{name}.zip")


def _packed(ask: Ask) -> Packed:
    terms = ask.parts.terms(ask.signed_in.name, ask.now)
    channel = ask.query.get("channel", "")
    return packages.pack(ask.database, ask.path["id"], ask.parts.fit, channel=channel, rules=terms.rules)


ROUTES = (
    Route("GET", "/console/announcements/{id:str}/package", "read", show_package),
    Route("GET", "/console/announcements/{id:str}/package.zip", "read", zip_package),
)
