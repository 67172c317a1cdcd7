"""The key of a URL: one written form for all addresses that lead to the same place.

Parsed as browsers do (WHATWG URL Standard: host names in IDNA, dot segments, default ports).
Then the key leaves out invisible characters, the scheme, `www.`, user and password, the fragment,
tracking parameters, and slashes that are doubled or at the end; sorts the parameters; and writes
percent-escapes in one way (RFC 3986, 6.2.2: unreserved characters plain, the rest in upper case).
The case of the path is kept.

    HTTPS://WWW.Example.org:443/a/./b/?utm_source=z&x=1#top    ->    example.org/a/b?x=1

Other schemes keep theirs, as `tg://resolve?domain=x`; of a magnet link only the topics (`xt`)
stay. Schemes that name no place elsewhere (data:, javascript: and the like) have no key.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, lru_cache, partial
from importlib.resources import files
from typing import Any

import can_ada
import numpy as np
from numpy.typing import NDArray

from mizan.errors import SignalError
from mizan.kernels.compile import direct
from mizan.kernels.url import IN_HOST, IN_PATH, IN_QUERY, LONGEST, UNRESERVED, read_plain
from mizan.kernels.url_entries import MAX_HOSTS, MAX_PATHS
from mizan.text.invisible import without_invisible

MAX_LENGTH = LONGEST  # code points of an address; longer ones have no key

_WEB = frozenset({"http", "https", "ftp", "ws", "wss"})
_PLACELESS = frozenset({"about", "blob", "data", "file", "javascript", "view-source"})
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+-]*:")  # without a dot: `example.org:80` is a host
_SLASHES = re.compile(r"/{2,}")
_ESCAPE = re.compile(r"%[0-9a-fA-F]{2}")
_PLAIN = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_FOREIGN = re.compile(  # an address whose host is not in ASCII: scheme, host, and the rest
    r"(https?://)([^\0-\x20/?#@:%\\\x7f]+)((?:[:/?#][\0-\x7f]*)?)", re.IGNORECASE
)
_STAND_IN = "h.h"  # for such a host, while the rest is read
_ADDRESS = re.compile(r"\[.*\]|[0-9.]+")  # an IP address has no suffixes


def url_key(url: str) -> str:
    """Return the key; SignalError (`signal.bad_url`) when `url` is no address."""
    key = plain_key(url)
    if key is None and not url.isascii():
        key = _foreign_key(url)
    return parsed_key(url) if key is None else key


def plain_key(url: str) -> str | None:
    """Return the key of an address that needs no parser, as nearly all do; None for any other."""
    key: str | None = _read_plain()(url if type(url) is str else "".join((url,)))
    return key


def _foreign_key(url: str) -> str | None:
    """Return the key of an address that is plain but for its host; None for any other."""
    found = _FOREIGN.fullmatch(url)
    if not found or len(url) > MAX_LENGTH or not (host := _foreign_host(found[2])):
        return None
    key = plain_key(f"{found[1]}{_STAND_IN}{found[3]}")
    return None if key is None else host + key[len(_STAND_IN) :]


@lru_cache(4096)
def _foreign_host(host: str) -> str:
    """Return the host as a key has it; "" where the whole address has to be looked at."""
    try:
        name = parsed_key(f"https://{host}/")
    except SignalError:
        return ""
    return name if "." in name else ""


def parsed_key(url: str) -> str:
    """Return the key of any address at all, by way of the whole parser."""
    href = _parse(url).href.partition("#")[0]
    scheme, _, rest = href.partition("://")
    if scheme not in _WEB:
        return _other_key(href)
    host, _, rest = rest.partition("/")
    path, _, query = rest.partition("?")
    path = _resolved(path) if "/." in path else path
    key = _bare_host(host) + _SLASHES.sub("/", "/" + _escapes(path)).rstrip("/")
    return f"{key}?{kept}" if query and (kept := _kept(query)) else key


def lookups(key: str) -> list[str]:
    """Return every entry that would match a key: the key itself, always first, and wider ones.

    Wider are the suffixes of the host of two labels or more, with and without the port, each
    followed by a prefix of whole segments of the path, or by the whole path and query. Bounded:
    the 8 shortest suffixes and the 16 shortest prefixes beside the whole ones.
    """
    if _SCHEME.match(key):
        return [key]
    address, question, query = key.partition("?")
    host, slash, path = address.partition("/")
    paths = _prefixes(slash + path)
    if question:
        paths.insert(0, slash + path + question + query)
    return list(dict.fromkeys(host + path for host in _suffixes(host) for path in paths))


def refuse_wide(key: str) -> None:
    """Raise SignalError (`signal.too_wide`) for a key that very many people share."""
    if "?" in key or _SCHEME.match(key):
        return  # it names one page or place
    host, slash, path = key.partition("/")
    name, _ = _split_port(host)
    if _ADDRESS.fullmatch(name):
        return
    labels = name.split(".")
    bare = not slash and (len(labels) == 1 or name in _lines("suffixes.txt"))
    under = (".".join(labels[i:]) + slash + path for i in range(len(labels)))
    if bare or not _lines("shared.txt").isdisjoint(under):
        raise SignalError(
            "this address is shared by very many people and would hit them all",
            hint="add the page, channel or account itself: its full path or query",
            code="signal.too_wide",
        )


def _parse(url: str) -> can_ada.URL:
    if len(url) > MAX_LENGTH:
        raise _bad("the address is too long")
    url = without_invisible(url).strip()
    if not url.startswith(("https://", "http://")) and not _SCHEME.match(url):
        url = "https:" + url if url.startswith("//") else "https://" + url
    try:
        return can_ada.parse(url)
    except TypeError:  # a lone surrogate; browsers read it as the replacement character
        return _parse(url.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace"))
    except ValueError:
        raise _bad("this is no address") from None


def _resolved(path: str) -> str:
    """Return a path without dot segments: can_ada leaves some behind a name with a dot in front."""
    kept: list[str] = []
    for segment in path.split("/"):
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    return "/".join(kept)


def _bare_host(host: str) -> str:
    """Return host and port without user, `www.`, and the dot of the root."""
    if "@" in host:
        host = host.rpartition("@")[2]
    name, port = _split_port(host) if ":" in host else (host, "")
    name = name.removesuffix(".")
    while name.startswith("www.") and "." in name[4:]:
        name = name[4:]
    like_scheme = port and name in _WEB | _PLACELESS  # such a key would be read as one
    if not name or name.endswith(".") or like_scheme:
        raise _bad("the address has no host")
    return name + port


def _other_key(href: str) -> str:
    """Return the key of an address whose scheme is not the web's."""
    scheme, _, rest = href.partition(":")
    if scheme in _PLACELESS:
        raise _bad("an address of this scheme leads nowhere")
    body, _, query = rest.partition("?")
    body, kept = _escapes(body).rstrip("/"), _kept(query)
    if scheme == "magnet":
        kept = "&".join(pair for pair in kept.split("&") if pair.startswith("xt"))
    if not body and not kept:
        raise _bad("the address is empty")
    return f"{scheme}:{body}?{kept}" if kept else f"{scheme}:{body}"


def _kept(query: str) -> str:
    """Return the parameters of a query without those that track, sorted."""
    names, stems = _tracking()
    kept = []
    for pair in _escapes(query).split("&"):
        name = pair.partition("=")[0].lower()
        if pair and name not in names and not name.startswith(stems):
            kept.append(pair)
    kept.sort()
    return "&".join(kept)


def _escapes(text: str) -> str:
    return _ESCAPE.sub(_escape, text) if "%" in text else text


def _escape(match: re.Match[str]) -> str:
    char = chr(int(match[0][1:], 16))
    return char if char in _PLAIN else match[0].upper()


def _suffixes(host: str) -> list[str]:
    """Return the host and its suffixes of two labels or more, each also without the port."""
    name, port = _split_port(host)
    names = [name]
    if not _ADDRESS.fullmatch(name):
        labels = name.split(".")
        names += (".".join(labels[i:]) for i in range(1, len(labels) - 1)[1 - MAX_HOSTS :])
    return [each + port for each in names] + (names if port else [])


def _split_port(host: str) -> tuple[str, str]:
    """Return the host's name and its port with the colon, "" when there is none."""
    name, colon, port = host.rpartition(":")
    return (name, colon + port) if colon and not host.endswith("]") else (host, "")


def _prefixes(path: str) -> list[str]:
    """Return the whole path first, then its prefixes of whole segments, the empty one too."""
    ends = [i for i, char in enumerate(path) if char == "/"][:MAX_PATHS]
    return [path, *(path[:end] for end in ends)]


@cache
def _lines(name: str) -> frozenset[str]:
    text = files("mizan.signals").joinpath("data", name).read_text("utf-8")
    return frozenset(line for line in text.splitlines() if line and not line.startswith("#"))


@cache
def _tracking() -> tuple[frozenset[str], tuple[str, ...]]:
    """Return the names of tracking parameters, and the stems of those with a star."""
    lines = _lines("tracking.txt")
    stems = tuple(sorted(line[:-1] for line in lines if line.endswith("*")))
    return frozenset(line for line in lines if not line.endswith("*")), stems


@cache
def _read_plain() -> Callable[..., Any]:
    read = direct(read_plain, "uint8[::1], int32[::1], unicode_type")
    return partial(read, *_plain_tables())


def _plain_tables() -> tuple[NDArray[np.uint8], NDArray[np.int32]]:
    """Return what each byte may be part of with the tracking parameters behind, and their places.

    uint8[256 + m], int32[257]: where those begin that begin with each byte.
    """
    classes = np.zeros(256, np.uint8)
    plain, letters = "".join(_PLAIN), "".join(_PLAIN - {"~"})
    for allowed, bit in (
        (letters, IN_HOST),
        (plain + "!$&'()*+,;=:@/%", IN_PATH),
        (plain + "!$&()*+,;=:@/?%", IN_QUERY),
        (plain, UNRESERVED),
    ):
        classes[list(allowed.encode())] |= np.uint8(bit)
    lines = sorted(_lines("tracking.txt"))
    starts = np.full(257, len(classes), np.int32)
    for first in range(256):
        before = [line for line in lines if line.encode()[0] <= first]
        starts[first + 1] += sum(len(line) + 1 for line in before)
    names = np.frombuffer("".join(f"{line}\n" for line in lines).encode(), np.uint8)
    return np.concatenate((classes, names)), starts


def _bad(why: str) -> SignalError:
    return SignalError(why, hint="give it as https://host/path", code="signal.bad_url")
