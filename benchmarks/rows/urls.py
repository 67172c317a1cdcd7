"""One key for all the ways in which an address is written, beside the usual canonical forms."""

from __future__ import annotations

import random
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from benchmarks import timing
from benchmarks.engines import urls
from benchmarks.report import PRODUCT, Report

COUNT = {"quick": 500, "usual": 4000, "full": 4000}
SAME = (
    ("https://example.org/a", "HTTP://www.EXAMPLE.org:80/a/", "https://example.org/b/../a#part"),
    ("https://example.org/p?a=1&b=2", "https://example.org/p?b=2&utm_source=x&a=1"),
    ("https://example.org/%d8%a7", "https://example.org/ا"),
)
APART = (
    ("https://example.org/a", "https://example.org/A"),
    ("https://example.org/?id=1", "https://example.org/?id=2"),
    ("https://a.example.org/", "https://b.example.org/"),
)


def run(report: Report, scale: str) -> None:
    from w3lib.url import canonicalize_url

    joined = all(len({urls.key(one) for one in row}) == 1 for row in SAME)
    apart = all(urls.key(one) != urls.key(other) for one, other in APART)
    report.check("urls: the same address has one key", joined)
    report.check("urls: other addresses have others", apart)
    chance = random.Random(51)
    addresses = [_address(chance) for _ in range(COUNT[scale])]
    calls = {
        PRODUCT: lambda i: urls.key(addresses[i]),
        "urllib, sorted query": lambda i: _by_urllib(addresses[i]),
        "w3lib canonicalize_url": lambda i: canonicalize_url(addresses[i]),
    }
    report.times("urls, one key", timing.singles(calls, range(len(addresses))))


def _address(chance: random.Random) -> str:
    def word() -> str:
        return "".join(chance.choices("abcdefghijklmnopqrstuvwxyz", k=chance.randint(3, 10)))

    host = f"{chance.choice(('', 'www.', 'm.'))}{word()}.{chance.choice(('com', 'org', 'co.uk'))}"
    path = "/".join(word() for _ in range(chance.randint(0, 4)))
    names = chance.choices(("utm_source", "id", "page", "fbclid"), k=chance.randint(0, 3))
    query = "&".join(f"{name}={word()}" for name in names)
    return f"https://{host}/{path}{'?' if query else ''}{query}{chance.choice(('', '#top'))}"


def _by_urllib(address: str) -> str:
    parts = urlsplit(address)
    query = urlencode(sorted(parse_qsl(parts.query)))
    return urlunsplit((parts.scheme, parts.hostname or "", parts.path or "/", query, ""))
