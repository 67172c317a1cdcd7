"""BLAKE2b of many short stretches of one text at a time, as `mizan.signals.key` takes it of one.

A lane for each stretch: LLVM makes one instruction for all of them where the processor has it, and
a few more elsewhere; the digests are the same everywhere.

Source: RFC 7693 (unkeyed BLAKE2b, digests of 16 bytes).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from mizan.kernels.compile import array_at, intrinsic, ir, jit, llvm_function, types

LANES = 8
BLOCK = 128  # bytes
WORDS = 16  # of a block

# Lines of the room that is worked in, uint64[ROOM, LANES]: the state, the block, and for each lane
# how many bytes were read, whether the block is its last, and whether it is one of its own.
STATE, MESSAGE, READ, LAST, LIVE, ROOM = 0, 8, 24, 25, 26, 27

_FIRST = (
    0x6A09E667F3BCC908, 0xBB67AE8584CAA73B, 0x3C6EF372FE94F82B, 0xA54FF53A5F1D36F1,
    0x510E527FADE682D1, 0x9B05688C2B3E6C1F, 0x1F83D9ABFB41BD6B, 0x5BE0CD19137E2179,
)  # fmt: skip
_PARAMETERS = 0x01010010  # no key, one tree of one leaf, digests of 16 bytes
_ROUNDS = 12
_ORDER = (  # of the words of a block, by round; the eleventh is the first again
    (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15),
    (14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3),
    (11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4),
    (7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8),
    (9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13),
    (2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9),
    (12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11),
    (13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10),
    (6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5),
    (10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0),
)
_MIXED = (  # columns, then diagonals
    (0, 4, 8, 12), (1, 5, 9, 13), (2, 6, 10, 14), (3, 7, 11, 15),
    (0, 5, 10, 15), (1, 6, 11, 12), (2, 7, 8, 13), (3, 4, 9, 14),
)  # fmt: skip
_STARTS = np.array(_FIRST, np.uint64)
_WORD = ir.IntType(64)
_WIDE = ir.VectorType(_WORD, LANES)


@intrinsic
def _compress(typingctx: Any, room: Any) -> Any:  # noqa: ARG001 - numba's protocol
    """See `compress`."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        def line(number: int) -> Any:
            place = (_WORD(number), _WORD(0))
            spot = array_at(context, builder, signature.args[0], arguments[0], place=place)
            return builder.bitcast(spot, _WIDE.as_pointer())

        state, block = (
            [builder.load(line(first + i), align=8) for i in range(count)]
            for first, count in ((STATE, 8), (MESSAGE, WORDS))
        )
        read, last, live = (builder.load(line(at), align=8) for at in (READ, LAST, LIVE))
        v = state + [ir.Constant(_WIDE, [word] * LANES) for word in _FIRST]
        v[12], v[14] = builder.xor(v[12], read), builder.xor(v[14], last)
        for number in range(_ROUNDS):
            order = _ORDER[number % len(_ORDER)]
            for i, places in enumerate(_MIXED):
                _mix(builder, v, places, block[order[2 * i]], block[order[2 * i + 1]])
        for i in range(8):
            change = builder.and_(builder.xor(v[i], v[i + 8]), live)
            builder.store(builder.xor(state[i], change), line(STATE + i), align=8)
        return context.get_dummy_value()

    return types.void(room), generate


def _mix(builder: Any, v: list[Any], places: tuple[int, ...], x: Any, y: Any) -> None:
    """Write the mixing function G of RFC 7693, 3.1."""
    a, b, c, d = places
    for word, far, near in ((x, 32, 24), (y, 16, 63)):
        v[a] = builder.add(builder.add(v[a], v[b]), word)
        v[d] = _turned(builder, builder.xor(v[d], v[a]), far)
        v[c] = builder.add(v[c], v[d])
        v[b] = _turned(builder, builder.xor(v[b], v[c]), near)


def _turned(builder: Any, words: Any, bits: int) -> Any:
    """Return the words turned to the right."""
    kind = ir.FunctionType(_WIDE, [_WIDE] * 3)
    function = llvm_function(builder.module, kind, f"llvm.fshr.v{LANES}i64")
    return builder.call(function, [words, words, ir.Constant(_WIDE, [bits] * LANES)])


compress = cast("Callable[[Any], Any]", _compress)
"""compress(room): take the blocks of all live lanes into their states. As kernels call it."""


@jit
def word_at(text: NDArray[np.uint8], place: int) -> np.uint64:
    """Return 8 bytes as a little-endian number."""
    word = np.uint64(0)
    for i in range(8):
        word |= np.uint64(text[place + i]) << np.uint64(8 * i)
    return word


@jit
def read_block(
    text: NDArray[np.uint8], begin: int, end: int, lane: int, room: NDArray[np.uint64]
) -> None:
    """Write the bytes from begin to end, at most a block, as the block of a lane."""
    for number in range(WORDS):
        place = begin + 8 * number
        word = np.uint64(0)
        if place + 8 <= end:
            word = word_at(text, place)
        else:
            for i in range(place, end):
                word |= np.uint64(text[i]) << np.uint64(8 * (i - place))
        room[MESSAGE + number, lane] = word


@jit
def digests(
    text: NDArray[np.uint8],
    begins: NDArray[np.int64],
    ends: NDArray[np.int64],
    room: NDArray[np.uint64],
    out: NDArray[np.uint64],
) -> None:
    """Write the digests of stretches of a text, uint64[n, 2], each as two little-endian words.

    room  uint64[ROOM, LANES]: whatever is in it
    """
    for first in range(0, begins.shape[0], LANES):
        count = min(LANES, begins.shape[0] - first)
        blocks = np.int64(1)
        for lane in range(count):
            size = ends[first + lane] - begins[first + lane]
            blocks = max(blocks, (size + BLOCK - 1) // BLOCK)
        room[:, :] = np.uint64(0)
        for i in range(8):
            for lane in range(LANES):
                room[STATE + i, lane] = _STARTS[i]
        for lane in range(LANES):
            room[STATE, lane] ^= np.uint64(_PARAMETERS)
        for block in range(blocks):
            for lane in range(count):
                size = ends[first + lane] - begins[first + lane]
                mine = max(1, (size + BLOCK - 1) // BLOCK)
                begin, read = begins[first + lane] + block * BLOCK, min(size, (block + 1) * BLOCK)
                room[READ, lane] = read
                room[LAST, lane] = ~np.uint64(0) if block + 1 == mine else np.uint64(0)
                room[LIVE, lane] = ~np.uint64(0) if block < mine else np.uint64(0)
                if block < mine:
                    read_block(text, begin, begins[first + lane] + read, lane, room)
            compress(room)
        for lane in range(count):
            out[first + lane, 0], out[first + lane, 1] = room[STATE, lane], room[STATE + 1, lane]
