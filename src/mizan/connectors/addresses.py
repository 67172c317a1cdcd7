"""Which network addresses Mizan may reach: those of the public Internet, and what is allowed.

The tables follow the IANA special-purpose address registries (RFC 6890 and its successors).
"""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import TypeAlias

Network: TypeAlias = IPv4Network | IPv6Network

_CLOSED = {
    "unspecified": ("0.0.0.0/8", "::/128"),
    "loopback": ("127.0.0.0/8", "::1/128"),
    "private": ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7", "fec0::/10"),
    "shared by carriers": ("100.64.0.0/10",),
    "link-local": ("169.254.0.0/16", "fe80::/10"),
    "of a cloud's own services": ("168.63.129.16/32",),  # Azure's; the others are link-local
    "multicast": ("224.0.0.0/4", "ff00::/8"),
    "another form of an IPv4 address": (
        "::ffff:0:0/96",  # mapped
        "::/96",  # compatible
        "64:ff9b::/96",  # NAT64
        "64:ff9b:1::/48",  # NAT64, local
        "2002::/16",  # 6to4
        "2001::/32",  # Teredo
        "192.88.99.0/24",  # relays of 6to4
    ),
    "reserved": (
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.31.196.0/24",
        "192.52.193.0/24",
        "192.175.48.0/24",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "240.0.0.0/4",
        "2001::/23",
        "2001:db8::/32",
        "2620:4f:8000::/48",
        "3fff::/20",
    ),
}
_FAMILIES = [(ip_network(each), family) for family, nets in _CLOSED.items() for each in nets]
_GLOBAL_V6 = ip_network("2000::/3")  # all that IANA has given out


def refusal(address: str, allow: Sequence[Network] = ()) -> str:
    """Return the family for which `address` is refused; empty when it may be reached.

    allow  networks of the operator; what lies in one of them may be reached, whatever it is
    """
    ip = ip_address(address)
    if any(ip in network for network in allow):
        return ""
    for network, family in _FAMILIES:
        if ip in network:
            return family
    return "" if ip.version == 4 or ip in _GLOBAL_V6 else "reserved"
