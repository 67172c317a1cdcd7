"""Sixteen values at a time: comparisons that answer with one bit for each, and prefetching.

LLVM does not find these by itself in a loop over rows. Written as vectors, they become one
instruction for 8 or 16 values where the processor has it (AVX-512 with VPOPCNTDQ), and a few more
elsewhere; the answer is the same everywhere.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from mizan.kernels.compile import array_at, intrinsic, ir, llvm_function, types

LANES = 16


@intrinsic
def _near(typingctx: Any, columns: Any, at: Any, words: Any, limit: Any) -> Any:  # noqa: ARG001 - numba's protocol
    """See `near`."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        values, start, query, most = arguments
        wide = ir.VectorType(ir.IntType(64), LANES)
        far = ir.Constant(wide, None)
        for word in range(len(signature.args[2])):
            place = array_at(
                context, builder, signature.args[0], values, place=(ir.IntType(64)(word), start)
            )
            stored = builder.load(builder.bitcast(place, wide.as_pointer()), align=8)
            asked = _spread(builder, builder.extract_value(query, word), wide)
            far = builder.add(far, _count(builder, builder.xor(stored, asked)))
        return _bits(builder, builder.icmp_unsigned("<=", far, _spread(builder, most, wide)))

    return types.uint64(columns, types.int64, words, types.uint64), generate


@intrinsic
def _alike(typingctx: Any, entries: Any, at: Any, key: Any, mask: Any, limit: Any) -> Any:  # noqa: ARG001 - numba's protocol
    """See `alike`."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        values, start, *scalars = arguments
        wide = ir.VectorType(ir.IntType(32), LANES)
        place = array_at(context, builder, signature.args[0], values, place=(start,))
        stored = builder.load(builder.bitcast(place, wide.as_pointer()), align=4)
        asked, bits, most = (_spread(builder, scalar, wide) for scalar in scalars)
        far = _count(builder, builder.and_(builder.xor(stored, asked), bits))
        return _bits(builder, builder.icmp_unsigned("<=", far, most))

    u32 = types.uint32
    return types.uint64(entries, types.int64, u32, u32, u32), generate


@intrinsic
def _prefetch(typingctx: Any, array: Any, place: Any) -> Any:  # noqa: ARG001 - numba's protocol
    """See `prefetch`."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        inner = [builder.extract_value(arguments[1], axis) for axis in range(len(place))]
        spot = array_at(context, builder, signature.args[0], arguments[0], place=tuple(inner))
        spot = builder.bitcast(spot, ir.IntType(8).as_pointer())
        flag = ir.IntType(32)
        kind = ir.FunctionType(ir.VoidType(), [spot.type, flag, flag, flag])
        function = llvm_function(builder.module, kind, "llvm.prefetch.p0")
        builder.call(function, [spot, flag(0), flag(3), flag(1)])  # to read, keep, data
        return context.get_dummy_value()

    return types.void(array, place), generate


def _count(builder: Any, values: Any) -> Any:
    """Return how many bits of each lane are one."""
    kind = ir.FunctionType(values.type, [values.type])
    name = f"llvm.ctpop.v{LANES}i{values.type.element.width}"
    return builder.call(llvm_function(builder.module, kind, name), [values])


def _spread(builder: Any, scalar: Any, wide: Any) -> Any:
    """Return a vector whose every lane is the scalar."""
    undefined = ir.Constant(wide, ir.Undefined)
    first = builder.insert_element(undefined, scalar, ir.IntType(32)(0))
    zeros = ir.Constant(ir.VectorType(ir.IntType(32), LANES), [0] * LANES)
    return builder.shuffle_vector(first, undefined, zeros)


def _bits(builder: Any, truths: Any) -> Any:
    """Return the truths of all lanes as the low bits of a uint64, lane 0 lowest."""
    return builder.zext(builder.bitcast(truths, ir.IntType(LANES)), ir.IntType(64))


# As kernels call them:
near = cast("Callable[..., Any]", _near)
"""near(columns, at, words, limit): which of the rows at, at + 1, ... lie within `limit` bits.

columns  uint64[w, n]; words: as many words of the query as are compared; at + LANES <= n
"""
alike = cast("Callable[..., Any]", _alike)
"""alike(entries, at, key, mask, limit): which entries differ from `key` in at most `limit` of the
bits of `mask`. entries uint32[k], at + LANES <= k
"""
prefetch = cast("Callable[..., Any]", _prefetch)
"""prefetch(array, place): have array[place], a tuple, brought near while other work is done."""

__all__ = ["LANES", "alike", "near", "prefetch"]
