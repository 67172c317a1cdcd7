"""Letters spelled out one by one, with blanks, dots or other signs between them, joined again."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

from mizan.kernels.disguise import ALONE
from mizan.text.rewrite import Piece, Rewritten, rewrite

_LETTER = r"[^\W\d_][\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670]*+"
_GAP = r"(?:[^\w+=<>^]|_){1,6}"  # no signs of a formula
_RUN = re.compile(rf"(?<![\w'’])(?:{_LETTER}{_GAP}){{{ALONE - 1},}}{_LETTER}(?![\w'’])")
_PIECE = re.compile(rf"({_LETTER})({_GAP})?")
_WORD = 5  # letters of a run that are a word spelled out, not initials
_INITIALS = 9  # capital letters with dots between: the names of some states in a row
_DIFFERENT = 3  # letters in it: fewer are laughter or signs
_TOGETHER = 8  # letters of shorter runs, where those are a good part of the text
_MANY = 14  # letters without a wider gap: more than a word, so the gaps are lost


def is_spaced(text: str) -> bool:
    """Say whether words of a text are spelled out: more than initials, lists and abbreviations."""
    runs = {found.group() for found in _RUN.finditer(text)}
    spelled = [letters for run in runs if (letters := _letters(run))]
    if any(len(letters) >= _WORD for letters in spelled):
        return True
    total = sum(map(len, spelled))
    return len(spelled) > 1 and total >= _TOGETHER and 3 * total >= sum(map(str.isalpha, text))


def join_spelled(text: str) -> tuple[Rewritten, bool]:
    """Return the text with spelled words joined, and whether gaps between words are lost.

    A gap parts words where it is wider than most of its run, or a blank among signs, or the end of
    a line. The gaps are lost where so many letters have none that they must be several words.
    """
    lost = False

    def read(run: re.Match[str]) -> list[Piece]:
        nonlocal lost
        pieces, even = _join(run)
        lost |= even
        return pieces

    return rewrite(text, _RUN, read), lost


def _letters(run: str) -> str:
    """Return the letters of a run, or nothing for initials, an alphabet, and a few letters only."""
    letters = "".join(piece[0] for piece, _ in _PIECE.findall(run))
    low = letters.lower()
    if len(set(low)) < _DIFFERENT or (letters.isupper() and "." in run and len(low) < _INITIALS):
        return ""
    rising = all(ord(a) < ord(b) <= ord(a) + 2 for a, b in pairwise(low))
    return "" if rising else letters


def _join(run: re.Match[str]) -> tuple[list[Piece], bool]:
    """Return the letters of a run with a blank for each wider gap, and whether words run on."""
    shift = run.start()
    found = list(_PIECE.finditer(run.group()))
    gaps = [piece.group(2) for piece in found[:-1]]
    usual = max(Counter(gaps).items(), key=lambda one: (one[1], -len(one[0])))[0]
    pieces: list[Piece] = []
    size, longest = 0, 0
    for piece, gap in zip(found, [*gaps, usual], strict=True):
        start = shift + piece.start()
        pieces.extend((start + place, sign) for place, sign in enumerate(piece.group(1)))
        size += 1
        longest = max(longest, size)
        if len(gap) > len(usual) or _breadth(gap) > _breadth(usual):
            pieces.append((shift + piece.start(2), " "))
            size = 0
    return pieces, longest > _MANY


def _breadth(gap: str) -> int:
    """Return 0 for a gap of signs, 1 for one with a blank, 2 for one with the end of a line."""
    return 2 if "\n" in gap else int(any(map(str.isspace, gap)))
