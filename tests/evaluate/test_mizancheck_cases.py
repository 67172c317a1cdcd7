"""The cases of MizanCheck: how many there are, that they differ, that they stay the same."""

from __future__ import annotations

import re
from collections import Counter

import msgspec
import pytest

from mizan.errors import MizanError
from mizan.evaluate.cases import (
    LANGS,
    READINGS,
    SIDES,
    Case,
    CaseFile,
    Family,
    Function,
    Lang,
    Side,
    expand,
    load_file,
    load_functions,
    plain_cases,
    refuse_twins,
    reviewed,
)
from mizan.evaluate.functional import all_cases

FUNCTIONS = {one.name: one for one in load_functions()}
PLEDGE = {"pledge": FUNCTIONS["pledge"]}
BAD_ANSWER = "mizancheck.invalid"


def file_of(*families: Family, slots: dict[str, tuple[str, ...]] | None = None) -> CaseFile:
    return CaseFile(
        version="1", lang="en", licence="", reviewed_by=(), slots=slots or {}, family=families
    )


def family(*texts: str, name: str = "x-01", most: int | None = None) -> Family:
    return Family(id=name, function="pledge", texts=texts, most=most)


def texts_of(held: CaseFile) -> list[str]:
    return [case.text for case in expand(held, side="harm", functions=PLEDGE)]


def test_there_are_thirty_functions_and_more_each_told_in_both_languages() -> None:
    assert len(FUNCTIONS) >= 30
    assert all(re.fullmatch(r"[A-Z].*\.", one.en) for one in FUNCTIONS.values())
    assert all(re.fullmatch(r"[\u0600-\u06ff ]+\.", one.ar.replace("ّ", "")) for one in
               FUNCTIONS.values())  # fmt: skip


@pytest.mark.parametrize("lang", LANGS)
def test_every_function_of_a_language_has_its_cases(lang: Lang) -> None:
    sizes = Counter(case.function for case in all_cases((lang,)))

    for one in FUNCTIONS.values():
        least = 30 if one.name.startswith("disguised") else 25 if one.side == "harm" else 14
        assert sizes[one.name] >= least or lang not in one.langs, one.name
        assert lang in one.langs or one.name not in sizes


@pytest.mark.parametrize("lang", LANGS)
def test_four_hundred_and_fifty_written_cases_must_stay_up(lang: Lang) -> None:
    assert sum(case.side == "stay" for case in plain_cases(lang)) >= 450


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("side", SIDES)
def test_every_function_has_five_families(lang: Lang, side: Side) -> None:
    sizes = Counter(one.function for one in load_file(side, lang).family)

    assert min(sizes.values()) >= 5


def test_cases_are_the_same_every_time_and_each_has_a_name_of_its_own() -> None:
    first, second = all_cases(), all_cases()

    assert first == second
    assert len({case.id for case in first}) == len(first)


def test_english_cases_have_no_slot_left_and_are_written_cleanly() -> None:
    for case in plain_cases("en"):
        assert not set(case.text) & set("{}")
        assert case.text == case.text.strip()
        assert "  " not in case.text


@pytest.mark.parametrize("lang", LANGS)
def test_a_language_is_reviewed_once_two_people_have_signed_both_sides(lang: Lang) -> None:
    signed = [set(load_file(side, lang).reviewed_by) for side in SIDES]

    assert reviewed(lang) == all(len(names) >= 2 for names in signed)


def test_a_text_without_slots_is_one_case() -> None:
    assert texts_of(file_of(family("To the end."))) == ["To the end."]


def test_a_text_with_slots_is_read_three_times_with_another_value_each_time() -> None:
    held = file_of(family("For {who}."), slots={"who": ("a", "b", "c", "d")})

    texts = texts_of(held)

    assert len(set(texts)) == READINGS
    assert set(texts) < {"For a.", "For b.", "For c.", "For d."}


def test_most_takes_from_every_text_before_it_takes_twice_from_one() -> None:
    held = file_of(family("1 {who}", "2 {who}", most=3), slots={"who": ("a", "b", "c")})

    texts = texts_of(held)

    assert sorted(text[0] for text in texts) == ["1", "1", "2"]


def test_a_slot_with_a_capital_begins_with_one() -> None:
    held = file_of(family("{Who} and {who}", most=1), slots={"who": ("the few", "the many")})

    [text] = texts_of(held)

    assert text[:4] == "The "
    assert " and the " in text


@pytest.mark.parametrize(
    ("families", "function"),
    [
        ([family("a {nobody}")], "pledge"),
        ([family("a"), family("b")], "pledge"),
        ([family("a")], "threat"),
        ([family("a")], "question"),
    ],
    ids=["unfilled slot", "the same name twice", "unknown function", "function of the other side"],
)
def test_a_fault_in_a_file_is_told(families: list[Family], function: str) -> None:
    other = msgspec.structs.replace(FUNCTIONS[function], name="pledge")
    functions: dict[str, Function] = {"pledge": other} if function != "threat" else {}

    with pytest.raises(MizanError) as told:
        expand(file_of(*families), side="harm", functions=functions)

    assert told.value.code == BAD_ANSWER


def test_two_cases_that_fold_alike_are_refused() -> None:
    cases = [
        Case(id=name, function="pledge", side="harm", lang="en", family="x", text=text)
        for name, text in (("one", "We are READY"), ("two", "we  are ready"))
    ]

    with pytest.raises(MizanError) as told:
        refuse_twins(cases)

    assert told.value.code == BAD_ANSWER
    assert "ready" not in told.value.message.lower()
