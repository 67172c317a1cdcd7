"""A chart of time against bank size, both logarithmic, as an SVG file without any script."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from html import escape

Points = Sequence[tuple[int, float]]  # (entries, microseconds)

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 760, 430, 80, 190, 50, 55
FONT = 'font-family="sans-serif" font-size="13" role="img"'
COLOURS = ("#0b6e4f", "#b3541e", "#4a5899", "#8a2846", "#6b705c", "#2f6690")


def draw(title: str, lines: Mapping[str, Points]) -> str:
    """Return the chart of several lines; the first is drawn thickest."""
    sizes = [size for points in lines.values() for size, _ in points]
    times = [us for points in lines.values() for _, us in points]
    across = _Axis(min(sizes), max(sizes), LEFT, WIDTH - RIGHT)
    up = _Axis(min(times), max(times), HEIGHT - BOTTOM, TOP)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" {FONT}>',
        f"<title>{escape(title)}</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        f'<text x="{LEFT}" y="26" font-size="16" font-weight="bold">{escape(title)}</text>',
        *_grid(across, up),
    ]
    for number, (name, points) in enumerate(lines.items()):
        parts += _line(name, points, across, up, number)
    return "\n".join([*parts, "</svg>", ""])


class _Axis:
    """Where a value lies on a logarithmic axis that ends on powers of ten."""

    def __init__(self, low: float, high: float, start: float, end: float) -> None:
        self.first = math.floor(math.log10(low))
        self.last = max(self.first + 1, math.ceil(math.log10(high)))
        self._start, self._end = start, end

    def at(self, value: float) -> float:
        share = (math.log10(value) - self.first) / (self.last - self.first)
        return self._start + share * (self._end - self._start)

    def powers(self) -> list[int]:
        return list(range(self.first, self.last + 1))


def _grid(across: _Axis, up: _Axis) -> list[str]:
    parts = []
    for power in across.powers():
        x = across.at(10**power)
        parts.append(f'<path d="M{x:.1f} {TOP}V{HEIGHT - BOTTOM}" stroke="#ddd"/>')
        label = _short(10**power)
        y = HEIGHT - BOTTOM + 20
        parts.append(f'<text x="{x:.1f}" y="{y}" text-anchor="middle">{label}</text>')
    for power in up.powers():
        y = up.at(10**power)
        parts.append(f'<path d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}" stroke="#ddd"/>')
        label = f"{_short(10**power)} µs"
        parts.append(f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{label}</text>')
    middle = (LEFT + WIDTH - RIGHT) / 2
    said = "entries in the bank"
    parts.append(f'<text x="{middle}" y="{HEIGHT - 12}" text-anchor="middle">{said}</text>')
    return parts


def _line(name: str, points: Points, across: _Axis, up: _Axis, number: int) -> list[str]:
    colour = COLOURS[number % len(COLOURS)]
    places = [(across.at(size), up.at(us)) for size, us in points]
    path = "L".join(f"{x:.1f} {y:.1f}" for x, y in places)
    x, y = places[-1]
    return [
        f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="{2 if number else 3}"/>',
        *(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{colour}"/>' for x, y in places),
        f'<text x="{x + 10:.1f}" y="{y + 4:.1f}" fill="{colour}">{escape(name)}</text>',
    ]


def _short(value: float) -> str:
    for unit, size in (("M", 1e6), ("k", 1e3)):
        if value >= size:
            return f"{value / size:g}{unit}"
    return f"{value:g}"
