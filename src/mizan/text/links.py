"""Links in running text: addresses with a scheme, with www., or of well-known hosts.

Addresses that were made unclickable (hxxp://, example[.]com) are written back, and invisible
characters within them are left out. The search takes steps in proportion to the text, whatever is
in it: every repetition is possessive (it never gives back what it took), and a match can begin at
the first letter of a name only.
"""

from __future__ import annotations

import re
import unicodedata

from mizan.text.invisible import UNSEEN, Seen

Link = tuple[str, int, int]  # the address, and where it stands: start, end exclusive

_DOT = r"(?:\.|\[\.\]|\(\.\)|\{\.\}|\[dot\]|\(dot\))"
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,62}+)"
# No part of an address, wherever they stand: quotation marks and brackets, the signs that end a
# sentence or a part of it in other scripts, long dashes (the short one is in titles), pictures.
_SIGNS = "“”„‟«»‹›「」『』《》〈〉【】〔〕（）،؛؟۔।॥。．｡、，！？；：…—―"
_PICTURES = "\u2190-\u21ff\u2300-\u23ff\u25a0-\u27bf\u2900-\u297f\u2b00-\u2bff\U0001f000-\U0001faff"
_NONE = rf"\s<>\"{{}}|\\^`{_SIGNS}{_PICTURES}"
_REST = rf"[^{_NONE}]"
_ENTITY = r"&(?:nbsp|quot|apos|lt|gt|lrm|rlm|zwnj|zwj|\#0*+(?:160|820[4-7])|\#x0*+(?:a0|200[b-f]));"
_PATH = rf"(?:(?!{_ENTITY}){_REST})*+"
# What browsers take for a dot counts as one in a host; behind it, it ends a sentence.
_HOST = rf"(?:(?!{_ENTITY})[^/?\#{_NONE}]|[。．｡](?=[a-z0-9]))"
_LINK = re.compile(
    rf"(?<![a-z0-9])(?P<scheme>h(?:tt|xx)ps?)(?::|\[:\])//(?P<body>/*+{_HOST}++(?:[/?\#]{_PATH})?+)"
    rf"|(?<![a-z0-9@._-])(?P<host>{_LABEL}(?:{_DOT}{_LABEL})++)"
    rf"(?P<tail>(?::[0-9]{{1,5}}+)?+(?:[/?\#]{_PATH})?+)(?!@)",
    re.IGNORECASE,
)
# Every address holds one, most texts do not. The last four letters are those that equal an ASCII
# letter when case is ignored.
_HINT = re.compile(rf"[.)\]}}/][{UNSEEN}]*+[A-Za-z0-9/\u0130\u0131\u017f\u212a]")
_UNSEEN = re.compile(f"[{UNSEEN}]")
_DOTS = re.compile(_DOT, re.IGNORECASE)
_HOST_END = re.compile(r"[/?#]")
_TOP_LEVEL = re.compile(r"[a-z]{2,}|xn--[a-z0-9-]+", re.IGNORECASE)

_TRAILING = ".,;:!?'*_~)]"
_TRAILING_ANYWHERE = (
    _TRAILING
    + "’"
    + "".join(  # and the signs and blanks of all scripts in plane 0
        chr(code)
        for block in (range(0x80, 0x3100), range(0xFE10, 0xFE70), range(0xFF00, 0xFFF0))
        for code in block
        if unicodedata.category(chr(code))[0] in "PSZC"
    )
)
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
    if not _HINT.search(text):
        return []
    if text.isascii() or not _UNSEEN.search(text):
        return _links(text)
    seen = Seen(text)
    return [(url, *seen.span(start, end)) for url, start, end in _links(seen.text)]


def _links(text: str) -> list[Link]:
    """Return the links in a text without invisible characters."""
    found = (
        _with_scheme(match) if match["scheme"] else _bare(match) for match in _LINK.finditer(text)
    )
    return [link for link in found if link]


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
    kept = body.rstrip(_TRAILING if body.isascii() else _TRAILING_ANYWHERE)
    rest = body[len(kept) :]
    bracket = rest[:1]
    if bracket in _BRACKETS:
        open_ones = kept.count(_BRACKETS[bracket]) - kept.count(bracket)
        closing = len(rest) - len(rest.lstrip(bracket))
        kept += bracket * max(0, min(open_ones, closing))
    return kept
