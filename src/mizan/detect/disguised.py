"""Disguised: texts whose letters were disguised, with the kinds of disguise and their places.

Never evidence of harm: laughter, play and fear of filters disguise letters too.
"""

from __future__ import annotations

from collections.abc import Iterable

from mizan.detect.protocol import Scene
from mizan.detect.sightings import merged
from mizan.terms.finding import Finding
from mizan.terms.match import Span
from mizan.text.disguise import undone_of

_LONGEST = 60  # code points of a word that are shown to either side of a disguised letter
_BLANK = 1  # between words that are shown as one stretch


class Disguised:
    """Gives a finding for each disguised text: its cue names the kinds, its spans are whole words.

    A letter that nobody sees could not be shown to a person; the word around it can.
    """

    name = "disguised"

    def detect(self, scene: Scene) -> list[Finding]:
        """Return at most one finding for each text."""
        undone = undone_of(scene.batch.texts)
        parts, rows = scene.batch.parts, scene.batch.text_rows
        return [
            Finding(
                part=int(rows[row]),
                label="disguised",
                detector=self.name,
                spans=_words(parts[rows[row]].text or "", spans),
                cue=", ".join(kinds),
            )
            for row, kinds, spans in zip(
                undone.rows.tolist(), undone.kinds, undone.where, strict=True
            )
        ]


def _words(text: str, spans: Iterable[Span]) -> tuple[Span, ...]:
    """Return the words of a text that lie in some of its spans, neighbours as one stretch."""
    shown = [(_begin(text, start), _end(text, end) + _BLANK) for start, end in spans]
    return tuple((start, end - _BLANK) for start, end in merged(shown))


def _begin(text: str, start: int) -> int:
    before = text[max(0, start - _LONGEST) : start][::-1]
    return start - next((at for at, letter in enumerate(before) if letter.isspace()), len(before))


def _end(text: str, end: int) -> int:
    after = text[end : end + _LONGEST]
    return end + next((at for at, letter in enumerate(after) if letter.isspace()), len(after))
