"""Plan of an index by bands: how many bands, how wide, and how far each is searched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import comb

BITS = 256
USUAL = 31  # bits; the radius that banks are planned for
FLAT_ROWS = 65_536  # below it a flat scan is as fast and smaller
WIDEST = 24  # bits of a band; more keys than rows help nobody
FARTHEST = 2  # bits of a key that are changed at most
ENTRY_BITS = 32

# Bytes a row that values and lists may take; a chunk keeps 17 more beside them. Together they stay
# below the goals: 135 at a hundred thousand and at ten million rows, 115 at a million.
ROOM, TIGHT = 118, 98
TIGHT_ROWS = range(200_000, 2_000_000)

# What things cost, in nanoseconds; measured with warm caches.
PROBE = 30.0  # a list: where it begins, and its first entries
ENTRY = 0.25  # an entry whose tag is compared
ROW = 15.0  # a row that is compared
SCAN = 0.17  # a row of a flat scan


@dataclass(frozen=True, slots=True)
class Plan:
    """Bands of an index.

    widths  bits of each band, 1..24; they lie side by side from bit 0 on
    radii   bits that may differ in each band; -1 = not searched; sum(radii + 1) = radius + 1
    low     bits of the row's number beside the tag in an entry of 32 bits
    high    whether 8 more bits of the number stand apart
    """

    widths: tuple[int, ...]
    radii: tuple[int, ...]
    low: int
    high: bool

    def tag(self, band: int) -> int:
        """Return how many bits of the next band stand in the entries of a band."""
        return min(ENTRY_BITS - self.low, self.widths[(band + 1) % len(self.widths)])

    def limit(self, band: int) -> int:
        """Return how many bits may differ in a band and the next together."""
        return self.radii[band] + self.radii[(band + 1) % len(self.radii)] + 1


@cache
def make_plan(rows: int) -> Plan | None:
    """Return the cheapest plan for so many rows that fits; None where a scan is better."""
    if rows < FLAT_ROWS:
        return None
    plans = [
        one
        for count in range(8, USUAL + 2)
        for high in (False, True)
        if (one := _widened(rows, count, high=high)) is not None
    ]
    best = min(plans, key=lambda one: cost(one, rows), default=None)
    return best if best and cost(best, rows) < SCAN * rows else None


def spread(radius: int, bands: int) -> tuple[int, ...]:
    """Return radii of bands that together find everything within `radius` bits.

    None is more than one above another, and sum(radii + 1) = radius + 1: whoever is further than
    its radius from a query in every band is further than `radius` from it altogether.
    """
    each, more = divmod(radius + 1, bands)
    return (each,) * more + (each - 1,) * (bands - more)


def cost(plan: Plan, rows: int) -> float:
    """Return what a query is expected to cost in a bank without skew, in nanoseconds."""
    return sum(_cost_of(plan, band, rows) for band in range(len(plan.widths)))


def _cost_of(plan: Plan, band: int, rows: int) -> float:
    width, radius = plan.widths[band], plan.radii[band]
    return _band_cost(width, radius, plan.limit(band), plan.tag(band), rows)


@cache
def _band_cost(width: int, radius: int, limit: int, bits: int, rows: int) -> float:
    total = 0.0
    for flips in range(radius + 1):
        lists = comb(width, flips)
        near = min(bits, limit - flips)
        passing = sum(comb(bits, far) for far in range(near + 1)) / (1 << bits)
        total += lists * (PROBE + rows / (1 << width) * (ENTRY + passing * ROW))
    return total


def size(plan: Plan, rows: int) -> int:
    """Return the bytes of an index with its values."""
    entries = 5 if plan.high else 4
    return rows * (32 + entries * len(plan.widths)) + sum(4 * ((1 << w) + 1) for w in plan.widths)


def _limit(rows: int) -> int:
    """Return the bytes that an index of so many rows may take."""
    return rows * (TIGHT if rows in TIGHT_ROWS else ROOM)


def _widened(rows: int, count: int, *, high: bool) -> Plan | None:
    """Return the plan of `count` bands that grows band by band while it gets cheaper and fits."""
    numbers = max(1, (rows - 1).bit_length())
    low = max(16, numbers - 8) if high else numbers
    radii = spread(USUAL, count)
    if low > ENTRY_BITS or radii[0] > FARTHEST:
        return None
    now = Plan((8,) * count, radii, low, high)
    if size(now, rows) > _limit(rows):
        return None
    while True:
        best, most = now, 0.0
        for band in {0, *_firsts(now.widths), *_firsts(now.radii)}:
            wider = (*now.widths[:band], now.widths[band] + 1, *now.widths[band + 1 :])
            one = Plan(wider, radii, low, high)
            gained = sum(_cost_of(now, b, rows) - _cost_of(one, b, rows) for b in (band - 1, band))
            fits = sum(wider) <= BITS and max(wider) <= WIDEST and size(one, rows) <= _limit(rows)
            if fits and gained > most:
                best, most = one, gained
        if best is now:
            return now
        now = best


def _firsts(values: Sequence[int]) -> set[int]:
    """Return the places where the values change: bands between them are all alike."""
    return {i for i in range(1, len(values)) if values[i] != values[i - 1]}
