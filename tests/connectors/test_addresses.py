"""What Mizan may reach: public addresses, and what the operator allows."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mizan.connectors.addresses import refusal

CLOSED = {
    "unspecified": ("0.0.0.0", "0.1.2.3", "::"),
    "loopback": ("127.0.0.1", "127.255.255.254", "::1"),
    "private": (
        "10.0.0.1",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "fc00::1",
        "fd00:ec2::254",  # metadata of a cloud
        "fec0::1",
    ),
    "shared by carriers": ("100.64.0.1", "100.100.100.200", "100.127.255.255"),
    "link-local": ("169.254.169.254", "169.254.170.2", "fe80::1", "fe80::1%eth0"),
    "of a cloud's own services": ("168.63.129.16",),
    "multicast": ("224.0.0.1", "239.255.255.255", "ff02::1"),
    "another form of an IPv4 address": (
        "::ffff:10.0.0.1",
        "::ffff:8.8.8.8",
        "::10.0.0.1",
        "64:ff9b::a00:1",
        "64:ff9b:1::1",
        "2002:a00:1::1",
        "2001:0:1::1",
        "192.88.99.1",
    ),
    "reserved": (
        "192.0.0.192",
        "192.0.2.1",
        "198.18.0.1",
        "198.51.100.1",
        "203.0.113.1",
        "240.0.0.1",
        "255.255.255.255",
        "2001:db8::1",
        "3fff::1",
        "100::1",
        "5f00::1",
        "4000::1",
    ),
}
PAIRS = [(address, family) for family, each in CLOSED.items() for address in each]


@pytest.mark.parametrize(("address", "family"), PAIRS)
def test_what_is_not_of_the_public_internet_is_refused(address: str, family: str) -> None:
    assert refusal(address) == family


@pytest.mark.parametrize("address", ["8.8.8.8", "172.32.0.1", "100.128.0.1", "2606:4700::1111"])
def test_public_addresses_may_be_reached(address: str) -> None:
    assert refusal(address) == ""


def test_what_the_operator_allows_may_be_reached_and_nothing_beside_it() -> None:
    allow = [ip_network("10.1.2.0/24"), ip_network("::1")]

    assert refusal("10.1.2.3", allow) == ""
    assert refusal("::1", allow) == ""
    assert refusal("10.1.3.3", allow) == "private"
    assert refusal("::ffff:10.1.2.3", allow) == "another form of an IPv4 address"


@given(st.ip_addresses())
@settings(deadline=None, max_examples=300)
def test_nothing_passes_that_python_holds_to_be_local(ip: IPv4Address | IPv6Address) -> None:
    if refusal(str(ip)) == "":
        assert ip_address(str(ip)).is_global
        assert not ip.is_multicast
