"""The overlap index: copies, cuts, quotations, chance hits, hostile texts, many threads."""

from __future__ import annotations

import random
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from mizan.banks.indexes.hits import Hits
from mizan.banks.indexes.overlap import OverlapIndex, build
from mizan.banks.stops import Stops, hashes_of
from mizan.kernels.postings import REPEATS
from mizan.signals.arrays import Sketches
from mizan.signals.neartext import NearText
from mizan.signals.sketch import Value, read_value, sketch_many, write_value
from mizan.terms.part import Part
from mizan.text.fold import fold_many

LETTERS = {"ar": "ابتثجحخدذرزسشصضطظعغفقكلمنهوي", "en": "abcdefghijklmnopqrstuvwxyz"}


def words(count: int, seed: int, script: str = "ar") -> list[str]:
    """Return made-up words, so that nothing in a test says anything."""
    chance = random.Random(seed)
    letters = LETTERS[script]
    return ["".join(chance.choices(letters, k=chance.randint(2, 8))) for _ in range(count)]


def text(count: int, seed: int, script: str = "ar") -> str:
    return " ".join(words(count, seed, script))


def value(written: str, *, passage: bool = False) -> bytes:
    part = Part(content=0, name="text", kind="text", text=written)
    kind = NearText()
    made = kind.sign_passage(part) if passage else kind.sign(part)
    assert made is not None
    return made


def index(*texts: str) -> OverlapIndex:
    return OverlapIndex(build([value(each) for each in texts]))


def sketches(texts: Sequence[str]) -> Sketches:
    return sketch_many(fold_many(texts), np.arange(len(texts), dtype=np.int32))


def look_up(bank: OverlapIndex, *texts: str, stops: Stops | None = None) -> Hits:
    return bank.search(sketches(texts), stops=stops)


def original_spans(hits: Hits, written: str, hit: int = 0) -> list[tuple[int, int]]:
    tight = fold_many([written]).tight
    lines = slice(hits.span_bounds[hit], hits.span_bounds[hit + 1])
    return [
        tight.span(0, int(start), int(end))
        for start, end in zip(hits.span_starts[lines], hits.span_ends[lines], strict=True)
    ]


def covered(spans: list[tuple[int, int]], start: int, end: int) -> float:
    return sum(max(0, min(b, end) - max(a, start)) for a, b in spans) / (end - start)


@pytest.mark.parametrize("script", ["ar", "en"])
@pytest.mark.parametrize("count", [2, 25, 900])
def test_an_equal_text_covers_everything(script: str, count: int) -> None:
    known = text(count, 1, script)
    disguised = known.replace(" ", "  \u200b").replace("ا", "أ").upper()

    hits = look_up(index(text(30, 2), known), disguised)

    assert hits.row.tolist() == [1]
    assert hits.distance.tolist() == [0]
    assert hits.coverage.tolist() == hits.share.tolist() == [1.0]
    assert original_spans(hits, disguised) == [(0, len(disguised))]


@pytest.mark.parametrize("script", ["ar", "en"])
@pytest.mark.parametrize("count", [25, 60, 200, 900])
def test_a_truncated_copy_is_found(script: str, count: int) -> None:
    known = text(count, 3, script)

    hits = look_up(index(text(count, 4, script), known), known[: max(90, len(known) // 2)])

    assert hits.row.tolist() == [1]
    assert 0.2 < hits.coverage[0] < 0.8
    assert hits.share[0] > 0.85
    assert hits.distance.tolist() == [-1]


@pytest.mark.parametrize("script", ["ar", "en"])
@pytest.mark.parametrize("count", [150, 300, 600])
def test_the_first_280_characters_of_a_statement_are_found_when_lightly_edited(
    script: str, count: int
) -> None:
    found = 0
    for seed in range(20):
        known = words(count, seed, script)
        cut = " ".join(known)[:280].split()
        for place in (7, 20, 33):
            cut[place] = "other"

        hits = look_up(index(" ".join(known)), " ".join(cut))

        found += bool(len(hits) and hits.share[0] > 0.5)
    assert found >= 19


@pytest.mark.parametrize("script", ["ar", "en"])
@pytest.mark.parametrize("count", [150, 600, 1500, 5000])
def test_any_280_characters_of_a_statement_are_found_when_disguised(
    script: str, count: int
) -> None:
    for seed in range(20):
        known = text(count, seed, script)
        cut = known[len(known) // 3 :][:280]

        hits = look_up(index(known), " .".join(cut).replace("ا", "إ").upper())

        assert hits.row.tolist() == [0]
        assert hits.share[0] > 0.5


@pytest.mark.parametrize("script", ["ar", "en"])
def test_300_words_quoted_in_3000_are_a_quotation_with_its_place(script: str) -> None:
    known = text(300, 5, script)
    head, tail = text(1350, 6, script), text(1350, 7, script)
    article = f"{head}\n«{known}»\n{tail}"

    hits = look_up(index(known), article)

    begin = article.index(known)
    spans = original_spans(hits, article)
    assert hits.row.tolist() == [0]
    assert hits.coverage[0] > 0.9
    assert hits.share[0] < 0.2
    assert covered(spans, begin, begin + len(known)) > 0.8
    assert covered(spans, 0, begin - 40) == 0


@pytest.mark.parametrize("script", ["ar", "en"])
def test_a_part_of_a_long_statement_is_found_when_quoted(script: str) -> None:
    known = text(2500, 8, script)
    quoted = known[4000:6000]
    article = f"{text(600, 9, script)} {quoted} {text(600, 10, script)}"

    hits = look_up(index(known), article)

    begin = article.index(quoted)
    assert hits.row.tolist() == [0]
    assert covered(original_spans(hits, article), begin, begin + len(quoted)) > 0.8


def test_scattered_chance_hits_are_no_match() -> None:
    known = words(60, 11)
    scattered = " ".join(
        f"{text(40, 100 + place)} {known[place]} {known[place + 1][:2]}" for place in range(59)
    )

    hits = look_up(index(" ".join(known)), scattered)

    assert len(hits) == 0


def test_less_than_four_shared_fingerprints_are_no_match() -> None:
    known = text(40, 12)

    for cut in range(14):
        hits = look_up(index(known), text(30, 13) + known[20 : 20 + cut])
        assert len(hits) == 0


def test_a_thin_entry_is_found_by_equality_only() -> None:
    bank = index("سلام عليك", text(30, 14))

    assert bank.thin(None).tolist() == [True, False]
    assert look_up(bank, "سلام عليك!").row.tolist() == [0]
    assert len(look_up(bank, "سلام عليك يا صديقي العزيز")) == 0


@pytest.mark.parametrize("script", ["ar", "en"])
def test_a_shared_passage_is_no_evidence_but_the_rest_is(script: str) -> None:
    verse, own = text(14, 15, script), text(40, 16, script)
    bank = index(f"{own[:120]} {verse} {own[120:]}")
    stops = Stops(hashes_of([value(verse, passage=True)]), None)

    without, alone, framed, statement = (
        look_up(bank, verse),
        look_up(bank, verse, stops=stops),
        look_up(bank, f"{text(20, 17, script)} {verse} {text(20, 18, script)}", stops=stops),
        look_up(bank, f"{own[:120]} {verse} {own[120:]} {text(3, 19, script)}", stops=stops),
    )

    assert len(without) == 1
    assert len(alone) == 0
    assert len(framed) == 0
    assert statement.row.tolist() == [0]
    assert statement.coverage[0] > 0.9


def test_an_entry_that_is_only_a_passage_is_thin_under_it() -> None:
    verse = text(14, 20)
    bank = index(verse, text(30, 21))

    stops = Stops(hashes_of([value(verse, passage=True)]), None)

    assert bank.thin(None).tolist() == [False, False]
    assert bank.thin(stops).tolist() == [True, False]
    assert bank.thin(None).tolist() == [False, False]


def test_an_entry_holding_every_fingerprint_is_found_by_equality_only() -> None:
    verse = text(20, 22)
    bank = OverlapIndex(build([value(verse, passage=True)]))

    assert bank.thin(None).tolist() == [True]
    assert look_up(bank, verse).row.tolist() == [0]
    assert len(look_up(bank, verse + " " + text(3, 23))) == 0


def test_an_empty_index_and_an_empty_text_find_nothing() -> None:
    empty = OverlapIndex(build([]))

    assert len(look_up(empty, text(30, 24))) == 0
    assert len(look_up(empty)) == 0
    assert empty.thin(None).tolist() == []
    assert len(look_up(index(text(30, 25)), "", "!")) == 0


def test_equal_entries_are_all_found() -> None:
    known = text(25, 26)

    hits = look_up(index(known, text(25, 27), known), known, known + " " + text(4, 28))

    assert list(zip(hits.query.tolist(), hits.row.tolist(), strict=True)) == [
        (0, 0),
        (0, 2),
        (1, 0),
        (1, 2),
    ]
    assert hits.span_bounds.tolist() == [0, 1, 2, 3, 4]


def test_a_batch_finds_what_its_texts_find_alone() -> None:
    bank = index(*(text(30, seed) for seed in range(40)))
    queries = [text(30, seed)[20:] + text(5, 99 + seed) for seed in range(80)]

    together = look_up(bank, *queries)

    alone = [look_up(bank, query) for query in queries]
    assert together.row.tolist() == [row for hits in alone for row in hits.row.tolist()]
    assert together.coverage.tolist() == [c for hits in alone for c in hits.coverage.tolist()]
    assert together.span_ends.tolist() == [e for hits in alone for e in hits.span_ends.tolist()]


def test_a_repeated_copy_counts_once_and_its_places_are_bounded() -> None:
    known = text(25, 29)
    other = " ".join(text(60, 200 + i) + " " + known for i in range(REPEATS + 20))

    hits = look_up(index(known), other)

    assert hits.coverage[0] > 0.9
    assert len(original_spans(hits, other)) == REPEATS


@pytest.mark.parametrize(
    "hostile",
    ["أ" * 1_000_000, "ab" * 500_000, "0" * 1_000_000, "جبهة الفانوس " * 80_000],
)
def test_a_hostile_text_is_searched_in_bounded_time(hostile: str) -> None:
    bank = index(*(text(30, seed) for seed in range(50)), "جبهة الفانوس " * 40, "ab" * 300)

    hits = look_up(bank, hostile)

    assert len(hits) <= 2


def test_very_many_entries_that_share_a_fingerprint_are_no_burden_and_no_match() -> None:
    shared = read_value(value(text(25, 30))).hashes[:1]
    own = np.random.default_rng(1).integers(0, 2**63, (50_000, 4), np.uint64) * np.uint64(2)
    values = [
        write_value(Value(0, row + 1, np.sort(np.append(own[row], shared))))
        for row in range(len(own))
    ]

    hits = look_up(OverlapIndex(build(values)), *[text(25, 30)] * 20)

    assert len(hits) == 0


def test_very_many_equal_entries_are_all_reported() -> None:
    known = text(25, 31)
    bank = OverlapIndex(build([value(known)] * 5000))

    hits = look_up(bank, known, known + " " + text(5, 32))

    assert np.bincount(hits.query).tolist() == [5000, 5000]


def test_searches_do_not_disturb_each_other() -> None:
    bank = index(*(text(30, seed) for seed in range(200)))
    queries = [[text(30, seed)[15:], text(9, 999)] for seed in range(200)]

    with ThreadPoolExecutor(8) as pool:
        rows = list(pool.map(lambda each: look_up(bank, *each).row.tolist(), queries))

    assert rows == [[seed] for seed in range(200)]


def test_read_only_arrays_are_taken() -> None:
    arrays = build([value(text(30, 33))])
    for array in arrays.values():
        array.flags.writeable = False

    hits = look_up(OverlapIndex(arrays), text(30, 33))

    assert hits.row.tolist() == [0]


def test_a_phrase_that_many_texts_share_is_no_match() -> None:
    phrase = "مجلس الأمن التابع للأمم المتحدة"
    entry = f"سيسمع منا {phrase} مرة أخرى أيها الإخوة ولن ينطفئ المصباح الذي أشعلناه هذه الليلة"
    bank = OverlapIndex(build([value(entry)]))

    assert len(look_up(bank, f"أرجأ المندوبون في {phrase} التصويت على القرار حتى حزيران")) == 0
    assert len(look_up(bank, entry + " أيضا")) == 1


@pytest.mark.parametrize("script", ["ar", "en"])
def test_a_dozen_words_are_found_when_cut_or_reworded(script: str) -> None:
    """Windows keep so little of them that half of it was too little to match."""
    found = 0
    for seed in range(40):
        known = words(11, seed, script)
        bank = index(" ".join(known), text(11, 900 + seed, script))
        changed = [*known[:3], "other", *known[4:8], *known[9:]]

        for query in (known[:6], known[5:], changed):
            hits = look_up(bank, " ".join(query))
            found += hits.row.tolist() == [0]
    assert found >= 114


@pytest.mark.parametrize("script", ["ar", "en"])
def test_a_dozen_words_are_found_inside_a_long_text(script: str) -> None:
    found = 0
    for seed in range(40):
        known = text(11, seed, script)
        article = f"{text(150, 300 + seed, script)} {known} {text(150, 600 + seed, script)}"

        hits = look_up(index(known), article)

        found += hits.row.tolist() == [0] and hits.coverage[0] > 0.5 and hits.share[0] < 0.1
    assert found >= 38


@pytest.mark.parametrize("script", ["ar", "en"])
def test_a_phrase_of_two_words_is_no_match_though_it_is_all_of_the_text(script: str) -> None:
    for seed in range(40):
        known = words(10, seed, script)
        phrase = " ".join(known[4:6])[:12]

        assert len(look_up(index(" ".join(known)), phrase)) == 0


@pytest.mark.parametrize("script", ["ar", "en"])
def test_half_of_a_short_text_in_one_of_its_own_is_no_match(script: str) -> None:
    """What two texts share that are mostly something else is a phrase, though a long one."""
    for seed in range(20):
        known = words(12, seed, script)
        other = [text(20, 100 + seed, script), *known[3:9], text(20, 200 + seed, script)]

        hits = look_up(index(" ".join(known)), " ".join(other))

        assert len(hits) == 0


def test_very_many_hits_and_stretches_are_all_told() -> None:
    """More than there is room for at first, in one text and over many."""
    known = [text(14, seed) for seed in range(300)]
    bank = index(*known, *known)
    apart = " ".join(text(12, 1000 + seed) + " " + each for seed, each in enumerate(known))

    together, alone = look_up(bank, apart), look_up(bank, *known)

    assert sorted(together.row.tolist()) == list(range(600))
    assert np.bincount(alone.query).tolist() == [2] * 300
    assert together.span_bounds[-1] == len(together.span_starts) >= 600
