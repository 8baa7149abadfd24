"""What the commands on accounts are given: the accounts that ask their platform, and the way to connect Weibo."""

import hashlib

from bot import wiring
from bot.account_settings import return_address
from bot.actions.connecting import Connection
from bot.channels.weibo_oauth import WeiboOAuth
from bot.core.ports import Asks
from bot.faults import nowhere
from bot.settings import Settings
from bot.store.engine import Database


def asking(settings: Settings, database: Database) -> dict[str, Asks]:
    """The accounts that are set up, to ask their platforms what they may do."""
    return {one.account: one for one in wiring.clients(settings, database, nowhere)}


def weibo_connection(settings: Settings, database: Database) -> Connection:
    """What it takes to connect the Weibo account."""
    key = hashlib.sha256(b"weibo connection" + settings.security.data_key.get_secret_value().encode()).digest()
    oauth = WeiboOAuth(settings.weibo, return_address(settings), wiring.clock_of(settings), nowhere)
    return Connection(database, wiring.token_shelf(settings, database), oauth, key, settings.weibo.uid)
