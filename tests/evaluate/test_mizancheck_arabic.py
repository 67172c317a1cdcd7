"""The Arabic half of MizanCheck: what its two files hold, in every reading of their slots."""

from __future__ import annotations

import itertools
import re
import tomllib
import unicodedata
from collections import Counter
from functools import cache
from importlib.resources import files
from math import prod
from typing import Any

import pytest

from mizan.text.fold import fold_many

HARM = (
    "praise_of_attack praise_of_group glorified_attacker pledge recruitment call_to_violence "
    "threat instruction_form financing claim_of_responsibility travel_call"
).split()
STAY = (
    "news_report headline report_quoting quoted_and_condemned condemnation counter_speech question "
    "research teaching mourning condolence prayer scripture satire testimony negation historical "
    "gaming film_and_fiction legal_text politics insult_not_terror everyday_metaphor "
    "personal_names neutral_mention"
).split()
SIDES = {"harm_ar": (HARM, 25), "stay_ar": (STAY, 14)}
SLOT = re.compile(r"\{(\w+)\}")
TAG = re.compile(r"#\w+")


@cache
def read(name: str) -> dict[str, Any]:
    """One of the two files."""
    held = files("mizan.evaluate.mizancheck").joinpath(f"{name}.toml")
    return tomllib.loads(held.read_text(encoding="utf-8"))


def every_reading(name: str) -> list[str]:
    """Each text of a file with each combination of its slots' values."""
    shared = read(name)["slots"]
    found = []
    for family in read(name)["family"]:
        slots = {**shared, **family.get("slots", {})}
        for text in family["texts"]:
            asked = list(dict.fromkeys(SLOT.findall(text)))
            found += [
                text.format(**dict(zip(asked, chosen, strict=True)))
                for chosen in itertools.product(*(slots[slot] for slot in asked))
            ]
    return found


def is_arabic(letter: str) -> bool:
    return unicodedata.name(letter).startswith("ARABIC ")


@pytest.mark.parametrize("name", SIDES)
def test_a_file_says_its_version_language_and_licence(name: str) -> None:
    held = read(name)

    assert (held["lang"], held["licence"]) == ("ar", "CC-BY-4.0")
    assert re.fullmatch(r"\d{4}\.\d+", held["version"])
    assert isinstance(held["reviewed_by"], list)


@pytest.mark.parametrize("name", SIDES)
def test_every_function_has_five_families_or_more_and_no_other_function_is_named(
    name: str,
) -> None:
    functions, _ = SIDES[name]

    families = Counter(family["function"] for family in read(name)["family"])

    assert set(families) == set(functions)
    assert min(families.values()) >= 5


@pytest.mark.parametrize("name", SIDES)
def test_every_function_has_its_cases(name: str) -> None:
    functions, least = SIDES[name]

    given: Counter[str] = Counter()
    for family in read(name)["family"]:
        given[family["function"]] += family["most"]

    assert all(given[function] >= least for function in functions)


def test_the_harmless_half_has_four_hundred_and_fifty_cases() -> None:
    given = sum(family["most"] for family in read("stay_ar")["family"])

    assert given >= 450


@pytest.mark.parametrize("name", SIDES)
def test_a_family_promises_no_more_cases_than_its_slots_give(name: str) -> None:
    shared = read(name)["slots"]
    for family in read(name)["family"]:
        slots = {**shared, **family.get("slots", {})}

        given = 0
        for text in family["texts"]:
            sizes = [len(slots[slot]) for slot in set(SLOT.findall(text))]
            given += prod(sizes)

        assert family["most"] <= given, family["id"]


def test_no_two_families_share_a_name() -> None:
    names = [family["id"] for name in SIDES for family in read(name)["family"]]

    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"ar-[a-z]+(-[a-z]+)*-\d\d", name) for name in names)


@pytest.mark.parametrize("name", SIDES)
def test_every_slot_of_the_file_is_used_and_holds_different_values(name: str) -> None:
    held = read(name)
    used = {slot for family in held["family"] for t in family["texts"] for slot in SLOT.findall(t)}

    assert set(held["slots"]) <= used
    for family in [held, *held["family"]]:
        for slot, values in family.get("slots", {}).items():
            assert slot in used
            assert len(set(values)) == len(values) > 1


def test_no_two_readings_of_both_files_fold_alike() -> None:
    readings = [text for name in SIDES for text in every_reading(name)]

    folded = fold_many(readings)
    seen = Counter(folded.text(row) for row in range(len(folded)))

    assert [text for text, times in seen.items() if times > 1] == []


@pytest.mark.parametrize("name", SIDES)
def test_a_reading_has_only_arabic_letters_and_no_slot_left(name: str) -> None:
    for text in every_reading(name):
        letters = [letter for letter in TAG.sub("", text) if letter.isalpha()]

        assert letters, text
        assert all(is_arabic(letter) for letter in letters), text
        assert not set(text) & set("{}")


@pytest.mark.parametrize("name", SIDES)
def test_a_reading_is_written_cleanly(name: str) -> None:
    for text in every_reading(name):
        assert text == text.strip()
        assert "  " not in text
        assert text == unicodedata.normalize("NFC", text)
        assert text.count("«") == text.count("»")
        assert "\u0640" not in text


def test_both_halves_name_the_same_invented_groups() -> None:
    harm, stay = read("harm_ar")["slots"], read("stay_ar")["slots"]

    assert harm["group"] == stay["group"]
    assert harm["place"] == stay["place"]
