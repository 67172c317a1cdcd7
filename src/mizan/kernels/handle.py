"""Handles: many arrays that stay, handed to a kernel as one.

To take an array over from Python costs a kernel a tenth of a microsecond, and more where nothing
of it is at hand. A handle is int64[k, 2], the address and the length of each; who made it keeps
the arrays alive for as long as it is used.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import numba
import numpy as np
from numpy.typing import NDArray

from mizan.kernels.compile import intrinsic, jit, types


def _pointer(unit: Any) -> Callable[[Any], Any]:
    """Return an intrinsic that takes a number for the address of a `unit`."""

    def point(typingctx: Any, address: Any) -> Any:  # noqa: ARG001 - numba's protocol
        def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            return builder.inttoptr(arguments[0], context.get_value_type(signature.return_type))

        return cast("Any", types.CPointer)(unit)(types.int64), generate

    return cast("Callable[[Any], Any]", intrinsic(point))


carray = cast("Any", numba).carray
_i32, _i64, _u8 = _pointer(types.int32), _pointer(types.int64), _pointer(types.uint8)
_u32, _u64 = _pointer(types.uint32), _pointer(types.uint64)


def handle_of(*arrays: NDArray[Any]) -> NDArray[np.int64]:
    """Return the handle of arrays, each in one piece."""
    return np.array([(array.ctypes.data, array.size) for array in arrays], np.int64).reshape(-1, 2)


@jit
def address_of(array: NDArray[Any]) -> int:
    """Return where an array begins; views made of it hold nothing, so the caller must."""
    return np.int64(array.ctypes.data)  # type: ignore[return-value]


@jit
def int32_from(address: int, size: int) -> NDArray[np.int32]:
    """Return the int32 that lie at an address."""
    return carray(_i32(address), size)  # type: ignore[no-any-return]


@jit
def int64_from(address: int, size: int) -> NDArray[np.int64]:
    """Return the int64 that lie at an address."""
    return carray(_i64(address), size)  # type: ignore[no-any-return]


@jit
def uint8_from(address: int, size: int) -> NDArray[np.uint8]:
    """Return the bytes that lie at an address."""
    return carray(_u8(address), size)  # type: ignore[no-any-return]


@jit
def uint32_from(address: int, size: int) -> NDArray[np.uint32]:
    """Return the uint32 that lie at an address."""
    return carray(_u32(address), size)  # type: ignore[no-any-return]


@jit
def uint64_from(address: int, size: int) -> NDArray[np.uint64]:
    """Return the uint64 that lie at an address."""
    return carray(_u64(address), size)  # type: ignore[no-any-return]


@jit
def rows_from(address: int, rows: int, columns: int) -> NDArray[np.int64]:
    """Return the int64[rows, columns] that lie at an address."""
    return carray(_i64(address), (rows, columns))  # type: ignore[no-any-return]


@jit
def int32_at(handle: NDArray[np.int64], line: int) -> NDArray[np.int32]:
    """Return an array of int32."""
    return int32_from(handle[line, 0], handle[line, 1])


@jit
def uint8_at(handle: NDArray[np.int64], line: int) -> NDArray[np.uint8]:
    """Return an array of uint8."""
    return uint8_from(handle[line, 0], handle[line, 1])


@jit
def uint32_at(handle: NDArray[np.int64], line: int) -> NDArray[np.uint32]:
    """Return an array of uint32."""
    return uint32_from(handle[line, 0], handle[line, 1])


@jit
def uint64_at(handle: NDArray[np.int64], line: int) -> NDArray[np.uint64]:
    """Return an array of uint64."""
    return uint64_from(handle[line, 0], handle[line, 1])
