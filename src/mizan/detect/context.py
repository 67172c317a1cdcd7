"""Context: reporting, quotation, condemnation, research, scripture, prayer, law and the like.

What it finds of these can only lower a verdict. It says what a text shows of itself, never that it
is sincere: that is for the policy to weigh and for people to judge.

It also tells what a text does by its wording: pledge, call, threat and the like. These neither
raise nor lower. Where they are another's words (see `mizan.detect.stance`), they are not told.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mizan.detect.cues import ACTS, GROUPS, HELPERS, CueBook
from mizan.detect.dateline import find_dateline
from mizan.detect.protocol import Scene
from mizan.detect.references import ornate_brackets, verse_references
from mizan.detect.sightings import Finder, Sighting, Sightings, merged, within
from mizan.detect.stance import quotations
from mizan.detect.voices import hear, voices_of
from mizan.terms.finding import Finding
from mizan.terms.match import Span

# group = label
PLAIN = tuple(group for group in GROUPS if group not in (*ACTS, *HELPERS, "scripture"))
ORNATE = "\ufd3f"  # stands in every pair of ornate brackets
STYLE_CUES = 2  # so many different cues of attribution are a news style
_NEAR = 200  # code points between the form of an instruction and a weapon

Groups = dict[str, list[Sighting]]
Said = tuple[str, list[Span], list[str]]  # label, places, names of cues


class Context:
    """Finds cues with their places. A negated cue, or one in a quoted mouth, does not count."""

    name = "context"

    def __init__(self, book: CueBook | None = None) -> None:
        """Compile the cues of `book`, by default the shipped ones."""
        self._finder = Finder(book) if book is not None else None

    def detect(self, scene: Scene) -> list[Finding]:
        """Return at most one finding of each label for each text."""
        batch = scene.batch
        voices = hear(batch, self._finder) if self._finder is not None else voices_of(batch)
        heard = zip(
            batch.text_rows.tolist(), voices.texts, voices.seen, voices.reported, strict=True
        )
        return [
            Finding(
                part=row,
                label=label,
                detector=self.name,
                spans=tuple(merged(spans)),
                cue=", ".join(dict.fromkeys(cues)),
            )
            for row, text, seen, reported in heard
            if seen or ORNATE in text
            for label, spans, cues in _said(text, seen, reported)
        ]


def _said(text: str, seen: Sightings, reported: Sequence[Span]) -> Iterator[Said]:
    """Yield every context of one text, then every act in its own voice."""
    groups = seen.by_group() if seen.cues else {}
    if "attribution" in groups:
        spans, cues = _reporting(text, seen, groups, reported)
        if spans:
            yield "reporting", spans, cues
    if seen.quotes and (quoted := quotations(text, seen)):
        yield "quotation", quoted, ["quotation"]
    if seen.books or "scripture" in groups or ORNATE in text:
        spans, cues = _scripture(text, seen, groups)
    else:
        spans, cues = [], []
    if spans:
        yield "scripture", spans, cues
    if groups:
        yield from _plain(groups)
        yield from _acts(groups, reported)


def _plain(groups: Groups) -> Iterator[Said]:
    for label in PLAIN:
        if label in groups:
            yield label, *_told(groups[label])


def _acts(groups: Groups, reported: Sequence[Span]) -> Iterator[Said]:
    for label in ACTS:
        if label in groups and (own := _own(label, groups, reported)):
            yield label, *_told(own)


def _told(seen: Sequence[Sighting]) -> tuple[list[Span], list[str]]:
    return [cue.span for cue in seen], [cue.cue.name for cue in seen]


def _own(act: str, groups: Groups, reported: Sequence[Span]) -> list[Sighting]:
    """Return the cues of an act that are the text's own words; of instructions, near a weapon."""
    own = [cue for cue in groups[act] if not within(cue.span, reported)]
    if own and act == "instruction":
        weapons = [cue.span[0] for cue in groups.get("weapon", ())]
        own = [cue for cue in own if any(abs(at - cue.span[0]) <= _NEAR for at in weapons)]
    return own


def _reporting(
    text: str, seen: Sightings, groups: Groups, reported: Sequence[Span]
) -> tuple[list[Span], list[str]]:
    """Return places and cues of reported speech or news style; nothing for a lone "said"."""
    said, agencies = groups["attribution"], groups.get("agency", [])
    spans, cues = _told([*said, *agencies])
    named = [cue.span for cue in (*agencies, *groups.get("desk", ()))]
    dateline = find_dateline(text, named, [cue.span for cue in said])
    if dateline:
        spans.append(dateline)
        cues.append("dateline")
    if seen.quotes and quotations(text, seen):
        cues.append("quotation")
    elif reported:
        cues.append("reported_words")
    return (spans, cues) if len(set(cues)) >= STYLE_CUES else ([], [])


def _scripture(text: str, seen: Sightings, groups: Groups) -> tuple[list[Span], list[str]]:
    spans, cues = _told(groups.get("scripture", ()))
    for name, found in (
        ("verse_reference", verse_references(text, seen.books)),
        ("ornate_brackets", ornate_brackets(text) if ORNATE in text else []),
    ):
        spans += found
        cues += [name] * len(found)
    return spans, cues
