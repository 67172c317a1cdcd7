"""The one door to numba: every kernel is compiled here, once, into a private cache."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

from mizan.config import kernel_cache
from mizan.errors import KernelError

F = TypeVar("F", bound=Callable[..., Any])


def _edition() -> str:
    """Return a name for the kernels as they are now.

    numba keeps a kernel for as long as its own file is unchanged, though another file's kernel is
    compiled into it. With a folder for each edition of all of them, none is ever a mixture.
    """
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]


os.environ["NUMBA_CACHE_DIR"] = str(kernel_cache() / _edition())  # read when numba is imported

try:
    import numba
    from llvmlite import ir
    from numba.core import cgutils, types
    from numba.extending import intrinsic
except ImportError as error:
    raise KernelError(
        f"numba cannot be loaded: {error}",
        hint="reinstall Mizan; there is no slower way that it would take instead",
    ) from None


def jit(function: F) -> F:
    """Compile a kernel on its first call, without the interpreter's lock, and keep it on disk.

    No fast mathematics: a fingerprint must come out the same on every machine.
    """
    return cast("F", numba.njit(cache=True, nogil=True, boundscheck=False)(function))


def short(function: F) -> F:
    """Compile a kernel as `jit` does, for work of about a microsecond that Python asks for often.

    It keeps the interpreter's lock: to give it back and take it again would be much of the work.
    """
    return cast("F", numba.njit(cache=True, boundscheck=False)(function))


def direct(kernel: Callable[..., Any], signature: str, *, record: Any = None) -> Callable[..., Any]:
    """Return the compiled form of a kernel for one signature, as `int64[::1], uint32[::1]`.

    record  the dtype of one more array of records, the last argument, where there is one

    A call of it is several times cheaper than one through numba, which looks at the type of each
    argument first. Nobody looks here: the caller vouches for them, and a wrong one is a crash.
    """
    kinds = list(cast("Any", numba).core.sigutils.normalize_signature(f"({signature})")[0])
    if record is not None:
        kinds.append(cast("Any", types).Array(cast("Any", numba).from_dtype(record), 1, "C"))
    return cast("Callable[..., Any]", cast("Any", kernel).compile(tuple(kinds)))


@intrinsic
def _popcount(typingctx: Any, value: Any) -> Any:  # noqa: ARG001 - numba's protocol
    """Count the bits of a uint64 that are one, in one instruction."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:  # noqa: ARG001
        return builder.ctpop(arguments[0])

    return types.uint64(types.uint64), generate


popcount = cast("Callable[[Any], Any]", _popcount)  # as kernels call it: with the value alone


def array_at(context: Any, builder: Any, kind: Any, array: Any, *, place: tuple[Any, ...]) -> Any:
    """Return the address of an element, for intrinsics; `kind` is the numba type of the array."""
    made = context.make_array(kind)(context, builder, array)
    return _pointer(context, builder, kind, made, place)


_pointer = cast("Callable[..., Any]", cgutils.get_item_pointer)
llvm_function = cast("Callable[..., Any]", cgutils.get_or_insert_function)  # (module, type, name)

__all__ = [
    "array_at", "direct", "intrinsic", "ir", "jit", "llvm_function", "popcount", "short", "types",
]  # fmt: skip
