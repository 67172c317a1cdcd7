"""Any text at all: it finds itself, its places lie inside, and no search disturbs the next."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from mizan.banks.indexes.overlap import OverlapIndex, build
from mizan.kernels.winnow import GRAM
from mizan.signals.sketch import make_value, read_value, sketch_many
from mizan.text.fold import fold_many

TEXTS = st.lists(
    st.one_of(
        st.text(st.characters(codec=None, exclude_categories=()), max_size=80),
        st.text("اأبتجد هـَ\u200bab.!", max_size=120),
        st.builds(
            lambda word, times: word * times, st.text("اب a1", max_size=12), st.integers(0, 90)
        ),
    ),
    min_size=1,
    max_size=8,
)


@settings(deadline=None, max_examples=150)
@given(TEXTS)
def test_sketches_lie_inside_their_texts(texts: list[str]) -> None:
    folded = fold_many(texts)

    sketches = sketch_many(folded, np.arange(len(texts), dtype=np.int32))

    rows = np.repeat(np.arange(len(texts)), np.diff(sketches.bounds))
    scale = (sketches.hashes & np.uint64(1)).astype(int)
    assert (sketches.starts >= 0).all()
    ends = sketches.starts + np.array(GRAM)[scale]
    assert (ends <= np.diff(folded.tight.bounds)[rows]).all()
    assert ((sketches.digest == 0) == (sketches.lengths == 0)).all()


@settings(deadline=None, max_examples=150)
@given(TEXTS, TEXTS)
def test_every_text_finds_itself_and_spans_lie_inside(texts: list[str], others: list[str]) -> None:
    folded = fold_many(texts)
    rows = np.flatnonzero(np.diff(folded.tight.bounds)).tolist()
    bank = OverlapIndex(build([make_value(folded, row) for row in rows]))
    queries = fold_many([*texts, *others, *(a + b for a in texts for b in others)])
    sketches = sketch_many(queries, np.arange(len(queries), dtype=np.int32))

    hits, again = bank.search(sketches), bank.search(sketches)

    found = set(zip(hits.query.tolist(), hits.row.tolist(), strict=True))
    assert {(row, i) for i, row in enumerate(rows)} <= found
    assert len(found) == len(hits)
    assert hits.row.tolist() == again.row.tolist()
    owner = np.repeat(hits.query, np.diff(hits.span_bounds))
    assert (hits.span_starts >= 0).all()
    assert (hits.span_starts < hits.span_ends).all()
    assert (hits.span_ends <= sketches.lengths[owner]).all()
    assert ((hits.coverage > 0) & (hits.coverage <= 1)).all()
    assert ((hits.share > 0) & (hits.share <= 1)).all()


@settings(deadline=None, max_examples=100)
@given(TEXTS)
def test_a_value_is_read_as_it_was_written(texts: list[str]) -> None:
    folded = fold_many(texts)

    for row in range(len(texts)):
        for passage in (False, True):
            value = read_value(make_value(folded, row, passage=passage))
            assert (np.diff(value.hashes.astype(object)) > 0).all()
