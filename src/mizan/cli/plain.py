"""Text from outside, made harmless for a terminal."""

from __future__ import annotations

import unicodedata

OBEYED = {"Cc", "Cs", "Co", "Cn", "Zl", "Zp"}  # may move the cursor, or cannot be written at all
UNSEEN = "Cf"  # turns the direction, or hides; shows nothing by itself
JOINERS = {"\u200c", "\u200d"}  # parts of words in some scripts, and of emoji


def plain(text: str) -> str:
    """Return the text on one line: what a terminal would obey is shown by its number.

    Unseen characters are left out, but for those that join letters.
    """
    return "".join(_shown(char) for char in text)


def _shown(char: str) -> str:
    if char in "\n\r\t":
        return " "
    category = unicodedata.category(char)
    if category == UNSEEN and char not in JOINERS:
        return ""
    return f"<U+{ord(char):04X}>" if category in OBEYED else char
