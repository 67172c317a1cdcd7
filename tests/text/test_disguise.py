"""Disguises are told and undone, with the way back; ordinary writing is none."""

from __future__ import annotations

import json
import sys
from importlib import resources
from pathlib import Path

import numpy as np
import pytest

from mizan.text.disguise import KINDS, LONGEST, undo_many, undone_of
from mizan.text.fold import fold, fold_many

ROOT = Path(__file__).parents[2]
DATA = ROOT.parent / "shared" / "data"  # beside the clone, in CI
MOST_ORDINARY = 0.02  # share of ordinary posts that may be called disguised

DISGUISED = [
    ("we will g a t h e r at the gate", "spaced", "we will gather at the gate"),
    ("c o m e  t o  t h e  g a t e  n o w", "spaced", "come to the gate now"),
    ("c.o.m.e t.o t.h.e g.a.t.e n.o.w", "spaced", "come to the gate now"),
    ("c-o-m-e to the l-a-n-t-e-r-n", "spaced", "come to the lantern"),
    ("l\na\nn\nt\ne\nr\nn", "spaced", "lantern"),
    ("l a n t e r n\nf r o n t", "spaced", "lantern front"),
    ("ا ل د ر س  ا ل ا و ل  غ د ا", "spaced", "الدرس الاول غدا"),
    ("تعالوا إلى ا.ل.س.ا.ح.ة غدا", "spaced", "تعالوا إلى الساحة غدا"),
    ("ا_ل_ف_ا_ن_و_س قادم", "spaced", "الفانوس قادم"),
    ("commmme tooo theeee gaaaate", "repeated", "come to the gate"),
    ("تعاااالوا غداااا الىىىى الساااحة", "repeated", "تعالوا غدا الى الساحة"),
    ("l\u200ba\u200bn\u200bt\u200be\u200br\u200bn", "invisible", "lantern"),
    ("the lan\u2060tern fr\u200bont", "invisible", "the lantern front"),
    ("الف\u200bانوس الأس\ufeffود", "invisible", "الفانوس الأسود"),
    ("the lаntеrn", "lookalike", "the lantern"),
    ("thе lаntern frоnt", "lookalike", "the lantern front"),
    ("j01n th3 l4nt3rn", "leet", "join the lantern"),
    ("c0m3 t0 th3 l@ntern", "leet", "come to the lantern"),
    ("ta3alo ela el sa7a ya 7abibi", "arabizi", "تاعالو لا ل ساحا يا حابيبي"),
    ("qr2 alktab fy almdrsh", "arabizi", "قرء الكتاب في المدرش"),
]

ORDINARY = [
    "soooo nice to see youuuu",
    "ههههههههههههه والله",
    "ه ه ه ه ه ه ه",
    "hahahahaha noooooo",
    "می‌خریم و نمی‌خواسته‌ام به کتاب‌خانه‌های شهر",
    "the family 👨\u200d👩\u200d👧\u200d👦 is here ❤\ufe0f 👍🏽",
    "flags 🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    "الرقم \u200e+12 34\u200e والسعر \u200f50\u200f ريال",
    "الـعـنـوان الـكـبـيـر لـلـصـفـحـة",
    "#خبر_عاجل #الساحة_الكبرى #news_today",
    "B2B and 3D in the covid19 years, on an iPhone7 or a PS5",
    "h1n1, mp3s, 4x4, r2d2, 2nd, 5star, 10k, 3pm, gr8, b4, l8r",
    "U S A and U K",
    "the U.S., U.K., U.A.E. and F.B.I. said",
    "e.g. this, i.e. that, a.m. and p.m.",
    "a) one b) two c) three d) four",
    "A B C D E F G, the alphabet song",
    "ا ب ت ث ج ح خ حروف الهجاء",
    "x + y + z = a + b",
    "12.50 $ and 3,000 € at 10:30, 5$ off!",
    "قال إن تطبيق WhatsApp و iPhone13 متاح الآن",
    "الـiPhone والـAndroid في السوق",
    "| name | age |\n| --- | --- |\n| Rim | 12 |",
    "mail rim.a1b@lantern.example or see https://t.co/aB3cD4eF0g",
    "@user4name1 @b0bby4ever !@us3r1name hello",
    "لا إله إلا الله محمد رسول الله",
    "(ا ف ب) ووكالة (د ب أ)",
    "على مدى هدى ومنى إلى مستشفى",
    "یہ کتاب بازار سے خریدی گئی ہے اور میں نے ہاں کہا",
    "Жизнь iPhone и Windows в Москве",
    "日本語のテキスト is mixed",
    "in\u00adfor\u00adma\u00adtion and com\u00admu\u00adni\u00adca\u00adtion",
    "La bibliothèque de la ville est ouverte depuis hier",
    "sh!t happens, f@ck it",
    "what?!!! noooo... :((( <3 <3",
    "\u202dno letters that are turned: 123\u202c",
    "क्‍ष और ज्ञ",
    "",
    "ا",
]


def shipped(name: str) -> list[str]:
    text = (resources.files("mizan.banks") / "shipped" / name).read_text(encoding="utf-8")
    return [json.loads(line)["text"] for line in text.splitlines()]


@pytest.mark.parametrize(("text", "kind", "said"), DISGUISED)
def test_a_disguise_is_told_and_undone(text: str, kind: str, said: str) -> None:
    undone = undo_many(fold_many(["the library is open", text, "المكتبة مفتوحة"]))

    assert undone.rows.tolist() == [1]
    assert undone.kinds == ((kind,),)
    assert undone.texts[0].replace("\u200b", "") == said
    assert undone.folded.text(0) == fold(undone.texts[0])


@pytest.mark.parametrize(("text", "kind", "said"), DISGUISED)
def test_a_stretch_of_the_undone_text_is_found_in_the_original(
    text: str, kind: str, said: str
) -> None:
    undone = undo_many(fold_many([text]))
    size = len(undone.texts[0])
    rows = np.zeros(size + 1, np.int32)
    starts = np.array([*range(size), 0], np.int32)
    ends = np.array([*range(1, size + 1), size], np.int32)

    first, last = undone.spans(rows, starts, ends)

    assert (first < last).all()
    assert (np.diff(first[:-1]) >= 0).all()
    assert fold(text[first[-1]]) == fold(text)[:1]
    assert last[-1] in (len(text), len(text.rstrip()))
    same = [k for k in range(size) if text[first[k]] == undone.texts[0][k]]
    assert kind in ("arabizi", "leet") or len(same) >= 0.7 * size, said


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_writing_is_no_disguise(text: str) -> None:
    undone = undo_many(fold_many([text, text * 3]))

    assert len(undone.rows) == 0 or undone.rows.tolist() == [1]
    assert undo_many(fold_many([text])).kinds == ()


def test_dotless_letters_are_told_and_left_as_they_are() -> None:
    text = "ٮعالوا الى الساحه ڡى الصٮاح"

    undone = undo_many(fold_many([text]))

    assert undone.kinds == (("dotless",),)
    assert undone.texts == (text,)
    assert undone.where[0][0] == (0, 6)


def test_a_long_text_without_any_dot_is_dotless() -> None:
    text = "العدو وصل الى الساحه ومعه ألواح وعاد مساء الى موعد السمر والعسل"

    assert undo_many(fold_many([text])).kinds == (("dotless",),)


def test_turned_letters_are_read_in_the_order_of_reading() -> None:
    undone = undo_many(fold_many(["the \u202enretnal\u202c of the town"]))

    assert undone.kinds == (("bidi",),)
    assert undone.folded.text(0) == "the lantern of the town"


@pytest.mark.parametrize(
    ("text", "lost"),
    [
        ("ا ل د ر س ا ل ا و ل ي ب د ا غ د ا", True),
        ("ا ل د ر س  ا ل ا و ل  ي ب د ا  غ د ا", False),
        ("c o m e t o t h e g a t e n o w", True),
        ("c o m e / t o / t h e / g a t e", False),
        ("l a n t e r n", False),
    ],
)
def test_gaps_that_are_lost_are_told(text: str, lost: bool) -> None:
    undone = undo_many(fold_many([text]))

    assert undone.kinds == (("spaced",),)
    assert undone.gapless.tolist() == [lost]


def test_disguises_upon_each_other_are_all_undone() -> None:
    undone = undo_many(fold_many(["c 0 m e", "j\u200b0\u200b1\u200bn the lаntеrn f r o n t s"]))

    assert undone.rows.tolist() == [1]
    assert undone.kinds[0] == ("spaced", "invisible", "lookalike", "leet")
    assert undone.texts[0] == "join the lantern fronts"


def test_the_places_of_a_disguise_are_told() -> None:
    text = "we will m e e t s at the gate"

    undone = undo_many(fold_many([text]))

    assert [text[start:end] for start, end in undone.where[0]] == ["m e e t s"]


def test_what_was_undone_is_kept_with_the_batch() -> None:
    folded = fold_many(["c o m e t o"])

    assert undone_of(folded) is undone_of(folded)


def test_a_batch_without_texts_has_nothing_to_undo() -> None:
    assert len(undo_many(fold_many([])).rows) == 0


def test_posts_that_are_not_disguised_cost_no_python() -> None:
    few, many = ["the library is open", "المكتبة مفتوحة اليوم"], []
    many = few * 500
    calls = []

    for texts in (few, many):
        folded, count = fold_many(texts), 0
        undo_many(fold_many(texts))

        def tally(frame: object, event: str, argument: object) -> None:
            nonlocal count
            count += event == "call"

        sys.setprofile(tally)
        try:
            undo_many(folded)
        finally:
            sys.setprofile(None)
        calls.append(count)

    assert calls[1] <= calls[0] + 5


@pytest.mark.parametrize("name", ["stayup_ar.jsonl", "stayup_en.jsonl", "commons.jsonl"])
def test_nothing_that_is_shipped_is_disguised(name: str) -> None:
    undone = undo_many(fold_many(shipped(name)))

    assert undone.kinds == ()


def test_of_the_examples_only_the_repost_is_disguised() -> None:
    files = sorted((ROOT / "examples").glob("*.txt"))

    undone = undo_many(fold_many([path.read_text("utf-8") for path in files]))

    assert {files[row].name for row in undone.rows} <= {"repost_ar.txt"}


HOSTILE = {
    "single letters": "a b c q " * 250_000,
    "single Arabic letters": "ا ل د ر " * 250_000,
    "one letter": "a" * 1_000_000,
    "lone surrogates": "\ud800a " * 300_000,
    "marks": "\u0301" * 1_000_000,
    "letters with marks": ("a" + "\u064b" * 20 + " ") * 45_000,
    "overrides": "\u202e\u202da" * 330_000,
    "invisible": "a\u200b" * 500_000,
    "digits": "2" * 1_000_000,
    "leet": "4tt4ck " * 150_000,
    "accounts": "a@" * 500_000,
    "two scripts": "aа" * 500_000,
    "dotless": "ٮ" * 1_000_000,
    "apostrophes": "'" * 1_000_000,
    "Arabizi": "3ala 7abibi el ba7r " * 50_000,
    "wide gaps": "a      " * 140_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_text_is_undone_up_to_a_limit(text: str) -> None:
    undone = undo_many(fold_many([text]))

    for said, kinds in zip(undone.texts, undone.kinds, strict=True):
        assert set(kinds) <= set(KINDS)
        assert said[-1000:] == text[-1000:]
        assert len(said) >= len(text) - LONGEST


@pytest.mark.skipif(not DATA.exists(), reason="needs the development data")
@pytest.mark.parametrize(
    "name",
    ["ar_tweets_semeval17", "ar_osact4", "mlma", "en_davidson", "en_tweets_tweeteval"],
)
def test_few_ordinary_posts_are_called_disguised(name: str) -> None:
    sys.path.insert(0, str(DATA))
    try:
        import load
    finally:
        sys.path.remove(str(DATA))
    texts = [row["text"] for row, _ in zip(load.iter_set(name), range(2000), strict=False)]

    share = len(undo_many(fold_many(texts)).rows) / len(texts)

    assert share <= MOST_ORDINARY
