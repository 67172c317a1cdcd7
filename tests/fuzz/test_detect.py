"""Detectors on made-up texts: spans always lie in the text, and nothing is raised."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from mizan.detect.context import Context
from mizan.detect.cues import load_cues
from mizan.detect.named import Named
from mizan.detect.protocol import Scene
from mizan.terms.part import Part
from mizan.text.batch import make_batch

BOOK = load_cues()
CONTEXT, NAMED = Context(BOOK), Named()
PIECES = [
    *(phrase for cue in BOOK.cues for phrase in cue.phrases[:2]),
    *BOOK.negations[::5],
    *BOOK.books[::20],
    *("«", "»", '"', "“", "”", "\n> ", "﴿", "﴾", "(", ")", ": ", "153", " – ", "، ", ". ", "\n"),
    *("داعش", "Black Lantern Front", "جبهة الفانوس الأسود", "\u0640", "\u200d", "\u064e", "\ud800"),
]
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=25).map(" ".join)


@given(st.lists(TEXTS, max_size=4))
@settings(deadline=None, max_examples=80)
def test_spans_rise_and_lie_in_the_text_of_their_part(texts: list[str]) -> None:
    parts = [Part(content=n, name="text", kind="text", text=t) for n, t in enumerate(texts)]
    scene = Scene(make_batch(parts))

    for finding in CONTEXT.detect(scene) + NAMED.detect(scene):
        text = texts[finding.part]
        assert finding.spans
        assert all(0 <= start < end <= len(text) for start, end in finding.spans)
        assert all(one[1] <= two[0] for one, two in pairwise(finding.spans))


@given(st.lists(TEXTS, min_size=1, max_size=5))
@settings(deadline=None, max_examples=40)
def test_a_batch_says_what_each_text_alone_says(texts: list[str]) -> None:
    parts = [Part(content=n, name="text", kind="text", text=t) for n, t in enumerate(texts)]

    together = CONTEXT.detect(Scene(make_batch(parts)))
    alone = [f for part in parts for f in CONTEXT.detect(Scene(make_batch([part])))]

    assert [(f.label, f.spans, f.cue) for f in together] == [
        (f.label, f.spans, f.cue) for f in alone
    ]
