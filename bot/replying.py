"""Colleagues' words to one student by the WeChat account: people are known by their keys, openids stay in here."""

from collections.abc import Callable, Sequence

from bot.actions.channels import Account, standing
from bot.channels.wechat import WechatChannel
from bot.core.delivery import Outcome, Refused
from bot.core.errors import BotError
from bot.store import people
from bot.store.engine import Database
from bot.store.vault import Vault


class WechatReplies:
    """`core.ports.Replies`. `set_up`: the accounts as the settings have them."""

    def __init__(
        self, database: Database, vault: Vault, channel: WechatChannel, set_up: Callable[[], Sequence[Account]]
    ) -> None:
        self._database, self._vault = database, vault
        self._channel, self._set_up = channel, set_up

    def why_not(self) -> str:
        """By what is known of the account's rights."""
        ours = [one for one in self._set_up() if one.name == self._channel.account]
        rights = (known.rights.get("customer") for known in standing(self._database, ours))
        return next((right.why for right in rights if right is not None and right.works is False), "")

    def tell(self, person: str, text: str) -> Outcome:
        """By one customer service message."""
        try:
            with self._database.reading() as db:
                openid = people.openid(db, self._vault, person)
        except BotError as error:
            return Refused(str(error))
        return self._channel.tell(openid, text)
