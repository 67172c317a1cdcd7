"""The script of a text: the one that most letters of the original belong to.

Source: ISO 15924 codes; Unicode blocks. Marks and digits are no letters.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mizan.kernels.compile import direct
from mizan.kernels.fold import BLANK, DROP
from mizan.kernels.script import tell_scripts
from mizan.text.compiled import load_table
from mizan.text.definition import LIMIT
from mizan.text.fold import Folded

NO_SCRIPT = "Zyyy"  # there is no letter
OTHER_SCRIPT = "Zzzz"  # letters of a script that is not told apart here

_BLOCKS: dict[str, tuple[tuple[int, int], ...]] = {  # first and last code point
    "Arab": ((0x600, 0x6FF), (0x750, 0x77F), (0x870, 0x8FF), (0xFB50, 0xFDFF), (0xFE70, 0xFEFC)),
    "Latn": (
        (0x41, 0x24F),
        (0x250, 0x2AF),
        (0x1D00, 0x1D25),
        (0x1D2C, 0x1D65),
        (0x1E00, 0x1EFF),
        (0x2100, 0x218B),
        (0x2460, 0x24FF),
        (0x2C60, 0x2C7F),
        (0xA720, 0xA7FF),
        (0xAB30, 0xAB64),
        (0xFB00, 0xFB06),
        (0xFF21, 0xFF5A),
        (0x1D400, 0x1D6A5),
        (0x1F110, 0x1F189),
    ),
    "Cyrl": ((0x400, 0x52F), (0x1C80, 0x1C8F), (0xA640, 0xA69F)),
    "Grek": ((0x370, 0x3FF), (0x1F00, 0x1FFF), (0x1D6A8, 0x1D7CB)),
    "Armn": ((0x530, 0x58F), (0xFB13, 0xFB17)),
    "Hebr": ((0x590, 0x5FF), (0xFB1D, 0xFB4F)),
    "Syrc": ((0x700, 0x74F), (0x860, 0x86F)),
    "Thaa": ((0x780, 0x7BF),),
    "Deva": ((0x900, 0x97F),),
    "Beng": ((0x980, 0x9FF),),
    "Guru": ((0xA00, 0xA7F),),
    "Gujr": ((0xA80, 0xAFF),),
    "Taml": ((0xB80, 0xBFF),),
    "Telu": ((0xC00, 0xC7F),),
    "Knda": ((0xC80, 0xCFF),),
    "Mlym": ((0xD00, 0xD7F),),
    "Sinh": ((0xD80, 0xDFF),),
    "Thai": ((0xE00, 0xE7F),),
    "Mymr": ((0x1000, 0x109F),),
    "Geor": ((0x10A0, 0x10FF), (0x1C90, 0x1CBF)),
    "Ethi": ((0x1200, 0x139F),),
    "Khmr": ((0x1780, 0x17FF),),
    "Hira": ((0x3041, 0x309F),),
    "Kana": ((0x30A0, 0x30FF), (0x31F0, 0x31FF), (0xFF66, 0xFF9D)),
    "Hang": ((0x1100, 0x11FF), (0x3130, 0x318F), (0xAC00, 0xD7FB)),
    "Hani": ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x3134F)),
}
_CODES = (NO_SCRIPT, OTHER_SCRIPT, *_BLOCKS)


@cache
def letter_scripts() -> NDArray[np.uint8]:
    """Return the script of every letter, uint8[0x110000]: 0 for what is no letter."""
    table = load_table()
    values = table.values()
    digits = (values >= ord("0")) & (values <= ord("9"))
    letters = (values > DROP) & ~digits & (values != BLANK)
    scripts = np.zeros(LIMIT, np.uint8)
    scripts[letters] = _CODES.index(OTHER_SCRIPT)
    for code, blocks in _BLOCKS.items():
        for first, last in blocks:
            block = slice(first, last + 1)
            scripts[block][letters[block]] = _CODES.index(code)
    return scripts


def script_many(folded: Folded) -> list[str]:
    """Return the ISO 15924 code of each row: of most letters of its original, or "Zyyy"."""
    found = np.empty(len(folded), np.uint8)
    _tell_scripts()(folded.raw, folded.raw_bounds, letter_scripts(), found)
    return [_CODES[script] for script in found.tolist()]


@cache
def _tell_scripts() -> Callable[..., Any]:
    arrays = "Array(uint32, 1, 'C', readonly=True), int64[::1], uint8[::1]"
    return direct(tell_scripts, f"{arrays}, uint8[::1]")
