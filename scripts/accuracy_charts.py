"""Charts of docs/accuracy.md as SVG files without any script, readable on light and on dark."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from math import ceil

from mizan.classify.measures import Share
from mizan.evaluate.summary import Pile

Bars = Sequence[tuple[str, Share]]  # what stands before the bar, and its share

FONT = 'font-family="sans-serif" font-size="12" role="img"'
COLOURS = ("#0b6e4f", "#b3541e")
INK, RULE, PAPER = "#222", "#ddd", "#fff"  # on paper of its own, so that dark pages show it too
WIDTH, NAMES, ROW, TOP = 860, 380, 20, 56
SIDE, LEFT = 340, 60  # of the reliability diagram
FEW = 10  # texts: a share of fewer is no point of it


def flagged(title: str, bars: Bars, *, most: float) -> str:
    """Return the shares that are flagged, each with its interval; `most` is drawn as a line."""
    widest = ceil(20 * max([0.05, *(share.interval[1] for _, share in bars)])) / 20
    span = WIDTH - NAMES - 30
    height = TOP + ROW * len(bars) + 30

    def at(value: float) -> float:
        return NAMES + span * value / widest

    parts = [_opened(title, WIDTH, height)]
    for step in range(6):
        x = at(widest * step / 5)
        parts.append(f'<path d="M{x:.1f} {TOP - 8}V{height - 26}" stroke="{RULE}"/>')
        label = f"{widest * step / 5:.0%}"
        parts.append(_text(x, height - 10, label, anchor="middle"))
    line = f'<path d="M{at(most):.1f} {TOP - 8}V{height - 26}" stroke="#8a2846"'
    parts.append(f'{line} stroke-dasharray="4 3"/>')
    for number, (name, share) in enumerate(bars):
        y = TOP + ROW * number + ROW / 2
        low, high = (at(end) for end in share.interval)
        parts.append(_text(NAMES - 10, y + 4, name, anchor="end"))
        parts.append(
            f'<path d="M{low:.1f} {y}H{high:.1f}" stroke="{COLOURS[0]}" stroke-width="2"/>'
        )
        parts.append(f'<circle cx="{at(share.value):.1f}" cy="{y}" r="4" fill="{COLOURS[0]}"/>')
    return "\n".join([*parts, "</svg>", ""])


def reliability(title: str, lines: Mapping[str, Sequence[Pile]]) -> str:
    """Return how often a text supports terrorism by how sure the model was; a line a language."""
    height = TOP + SIDE + 50
    parts = [_opened(title, LEFT + SIDE + 160, height)]
    parts.append(f'<path d="M{LEFT} {TOP + SIDE}L{LEFT + SIDE} {TOP}" stroke="{RULE}"/>')
    for step in range(6):
        place, label = SIDE * step / 5, f"{step / 5:.1f}"
        parts.append(_text(LEFT + place, TOP + SIDE + 18, label, anchor="middle"))
        parts.append(_text(LEFT - 8, TOP + SIDE - place + 4, label, anchor="end"))
    parts.append(
        f'<rect x="{LEFT}" y="{TOP}" width="{SIDE}" height="{SIDE}" fill="none" stroke="{RULE}"/>'
    )
    axis = f"how sure the model was (points of {FEW} texts or more)"
    parts.append(_text(LEFT + SIDE / 2, height - 10, axis, anchor="middle"))
    for number, (name, piles) in enumerate(lines.items()):
        colour = COLOURS[number % len(COLOURS)]
        places = [
            (LEFT + SIDE * one.sure, TOP + SIDE * (1 - one.hits / one.total))
            for one in piles
            if one.total >= FEW
        ]
        if not places:
            continue
        path = "L".join(f"{x:.1f} {y:.1f}" for x, y in places)
        parts.append(f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{colour}"/>' for x, y in places]
        parts.append(_text(LEFT + SIDE + 14, TOP + 16 + 20 * number, name, colour=colour))
    return "\n".join([*parts, "</svg>", ""])


def _opened(title: str, width: float, height: float) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" {FONT}>'
        f'<title>{escape(title)}</title><rect width="{width}" height="{height}" fill="{PAPER}"/>'
        f'<text x="16" y="26" font-size="15" font-weight="bold" fill="{INK}">{escape(title)}</text>'
    )


def _text(x: float, y: float, said: str, *, anchor: str = "start", colour: str = INK) -> str:
    place = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"'
    return f'<text {place} fill="{colour}">{escape(said)}</text>'
