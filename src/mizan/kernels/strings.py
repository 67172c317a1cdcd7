"""Reading a str where Python keeps it: the width of its characters, and an array over them.

Python keeps a text in 1, 2 or 4 bytes a character, as its highest one needs (PEP 393). The arrays
are views: they live no longer than the kernel that asked for them, and nobody writes to them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import numba
import numpy as np
from numba.core import cgutils, types
from numba.cpython import unicode
from numba.extending import intrinsic

from mizan.kernels.compile import jit


def _field(context: Any, builder: Any, text: Any, name: str) -> Any:
    """Return a field of numba's own picture of a str."""
    proxy = cast("Any", cgutils.create_struct_proxy)(types.unicode_type)
    return getattr(proxy(context, builder, value=text), name)


@intrinsic
def _kind(typingctx: Any, text: Any) -> Any:  # noqa: ARG001 - numba's protocol
    """Return how many bytes a character of a str takes."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        kind = _field(context, builder, arguments[0], "kind")
        return builder.sext(kind, context.get_value_type(signature.return_type))

    return types.int64(types.unicode_type), generate


def _pointer(unit: Any) -> Callable[[Any], Any]:
    """Return an intrinsic that gives the address of a str's characters, each a `unit`."""

    def point(typingctx: Any, text: Any) -> Any:  # noqa: ARG001 - numba's protocol
        def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            data = _field(context, builder, arguments[0], "data")
            return builder.bitcast(data, context.get_value_type(signature.return_type))

        return cast("Any", types.CPointer)(unit)(types.unicode_type), generate

    return cast("Callable[[Any], Any]", intrinsic(point))


carray, empty_string = cast("Any", numba).carray, cast("Any", unicode)._empty_string  # noqa: SLF001 - numba has no other way to make a str
kind_of = cast("Callable[[Any], Any]", _kind)
_bytes, _units, _words = _pointer(types.uint8), _pointer(types.uint16), _pointer(types.uint32)


@jit
def width_of(text: str) -> int:
    """Return how many bytes each character of a text takes: 1, 2 or 4."""
    return int(kind_of(text))


@jit
def as_bytes(text: str) -> Any:
    """Return the characters of a text of width 1, uint8[len(text)]."""
    return carray(_bytes(text), len(text))


@jit
def as_units(text: str) -> Any:
    """Return the characters of a text of width 2, uint16[len(text)]."""
    return carray(_units(text), len(text))


@jit
def as_words(text: str) -> Any:
    """Return the characters of a text of width 4, uint32[len(text)]."""
    return carray(_words(text), len(text))


@jit
def new_text(length: int) -> str:
    """Return a text of width 4 to be filled through `as_words` before anybody else sees it."""
    return str(empty_string(4, length, 0))


@jit
def code_at(text: str, place: int) -> np.uint32:
    """Return one code point of a text of any width."""
    width = width_of(text)
    if width == 1:
        return np.uint32(as_bytes(text)[place])
    if width == 2:
        return np.uint32(as_units(text)[place])
    return np.uint32(as_words(text)[place])


@jit
def new_ascii(length: int) -> str:
    """Return a text in ASCII to be filled through `as_bytes` before anybody else sees it."""
    return str(empty_string(1, length, 1))
