"""Voices: what was seen in the texts of a batch, and which stretches are another's words in them.

Read once for a batch and kept as long as the batch is: detectors share it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from weakref import WeakKeyDictionary

from mizan.detect.cues import load_cues
from mizan.detect.sightings import Finder, Sightings
from mizan.detect.stance import reported_spans
from mizan.terms.match import Span
from mizan.text.batch import Batch


@dataclass(frozen=True, slots=True)
class Voices:
    """One row for each text of a batch, as in `Batch.texts`."""

    texts: Sequence[str]  # the original texts
    seen: Sequence[Sightings]
    reported: Sequence[Sequence[Span]]  # another's words, in the original text; rising


_HEARD: WeakKeyDictionary[Batch, Voices] = WeakKeyDictionary()


def voices_of(batch: Batch) -> Voices:
    """Return what the shipped cue book hears in a batch. Two threads at once may read it twice."""
    voices = _HEARD.get(batch)
    if voices is None:
        voices = _HEARD[batch] = hear(batch, _shipped())
    return voices


def hear(batch: Batch, finder: Finder) -> Voices:
    """Return what a finder hears in a batch, read anew."""
    texts = [batch.parts[row].text or "" for row in batch.text_rows.tolist()]
    seen = finder.find_many(batch.texts, texts)
    return Voices(texts, seen, reported_spans(texts, batch.texts, seen))


@cache
def _shipped() -> Finder:
    return Finder(load_cues())
