"""The shipped packs: what must stay up, and the passages that everybody shares."""

from __future__ import annotations

import json
import re
from collections import Counter
from importlib import resources
from typing import Any

import pytest

from mizan.text.fold import fold

KINDS = {
    "obituary",
    "condolence",
    "scripture",
    "hadith",
    "news",
    "research",
    "condemnation",
    "satire",
    "testimony",
    "everyday",
    "gaming",
    "history",
}
COMMONS_KINDS = {"formula", "greeting", "prayer", "condolence", "verse", "hadith", "boilerplate"}
HEAVY = {
    "ar": ["شهيد", "جهاد", "الخلافة", "داعش", "القاعدة", "هجوم"],
    "en": ["martyr", "jihad", "caliphate", "ISIS", "al-Qaeda", "attack"],
}
ARABIC_VERSE = re.compile(r"[(\[][\u0621-\u064a ]+: \d{1,3}(-\d{1,3})?[)\]]")
ENGLISH_VERSE = re.compile(r"(Psalm|Matthew|John|Isaiah|Romans|Leviticus|Quran|Surah) \d+:\d+")


def rows(name: str) -> list[dict[str, Any]]:
    text = (resources.files("mizan.banks") / "shipped" / name).read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


COMMONS = rows("commons.jsonl")
PACKS = {lang: rows(f"stayup_{lang}.jsonl") for lang in ("ar", "en")}

in_both_languages = pytest.mark.parametrize("lang", ["ar", "en"])


@in_both_languages
def test_the_stay_up_pack_has_every_kind_ten_times(lang: str) -> None:
    counts = Counter(row["kind"] for row in PACKS[lang])

    assert set(counts) == KINDS
    assert min(counts.values()) >= 10
    assert counts.total() >= 120


@in_both_languages
def test_no_two_texts_of_the_pack_are_the_same(lang: str) -> None:
    assert len({row["id"] for row in PACKS[lang]}) == len(PACKS[lang])
    assert len({fold(row["text"]) for row in PACKS[lang]}) == len(PACKS[lang])


@in_both_languages
def test_the_texts_of_the_pack_are_short_and_in_their_language(lang: str) -> None:
    for row in PACKS[lang]:
        assert set(row) == {"id", "kind", "text"}, row["id"]
        assert 2 <= len(row["text"].split()) <= 60, row["id"]
        assert bool(re.search("[\u0621-\u064a]", row["text"])) == (lang == "ar"), row["id"]


@in_both_languages
def test_heavy_words_stand_in_many_texts_of_the_pack(lang: str) -> None:
    texts = [fold(row["text"]) for row in PACKS[lang]]

    for word in HEAVY[lang]:
        assert sum(fold(word) in text for text in texts) >= 4, word
    heavy = [text for text in texts if any(fold(word) in text for word in HEAVY[lang])]
    assert len(heavy) >= len(texts) // 3


@pytest.mark.parametrize(("lang", "verse"), [("ar", ARABIC_VERSE), ("en", ENGLISH_VERSE)])
def test_every_verse_of_the_pack_has_its_reference(lang: str, verse: re.Pattern[str]) -> None:
    for row in PACKS[lang]:
        if row["kind"] == "scripture":
            assert verse.search(row["text"]) or re.search(r"Quran \d+:\d+", row["text"]), row["id"]


@pytest.mark.parametrize(("lang", "least"), [("ar", 80), ("en", 40)])
def test_there_are_enough_commons_in_each_language(lang: str, least: int) -> None:
    kinds = Counter(row["kind"] for row in COMMONS if row["lang"] == lang)

    assert set(kinds) == COMMONS_KINDS
    assert kinds.total() >= least


def test_no_passage_of_the_commons_is_there_twice_or_empty() -> None:
    folded = [fold(row["text"]) for row in COMMONS]

    assert all(folded)
    assert len(set(folded)) == len(folded)
    assert len({row["id"] for row in COMMONS}) == len(COMMONS)


def test_verses_and_hadith_of_the_commons_have_a_reference_and_nothing_else_has() -> None:
    for row in COMMONS:
        assert ("ref" in row) == (row["kind"] in {"verse", "hadith"}), row["id"]
        if row["kind"] == "verse":
            assert re.search(r"\d+:\d+(-\d+)?$", row["ref"]), row["id"]


def test_nothing_shipped_holds_an_address_or_a_handle() -> None:
    for row in [*COMMONS, *PACKS["ar"], *PACKS["en"]]:
        assert not re.search(r"https?://|www\.|@\w", row["text"]), row["id"]
