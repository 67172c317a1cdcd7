"""Context: reporting, quotation, condemnation, research, scripture, mourning, satire, testimony.

What it finds can only lower a verdict. It says what a text shows of itself, never that it is
sincere: that is for the policy to weigh and for people to judge.
"""

from __future__ import annotations

from collections.abc import Iterator

from mizan.detect.cues import CueBook, load_cues
from mizan.detect.dateline import find_dateline
from mizan.detect.protocol import Scene
from mizan.detect.references import ornate_brackets, verse_references
from mizan.detect.sightings import Finder, Sightings, merged
from mizan.terms.finding import Finding
from mizan.terms.match import Span

PLAIN = ("condemnation", "research", "mourning", "satire", "testimony")  # group = label
ORNATE = "\ufd3f"  # stands in every pair of ornate brackets
QUOTED_WORDS = 3  # a shorter quotation is a name or a title
STYLE_CUES = 2  # so many different cues of attribution are a news style


class Context:
    """Finds cues with their places. A negated cue, or one in a quoted mouth, does not count."""

    name = "context"

    def __init__(self, book: CueBook | None = None) -> None:
        """Compile the cues of `book`, by default the shipped ones."""
        self._finder = Finder(book or load_cues())

    def detect(self, scene: Scene) -> list[Finding]:
        """Return at most one finding of each label for each text."""
        batch = scene.batch
        texts = [batch.parts[row].text or "" for row in batch.text_rows]
        seen = self._finder.find_many(batch.texts, texts)
        return [
            Finding(
                part=int(row),
                label=label,
                detector=self.name,
                spans=tuple(merged(spans)),
                cue=", ".join(dict.fromkeys(cues)),
            )
            for row, text, sightings in zip(batch.text_rows, texts, seen, strict=True)
            if sightings or ORNATE in text
            for label, spans, cues in _contexts(text, sightings)
        ]


def _contexts(text: str, seen: Sightings) -> Iterator[tuple[str, list[Span], list[str]]]:
    """Yield label, places and names of cues of every context of one text."""
    quoted = [span for span in seen.quotes if len(text[slice(*span)].split()) >= QUOTED_WORDS]
    spans, cues = _reporting(text, seen, quoted=bool(quoted))
    if spans:
        yield "reporting", spans, cues
    if quoted:
        yield "quotation", quoted, ["quotation"]
    spans, cues = _scripture(text, seen)
    if spans:
        yield "scripture", spans, cues
    for label in PLAIN:
        if found := seen.of(label):
            yield label, [cue.span for cue in found], [cue.cue.name for cue in found]


def _reporting(text: str, seen: Sightings, *, quoted: bool) -> tuple[list[Span], list[str]]:
    """Return places and cues of reported speech or news style; nothing for a lone "said"."""
    said, agencies = seen.of("attribution"), seen.of("agency")
    if not said:
        return [], []
    style = [*said, *agencies]
    spans, cues = [cue.span for cue in style], [cue.cue.name for cue in style]
    named = [cue.span for cue in (*agencies, *seen.of("desk"))]
    dateline = find_dateline(text, named, [cue.span for cue in said])
    if dateline:
        spans.append(dateline)
        cues.append("dateline")
    if quoted:
        cues.append("quotation")
    return (spans, cues) if len(set(cues)) >= STYLE_CUES else ([], [])


def _scripture(text: str, seen: Sightings) -> tuple[list[Span], list[str]]:
    found = [(cue.span, cue.cue.name) for cue in seen.of("scripture")]
    found += [(span, "verse_reference") for span in verse_references(text, seen.books)]
    found += [(span, "ornate_brackets") for span in ornate_brackets(text)]
    return [span for span, _ in found], [name for _, name in found]
