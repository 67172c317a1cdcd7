"""The stretches of the overlap index: where they end, and that the kernel follows its rules."""

from __future__ import annotations

import random

import numpy as np
import pytest

from mizan.banks.indexes.hits import Hits
from mizan.banks.indexes.overlap import OverlapIndex, build
from mizan.banks.stops import Stops, hashes_of
from mizan.kernels.postings import ENOUGH, FRAMED, LONGER, OWN, PART, PASSAGE, REPEATS, WHOLE
from mizan.kernels.stops import EDGE, PHRASE, contained
from mizan.kernels.stretches import GAP, RUN, STRETCH
from mizan.kernels.winnow import BRIEF, GRAM, KEPT, WINDOW
from mizan.signals.arrays import Sketches
from mizan.signals.neartext import NearText
from mizan.signals.sketch import EVERY, LONG, read_value, sketch_many
from mizan.terms.match import Span
from mizan.terms.part import Part
from mizan.text.fold import fold_many

LETTERS = {"ar": "ابتثجحخدذرزسشصضطظعغفقكلمنهوي", "en": "abcdefghijklmnopqrstuvwxyz"}
Places = list[tuple[int, int]]  # (start, fingerprint), rising


def contains(stops: Stops, hashes: np.ndarray) -> np.ndarray:
    """Say of each fingerprint whether it is stopped."""
    stopped = np.empty(len(hashes), np.bool_)
    contained(hashes, *stops.lists, stopped)
    return stopped


def text(count: int, seed: int, script: str = "ar") -> str:
    """Return made-up words, so that nothing in a test says anything."""
    chance = random.Random(seed)
    letters = LETTERS[script]
    return " ".join("".join(chance.choices(letters, k=chance.randint(2, 8))) for _ in range(count))


def value(written: str, *, passage: bool = False) -> bytes:
    part = Part(content=0, name="text", kind="text", text=written)
    made = NearText().sign_passage(part) if passage else NearText().sign(part)
    assert made is not None
    return made


def sketches(*texts: str) -> Sketches:
    return sketch_many(fold_many(texts), np.arange(len(texts), dtype=np.int32))


def look_up(known: str, query: str) -> Hits:
    return OverlapIndex(build([value(known)])).search(sketches(query))


def tight_spans(hits: Hits, hit: int = 0) -> list[Span]:
    lines = slice(hits.span_bounds[hit], hits.span_bounds[hit + 1])
    starts, ends = hits.span_starts[lines].tolist(), hits.span_ends[lines].tolist()
    return list(zip(starts, ends, strict=True))


def original_spans(hits: Hits, written: str) -> list[Span]:
    tight = fold_many([written]).tight
    return [tight.span(0, start, end) for start, end in tight_spans(hits)]


def tight(written: str) -> str:
    return "".join(map(chr, fold_many([written]).tight.codes.tolist()))


@pytest.mark.parametrize("script", ["ar", "en"])
@pytest.mark.parametrize("count", [40, 300])
@pytest.mark.parametrize("apart", [RUN[0] + 3, 25, GAP[0]])
def test_a_chance_hit_beside_a_copy_does_not_carry_the_span_there(
    script: str, count: int, apart: int
) -> None:
    """Some letters of the statement stand `apart` letters before and after the quotation."""
    for seed in range(10):
        known = text(count, seed, script)
        lone = tight(known)[100 : 100 + GRAM[0] + 1]
        head, tail = (tight(text(20, part + seed, script))[:apart] for part in (500, 600))
        other = text(100, 700 + seed, script)
        article = f"{other} {lone} {head} «{known}» {tail} {lone} {other}"
        begin = article.index(known)

        [(start, end)] = original_spans(look_up(known, article), article)

        assert abs(start - begin) <= 2 * WINDOW[0]
        assert abs(end - begin - len(known)) <= 2 * WINDOW[0]


@pytest.mark.parametrize("script", ["ar", "en"])
def test_a_copy_is_one_stretch_whatever_words_are_changed_within(script: str) -> None:
    known = text(60, 3, script)
    changed = known.split()
    for place in (5, 12, 13, 21, 30, 40, 48, 54):
        changed[place] = "x" * len(changed[place])
    article = f"{text(100, 4, script)} {' '.join(changed)} {text(100, 5, script)}"
    begin = article.index(changed[0] + " " + changed[1])

    [(start, end)] = original_spans(look_up(known, article), article)

    assert abs(start - begin) <= 2 * WINDOW[0]
    assert abs(end - begin - len(" ".join(changed))) <= 2 * WINDOW[0]


def split(places: Places, apart: int) -> list[Places]:
    """Return the places in groups, in which each begins within `apart` of the one before."""
    groups: list[Places] = []
    for place in places:
        near = groups and place[0] - groups[-1][-1][0] <= apart
        groups[-1].append(place) if near else groups.append([place])
    return groups


def varied(places: Places) -> bool:
    return len({each for _, each in places}) >= STRETCH


def firm(stretch: Places, scale: int) -> Places:
    """Return a stretch from its first varied run to its last; all of it when it has none."""
    runs = split(stretch, GRAM[scale] + RUN[scale])
    held = [row for row, run in enumerate(runs) if varied(run)] or [0, len(runs) - 1]
    return [place for run in runs[held[0] : held[-1] + 1] for place in run]


def edges(grams: Places, shared: set[int]) -> set[int]:
    """Return the rows of what reaches over the edge of a shared passage in a brief text."""
    short = [each in shared for _, each in grams if not each & 1]
    over: set[int] = set()
    for first in range(len(short)):
        if short[first] and not (first and short[first - 1]):
            last = first
            while last < len(short) and short[last]:
                last += 1
            if last - first >= PHRASE:
                over |= {*range(first - EDGE, first), *range(last, last + EDGE)}
    return over


def plain_search(
    query: str, entries: list[str], stopped: set[int]
) -> dict[int, tuple[float, float, list[Span]]]:
    """Return (coverage, share, spans) by entry, from the rules."""
    found = {}
    sketch = sketches(query)
    brief = int(sketch.lengths[0]) < BRIEF
    grams = list(zip(sketch.starts.tolist(), sketch.hashes.tolist(), strict=True))
    over = edges(grams, stopped) if brief else set()
    short = sum(not each & 1 for _, each in grams)
    told = [
        (start, each)
        for place, (start, each) in enumerate(grams)
        if each not in stopped and not (place < short and place in over)
    ]
    for row, entry in enumerate(entries):
        mine = read_value(value(entry))
        scale, every = int(mine.scale == LONG), mine.scale == EVERY
        rare, gram = set(mine.hashes.tolist()) - stopped, GRAM[scale]
        times: dict[int, int] = {}
        places = []
        for start, each in told:
            if each in rare and times.setdefault(each, 0) < REPEATS:
                times[each] += 1
                places.append((start, each))
        stretches = split(places, gram + GAP[scale])
        kept = [firm(stretch, scale) for stretch in stretches if varied(stretch)]
        shared: set[int] = set()
        most = 0
        for stretch in kept:
            fresh = {each for _, each in stretch} - shared
            shared |= fresh
            most = max(most, len(fresh))
        of_entry = len(rare) * (KEPT if every and not brief else 1.0)
        of_text = len({each for _, each in told if each & 1 == scale})
        of_text *= KEPT if brief and not every and not scale else 1.0
        both = brief and every
        part = PART[both] if len(shared) >= FRAMED[0] * of_text else FRAMED[1]
        passage = PASSAGE[scale] / KEPT if both else PASSAGE[scale]
        telling = most >= passage and of_entry >= LONGER * passage
        telling = telling or len(shared) >= min(part * of_entry, WHOLE * of_text)
        telling = telling and len(rare) >= OWN[every]
        if len(shared) >= ENOUGH[both] and telling and int(sketch.digest[0]) != mine.digest:
            spans = [(stretch[0][0], stretch[-1][0] + gram) for stretch in kept]
            found[row] = (
                min(1.0, len(shared) / of_entry),
                min(1.0, len(shared) / of_text),
                spans,
            )
    return found


def mixed(chance: random.Random, pool: list[str], longest: int) -> str:
    return " ".join(chance.choice(pool) for _ in range(chance.randint(1, longest)))


@pytest.mark.parametrize(("words", "longest"), [(6, 70), (1, 100), (2, 40), (1, 14)])
def test_the_kernel_agrees_with_the_rules_written_plainly(words: int, longest: int) -> None:
    """Entries and queries are made of the same phrases, so that they share much, in pieces."""
    chance = random.Random(40)
    pool = [text(words, 1000 + i) for i in range(60)]
    entries = [mixed(chance, pool, longest) for _ in range(60)]
    passages = [text(6, 1), " ".join(pool[:2])]
    stops: Stops = Stops(hashes_of([value(each, passage=True) for each in passages]), None)
    bank = OverlapIndex(build([value(each) for each in entries]))
    queries = [mixed(chance, pool, 60) for _ in range(30)]
    queries += [mixed(chance, pool, 12) for _ in range(30)] + [each[5:60] for each in entries]
    for query in queries:
        every = sketches(query, *entries).hashes
        stopped = set(every[contains(stops, every)].tolist())

        hits = bank.search(sketches(query), stops=stops)

        wanted = plain_search(query, entries, stopped)
        near = hits.distance < 0
        assert set(hits.row[near].tolist()) == set(wanted)
        for hit, row in enumerate(hits.row.tolist()):
            if row in wanted:
                coverage, share, spans = wanted[row]
                assert hits.coverage[hit] == np.float32(coverage)
                assert hits.share[hit] == np.float32(share)
                assert tight_spans(hits, hit) == spans
