from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mizan.entities.glossary import Glossary, explain, load_glossary
from mizan.errors import MizanError

GOOD = """
version = "1"
terms = [
    { ar = ["فانوس"], en = ["lantern"], kind = "net", note_en = "A light.", note_ar = "ضوء." },
]
"""


@pytest.fixture(scope="module")
def shipped() -> Glossary:
    return load_glossary()


def write(folder: Path, text: str) -> Path:
    path = folder / "glossary.toml"
    path.write_text(text, encoding="utf-8")
    return path


def names(text: str, language: str = "en") -> list[str]:
    return [one.term for one in explain(text, language)]


def test_the_shipped_glossary_is_large_enough_and_whole_in_both_languages(
    shipped: Glossary,
) -> None:
    assert 150 <= len(shipped.terms) <= 220
    for term in shipped.terms:
        assert all((term.name_en, term.name_ar, term.note_en, term.note_ar))
        assert any("a" <= letter <= "z" for letter in term.note_en)
        assert any("\u0600" <= letter <= "\u06ff" for letter in term.note_ar)


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("توفي جدي أمس، رحمه الله وأسكنه فسيح جناته.", "may God have mercy on him"),
        ("دُفن الشَّهيد في قريته بعد صلاة الظهر.", "martyr"),
        ("والشهداء كلهم من المدنيين", "martyr"),
        ("راجع القاعدة الثالثة في كتاب النحو.", "the base, the rule; al-Qaeda"),
        ("صديقي جهاد يلعب كرة القدم", "jihad, striving"),
        ("درسنا تاريخ الخلافة العباسية", "caliphate, succession"),
        ("شلونك يا صاحبي", "how, how are you"),
        ("The families of the martyrs came to the square.", "martyr"),
        ("He said inshallah and went home.", "God willing"),
        ("A removal order has to be carried out within one hour.", "removal order"),
    ],
)
def test_a_term_is_explained_to_a_reader_of_english(text: str, term: str) -> None:
    assert term in names(text)


def test_the_reader_of_arabic_gets_arabic() -> None:
    [found] = explain("The lone wolf acted for himself.", "ar")

    assert found.term == "ذئب منفرد"
    assert found.sense.startswith("من يهاجم وحده")


def test_a_place_is_that_of_the_original_however_it_is_spelled() -> None:
    text = "قال: بِالشَّهـــادة الثانوية نجح، ونال شهادة أخرى"

    found = {one.term: one for one in explain(text, "en")}["testimony, certificate, martyrdom"]

    assert [text[start:end] for start, end in found.spans] == ["بِالشَّهـــادة", "شهادة"]
    assert found.found == "بِالشَّهـــادة"


def test_of_terms_within_each_other_only_the_longer_is_explained() -> None:
    assert names("إنا لله وإنا إليه راجعون") == ["to God we belong and to Him we return"]
    assert "pack, charge" not in names("انفجرت عبوة ناسفة على الطريق")


def test_ordinary_text_is_left_alone() -> None:
    assert explain("نزل المطر على الحقول هذا الصباح", "en") == []
    assert explain("Rain fell on the fields this morning", "ar") == []
    assert explain("", "ar") == []


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('kind = "net"', 'kind = "slur"', "kind"),
        ('note_en = "A light.", ', "", "field"),
        ('["lantern"]', "[]", "no name"),
        ('version = "1"', 'version = "1"\nmore = 1', "nothing else"),
        ('version = "1"', "version = ", "read"),
    ],
)
def test_a_file_with_a_fault_is_refused(tmp_path: Path, before: str, after: str, said: str) -> None:
    with pytest.raises(MizanError, match=said):
        load_glossary(write(tmp_path, GOOD.replace(before, after)))


def test_a_form_stands_in_one_term_only(tmp_path: Path) -> None:
    line = GOOD.splitlines()[3]

    with pytest.raises(MizanError, match="earlier"):
        load_glossary(write(tmp_path, GOOD.replace(line, f"{line}\n{line}")))


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.sampled_from("شهيد جاد القعة\u064b\u200f\ud83dab ـ"), max_size=40))
def test_no_text_breaks_it_and_every_place_lies_within(text: str) -> None:
    for one in explain(text, "ar"):
        assert all(0 <= start < end <= len(text) for start, end in one.spans)


def test_nothing_that_judges_knows_the_glossary() -> None:
    package = Path(__file__).parents[2] / "src" / "mizan"
    judging = [
        p
        for name in ("detect", "policy", "engine", "signals")
        for p in (package / name).rglob("*.py")
    ]

    assert [p.name for p in judging if "glossary" in p.read_text("utf-8")] == []
