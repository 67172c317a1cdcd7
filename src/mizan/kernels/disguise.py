"""Signs of disguise in texts as they came: counted, not judged."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mizan.kernels.compile import jit

# What a code point is, beside the number of its script.
OTHER = 0  # neither letter nor digit: it parts words
INVISIBLE = 250  # nobody sees it
TRANSPARENT = 251  # a mark or tatweel: seen, but parts nothing
DIGIT = 252
SIGN = 253  # a sign that leetspeak writes for a letter
DOTLESS = 254  # an Arabic letter that only dotless writing uses
ARABIC, LATIN = 1, 2  # numbers of scripts; any other letter has a number from 3 on
DOTTED = 249  # an Arabic letter with dots
_FIRST_SIGN = 249  # of the classes that are no script

# Columns of what is counted for each text.
WORDS, LETTERS, RUN, SINGLES, DRAWN, HIDDEN, BARE, POINTED, MIXED, CODED, ROMAN, SCRIPT = range(12)
COLUMNS = 12
SPELLED = 5  # letters standing alone one after the other that are spelled out
_DRAWN = 3  # equal letters side by side that are drawn out


@jit
def count_signs(
    raw: NDArray[np.uint32],
    bounds: NDArray[np.int64],
    classes: NDArray[np.uint8],
    out: NDArray[np.int32],
) -> None:
    """Write into `out`, int32[n, COLUMNS], what stands in each text.

    WORDS, LETTERS  of any script
    RUN      longest run of letters that stand alone; SINGLES letters in all runs of >= SPELLED
    DRAWN    words with a letter three times or more
    HIDDEN   invisible signs between two letters of a word
    BARE     Arabic letters that only dotless writing uses; POINTED Arabic letters with dots
    MIXED    words with letters of two scripts
    CODED    Latin words with digits or signs among their letters
    ROMAN    Latin letters; SCRIPT Arabic letters, drawn-out ones once
    """
    for row in range(out.shape[0]):
        counts = out[row]
        counts[:] = 0
        run, size, first, mixed, coded, hidden = 0, 0, 0, False, False, 0
        drawn, same, last = False, 0, np.uint32(0)
        for at in range(bounds[row], bounds[row + 1] + 1):
            code = raw[at] if at < bounds[row + 1] else np.uint32(0x20)
            kind = int(classes[code])
            if kind == TRANSPARENT:
                continue
            if kind == INVISIBLE:
                hidden += int(size > 0)
                continue
            if kind == OTHER or (kind == SIGN and (size == 0 or first != LATIN)):
                if size:
                    counts[WORDS] += 1
                    counts[DRAWN] += int(drawn)
                    counts[MIXED] += int(mixed)
                    counts[CODED] += int(coded and size > 1)
                    run = run + 1 if size == 1 else 0
                    counts[RUN] = max(counts[RUN], run)
                    if run >= SPELLED:
                        counts[SINGLES] += SPELLED if run == SPELLED else 1
                size, first, mixed, coded, hidden = 0, 0, False, False, 0
                drawn, same, last = False, 0, np.uint32(0)
                continue
            if kind == DIGIT or kind == SIGN:  # noqa: SIM109 - numba
                coded |= first in (0, LATIN) and size > 0
                if size == 0 and kind == DIGIT:
                    coded = _letter_follows(raw, at, bounds[row + 1], classes)
                same, last = 0, np.uint32(0)
                continue
            counts[HIDDEN] += hidden
            hidden = 0
            counts[LETTERS] += 1
            counts[BARE] += int(kind == DOTLESS)
            counts[POINTED] += int(kind == DOTTED)
            script = ARABIC if kind >= _FIRST_SIGN else kind
            counts[SCRIPT] += int(script == ARABIC and code != last)
            counts[ROMAN] += int(script == LATIN)
            mixed |= first not in (0, script)
            first = script if first == 0 else first
            same = same + 1 if code == last else 1
            drawn |= same >= _DRAWN
            last = code
            size += 1


@jit
def _letter_follows(raw: NDArray[np.uint32], at: int, end: int, classes: NDArray[np.uint8]) -> bool:
    """Say whether a Latin letter follows the digit at a place: as in 7abibi."""
    return at + 1 < end and classes[raw[at + 1]] == LATIN
