"""Whatever stands in a line, reading it gives a content or an error, and disturbs no other."""

from __future__ import annotations

import json
import os

from hypothesis import given, settings
from hypothesis import strategies as st

from mizan.cli.inputs import Input, arrivals, load
from mizan.errors import ContentError
from mizan.terms.content import Content

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
names = st.sampled_from(["id", "text", "url", "lang", "sha256", "pdq"]) | st.text()


@settings(deadline=None, max_examples=300)
@given(st.binary() | st.dictionaries(names, values).map(lambda row: json.dumps(row).encode()))
def test_a_line_gives_a_content_or_an_error(line: bytes) -> None:
    loaded = load(Input(data=line, line=7))

    assert loaded.line == 7
    assert isinstance(loaded.content, Content) != isinstance(loaded.error, ContentError)


@settings(deadline=None, max_examples=200)
@given(st.lists(st.binary(max_size=40).map(lambda line: line.replace(b"\n", b""))))
def test_lines_arrive_whole_in_order_with_their_numbers(lines: list[bytes]) -> None:
    reading, writing = os.pipe()
    os.write(writing, b"\n".join(lines))
    os.close(writing)

    try:
        found = [item for group in arrivals(reading) for item in group]
    finally:
        os.close(reading)

    assert [(item.line, item.data) for item in found] == [
        (number, line) for number, line in enumerate(lines, start=1) if line.strip()
    ]
