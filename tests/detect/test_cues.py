"""The shipped cue book, cue by cue: no wording of it is untested."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest

from mizan.detect.cues import GROUPS, HELPERS, Cue, load_cues
from mizan.detect.sightings import Finder, Sightings
from mizan.errors import MizanError
from mizan.terms.label import LABELS
from mizan.text.fold import fold, fold_many

BOOK = load_cues()
FRAMES = {"ar": "هنا {} هناك", "en": "here {} there"}
NEGATED = {"ar": "هنا لم {} هناك", "en": "here never {} there"}
NEGATED_BY_TWO = {"ar": "هنا ليس أبدًا {} هناك", "en": "here not really {} there"}
QUOTED = {"ar": "هنا «شيء {} هناك» شيء", "en": 'here "thing {} there" thing'}
OTHER_CLAUSE = {"ar": "هنا لا، {} هناك", "en": "here no, {} there"}

every_cue = pytest.mark.parametrize("cue", BOOK.cues, ids=lambda cue: cue.name)


@pytest.fixture(scope="module")
def finder() -> Finder:
    return Finder(BOOK)


def look(finder: Finder, texts: list[str]) -> list[Sightings]:
    return finder.find_many(fold_many(texts), texts)


def counts(finder: Finder, cue: Cue, wordings: list[str]) -> list[bool]:
    """For each text, whether the cue was counted in it."""
    return [any(sighting.cue is cue for sighting in seen.cues) for seen in look(finder, wordings)]


@every_cue
def test_every_phrase_of_a_cue_counts(finder: Finder, cue: Cue) -> None:
    texts = [FRAMES[cue.lang].format(phrase) for phrase in cue.phrases]

    assert all(counts(finder, cue, texts))


@every_cue
@pytest.mark.parametrize("frames", [NEGATED, NEGATED_BY_TWO], ids=["at once", "one word before"])
def test_no_phrase_of_a_cue_counts_when_it_is_negated(
    finder: Finder, cue: Cue, frames: dict[str, str]
) -> None:
    texts = [frames[cue.lang].format(phrase) for phrase in cue.phrases]

    assert not any(counts(finder, cue, texts))


@every_cue
def test_a_negation_of_another_clause_does_not_matter(finder: Finder, cue: Cue) -> None:
    texts = [OTHER_CLAUSE[cue.lang].format(phrase) for phrase in cue.phrases]

    assert all(counts(finder, cue, texts))


@every_cue
def test_a_cue_inside_a_quotation_counts_only_where_its_group_says_so(
    finder: Finder, cue: Cue
) -> None:
    texts = [QUOTED[cue.lang].format(phrase) for phrase in cue.phrases]

    assert set(counts(finder, cue, texts)) == {GROUPS[cue.group]}


@every_cue
def test_a_wording_that_means_something_else_does_not_count(finder: Finder, cue: Cue) -> None:
    texts = [FRAMES[cue.lang].format(wording) for wording in cue.unless]

    assert not any(counts(finder, cue, texts))


@every_cue
def test_an_arabic_verb_counts_with_wa_and_fa_even_after_a_negated_clause(
    finder: Finder, cue: Cue
) -> None:
    if cue.joins != "verb":
        return
    texts = [f"لم يأت و{phrase} هناك" for phrase in cue.phrases]
    texts += [f"هنا ف{phrase} هناك" for phrase in cue.phrases]

    assert all(counts(finder, cue, texts))


@every_cue
def test_a_cue_is_found_however_it_is_spelled(finder: Finder, cue: Cue) -> None:
    texts = [FRAMES[cue.lang].format(phrase.upper()) for phrase in cue.phrases]
    texts += [FRAMES[cue.lang].format("\u0640".join(phrase)) for phrase in cue.phrases]

    assert all(counts(finder, cue, texts))


@pytest.mark.parametrize("negation", BOOK.negations)
def test_every_negation_undoes_a_cue(finder: Finder, negation: str) -> None:
    (seen,) = look(finder, [f"{negation} {'condemned' if negation.isascii() else 'أدان'}"])

    assert seen.cues == []


@pytest.mark.parametrize("wording", BOOK.not_negations)
def test_a_wording_that_only_looks_like_a_negation_undoes_nothing(
    finder: Finder, wording: str
) -> None:
    (seen,) = look(finder, [f"{wording} {'condemned' if wording.isascii() else 'أدان'}"])

    assert "condemnation" in {sighting.cue.group for sighting in seen.cues}


@pytest.mark.parametrize("book", BOOK.books)
def test_every_book_of_scripture_is_found(finder: Finder, book: str) -> None:
    (seen,) = look(finder, [f"({book}: 3)"])

    assert seen.books == [(1, 1 + len(book))]


def test_no_phrase_of_a_cue_holds_another() -> None:
    for cue in BOOK.cues:
        folded = [f" {fold(phrase)} " for phrase in cue.phrases]
        held = [(one, two) for one, two in permutations(folded, 2) if one in two]
        assert held == [], cue.name


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_every_group_has_cues_in_both_languages(lang: str) -> None:
    assert {cue.group for cue in BOOK.cues if cue.lang == lang} == set(GROUPS)


def test_every_group_but_the_helpers_is_a_label() -> None:
    assert set(GROUPS) - set(HELPERS) <= set(LABELS)


def test_there_are_the_names_of_all_suras() -> None:
    assert len([book for book in BOOK.books if not book.isascii()]) == 114


GOOD = """
version = "1"
[[cue]]
name = "said"
group = "attribution"
lang = "en"
joins = "none"
phrases = ["said"]
[negations]
[not_negations]
[books]
"""


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('group = "attribution"', 'group = "gossip"', "group"),
        ('joins = "none"', 'joins = "glue"', "joins"),
        ('["said"]', "[]", "no phrases"),
        ('["said"]', '[" "]', "words"),
        ('["said"]', '["one two three four five six seven"]', "words"),
        ('lang = "en"\n', "", "lang"),
        ('lang = "en"', 'lang = "en"\ncolour = "red"', "colour"),
        ("[books]", "", "books"),
    ],
)
def test_a_fault_in_a_cue_book_is_refused_and_named(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    path = tmp_path / "cues.toml"
    path.write_text(GOOD.replace(old, new), encoding="utf-8")

    with pytest.raises(MizanError) as caught:
        load_cues(path)

    assert caught.value.code == "cues.invalid"
    assert said in caught.value.message


def test_two_cues_of_one_name_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "cues.toml"
    cue = GOOD[GOOD.index("[[cue]]") : GOOD.index("[negations]")]
    path.write_text(GOOD + cue, encoding="utf-8")

    with pytest.raises(MizanError, match="twice"):
        load_cues(path)


def test_a_file_that_is_not_toml_is_an_error_with_a_way_out(tmp_path: Path) -> None:
    path = tmp_path / "cues.toml"
    path.write_text("version = ", encoding="utf-8")

    with pytest.raises(MizanError) as caught:
        load_cues(path)

    assert caught.value.code == "cues.unreadable"
