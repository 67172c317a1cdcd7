"""Marks: what one version marks no older one sees, whatever was made of it meanwhile."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mizan.banks.chunk import make_chunk
from mizan.banks.marks import no_marks
from mizan.banks.rows import make_rows

SIZE = 30
STRETCHES = st.lists(
    st.tuples(st.integers(0, SIZE), st.integers(0, 5)).map(
        lambda one: (one[0], min(SIZE, sum(one)))
    ),
    max_size=4,
)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 50), STRETCHES), max_size=12))
def test_every_version_says_what_it_said_when_it_was_made(steps):
    versions, expected = [no_marks(SIZE)], [set()]

    for start, stretches in steps:  # from any version, so that some part ways
        at = start % len(versions)
        versions.append(versions[at].adding(stretches))
        marked = {row for first, last in stretches for row in range(first, last)}
        expected.append(expected[at] | marked)

    rows = np.arange(SIZE)
    for version, marked in zip(versions, expected, strict=True):
        assert set(np.flatnonzero(version.has(rows)).tolist()) == marked
        assert version.rest().tolist() == [row for row in range(SIZE) if row not in marked]
        assert version.count == len(marked)


def test_marking_a_row_of_many_takes_no_copy_of_the_others():
    marks = no_marks(10_000_000)

    later = marks.adding([(5, 6)]).adding([(9_999_999, 10_000_000)])

    assert later.at is marks.at
    assert later.has(np.array([5, 6, 9_999_999])).tolist() == [True, False, True]


def chunk_of(count: int):
    rows = [(2 * n + 1, 1, "confirmed", "", n.to_bytes(16, "big")) for n in range(count)]
    return make_chunk("equal", make_rows("equal", rows))


@pytest.mark.parametrize(
    ("ranges", "left"),
    [
        ([(4, 4)], [1, 3, 5, 7, 9]),
        ([(3, 3)], [1, 5, 7, 9]),
        ([(2, 6), (9, 40)], [1, 7]),
        ([(1, 1), (3, 3), (6, 6)], [5, 7, 9]),
    ],
)
def test_a_chunk_goes_on_without_the_entries_of_ranges(ranges, left):
    chunk = chunk_of(5)

    rest = chunk.without(ranges)

    assert rest.in_force().ids.tolist() == left
    assert chunk.in_force().ids.tolist() == [1, 3, 5, 7, 9]


def test_of_a_chunk_without_any_entry_nothing_is_left():
    assert chunk_of(5).without([(1, 5)]).without([(7, 20)]) is None
