"""Links in running text: addresses with a scheme, with www., or of well-known hosts.

Addresses that were made unclickable (hxxp://, example[.]com) are written back. The search takes
steps in proportion to the text, whatever is in it: every repetition is possessive (it never
gives back what it took), and a match can begin at the first letter of a name only.
"""

from __future__ import annotations

import re

Link = tuple[str, int, int]  # the address, and where it stands: start, end exclusive

_DOT = r"(?:\.|\[\.\]|\(\.\)|\{\.\}|\[dot\]|\(dot\))"
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,62}+)"
_REST = r"[^\s<>\"“”«»‹›「」《》{}|\\^`،؛]"
_LINK = re.compile(
    rf"(?<![a-z0-9])(?P<scheme>h(?:tt|xx)ps?)(?::|\[:\])//(?P<body>{_REST}++)"
    rf"|(?<![a-z0-9@._-])(?P<host>{_LABEL}(?:{_DOT}{_LABEL})++)"
    rf"(?P<tail>(?::[0-9]{{1,5}}+)?+(?:[/?\#]{_REST}*+)?+)(?!@)",
    re.IGNORECASE,
)
_HINT = re.compile(r"[.)\]}/][A-Za-z0-9/]")  # every address holds one; most texts do not
_DOTS = re.compile(_DOT, re.IGNORECASE)
_HOST_END = re.compile(r"[/?#]")
_TOP_LEVEL = re.compile(r"[a-z]{2,}|xn--[a-z0-9-]+", re.IGNORECASE)

_TRAILING = ".,;:!?…'’*_~؟"
_BRACKETS = {")": "(", "]": "["}

# Hosts that are an address even where no path follows.
_WELL_KNOWN = frozenset(
    {
        "archive.is",
        "archive.org",
        "archive.ph",
        "bit.ly",
        "bsky.app",
        "discord.gg",
        "drive.google.com",
        "facebook.com",
        "fb.com",
        "files.fm",
        "instagram.com",
        "justpaste.it",
        "mega.nz",
        "ok.ru",
        "pastebin.com",
        "rumble.com",
        "signal.group",
        "soundcloud.com",
        "t.co",
        "t.me",
        "telegra.ph",
        "telegram.me",
        "telegram.org",
        "threads.net",
        "tiktok.com",
        "tumblr.com",
        "twitter.com",
        "vimeo.com",
        "vk.com",
        "wa.me",
        "x.com",
        "youtu.be",
        "youtube.com",
    }
)


def find_links(text: str) -> list[Link]:
    """Return the links in a text, in order; those without a scheme are given http://."""
    found: list[Link] = []
    if not _HINT.search(text):
        return found
    for match in _LINK.finditer(text):
        link = _with_scheme(match) if match["scheme"] else _bare(match)
        if link:
            found.append(link)
    return found


def _with_scheme(match: re.Match[str]) -> Link | None:
    body = _trimmed(match["body"])
    if not body:
        return None
    scheme = match["scheme"].lower().replace("xx", "tt")
    return f"{scheme}://{_mended(body)}", match.start(), match.start("body") + len(body)


def _bare(match: re.Match[str]) -> Link | None:
    body = _trimmed(match["host"] + match["tail"])
    address = _mended(body)
    host = _HOST_END.split(address, maxsplit=1)[0].partition(":")[0].lower()
    defanged = len(match["host"]) > len(_DOTS.sub(".", match["host"]))
    named = host.startswith("www.") or host in _WELL_KNOWN
    meant = named or defanged or len(address) > len(host)
    if not meant or not _TOP_LEVEL.fullmatch(host.rpartition(".")[2]):
        return None
    return f"http://{address}", match.start(), match.start() + len(body)


def _mended(body: str) -> str:
    """Return an address without its scheme, with the dots of its host written back."""
    end = _HOST_END.search(body)
    host = body[: end.start()] if end else body
    return _DOTS.sub(".", host).replace("[:]", ":") + body[len(host) :]


def _trimmed(body: str) -> str:
    """Return an address without what belongs to the sentence around it.

    A closing bracket stays where the address opened one.
    """
    kept = body.rstrip(_TRAILING + ")]")
    rest = body[len(kept) :]
    bracket = rest[:1]
    if bracket in _BRACKETS:
        open_ones = kept.count(_BRACKETS[bracket]) - kept.count(bracket)
        closing = len(rest) - len(rest.lstrip(bracket))
        kept += bracket * max(0, min(open_ones, closing))
    return kept
