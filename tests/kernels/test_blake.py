from __future__ import annotations

import hashlib

import numpy as np
import pytest
from numpy.typing import NDArray

from mizan.kernels.blake import BLOCK, LANES, ROOM, digests

TEXT = np.random.default_rng(7).integers(0, 256, 5 * BLOCK, np.uint8)


def hashed(begins: list[int], ends: list[int]) -> NDArray[np.uint64]:
    room = np.full((ROOM, LANES), 3, np.uint64)
    out = np.zeros((len(begins), 2), np.uint64)
    digests(TEXT, np.array(begins, np.int64), np.array(ends, np.int64), room, out)
    return out


def expected(begin: int, end: int) -> bytes:
    return hashlib.blake2b(TEXT[begin:end].tobytes(), digest_size=16).digest()


@pytest.mark.parametrize("begin", [0, 3])
def test_digests_are_those_of_the_standard_library_at_every_length(begin: int) -> None:
    ends = list(range(begin, len(TEXT) + 1))

    found = hashed([begin] * len(ends), ends)

    assert [row.tobytes() for row in found] == [expected(begin, end) for end in ends]


@pytest.mark.parametrize("count", [0, 1, LANES - 1, LANES, LANES + 1, 3 * LANES + 2])
def test_long_and_short_stretches_stand_side_by_side(count: int) -> None:
    rng = np.random.default_rng(count)
    begins = rng.integers(0, BLOCK, count).tolist()
    ends = [begin + int(rng.choice([0, 1, 60, 128, 129, 256, 400])) for begin in begins]

    found = hashed(begins, ends)

    assert [row.tobytes() for row in found] == [
        expected(begin, end) for begin, end in zip(begins, ends, strict=True)
    ]


def test_a_digest_is_the_one_that_the_rfc_describes() -> None:
    [digest] = hashed([0], [0])

    assert digest.tobytes().hex() == "cae66941d9efbd404e4d88758ea67670"
