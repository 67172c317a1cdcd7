"""The block: all that is known of a folded batch, in one array, so that it is one argument.

int64[2, n + 1]   where each row begins and ends in the texts, then in the letters
uint32[room]      letters: the code points of the normal form
int32[room]       source: the place of each letter in its row's text
int32[6, most]    words: row; start and end within the row, end exclusive; kind; two lines that
                  together hold the hashes, uint64[most]

What is always written stands in front, so that memory that nobody asks for is never touched.
The block is int32, and its plan is (rows n, room for words `most`, room for letters).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mizan.kernels.compile import jit

Plan = tuple[int, int, int]

LINES = 6
ROW, START, END, KIND, HASH = range(5)  # lines of an array of words


@jit
def bounds_of(block: NDArray[np.int32], plan: Plan) -> NDArray[np.int64]:
    """Return the bounds, int64[2, n + 1]."""
    return block[: 4 * (plan[0] + 1)].view(np.int64).reshape(2, plan[0] + 1)


@jit
def words_of(block: NDArray[np.int32], plan: Plan) -> NDArray[np.int32]:
    """Return the words, int32[6, most]."""
    first = 4 * (plan[0] + 1) + 2 * plan[2]
    return block[first : first + LINES * plan[1]].reshape(LINES, plan[1])


@jit
def letters_of(block: NDArray[np.int32], plan: Plan) -> NDArray[np.uint32]:
    """Return the letters, uint32[room]."""
    first = 4 * (plan[0] + 1)
    return block[first : first + plan[2]].view(np.uint32)


@jit
def source_of(block: NDArray[np.int32], plan: Plan) -> NDArray[np.int32]:
    """Return the places of the letters, int32[room]."""
    first = 4 * (plan[0] + 1) + plan[2]
    return block[first : first + plan[2]]


@jit
def hashes_of(words: NDArray[np.int32]) -> NDArray[np.uint64]:
    """Return the hashes of words, uint64[most]."""
    return words[HASH:].reshape(2 * words.shape[1]).view(np.uint64)
