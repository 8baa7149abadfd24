"""What the commands on accounts are given: the accounts that ask their platform, and the way to connect Weibo."""

from bot import setup_wiring, wiring
from bot.actions.connecting import Connection
from bot.core.ports import Asks
from bot.faults import nowhere
from bot.settings import Settings
from bot.store.engine import Database


def asking(settings: Settings, database: Database) -> dict[str, Asks]:
    """The accounts that are set up, to ask their platforms what they may do."""
    return {one.account: one for one in wiring.clients(settings, database, nowhere)}


def weibo_connection(settings: Settings, database: Database) -> Connection:
    """What it takes to connect the Weibo account."""
    return setup_wiring.weibo_connection(
        settings, database, wiring.token_shelf(settings, database), wiring.clock_of(settings)
    )
