"""The disguised cases: a fixed choice, changed in the way their name says, still the same words."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mizan.evaluate import disguises
from mizan.evaluate.cases import LANGS, Case, Lang, load_functions, plain_cases
from mizan.evaluate.disguises import CHOSEN, DISGUISES, NEUTRAL, choose, disguised_cases


def made(lang: Lang) -> tuple[dict[str, Case], list[Case]]:
    plain = plain_cases(lang)
    return {case.id: case for case in plain}, disguised_cases(plain, load_functions(), lang)


@pytest.mark.parametrize("lang", LANGS)
def test_every_disguised_case_differs_from_its_plain_one_and_keeps_its_side(lang: Lang) -> None:
    plain, cases = made(lang)

    for case in cases:
        before = plain[case.id.rpartition("/")[0]]
        assert case.text != before.text
        assert (case.side, case.family) == (before.side, before.family)


@pytest.mark.parametrize("lang", LANGS)
def test_each_way_has_its_number_of_different_cases_from_every_function(lang: Lang) -> None:
    plain, cases = made(lang)

    sizes = Counter(case.function for case in cases)

    assert sizes.pop("disguised_neutral") == NEUTRAL
    assert set(sizes.values()) == {CHOSEN}
    for way in sizes:
        sources = {case.id.rpartition("/")[0] for case in cases if case.function == way}
        assert len(sources) == CHOSEN
        assert len({plain[source].function for source in sources}) == 11


@pytest.mark.parametrize(
    ("way", "text", "expected"),
    [
        ("spaced", "join us today", "j.o.i.n us t.o.d.a.y"),
        ("repeated", "we rise", "we riiise"),
        ("invisible", "take heart", "ta\u2060ke he\u2060art"),
        ("lookalike", "pace", "\u0440\u0430\u0441\u0435"),
        ("leet", "Rise at Nine", "r!$3 @t n!n3"),
        ("dotless", "نبت بين البان", "ٮٮٮ ٮىں الٮاں"),
        ("arabizi", "حب وعلم", "7ab w3lm"),
    ],
)
def test_a_way_of_disguise_does_what_its_name_says(way: str, text: str, expected: str) -> None:
    pick = {"repeated": 2}.get(way, 1)  # the variant: which gap, which letter, which signs

    assert DISGUISES[f"disguised_{way}"](text, pick) == expected


def test_invisible_characters_are_all_that_is_added() -> None:
    hidden = disguises.invisible("carry the banner", 0)

    assert hidden != "carry the banner"
    assert hidden.replace("\u200b", "") == "carry the banner"


def test_the_choice_hangs_on_the_way_alone() -> None:
    [*cases] = plain_cases("en")

    first = {case.id for case in choose(cases, "disguised_leet", CHOSEN)}
    other = {case.id for case in choose(cases, "disguised_spaced", CHOSEN)}

    assert first == {case.id for case in choose(cases, "disguised_leet", CHOSEN)}
    assert first != other


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80), st.integers(0, 2**32 - 1), st.sampled_from(sorted(DISGUISES)))
def test_any_text_can_be_disguised(text: str, pick: int, way: str) -> None:
    assert isinstance(DISGUISES[way](text, pick), str)
