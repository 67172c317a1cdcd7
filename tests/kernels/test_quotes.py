"""The quotation kernels against plain Python."""

from __future__ import annotations

import numpy as np
import pytest

from mizan.kernels.quotes import quoted_lines
from mizan.text.fold import fold_many


def plain_lines(text: str) -> list[tuple[int, int]]:
    spans, start = [], 0
    for line in text.split("\n"):
        inside = line.lstrip("> \t")
        if ">" in line[: len(line) - len(inside)] and inside:
            spans.append((start + len(line) - len(inside), start + len(line)))
        start += len(line) + 1
    return spans


@pytest.mark.parametrize("room", [0, 1, 100])
def test_quoted_lines_are_those_of_plain_python(room: int) -> None:
    texts = ["> a\nb\n > c", "", ">", "\n\n>> d e\n>\n> ", "a > b", "> " * 50 + "x"]
    original = fold_many(texts).original
    spans = np.zeros((room, 3), np.int32)

    size = quoted_lines(original.raw, original.bounds, spans)

    wanted = [(row, *span) for row, text in enumerate(texts) for span in plain_lines(text)]
    assert size == len(wanted)
    assert [tuple(span) for span in spans[:size].tolist()] == wanted[:room]
