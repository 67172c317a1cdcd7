"""The dialect of a text, or "und" where its function words do not tell."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mizan.terms.dialect import DIALECTS
from mizan.text.dialect import dialect_of


@pytest.mark.parametrize(
    ("text", "dialect"),
    [
        ("انا مش عايز اروح السوق دلوقتي عشان الجو حر", "EGY"),
        ("ازاي اوصل للمكتبة من هنا؟ وليه الباب مقفول النهارده", "EGY"),
        ("شو بدك تعمل هلق بعد المدرسة", "LEV"),
        ("كتير منيح هالكتاب، بدي اقراه كمان مرة", "LEV"),
        ("وش تبغى مني الحين وانا في الدوام", "GLF"),
        ("وايد زحمة اليوم في الشارع، الحين بنرجع", "GLF"),
        ("شكو ماكو اليوم عندكم في السوق", "IRQ"),
        ("هسه اجي وياك للمكتبة ونقرا", "IRQ"),
        ("واش راك مزيان؟ بزاف ديال الناس كاينين هنا", "MAG"),
        ("علاش ماجيتيش البارح؟ دابا بغيت نعرف", "MAG"),
        ("افتتحت البلدية المكتبة التي بنيت منذ عام، وقد حضر الذين ساهموا فيها", "MSA"),
        ("لماذا لم تصل الرسالة؟ لقد أرسلتها أمس", "MSA"),
        ("وحتى ذلك الحين لم يكن أحد يعرف ماذا حدث في المدينة التي هجرها أهلها", "MSA"),
        ("قال الوزير إن الطريق الذي بني منذ عام لن يغلق، بس الناس مش عايزين كده ومفيش حل", "mixed"),
        ("ana msh 3aref a3mel eh ya3ni", "arabizi"),
        ("shu habibi kteer 7elo el yom wallah", "arabizi"),
    ],
)
def test_a_dialect_is_told_by_its_function_words(text: str, dialect: str) -> None:
    assert dialect_of(text) == dialect


@pytest.mark.parametrize(
    "text",
    [
        "",
        "123",
        "مكتبة المدينة",
        "ليش وين",
        "عمّ الفرح أرجاء المدينة بعد وصول ياسر ونزار وزين إلى الملعب الكبير أمس",
        "The library of the town was opened yesterday",
        "he came 3rd in the b2b race at el paso",
        "La biblioteca se abrió ayer en el centro",
        "Библиотека открыта",
    ],
)
def test_what_it_cannot_tell_it_does_not_guess(text: str) -> None:
    assert dialect_of(text) == "und"


def test_spelling_variants_and_marks_change_nothing() -> None:
    assert dialect_of("أنا مِش عايِز أروح دِلوقتي") == dialect_of("انا مش عايز اروح دلوقتي") == "EGY"


@given(st.text(max_size=200))
@settings(max_examples=100, deadline=None)
def test_any_text_has_an_answer(text: str) -> None:
    assert dialect_of(text) in DIALECTS
