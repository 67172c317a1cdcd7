"""Characters that nobody sees: which they are, and reading a text as if they were not there.

They are the format characters of Unicode (category Cf) and what is as invisible though it is not
among them: the grapheme joiner, the Mongolian and other variation selectors, the tags.
"""

from __future__ import annotations

import re
from bisect import bisect_right

# Those that order the writing, which writers of Arabic put around an address, and all others,
# which are found within words: joiners, blanks without width, soft hyphens.
ORDERING = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_WITHIN = (
    "\u00ad\u034f\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u180b-\u180f\u200b-\u200d\u2060-\u2065"
    "\u206a-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb\U000110bd\U000110cd\U00013430-\U0001343f"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
UNSEEN = ORDERING + _WITHIN  # for a character class of a regular expression

_RUN = re.compile(f"[{UNSEEN}]++")
_ORDERS = re.compile(f"[{ORDERING}]")
_SCHEME = re.compile(rf"h[{UNSEEN}]*+(?:tt|xx)ps?+(?::|\[:\])//", re.IGNORECASE)


class Seen:
    """A text without its invisible characters, and where each character stood in the whole.

    A run of them vanishes within a word, and becomes a blank where it parts two: before an
    address, and between a word in ASCII, or a mark of order, and letters that are not ASCII.
    """

    __slots__ = ("_places", "_shifts", "text")

    def __init__(self, text: str) -> None:
        """Read `text`, in time in proportion to its length."""
        self._places, self._shifts = [0], [0]
        pieces, end, size = [], 0, 0
        for run in _RUN.finditer(text):
            piece = text[end : run.start()] + (" " if _parts(text, run) else "")
            pieces.append(piece)
            end, size = run.end(), size + len(piece)
            self._places.append(size)
            self._shifts.append(end - size)
        self.text = "".join([*pieces, text[end:]])

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where the stretch [start, end) of `text`, not empty, stands in the whole."""
        return self._place(start), self._place(end - 1) + 1

    def _place(self, place: int) -> int:
        return place + self._shifts[bisect_right(self._places, place) - 1]


def without_invisible(text: str) -> str:
    """Return a text without its invisible characters."""
    return text if text.isascii() else _RUN.sub("", text)


def _parts(text: str, run: re.Match[str]) -> bool:
    """Say whether a run of invisible characters parts two words."""
    before, behind = text[run.start() - 1 : run.start()], text[run.end() : run.end() + 1]
    if behind.isascii():
        return _SCHEME.match(text, run.end()) is not None
    return (before.isascii() and before.isalnum()) or _ORDERS.search(run[0]) is not None
