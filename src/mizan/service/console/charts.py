"""Charts as plain figures: pure functions that lay out what `console/parts/chart.html` draws.

No script, no fonts of their own; title, summary and the whole table come along. In a page that is
read from right to left time and bars run that way too; digits do not turn.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

WIDTH, HEIGHT = 640, 240
_TOP, _FOOT, _EDGE, _SCALE = 16, 28, 8, 48  # margins; _SCALE is the side with the figures
_MOST_LABELS = 8  # below the axis


@dataclass(frozen=True, slots=True)
class Text:
    """A word or figure in the drawing."""

    x: float
    y: float
    text: str
    anchor: str  # start, middle or end, in the drawing's own direction, which is left to right
    value: bool = False  # a measured figure, drawn darker


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Line:
    """One line, as the path of SVG; a gap where nothing was measured."""

    name: str
    series: int
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """Everything a chart's template needs."""

    id: str
    title: str
    summary: str
    columns: tuple[dict[str, object], ...]  # label, number
    rows: tuple[tuple[str, ...], ...]
    rules: tuple[float, ...]
    texts: tuple[Text, ...]
    bars: tuple[Bar, ...] = ()
    lines: tuple[Line, ...] = ()
    left: float = _EDGE
    right: float = WIDTH - _EDGE
    width: int = WIDTH
    height: int = HEIGHT


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """What a chart says of itself, already translated."""

    id: str  # for the document: letters, digits, hyphens
    title: str
    summary: str  # the finding in a sentence, read out instead of the drawing
    category: str  # what stands below the axis: day, rule, language
    rtl: bool = False


def bar_chart(
    heading: Heading, labels: Sequence[str], values: Sequence[float], *, name: str
) -> Drawing:
    """Lay out one bar for each label; `name` says what is counted. Values are not negative."""
    ticks = scale(max(values, default=0))
    frame = _Frame(rtl=heading.rtl, most=ticks[-1])
    step = frame.span / max(1, len(values))
    bars, texts = [], []
    for place, value in enumerate(values):
        middle, y = frame.x((place + 0.5) * step), frame.y(value)
        width = round(min(48.0, step * 0.7), 2)
        bars.append(Bar(round(middle - width / 2, 2), y, width, round(frame.y(0) - y, 2)))
        if len(values) <= 2 * _MOST_LABELS:
            texts.append(Text(middle, round(y - 4, 2), number(value), "middle", value=True))
    return Drawing(
        id=heading.id,
        title=heading.title,
        summary=heading.summary,
        columns=_columns(heading.category, [name]),
        rows=tuple((label, number(value)) for label, value in zip(labels, values, strict=True)),
        rules=tuple(frame.y(tick) for tick in ticks),
        texts=(*texts, *frame.scale_texts(ticks), *frame.below(labels, step, shift=0.5)),
        bars=tuple(bars),
        left=frame.left,
        right=frame.right,
    )


def line_chart(
    heading: Heading, labels: Sequence[str], series: Sequence[tuple[str, Sequence[float | None]]]
) -> Drawing:
    """Lay out up to four lines over the same labels; None is a gap, not nought."""
    known = [value for _, values in series for value in values if value is not None]
    ticks = scale(max(known, default=0))
    frame = _Frame(rtl=heading.rtl, most=ticks[-1])
    step = frame.span / max(1, len(labels) - 1)
    lines = tuple(
        Line(name, place % 4, frame.path(values, step))
        for place, (name, values) in enumerate(series)
    )
    rows = tuple(
        (label, *("–" if values[i] is None else number(values[i] or 0) for _, values in series))
        for i, label in enumerate(labels)
    )
    return Drawing(
        id=heading.id,
        title=heading.title,
        summary=heading.summary,
        columns=_columns(heading.category, [name for name, _ in series]),
        rows=rows,
        rules=tuple(frame.y(tick) for tick in ticks),
        texts=(*frame.scale_texts(ticks), *frame.below(labels, step, shift=0.0)),
        lines=lines,
        left=frame.left,
        right=frame.right,
    )


def scale(most: float) -> tuple[float, ...]:
    """Return round figures from nought to at least `most`, three to six of them."""
    if most <= 0:
        return (0, 1)
    power = 10.0 ** floor(log10(most))
    step = next(power * part for part in (0.2, 0.5, 1, 2) if most / (power * part) <= 5)
    return tuple(round(step * i, 10) for i in range(ceil(round(most / step, 9)) + 1))


def number(value: float) -> str:
    """Write a figure without needless decimals."""
    return f"{value:,.0f}" if value == int(value) else f"{value:,.2f}".rstrip("0")


def _columns(category: str, names: Sequence[str]) -> tuple[dict[str, object], ...]:
    return (
        {"label": category, "number": False},
        *({"label": name, "number": True} for name in names),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Frame:
    """Where things stand: places along the reading direction become places from the left."""

    rtl: bool
    most: float

    @property
    def left(self) -> float:
        """The left edge of the field, in units of the drawing."""
        return _EDGE if self.rtl else _SCALE

    @property
    def right(self) -> float:
        """Its right edge."""
        return WIDTH - _SCALE if self.rtl else WIDTH - _EDGE

    @property
    def span(self) -> float:
        """Its width."""
        return self.right - self.left

    def x(self, along: float) -> float:
        """Return where a place along the reading direction lies."""
        return round(self.right - along if self.rtl else self.left + along, 2)

    def y(self, value: float) -> float:
        """Return how high a value lies, from the top."""
        return round(HEIGHT - _FOOT - (HEIGHT - _FOOT - _TOP) * value / self.most, 2)

    def path(self, values: Sequence[float | None], step: float) -> str:
        """Return the line through the values, broken where one is missing (SVG 2, 9.3)."""
        pieces, pen = [], "M"
        for place, value in enumerate(values):
            if value is None:
                pen = "M"
                continue
            pieces.append(f"{pen}{self.x(place * step):g} {self.y(value):g}")
            pen = "L"
        return "".join(pieces)

    def scale_texts(self, ticks: Sequence[float]) -> list[Text]:
        """Return the figures beside the scale."""
        x, anchor = (self.right + 6, "start") if self.rtl else (self.left - 6, "end")
        return [Text(x, round(self.y(tick) + 4, 2), number(tick), anchor) for tick in ticks]

    def below(self, labels: Sequence[str], step: float, *, shift: float) -> list[Text]:
        """Return the labels under the field, as many as there is room for."""
        every = max(1, ceil(len(labels) / _MOST_LABELS))
        return [
            Text(self.x((i + shift) * step), HEIGHT - 8, label, self._anchor(i, len(labels), shift))
            for i, label in enumerate(labels)
            if i % every == 0
        ]

    def _anchor(self, place: int, count: int, shift: float) -> str:
        if shift or 0 < place < count - 1:
            return "middle"
        return "start" if (place == 0) != self.rtl else "end"
