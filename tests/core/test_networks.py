"""Where a browser is: what a front says is believed, what anybody may write is not."""

import pytest

from bot.core.networks import network_of

LOOPBACK = ("127.0.0.0/8", "::1/128")


@pytest.mark.parametrize(
    ("client", "forwarded", "trusted", "network"),
    [
        ("203.0.113.7", "", LOOPBACK, "203.0.113.0/24"),
        ("203.0.113.7", "198.51.100.1", LOOPBACK, "203.0.113.0/24"),  # no front of ours says so
        ("127.0.0.1", "198.51.100.1", LOOPBACK, "198.51.100.0/24"),
        ("127.0.0.1", "192.0.2.9, 198.51.100.1", LOOPBACK, "198.51.100.0/24"),
        ("10.0.0.2", "192.0.2.9, 198.51.100.1, 127.0.0.1", ("10.0.0.0/24", *LOOPBACK), "198.51.100.0/24"),
        ("10.0.0.2", "198.51.100.1", LOOPBACK, "10.0.0.0/24"),
        ("::1", "2001:db8::5", LOOPBACK, "2001:db8::/64"),
        ("::ffff:127.0.0.1", "198.51.100.1", LOOPBACK, "198.51.100.0/24"),
        ("127.0.0.1", "unknown", LOOPBACK, "127.0.0.1"),
        ("testclient", "", LOOPBACK, "testclient"),
    ],
)
def test_only_the_fronts_that_are_named_are_believed(
    client: str, forwarded: str, trusted: tuple[str, ...], network: str
) -> None:
    assert network_of(client, forwarded, trusted) == network
