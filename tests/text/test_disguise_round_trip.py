"""Whatever sentence is disguised, and however, it can be read again."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mizan.text.disguise import undo_many
from mizan.text.fold import fold, fold_many

ENGLISH = """lantern front gather people square harbour morning garden bridge market teacher window
paper winter river mountain village captain summer letter""".split()
ARABIC = """الفانوس الجبهة الساحة المرسى الصباح الحديقة السوق المعلم النافذة الربيع القرية الخريف
الرسالة المدينة المدرسة الكتاب التاجر الطبيب""".split()
SKELETON = str.maketrans("تثنيجخذزشضظغق", "ببببححدرسصطعف")
DOTLESS = str.maketrans("بتثنيجخذزشضظغفقة", "ٮٮٮٮىححدرسصطعڡٯه")
LOOKALIKES = str.maketrans("aeopc", "аеорс")
LEET = str.maketrans("eaio", "3410")
LATIN = "a b t th j 7 5 d dh r z s sh 9 d 6 z 3 gh f 8 k l m n h w y a a".split()
SOUNDS = str.maketrans(dict(zip("ابتثجحخدذرزسشصضطظعغفقكلمنهويىة", LATIN, strict=True)))
# Letters that Latin writing keeps no longer apart, and those that it drops.
HEARD = str.maketrans("ضطظثصةذ", "دتدتسهد", "اويىءأإآ")


def sentences(words: list[str], least: int = 4) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(words), min_size=least, max_size=12, unique=True)


def undone(text: str) -> tuple[tuple[str, ...], str, bool]:
    found = undo_many(fold_many(["the library is open", text]))
    assert found.rows.tolist() == [1], text
    return found.kinds[0], found.folded.text(0), bool(found.gapless[0])


@settings(deadline=None, max_examples=40)
@given(
    words=st.one_of(sentences(ENGLISH), sentences(ARABIC)),
    sign=st.sampled_from([" ", ".", "-", "*", "_", "•", "\u00a0"]),
)
def test_letters_spelled_out_are_joined(words: list[str], sign: str) -> None:
    wide = "  " if sign.isspace() else " "

    kinds, said, gapless = undone(wide.join(sign.join(word) for word in words))

    assert kinds == ("spaced",)
    assert said == fold(" ".join(words))
    assert not gapless


@settings(deadline=None, max_examples=40)
@given(st.one_of(sentences(ENGLISH), sentences(ARABIC)))
def test_letters_spelled_out_evenly_are_joined_without_gaps(words: list[str]) -> None:
    kinds, said, gapless = undone(" ".join("".join(words)))

    assert kinds == ("spaced",)
    assert said == fold("".join(words))
    assert gapless


@settings(deadline=None, max_examples=40)
@given(words=st.one_of(sentences(ENGLISH), sentences(ARABIC)), data=st.data())
def test_letters_drawn_out_stand_once(words: list[str], data: st.DataObject) -> None:
    drawn = []
    for word in words:
        place = data.draw(st.integers(0, len(word) - 1))
        drawn.append(word[:place] + word[place] * data.draw(st.integers(3, 9)) + word[place + 1 :])

    kinds, said, _ = undone(" ".join(drawn))

    assert kinds == ("repeated",)
    assert once(said) == once(fold(" ".join(words)))


def once(text: str) -> str:
    """Return a text with letters side by side that are equal standing once."""
    return "".join(a for a, b in zip(text, " " + text, strict=False) if a != b)


@settings(deadline=None, max_examples=40)
@given(
    words=st.one_of(sentences(ENGLISH), sentences(ARABIC)),
    sign=st.sampled_from("\u200b\u2060\ufeff\u180e\u034f"),
)
def test_invisible_signs_vanish(words: list[str], sign: str) -> None:
    kinds, said, _ = undone(" ".join(sign.join(word) for word in words))

    assert kinds == ("invisible",)
    assert said == fold(" ".join(words))


@settings(deadline=None, max_examples=40)
@given(sentences(ENGLISH))
def test_lookalikes_are_read_as_what_they_look_like(words: list[str]) -> None:
    kinds, said, _ = undone(" ".join(words).translate(LOOKALIKES))

    assert kinds == ("lookalike",)
    assert said == " ".join(words)


@settings(deadline=None, max_examples=40)
@given(sentences(ENGLISH))
def test_leetspeak_is_read(words: list[str]) -> None:
    kinds, said, _ = undone(" ".join(words).translate(LEET))

    assert kinds == ("leet",)
    assert said == " ".join(words)


@settings(deadline=None, max_examples=40)
@given(sentences(ARABIC))
def test_dotless_writing_has_the_skeleton_of_the_dotted_one(words: list[str]) -> None:
    text = " ".join(words)

    kinds, said, _ = undone(text.translate(DOTLESS))

    assert kinds == ("dotless",)
    assert said.translate(SKELETON) == fold(text).translate(SKELETON)


@settings(deadline=None, max_examples=40)
@given(sentences(ARABIC))
def test_arabizi_has_the_consonants_of_the_arabic(words: list[str]) -> None:
    text = " ".join(words)

    kinds, said, _ = undone(text.translate(SOUNDS))

    assert kinds == ("arabizi",), text.translate(SOUNDS)
    assert said.translate(HEARD).replace("ه", "") == fold(text).translate(HEARD).replace("ه", "")


@settings(deadline=None, max_examples=40)
@given(sentences(ENGLISH))
def test_letters_that_are_turned_are_read_in_order(words: list[str]) -> None:
    turned = " ".join(f"\u202e{word[::-1]}\u202c" for word in words)

    kinds, said, _ = undone(turned)

    assert kinds == ("bidi",)
    assert said == " ".join(words)


@settings(deadline=None, max_examples=150)
@given(st.lists(st.text(max_size=80), max_size=4))
def test_any_text_is_undone_with_its_places(texts: list[str]) -> None:
    found = undo_many(fold_many(texts))

    for number, row in enumerate(found.rows.tolist()):
        places = found.places[number].tolist()
        assert len(places) == len(found.texts[number]) + 1
        assert places == sorted(places)
        assert places[-1] == len(texts[row])
        assert all(0 <= a < b <= len(texts[row]) for a, b in found.where[number])


@pytest.mark.parametrize(
    "alphabet", ["aа\u200b 3.", "ا ٮ\u200b\u202e.", "7a3 '@!", "\ud800a \u0301"]
)
@settings(deadline=None, max_examples=60)
@given(data=st.data())
def test_any_text_of_signs_of_disguise_is_undone(alphabet: str, data: st.DataObject) -> None:
    text = data.draw(st.text(alphabet=alphabet, max_size=120))

    found = undo_many(fold_many([text]))

    assert all(places[-1] == len(text) for places in found.places)
    assert len(found.folded) == len(found.rows)
