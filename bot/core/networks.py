"""Where a browser is, as far as its address tells."""

import ipaddress
from collections.abc import Sequence


def network_of(client: str, forwarded: str, trusted: Sequence[str]) -> str:
    """The network of a browser, roughly: neighbours share a limit on failed sign-ins.

    `forwarded`: X-Forwarded-For. It is read from its end, as long as who wrote it is one of the trusted networks,
    because whatever stands further left anybody may have written.
    """
    fronts = [ipaddress.ip_network(one) for one in trusted]
    try:
        address = _plain(client)
        hops = [hop.strip() for hop in forwarded.split(",") if hop.strip()]
        while hops and any(address in front for front in fronts):
            address = _plain(hops.pop())
    except ValueError:
        return client[:64]
    return str(ipaddress.ip_network(f"{address}/{24 if address.version == 4 else 64}", strict=False))


def _plain(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    address = ipaddress.ip_address(text)
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped:
        return address.ipv4_mapped
    return address
