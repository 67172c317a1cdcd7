"""Learned: what a trained model makes of a text, in the text's own words, behind any disguise.

Without a model it says nothing. What it says may bring a text before a person, never more: a rule
that acts takes nothing but files and images. A text of which the model is less sure than it was
set to be gets a trace: it orders what is looked at, and no rule hears of it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mizan.classify.linear import Bounds, Codes
from mizan.classify.model import Model
from mizan.classify.own import languages_of, own_words, places_of
from mizan.classify.readings import CONSONANTS, PLAIN, SKELETON, TIGHT
from mizan.detect.protocol import Scene
from mizan.detect.voices import voices_of
from mizan.terms.finding import Finding
from mizan.terms.part import Part
from mizan.text.batch import Batch
from mizan.text.disguise import Undone, undone_of

LEAST = 0.5  # certainty from which on a text is for review
TRACE = 0.05  # and from which on it leaves a trace
SUPPORT, HINT = "learned_support", "learned_trace"  # labels
LANGUAGES = ("ar", "en")

Rows = NDArray[np.int32]
# Language, reading, texts, the rows of them that are asked for, and the rows of the batch they are
_Task = tuple[str, str, Codes, Bounds, Rows, Rows]


class Learned:
    """Gives a finding for each text of which the model is about as sure as it was set to be."""

    name = "learned"

    def __init__(self, model: Model | None = None, *, least: float = LEAST) -> None:
        """Take a model; `least` is the certainty from which on a text is for review, 0..1.

        At 0.5 it is as the model has it for each language and reading.
        """
        self._model = model
        self._least = least

    def detect(self, scene: Scene) -> list[Finding]:
        """Return at most one finding for each text, in the order of the parts."""
        if self._model is None or not len(scene.batch.text_rows):
            return []
        batch = scene.batch
        undone = undone_of(batch.texts)
        found = {
            row: finding
            for lang, reading, codes, bounds, asked, rows in self._asked(batch, undone)
            for row, finding in self._found(batch, lang, reading, (codes, bounds, asked), rows)
        }
        return [found[row] for row in sorted(found)]

    def _asked(self, batch: Batch, undone: Undone) -> list[_Task]:
        """Return what is to be read how: every text once, the disguised ones as undone."""
        everyone = np.arange(len(batch.texts), dtype=np.int32)
        plain = np.delete(everyone, undone.rows)
        codes, bounds = _own(batch), batch.texts.bounds
        tasks = [
            (lang, PLAIN, codes, bounds, rows, rows)
            for lang, rows in _by_language(codes, bounds, plain).items()
        ]
        if not len(undone.rows):
            return tasks
        read = _undone_batch(undone)
        codes, bounds = _own(read), read.texts.bounds
        for lang, numbers in _by_language(codes, bounds, read.text_rows).items():
            by_reading: dict[str, list[int]] = {}
            for number in numbers.tolist():
                by_reading.setdefault(self._reading(lang, undone, number), []).append(number)
            for reading, chosen in by_reading.items():
                asked = np.array(chosen, np.int32)
                tasks.append((lang, reading, codes, bounds, asked, undone.rows[asked]))
        return tasks

    def _reading(self, lang: str, undone: Undone, number: int) -> str:
        """Return how an undone text is read, as far as the model knows that reading."""
        kinds = undone.kinds[number]
        if undone.gapless[number]:
            wanted = TIGHT
        elif "arabizi" in kinds:
            wanted = CONSONANTS
        else:
            wanted = SKELETON if "dotless" in kinds else PLAIN
        known = self._model is not None and self._model.knows(lang, wanted)
        return wanted if known else PLAIN

    def _found(
        self, batch: Batch, lang: str, reading: str, texts: tuple[Codes, Bounds, Rows], rows: Rows
    ) -> list[tuple[int, Finding]]:
        if self._model is None:
            return []
        certain = self._model.certainty(lang, reading, *texts)
        told = np.flatnonzero(certain >= min(TRACE, self._least))
        return [
            (
                row,
                Finding(
                    part=int(batch.text_rows[row]),
                    label=SUPPORT if certainty >= self._least else HINT,
                    detector=self.name,
                    cue=f"{lang}, {reading}",
                    score=round(certainty, 6),
                ),
            )
            for row, certainty in zip(rows[told].tolist(), certain[told].tolist(), strict=True)
        ]


def _own(batch: Batch) -> Codes:
    """Return the normal forms of the texts of a batch in their own words."""
    return own_words(batch.texts, places_of(voices_of(batch).reported))


def _undone_batch(undone: Undone) -> Batch:
    """Return undone texts as a batch, so that whose words they are is heard as of any other."""
    parts = [
        Part(content=number, name="text", kind="text", text=text)
        for number, text in enumerate(undone.texts)
    ]
    return Batch(parts, undone.folded, np.arange(len(parts), dtype=np.int32))


def _by_language(codes: Codes, bounds: Bounds, rows: Rows) -> dict[str, Rows]:
    """Return the rows of each language that models may know, by their own words."""
    languages = languages_of(codes, bounds)[rows]
    by_language = {lang: rows[languages == lang] for lang in LANGUAGES}
    return {lang: some for lang, some in by_language.items() if len(some)}
