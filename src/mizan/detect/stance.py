"""Stance: which stretches of a text are another's words, told by one who reports or condemns them.

A quotation, what follows "wrote:", and a clause such as "he said he would ..." are another's
words where the rest of the text is somebody's own: enough of it, with a word of attribution,
condemnation, study or law in it, and without a pledge, call or praise. Marks, a dateline or "he
said" put before a call leave too little else, so that they change nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence

from mizan.detect.cues import ACTS
from mizan.detect.sightings import Sighting, Sightings, merged, within
from mizan.terms.match import Span
from mizan.text.fold import Folded

QUOTED_WORDS = 3  # a shorter quotation is a name or a title
OWN_WORDS = 10  # different words that are a text's own; fewer are a mere frame
OWN_SHARE = 0.3  # of all words of a text, its own

_TELLING = frozenset(
    ("attribution", "agency", "condemnation", "research", "legal", "history", "testimony")
)
_TURNING = _TELLING | {"narration"}  # where one begins, the teller has the word again
_DISTANCE = ("condemnation", "research", "legal")  # who shows these endorses nothing
_SENTENCE_END = re.compile(r"[.!?؟۔…]+[\"”»’')\]]*(?=\s|$)|\n+")
_OPENING = re.compile(r"[^:\n]{0,60}?[:：](?!//)\s*")  # from a cue of attribution to its colon
_WORD = re.compile(r"(?<![#@\w/])[^\W\d_][\w'’]*")  # no tags, mentions, numbers or addresses
_LINK = re.compile(r"https?://\S+")
_TRAILING = 3  # words at most that follow "..., a spokesman said" in its sentence


def reported_spans(
    texts: Sequence[str], folded: Folded, seen: Sequence[Sightings]
) -> list[list[Span]]:
    """Return for each text the stretches that are another's words in it.

    They are quoted or attributed, in a text whose own words report, condemn or study them; a text
    that is little else than them has none. `folded` are the texts, `seen` what `Finder` saw.
    """
    if not len(texts) == len(folded) == len(seen):
        raise ValueError("texts, their folded form and what was seen in them differ in number")
    return [
        _reported(text, sightings) if sightings.cues else []
        for text, sightings in zip(texts, seen, strict=True)
    ]


def quotations(text: str, seen: Sightings) -> list[Span]:
    """Return the quotations of a text that are more than a name or a title."""
    return [span for span in seen.quotes if len(text[slice(*span)].split()) >= QUOTED_WORDS]


def _reported(text: str, seen: Sightings) -> list[Span]:
    groups = seen.by_group()
    if _TELLING.isdisjoint(groups):
        return []
    said = groups.get("attribution", [])
    quoted = quotations(text, seen)
    if not quoted and not said:
        return []
    told = list(quoted)
    if said:
        acts = [cue for act in ACTS for cue in groups.get(act, ()) if not within(cue.span, quoted)]
        if acts or ":" in text:
            told += _attributed(text, groups, quoted, acts)
    told = merged(told)
    return told if told and _tells(text, groups, told) else []


def _tells(text: str, groups: dict[str, list[Sighting]], told: list[Span]) -> bool:
    """Return whether a text's words outside `told` are enough, and those of one who tells."""

    def own(names: Iterable[str]) -> bool:
        return any(not within(cue.span, told) for name in names for cue in groups.get(name, ()))

    if not own(_TELLING) or (own(ACTS) and not own(_DISTANCE)):
        return False
    outside = "".join(text[start:end] + "\n" for start, end in _gaps(told, len(text)))
    words = [word.lower() for word in _words(outside)]
    return len(set(words)) >= OWN_WORDS and len(words) >= OWN_SHARE * len(_words(text))


def _words(text: str) -> list[str]:
    return _WORD.findall(_LINK.sub(" ", text))


def _gaps(spans: Sequence[Span], size: int) -> Iterator[Span]:
    last = 0
    for start, end in spans:
        yield last, start
        last = end
    yield last, size


def _attributed(
    text: str, groups: dict[str, list[Sighting]], quoted: list[Span], acts: list[Sighting]
) -> Iterator[Span]:
    """Yield what follows a colon after words of attribution, and attributed clauses with an act."""
    sentences = list(_sentences(text))
    starts = [start for start, _ in sentences]
    turns = sorted(
        cue.span[0] for name in _TURNING for cue in groups.get(name, ()) if name in groups
    )
    past = 0
    openers = sorted(
        (*groups["attribution"], *groups.get("research", ())), key=lambda cue: cue.span
    )
    said = [cue.span for cue in groups["attribution"]]
    for cue in openers:
        start, end = cue.span
        if start < past or within(cue.span, quoted):
            continue
        number = bisect_right(starts, start) - 1
        sentence = sentences[number]
        opening = _OPENING.match(text, end, sentence[1])
        if opening:
            begin = opening.end()
            if begin >= sentence[1]:  # what is told begins on the next line
                number = min(number + 1, len(sentences) - 1)
            past = _told_to(sentences, number, turns, begin)
            if not within((begin + 1, begin + 1), quoted):
                yield begin, past
        elif cue.cue.group == "attribution" and acts:
            yield from _clause(text, cue.span, _governed(cue.span, sentence, said), acts)


def _told_to(sentences: list[Span], number: int, turns: list[int], begin: int) -> int:
    """Return the end of the last sentence before the teller has the word again."""
    end = sentences[number][1]
    for start, stop in sentences[number + 1 :]:
        place = bisect_right(turns, max(start - 1, begin))
        if place < len(turns) and turns[place] < stop:
            break
        end = stop
    return end


def _governed(cue: Span, sentence: Span, said: Sequence[Span]) -> Span:
    """Return the part of a sentence between the words of attribution on both sides of `cue`."""
    before, after = bisect_left(said, cue) - 1, bisect_left(said, (cue[1], 0))
    begin = said[before][1] if before >= 0 else 0
    end = said[after][0] if after < len(said) else sentence[1]
    return max(sentence[0], min(begin, cue[0])), min(sentence[1], end)


def _clause(text: str, cue: Span, governed: Span, acts: list[Sighting]) -> Iterator[Span]:
    """Yield the clause that a word of attribution governs, where an act stands in it."""
    after, before = (cue[1], governed[1]), (governed[0], cue[0])
    trailing = len(text[slice(*after)].split()) <= _TRAILING
    clause = before if trailing else after
    if any(clause[0] <= act.span[0] < clause[1] for act in acts):
        yield clause


def _sentences(text: str) -> Iterator[Span]:
    """Yield the sentences and lines of a text, the marks at their ends included."""
    start = 0
    for end in _SENTENCE_END.finditer(text):
        if end.end() > start:
            yield start, end.end()
        start = end.end()
    yield start, len(text) + 1
