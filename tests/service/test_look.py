"""People's text, words of time, charts and colours: what the look promises without a browser."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from mizan.service.console import words
from mizan.service.console.charts import Heading, bar_chart, line_chart, scale
from mizan.service.console.usertext import Span, marked, usertext
from mizan.terms.time import Moment, now, shift

pytestmark = pytest.mark.usefixtures("_point")  # Django, for its translations

CONSOLE = Path(words.__file__).parent
TOKENS = CONSOLE / "static" / "console" / "tokens.css"
HEADING = {"id": "c", "title": "t", "summary": "s", "category": "day"}
PAIRS = [
    *((letters, ground) for letters in ("ink", "soft") for ground in ("ground", "paper", "sunk")),
    *(("accent", ground) for ground in ("ground", "paper", "sunk", "accent-ground")),
    *(("alarm", ground) for ground in ("ground", "paper", "alarm-ground")),
    *(("ink", ground) for ground in ("mark", "mark-context", "accent-ground")),
    ("on-accent", "accent"),
]


def span(start: int, end: int, label: str = "found", **more: str) -> Span:
    return Span(start=start, end=end, label=label, **more)


def letters(html: str) -> str:
    return unescape(re.sub(r"<[^>]*>", "", html))


def test_nothing_of_a_person_becomes_markup() -> None:
    shown = usertext('<img src=x onerror="a()"> & more')

    assert "<img" not in shown
    assert letters(shown) == '<img src=x onerror="a()"> & more'


def test_hidden_characters_show_on_demand_only() -> None:
    text = "جب\u200bهة \u202eفانوس"

    assert "U+200B" not in usertext(text)
    assert "U+200B" in usertext(text, hidden=True)
    assert "U+202E" in usertext(text, hidden=True)


def test_a_span_marks_code_points_in_mixed_and_astral_text() -> None:
    text = "🏮 قال Black Lantern Front الفانوس"
    start = text.index("Black")

    shown = marked(text, [span(start, start + 19)])

    assert re.findall(r"<mark[^>]*>(.*?)</mark>", shown) == ["Black Lantern Front"]


def test_overlapping_spans_share_the_piece_between_them() -> None:
    shown = marked("abcdef", [span(0, 4, "one", key="a"), span(2, 6, "two", key="b")])

    assert re.findall(r'title="([^"]*)">(.*?)<', shown) == [
        ("one", "ab"),
        ("one; two", "cd"),
        ("two", "ef"),
    ]
    assert 'data-finding="a b"' in shown


@settings(max_examples=150, deadline=None)
@given(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=40),
    st.lists(st.tuples(st.integers(-5, 50), st.integers(-5, 50)), max_size=6),
)
def test_marks_never_change_the_text(text: str, places: list[tuple[int, int]]) -> None:
    shown = marked(text, [span(start, end, "<b>") for start, end in places])

    assert letters(shown) == text
    assert shown.count("<mark") == shown.count("</mark>")


def test_every_number_of_hours_has_its_arabic() -> None:
    with override("ar"):
        said = [words.length(n * 3600) for n in (1, 2, 3, 11, 47)]

    assert len({re.sub(r"\d", "", each) for each in said}) >= 4


@pytest.mark.parametrize("seconds", [0, 59, 60, 3599, 3600, 90_000, 900_000])
def test_figures_are_minutes_or_hours(seconds: int) -> None:
    assert re.fullmatch(r"\d\d+:\d\d", words.figures(seconds))


def test_time_left_and_time_over_are_told_apart() -> None:
    start: Moment = now()

    assert words.left(shift(start, minutes=41), start) == "41 minutes left"
    assert words.left(shift(start, hours=-3), start) == "overdue by 3 hours"


def test_digits_turn_only_by_choice() -> None:
    assert words.digits(2026) == "2026"
    assert words.digits(2026, "arabic") == "٢٠٢٦"


@settings(max_examples=200, deadline=None)
@given(st.just(0.0) | st.floats(0.001, 1e9))
def test_a_scale_reaches_over_its_values_in_few_steps(most: float) -> None:
    ticks = scale(most)

    assert ticks[0] == 0
    assert ticks[-1] >= most * (1 - 1e-9)
    assert 2 <= len(ticks) <= 6


def test_a_chart_read_from_the_right_mirrors_its_bars() -> None:
    there = bar_chart(Heading(**HEADING), ["1", "2"], [3, 1], name="n")
    mirrored = bar_chart(Heading(**HEADING, rtl=True), ["1", "2"], [3, 1], name="n")

    assert there.bars[0].x < there.bars[1].x
    assert mirrored.bars[0].x > mirrored.bars[1].x
    assert [bar.height for bar in there.bars] == [bar.height for bar in mirrored.bars]
    assert there.rows == (("1", "3"), ("2", "1"))


def test_a_gap_in_a_line_is_no_nought() -> None:
    drawn = line_chart(Heading(**HEADING), ["1", "2", "3"], [("a", [1, None, 2])])

    assert drawn.lines[0].path.count("M") == 2
    assert drawn.rows[1] == ("2", "–")


def test_charts_of_nothing_stand() -> None:
    assert bar_chart(Heading(**HEADING), [], [], name="n").bars == ()
    assert line_chart(Heading(**HEADING), [], [("a", [])]).lines[0].path == ""


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("over", "under"), PAIRS)
def test_letters_stand_out_from_their_ground(over: str, under: str, theme: int) -> None:
    colours = {
        name: pair
        for name, *pair in re.findall(
            r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)", TOKENS.read_text("utf-8")
        )
    }

    light, dark = sorted((luminance(colours[c][theme]) for c in (over, under)), reverse=True)

    assert (light + 0.05) / (dark + 0.05) >= 4.5


def luminance(colour: str) -> float:
    """Return the relative luminance, as WCAG 2.2 defines it."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_no_sheet_reaches_elsewhere_or_names_a_side() -> None:
    sheets = {path.name: path.read_text("utf-8") for path in (CONSOLE / "static").rglob("*.css")}

    assert [n for n, css in sheets.items() if re.search(r"https?:|data:|@import", css)] == []
    side = r"(?:margin|padding|border)-(?:left|right)\b|[{;]\s*(?:left|right)\s*:"
    assert [n for n, css in sheets.items() if re.search(side, css)] == []


def test_no_template_holds_a_script_or_a_style() -> None:
    pages = {p.name: p.read_text("utf-8") for p in (CONSOLE / "templates").rglob("*.html")}

    inline = r"<style|<script(?![^>]* src=)|\sstyle=|\son[a-z]+=|javascript:"
    assert [name for name, page in pages.items() if re.search(inline, page)] == []
