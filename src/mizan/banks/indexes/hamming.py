"""Index of 256-bit values that match within a Hamming distance: exact, always.

Arrays of a segment: `columns` uint64[4, c], the first words of all values, then the second ones,
and so on, with room at the end, so that each begins at a multiple of 64 bytes; `shape` int64[2],
how many values there are and `low` of the plan; `bands` int64[m, 7], `entries`, `high` and
`offsets` as `mizan.kernels.bands` has them, all empty where a flat scan is as fast.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mizan.banks.indexes.hits import Hits, no_hits, whole_hits
from mizan.banks.indexes.plan import BITS, FARTHEST, SCAN, WIDEST, Plan, cost, make_plan, spread
from mizan.kernels.bands import PROBES, RING, TABLE, WIDTH, fill, follow
from mizan.kernels.bands import search as search_bands
from mizan.kernels.hamming import scan
from mizan.kernels.lanes import LANES
from mizan.signals.arrays import Bits

_ROOM = 1024  # pairs that there is room for at first
_ROOMS = threading.local()  # `hits`, of each thread
_LINE = 64  # bytes of memory that are read at once
_KEPT, _PART = 4096, 16  # a query that reads more entries, or this part of all rows, is scanned for


def build(rows: NDArray[np.uint64], plan: Plan | None = None) -> dict[str, NDArray[Any]]:
    """Return the arrays of an index over `rows`, uint64[n, 4], by the plan for their number."""
    values = np.asarray(rows, "<u8").reshape(-1, 4)
    size = len(values)
    columns = make_columns(size)
    columns[:, :size] = values.T
    plan = plan or make_plan(size)
    if plan is None:
        none = np.zeros(0, np.uint32)
        shape, table = np.array([size, 0], np.int64), np.zeros((0, TABLE), np.int64)
        return _named(columns, shape, table, none, none.astype(np.uint8), none)
    places = len(plan.widths) * size
    entries = np.zeros(places + LANES, np.uint32)
    high = np.zeros(places if plan.high else 0, np.uint8)
    offsets = np.zeros(sum(2**width + 1 for width in plan.widths), np.uint32)
    shape, table = np.array([size, plan.low], np.int64), table_of(plan)
    fill(columns, size, table, plan.low, (entries, high, offsets))
    return _named(columns, shape, table, entries, high, offsets)


def _named(*arrays: NDArray[Any]) -> dict[str, NDArray[Any]]:
    names = ("columns", "shape", "bands", "entries", "high", "offsets")
    return dict(zip(names, arrays, strict=True))


def make_columns(room: int) -> NDArray[np.uint64]:
    """Return uint64[4, room or a little more], zero, each column at a line of memory."""
    each = -(-room // 8) * 8
    held = np.zeros(4 * each * 8 + _LINE, np.uint8)
    start = -held.ctypes.data % _LINE
    return held[start : start + 4 * each * 8].view(np.uint64).reshape(4, each)


def table_of(plan: Plan) -> NDArray[np.int64]:
    """Return the plan as the kernels take it."""
    first = base = 0
    table = np.zeros((len(plan.widths), TABLE), np.int64)
    for band, (width, radius) in enumerate(zip(plan.widths, plan.radii, strict=True)):
        limit = plan.limit(band)
        table[band] = (first // 64, first % 64, width, base, plan.tag(band), radius, limit)
        first, base = first + width, base + 2**width + 1
    return table


class HammingIndex:
    """Finds every row within a distance of a given value. Reads its arrays, never copies them."""

    def __init__(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        self._columns = frozen(arrays["columns"].view(np.uint64))
        self._lists = [frozen(arrays[name]) for name in ("entries", "high", "offsets")]
        self.size, self._low = (int(value) for value in arrays["shape"])
        self._bands: NDArray[np.int64] = arrays["bands"]
        self._own = threading.local()
        self._tables: dict[int, NDArray[np.int64] | None] = {}

    def search(self, signals: Bits, *, radius: int, stops: object = None) -> Hits:  # noqa: ARG002 - one shape for all indexes
        """Return every pair of a value of `signals` and a row within `radius` bits (0..256)."""
        if not len(signals.rows) or not self.size:
            return no_hits()
        queries = frozen(np.ascontiguousarray(signals.rows, np.uint64))
        query, row, distance = pairs(queries, radius, self.write)
        return whole_hits(query.astype(np.int32), row.copy(), distance.astype(np.int32))

    def write(self, queries: NDArray[np.uint64], radius: int, hits: NDArray[np.int64]) -> int:
        """Write every pair within `radius` bits into `hits` and return how many there are.

        queries  uint64[q, 4], C-contiguous, not to be written
        hits     int64[3, k]: gets queries, rows and distances; what finds no room is only counted
        """
        try:
            table = self._tables[radius]
        except KeyError:
            table = self._tables[radius] = self._planned(radius)
        if table is None:
            return scan(self._columns, self.size, queries, radius, hits, 0, 0, 0)
        try:
            room = self._own.room
        except AttributeError:
            kept = max(_KEPT, self.size // _PART)
            room = np.empty(RING * (2 * PROBES + kept), np.int64)
            self._own.room = room
        shape = (self.size, self._low, radius)
        entries, high, offsets = self._lists
        return search_bands(
            self._columns, entries, high, offsets, table, shape, queries, room, hits
        )

    def values(self) -> NDArray[np.uint64]:
        """Return the values by row, uint64[n, 4]."""
        return self._columns[:, : self.size].T

    def _planned(self, radius: int) -> NDArray[np.int64] | None:
        """Return the table of bands for a radius; None where a flat scan is the faster way."""
        if not len(self._bands) or radius >= len(self._bands) * (FARTHEST + 1):
            return None
        widths = tuple(self._bands[:, WIDTH].tolist())
        plan = Plan(widths, spread(radius, len(widths)), self._low, len(self._lists[1]) > 0)
        return table_of(plan) if cost(plan, self.size) < SCAN * self.size else None


def check(arrays: Mapping[str, NDArray[Any]], rows: int) -> None:
    """Raise ValueError unless the arrays are an index of `rows` values that can be searched."""
    columns, table, lists = arrays["columns"], arrays["bands"], ("entries", "high", "offsets")
    kinds = [arrays[name].dtype.str for name in ("columns", "shape", "bands", *lists)]
    if kinds != ["<u8", "<i8", "<i8", "<u4", "|u1", "<u4"]:
        raise ValueError("other types of numbers")
    if columns.ndim != 2 or len(columns) != 4 or columns.shape[1] < rows:
        raise ValueError("too few values")
    size, low = arrays["shape"].tolist()
    if size != rows or not 0 <= low <= 32 or table.ndim != 2 or table.shape[1] != TABLE:
        raise ValueError("another shape")
    widths = table[:, WIDTH].tolist()
    if any(not 1 <= width <= WIDEST for width in widths) or sum(widths) > BITS:
        raise ValueError("bands that a value does not have")
    places, spare = len(widths) * rows, LANES if widths else 0
    entries, high, offsets = (frozen(arrays[name]) for name in lists)
    held = len(offsets) == sum(2**width + 1 for width in widths)
    if not held or len(entries) != places + spare or len(high) not in {0, places}:
        raise ValueError("other lists")
    if widths and not follow(entries, high, offsets, np.array(widths, np.int64), (rows, low)):
        raise ValueError("lists that do not follow each other, or a row that is not there")


def pairs(
    queries: NDArray[np.uint64],
    radius: int,
    write: Callable[[NDArray[np.uint64], int, NDArray[np.int64]], int],
) -> NDArray[np.int64]:
    """Return all that `write` finds for the queries, int64[3, k], however much it is.

    The next search of this thread may write there.
    """
    hits: NDArray[np.int64]
    if radius < 0:
        return np.empty((3, 0), np.int64)
    try:
        hits = _ROOMS.hits
    except AttributeError:
        hits = _ROOMS.hits = np.empty((3, _ROOM), np.int64)
    found = write(queries, radius, hits)
    while found > hits.shape[1]:  # more than once where values are added meanwhile
        hits = np.empty((3, found), np.int64)
        found = write(queries, radius, hits)
    return hits[:, :found]


def frozen(array: NDArray[Any]) -> NDArray[Any]:
    """Return the array as one that cannot be written: one kind of array, one compiled kernel."""
    if not array.flags.writeable:
        return array
    array = array.view()
    array.flags.writeable = False
    return array
