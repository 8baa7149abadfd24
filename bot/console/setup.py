"""What the pages of the set-up work with, and what the wiring hands them."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.store.vault import Vault


@dataclass(frozen=True, slots=True)
class Setup:
    """`vault` seals second factors. `trusted_proxies`: networks whose X-Forwarded-For is believed."""

    vault: Vault
    trusted_proxies: Sequence[str] = ("127.0.0.0/8", "::1/128")
