"""Letters spelled out one by one, with blanks, dots or dashes between them, joined again."""

from __future__ import annotations

import re

from mizan.kernels.disguise import SPELLED

_MARKS = r"\u064b-\u065f\u0670\u0300-\u036f"
_LETTER = rf"[^\W\d_][{_MARKS}]*"
_GAP = rf"(?:[^\w\n{_MARKS}]|_){{1,6}}"  # a mark belongs to its letter: it parts nothing
_RUN = re.compile(rf"(?<!\w)(?:{_LETTER}{_GAP}){{{SPELLED - 1},}}{_LETTER}(?!\w)")
_PIECE = re.compile(rf"({_LETTER})({_GAP})?")
_MANY = 12  # letters in a run without a wider gap: more than a word, so the gaps are lost


def join_spelled(text: str) -> tuple[str, list[int], bool]:
    """Return the text with spelled words joined, the place each letter came from, and gaplessness.

    The last says whether in some run the gaps between words cannot be told from those between
    letters. The wider of two kinds of gap parts words.
    """
    out: list[str] = []
    places: list[int] = []
    gapless, at = False, 0
    for run in _RUN.finditer(text):
        _copy(text, at, run.start(), out, places)
        gapless |= _join(run, out, places)
        at = run.end()
    _copy(text, at, len(text), out, places)
    return "".join(out), places, gapless


def _copy(text: str, start: int, end: int, out: list[str], places: list[int]) -> None:
    out.append(text[start:end])
    places.extend(range(start, end))


def _join(run: re.Match[str], out: list[str], places: list[int]) -> bool:
    """Add the letters of a run; say whether no gap in it is wider than another."""
    text, shift = run.group(), run.start()
    pieces = list(_PIECE.finditer(text))
    widths = [len(piece.group(2)) for piece in pieces[:-1]]
    signs = [piece.group(2) for piece in pieces[:-1]]
    usual = max(set(signs), key=lambda sign: (signs.count(sign), -len(sign)))
    parts = [
        width > len(usual) or (sign != usual and " " in sign)
        for width, sign in zip(widths, signs, strict=True)
    ]
    for number, piece in enumerate(pieces):
        out.append(piece.group(1))
        places.extend(range(shift + piece.start(1), shift + piece.end(1)))
        if number < len(parts) and parts[number]:
            out.append(" ")
            places.append(shift + piece.start(2))
    return not any(parts) and len(pieces) > _MANY
