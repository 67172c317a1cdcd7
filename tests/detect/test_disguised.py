"""A disguise is told with its kinds and places, and weighs nothing."""

from __future__ import annotations

from mizan import Content, open_engine
from mizan.detect.disguised import Disguised
from mizan.detect.protocol import Scene
from mizan.policy.variables import KIND_OF_LABEL
from mizan.terms.finding import Finding
from mizan.terms.label import LABELS
from mizan.terms.part import Part
from mizan.text.batch import make_batch


def look(*texts: str) -> list[Finding]:
    parts = [
        Part(content=number, name="text", kind="text", text=text)
        for number, text in enumerate(texts)
    ]
    return Disguised().detect(Scene(batch=make_batch(parts)))


def test_each_disguised_text_has_one_finding_with_its_kinds_and_places() -> None:
    texts = ["the library is open", "we will m e e t s h e r e", "المكتبة ا.ل.ك.ب.ي.ر.ة مفتوحة"]

    found = look(*texts)

    assert [one.part for one in found] == [1, 2]
    assert {one.label for one in found} == {"disguised"}
    assert {one.cue for one in found} == {"spaced"}
    assert texts[2][slice(*found[1].spans[0])] == "ا.ل.ك.ب.ي.ر.ة"


def test_letters_that_nobody_sees_are_shown_by_their_words() -> None:
    text = "the li\u200bbrary op\u200bens on a sunny morning in sp\u200bring"

    (found,) = look(text)

    assert [text[slice(*span)].replace("\u200b", "") for span in found.spans] == [
        "library opens",
        "spring",
    ]


def test_a_text_that_is_disguised_as_a_whole_has_no_places() -> None:
    (found,) = look("ana mesh 3aref leh keda")

    assert (found.cue, found.spans) == ("arabizi", ())


def test_the_row_is_that_of_the_part() -> None:
    parts = [
        Part(content=0, name="file", kind="file", data=b"x"),
        Part(content=0, name="text", kind="text", text="j01n th3 l4nt3rn"),
    ]

    (found,) = Disguised().detect(Scene(batch=make_batch(parts)))

    assert found.part == 1


def test_a_batch_without_texts_has_no_findings() -> None:
    assert look() == []


def test_a_disguise_is_no_evidence() -> None:
    with open_engine() as engine:
        verdict = engine.scan(Content(id="a", text="w e m e e t a t t h e g a t e"))

    assert LABELS["disguised"].kind == "lexical"
    assert "disguised" not in KIND_OF_LABEL
    assert [one.label for one in verdict.findings] == ["disguised"]
    assert (verdict.verdict, verdict.findings[0].weight) == ("leave", 0.0)
