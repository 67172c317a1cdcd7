"""NearText as a signal type: values, written forms, sketches."""

from __future__ import annotations

import numpy as np
import pytest

from mizan.errors import SignalError
from mizan.signals.neartext import NearText
from mizan.signals.sketch import (
    EVERY,
    EVERY_LETTERS,
    LONG,
    PASSAGE,
    SHORT,
    SHORT_LETTERS,
    read_value,
    read_values,
)
from mizan.terms.part import Part
from mizan.text.batch import make_batch

ENGLISH = "The Lantern Front announces that the lamps of the harbour will be lit tonight."
ARABIC = "تعلن جبهة الفانوس الأسود أن مصابيح الميناء ستضاء هذه الليلة كلها"


def part(text: str) -> Part:
    return Part(content=0, name="text", kind="text", text=text)


def value_of(text: str) -> bytes:
    value = NearText().sign(part(text))
    assert value is not None
    return value


@pytest.mark.parametrize("text", ["", "   ", "…!?", "🔥🔥", "2017", "٢٠١٧", "\u200b\u0640"])
def test_a_text_without_letters_has_no_value(text: str) -> None:
    assert NearText().sign(part(text)) is None
    assert NearText().sign_passage(part(text)) is None


@pytest.mark.parametrize(
    ("text", "disguised"),
    [
        (ENGLISH, ENGLISH.upper().replace(" ", ".").replace("O", "О")),  # Cyrillic O
        (ENGLISH, ENGLISH.replace("harbour", "h a r b o u r").replace("will", "w.i.l.l")),
        (ARABIC, ARABIC.replace("ا", "أ").replace("ي", "ى").replace("ب", "بـ\u064e\u200b")),
        (ARABIC, ARABIC.replace("فانوس", "فانووووس")),
    ],
)
def test_disguises_do_not_change_the_value(text: str, disguised: str) -> None:
    assert value_of(disguised) == value_of(text)


@pytest.mark.parametrize("text", [ENGLISH, ARABIC, "a", ARABIC * 90])
def test_the_written_form_gives_the_value_again(text: str) -> None:
    kind = NearText()
    for value in (value_of(text), kind.sign_passage(part(text))):
        assert value is not None
        assert kind.parse(kind.write(value)) == value
        assert kind.write(value).isascii()


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("", "signal.version"),
        ("not base64!", "signal.not_base64"),
        ("ÄÄÄÄ", "signal.not_base64"),
        ("A", "signal.not_base64"),
        (NearText().write(b"\x01" + value_of(ENGLISH)[1:]), "signal.version"),
        (NearText().write(value_of(ENGLISH)[:-3]), "signal.torn"),
        (NearText().write(value_of(ENGLISH)[:1] + b"\x07" + value_of(ENGLISH)[2:]), "signal.torn"),
    ],
)
def test_a_wrong_written_form_is_refused(written: str, code: str) -> None:
    with pytest.raises(SignalError) as caught:
        NearText().parse(written)

    assert caught.value.code == code
    assert caught.value.hint


def test_the_length_picks_the_scale() -> None:
    words = "abcdefghijklmnopqrstuvwxyz"
    texts = [ENGLISH[:40], f"{ENGLISH} {ARABIC}", " ".join(word + ENGLISH for word in words * 3)]

    brief, short, long = (read_value(value_of(each)) for each in texts)
    passage = read_value(NearText().sign_passage(part(ENGLISH)) or b"")

    assert len(texts[0]) < EVERY_LETTERS
    assert len(texts[2].replace(" ", "")) > SHORT_LETTERS
    assert (brief.scale, short.scale, long.scale) == (EVERY, SHORT, LONG)
    assert passage.scale == PASSAGE
    assert [set((each.hashes & np.uint64(1)).tolist()) for each in (brief, short, long)] == [
        {SHORT},
        {SHORT},
        {LONG},
    ]
    assert set((passage.hashes & np.uint64(1)).tolist()) == {SHORT, LONG}


@pytest.mark.parametrize("text", [f"{ENGLISH} Come.", f"{ARABIC} {ENGLISH}"])
def test_of_a_short_text_every_fingerprint_is_kept(text: str) -> None:
    letters = "".join(map(chr, make_batch([part(text)]).texts.tight.codes.tolist()))

    kept = [len(read_value(value_of(letters[:size])).hashes) for size in (6, 7, 40, 63, 64)]

    assert kept[:4] == [0, 1, 34, 57]
    assert kept[4] < 35


def test_many_values_are_read_as_each_alone() -> None:
    values = [value_of(text) for text in (ENGLISH, ARABIC, ARABIC * 90, "a", ENGLISH[:30])]

    scales, digests, counts, hashes = read_values(values)

    alone = [read_value(value) for value in values]
    assert scales.tolist() == [each.scale for each in alone]
    assert digests.tolist() == [each.digest for each in alone]
    assert counts.tolist() == [len(each.hashes) for each in alone]
    assert hashes.tolist() == [one for each in alone for one in each.hashes.tolist()]


def test_a_passage_holds_every_fingerprint_of_any_stretch_of_it() -> None:
    passage = set(read_value(NearText().sign_passage(part(ARABIC)) or b"").hashes.tolist())

    for cut in range(5, 30):
        stretch = NearText().sign_many(make_batch([part(ARABIC[cut : cut + 30])]))
        assert set(stretch.hashes.tolist()) <= passage


def test_sketches_name_their_part_and_agree_with_the_value() -> None:
    batch = make_batch(
        [
            part(ENGLISH),
            Part(content=0, name="url", kind="url", url="https://example.org/"),
            part(""),
            part(ARABIC),
        ]
    )

    sketches = NearText().sign_many(batch)

    assert sketches.owner.tolist() == [0, 2, 3]
    assert sketches.digest[1] == 0
    assert sketches.bounds[1] == sketches.bounds[2]
    for row, text in ((0, ENGLISH), (2, ARABIC)):
        value = read_value(value_of(text))
        mine = sketches.hashes[sketches.bounds[row] : sketches.bounds[row + 1]]
        assert set(value.hashes.tolist()) <= {each for each in mine.tolist() if each & 1 == SHORT}
        assert int(sketches.digest[row]) == value.digest


def test_distance_is_none_for_equal_texts_and_whole_for_strangers() -> None:
    kind = NearText()

    assert kind.distance(value_of(ENGLISH), value_of(ENGLISH.upper())) == 0
    assert 0 < kind.distance(value_of(ENGLISH), value_of(ENGLISH[:60])) < 0.6
    assert kind.distance(value_of(ENGLISH), value_of(ARABIC)) == 1


def test_the_examples_are_near() -> None:
    kind = NearText()

    for one, other in kind.examples():
        first, second = kind.sign(one), kind.sign(other)
        assert first is not None
        assert second is not None
        assert kind.distance(first, second) < 0.6
