"""What script and language the letters of each row of a batch speak for."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mizan.kernels.compile import jit

CLASSES = 64  # at most, of code points
OWN, PERSIAN, URDU, PASHTO, KURDISH = 2, 3, 4, 5, 6  # classes of letters; 1 is any other letter
ARABIC, URDU_TEXT, OTHER_TEXT, PERSIAN_TEXT = 0, 1, 2, 3  # what a row in Arabic script is found


@jit
def count_classes(text: NDArray[np.uint32], classes: NDArray[np.uint8]) -> NDArray[np.int64]:
    """Return how many code points of a text are of each class, int64[CLASSES].

    classes  uint8[0x110000]: the class of every code point, below CLASSES
    """
    counts = np.zeros(CLASSES, np.int64)
    for place in range(text.shape[0]):
        counts[classes[text[place]]] += 1
    return counts


@jit
def tell_scripts(
    raw: NDArray[np.uint32],
    bounds: NDArray[np.int64],
    classes: NDArray[np.uint8],
    found: NDArray[np.uint8],
) -> None:
    """Write the commonest class of each row, the lowest of several; 0 where no other is there."""
    for row in range(bounds.shape[0] - 1):
        counts = count_classes(raw[bounds[row] : bounds[row + 1]], classes)
        counts[0], best = 0, 0
        for one in range(1, CLASSES):
            best = one if counts[one] > counts[best] else best
        found[row] = best


@jit
def tell_arabic(
    raw: NDArray[np.uint32],
    bounds: NDArray[np.int64],
    classes: NDArray[np.uint8],
    enough: float,
    found: NDArray[np.uint8],
) -> None:
    """Write what each row is if it is in Arabic script: ARABIC, URDU_TEXT and so on.

    classes  uint8[0x110000]: 0 for what is no letter of the script, 1, OWN, PERSIAN, ...
    enough   the share of a row's letters that must be foreign to Arabic
    """
    for row in range(bounds.shape[0] - 1):
        counts = count_classes(raw[bounds[row] : bounds[row + 1]], classes)
        letters = 0
        for one in range(1, CLASSES):
            letters += counts[one]
        persian, urdu, other = counts[PERSIAN], counts[URDU], counts[PASHTO] + counts[KURDISH]
        foreign = persian + urdu + other
        if foreign <= counts[OWN] or foreign < enough * letters:
            found[row] = ARABIC
        elif urdu >= other and urdu > enough * letters:
            found[row] = URDU_TEXT
        else:
            found[row] = OTHER_TEXT if other > enough * letters else PERSIAN_TEXT
