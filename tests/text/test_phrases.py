"""Known phrases in running text: whole words, their disguises, and where they stand."""

from __future__ import annotations

import numpy as np
import pytest

from mizan.text.clitics import with_clitics
from mizan.text.fold import fold, fold_many
from mizan.text.phrases import PhraseTable

NAMES = [
    "the Black Lantern Front",
    "Lantern Front",
    "جبهة الفانوس الأسود",
    "الفانوس",
    "lntrn",
    "bll",
]


def find(table: PhraseTable, text: str) -> list[tuple[int, str]]:
    """Return (phrase, stretch of the original) of the middle one of three texts."""
    hits = table.find_many(fold_many(["lanter", text, "fron"]))
    assert set(hits.row.tolist()) <= {1}
    found = zip(hits.phrase.tolist(), hits.start.tolist(), hits.end.tolist(), strict=True)
    return [(phrase, text[start:end]) for phrase, start, end in found]


@pytest.fixture(scope="module")
def names() -> PhraseTable:
    return PhraseTable(NAMES, [False, False, True, True, False, False])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("by the BLACK  Lantern-Front!", [(0, "the BLACK  Lantern-Front"), (1, "Lantern-Front")]),
        ("a lantern fronts", []),
        ("lanternfront", []),
        ("lantern", []),
        ("قالت جبهة الفانوس الاسود اليوم", [(2, "جبهة الفانوس الاسود"), (3, "الفانوس")]),
        ("قالت جَبهةُ الفـــانوس الأسودِ.", [(2, "جَبهةُ الفـــانوس الأسودِ"), (3, "الفـــانوس")]),
        ("فانوسهم", []),
        ("", []),
    ],
)
def test_whole_words_are_found_in_any_spelling(
    names: PhraseTable, text: str, found: list[tuple[int, str]]
) -> None:
    assert find(names, text) == found


@pytest.mark.parametrize(
    ("text", "phrase", "stretch"),
    [
        ("so l n t r n here", 4, "l n t r n"),
        ("L.N.T.R.N. at last", 4, "L.N.T.R.N"),
        ("the lllntrnnnnn!", 4, "lllntrnnnnn"),
        ("lnt\u200brn", 4, "lnt\u200brn"),
        ("l-n-t-r-n", 4, "l-n-t-r-n"),
        ("قال ا ل ف ا ن و س", 3, "ا ل ف ا ن و س"),
        ("الفا.نوس ا.ل.ف.ا.ن.و.س", 3, "ا.ل.ف.ا.ن.و.س"),
        ("الفانووووس", 3, "الفانووووس"),
        ("ا ل ف ا ن وووو س", None, ""),
        ("l a n t e r n  f r o n t", 1, "l a n t e r n  f r o n t"),
        ("l a n t e r n front", 1, "l a n t e r n front"),
        ("l a n t e r n f r o n t", 1, "l a n t e r n f r o n t"),
        ("x l n t r n", None, ""),
        ("a b c   l n t r n", 4, "l n t r n"),
        ("lanterrn frront", None, ""),
        ("llantern front", 1, "llantern front"),
        ("lanternn frront", None, ""),
        ("lanternn ffroont", 1, "lanternn ffroont"),
        ("LLaanntteerrnn FFroonntt", 1, "LLaanntteerrnn FFroonntt"),
        ("ll nn tt rr nn", None, ""),
        ("l-l-n-n-t-t-r-n", 4, "l-l-n-n-t-t-r-n"),
        ("قال االففانووس", 3, "االففانووس"),
        ("قال الففاانوس", None, ""),
        ("#LanternFront!", 1, "LanternFront"),
        ("＃lanternfront", 1, "lanternfront"),
        ("#Lantern_Front", 1, "Lantern_Front"),
        ("#الفانوس", 3, "الفانوس"),
        ("#lanternfronts", None, ""),
        ("lantern#front", 1, "lantern#front"),
        ("🇱🇳🇹🇷🇳", 4, "🇱🇳🇹🇷🇳"),
        ("lntrn🇱🇳", 4, "lntrn"),
        ("\u202e" + "lantern front"[::-1], 1, "lantern front"[::-1]),
        ("\u202d" + "الفانوس"[::-1] + "\u202c و", 3, "الفانوس"[::-1]),
    ],
)
def test_spelled_out_and_drawn_out_words_are_found(
    names: PhraseTable, text: str, phrase: int | None, stretch: str
) -> None:
    assert find(names, text) == ([] if phrase is None else [(phrase, stretch)])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("bll", True),
        ("blll", True),
        ("bllllll", True),
        ("bl", False),
        ("bbll", False),
        ("bbbll", True),
    ],
)
def test_a_doubled_letter_is_kept_apart_from_a_single_one(
    names: PhraseTable, text: str, found: bool
) -> None:
    assert [phrase for phrase, _ in find(names, text)] == ([5] if found else [])


@pytest.mark.parametrize(
    "clitic",
    ["و", "ف", "ب", "ك", "ل", "ال", "وال", "فال", "بال", "كال", "لل", "وب", "فل", "وبال", "فلل"],
)
def test_arabic_clitics_in_front_are_seen_through(clitic: str) -> None:
    table = PhraseTable(["فانوس", "فانوس"], [True, False])

    found = find(table, f"قيل {clitic}فانوس")

    assert found == [(0, f"{clitic}فانوس")]


def test_the_article_is_not_doubled_and_is_contracted_after_li() -> None:
    assert {"والفانوس", "للفانوس", "بالفانوس"} <= set(with_clitics("الفانوس"))
    assert "الالفانوس" not in with_clitics("الفانوس")
    assert "للواء الاول" in with_clitics("اللواء الاول")


@pytest.mark.parametrize("phrase", ["lantern", "في", "", "3"])
def test_latin_and_very_short_words_bear_no_clitics(phrase: str) -> None:
    assert with_clitics(phrase) == []


@pytest.mark.parametrize(
    "text",
    [
        "جججبهة الفاانوس الأسسسود",
        "#جبهة_الفانوس_الأسود",
        "#جبهةالفانوسالأسود",
        "#وجبهةالفانوسالأسود",
        "\u202d" + "جبهة الفانوس الأسود"[::-1],
    ],
)
def test_a_disguised_name_in_arabic_is_found_whole(names: PhraseTable, text: str) -> None:
    found = dict(find(names, text))

    assert fold(found[2].strip("#")) in (fold(text.strip("#\u202d")), fold(text[1:])[::-1])


@pytest.mark.parametrize(
    "text",
    ["the Bblack Lantern Front", "BBllaacckk LLaanntteerrnn FFroonntt", "#BlackLanternFront"],
)
def test_a_disguised_name_in_english_is_found_whole(text: str) -> None:
    table = PhraseTable(["black lantern front"])

    assert find(table, text) == [(0, text.removeprefix("the ").removeprefix("#"))]


def test_a_hashtag_without_blanks_is_no_disguise_of_a_short_word() -> None:
    table = PhraseTable(["bl", "b l"])

    assert find(table, "#bl") == [(0, "bl"), (1, "bl")]
    assert find(table, "bl") == [(0, "bl")]


def test_two_letters_are_not_found_in_spelled_out_text() -> None:
    table = PhraseTable(["bl"])

    assert find(table, "bl") == [(0, "bl")]
    assert find(table, "x y   b l") == []


def test_without_disguises_only_the_words_themselves_are_found() -> None:
    table = PhraseTable(["lntrn"], disguised=False)

    assert find(table, "lntrn") == [(0, "lntrn")]
    assert find(table, "lllntrn l n t r n llnnttrrnn") == []
    assert find(PhraseTable(["black lantern"], disguised=False), "#BlackLantern") == []


def test_long_phrases_are_compared_to_the_end() -> None:
    table = PhraseTable(["one two three four five six seven eight"])

    assert len(find(table, "one two three four five six seven eight")) == 1
    assert find(table, "one two three four five six seven nine") == []
    assert find(table, "one two three four five six seven") == []


def test_a_phrase_does_not_reach_into_the_next_text() -> None:
    table = PhraseTable(["black lantern"])

    hits = table.find_many(fold_many(["black", "lantern"]))

    assert hits.row.tolist() == []


def test_phrases_that_fold_to_nothing_or_alike_do_no_harm() -> None:
    table = PhraseTable(["", "...", "Lantern", "lantern"])

    assert find(table, "a lantern") == [(2, "lantern"), (3, "lantern")]


def test_an_empty_table_and_an_empty_batch_find_nothing() -> None:
    assert len(PhraseTable([]).find_many(fold_many(["x"])).row) == 0
    assert len(PhraseTable(["x"]).find_many(fold_many([])).row) == 0


@pytest.mark.parametrize("disguised", [True, False])
def test_hits_in_made_up_text_equal_those_of_a_plain_search(disguised: bool) -> None:
    random = np.random.default_rng(7)
    words = ["".join(random.choice(list("ابتجdefg"), size)) for size in random.integers(2, 5, 300)]
    phrases = sorted(
        {fold(" ".join(random.choice(words, size))) for size in random.integers(1, 4, 400)}
    )
    texts = [" ".join(random.choice(words, 30)) for _ in range(200)]

    hits = PhraseTable(phrases, disguised=disguised).find_many(fold_many(texts))

    found = set(zip(hits.row.tolist(), hits.phrase.tolist(), strict=True))
    wanted = {
        (row, number)
        for row, text in enumerate(texts)
        for number, phrase in enumerate(phrases)
        if f" {phrase} " in f" {fold(text)} "
    }
    assert wanted <= found if disguised else wanted == found
    for row, phrase, start, end in zip(hits.row, hits.phrase, hits.start, hits.end, strict=True):
        if not disguised:
            assert fold(texts[row][start:end]) == phrases[phrase]
