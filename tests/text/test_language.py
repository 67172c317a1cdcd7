"""The language of a text, or "und" when it cannot be told."""

from __future__ import annotations

import pytest

from mizan.text.fold import fold_many
from mizan.text.language import language_many
from mizan.text.script import script_many


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("افتتحت البلدية المكتبة الجديدة أمس", "ar"),
        ("هٰذا خبر", "ar"),
        ("افتتحت البلدیة المکتبة الجدیدة أمس إلى الناس", "ar"),
        ("این کتاب را از بازار می‌خریم و می‌خوانیم", "fa"),
        ("یہ کتاب بازار سے خریدی گئی ہے اور میں نے پڑھی ہے", "ur"),
        ("ئەم کتێبە لە بازاڕ کڕدراوە", "und"),
        ("دا کتاب په ښار کې پېرل شوی دی ځکه چې ښه دی", "und"),
        ("The library of the town was opened yesterday", "en"),
        ("THE ＬＩＢＲＡＲＹ is open", "en"),
        ("Die Bibliothek ist seit gestern wieder offen", "und"),
        ("La biblioteca se abrió ayer", "und"),
        ("Lantern Front", "und"),
        ("What a match", "en"),
        ("Happy birthday!", "en"),
        ("thx bro, gonna be there at 7pm", "en"),
        ("lol gr8 c u 2nite m8", "und"),
        ("Covid19 B2B 3D iPhone7 ps5", "und"),
        ("F9X2 B7K3 M2N5 codes", "und"),
        ("jsp pk tu dis ca mdr tkt on se voit 2m1 a la gare slt cv", "und"),
        ("La bibliothèque de la ville est ouverte depuis hier", "und"),
        ("xq no vienes al cole mañana? t qiero mxo bss", "und"),
        ("El alcalde va obrir ahir la biblioteca i els nens estan contents", "und"),
        ("Hallo, kann man im Park am Sonntag spielen?", "und"),
        ("slm nbr knk yarin gelcek misin okula bknz", "und"),
        ("elimi uzattım ama aldığım kitap elbise dolabında kaldı", "und"),
        ("gmn kbr lu bro, bsk kita jln2 ke mall yg baru ya", "und"),
        ("Perpustakaan bandar dibuka semalam, budak2 sgt gembira kan", "und"),
        ("cmq nn so xke nn sei venuto alla festa", "und"),
        ("vc tb vai na festa hj? blz, tmj", "und"),
        ("De bibliotheek is gisteren geopend en de kinderen zijn blij", "und"),
        ("A könyvtár tegnap nyílt meg, elkelt az alma", "und"),
        ("Maktabadda magaalada ayaa shalay la furay", "und"),
        ("kal shehr ki library khul gayi aur bachay bohat khush hain", "und"),
        ("Il-librerija tal-belt infetħet ilbieraħ u t-tfal huma kuntenti", "und"),
        ("ana mesh 3aref leh keda", "ar-Latn"),
        ("b7bk awy ya 7abibi", "ar-Latn"),
        ("el walad ra7 3al madrasa embare7", "ar-Latn"),
        ("shu 3am ta3mel hala2? ana bl bet", "ar-Latn"),
        ("kifach nta labas 3lik khoya", "ar-Latn"),
        ("qr2 alktab fy almdrsh", "ar-Latn"),
        ("alwlad rj3wa mn almdrsa w akl alghda", "ar-Latn"),
        ("salam alaykum ya akhi kif halak", "ar-Latn"),
        ("Библиотека открыта", "und"),
        ("123", "und"),
        ("", "und"),
    ],
)
def test_the_language_is_told_where_it_can_be(text: str, language: str) -> None:
    folded = fold_many(["the one and the other", text, "خبر"])

    languages = language_many(folded, script_many(folded))

    assert languages == ["en", language, "ar"]


def test_words_are_counted_by_row() -> None:
    folded = fold_many(["the", "", "ana mesh 3aref leh", "keda"])

    assert language_many(folded, ["Latn"] * 4) == ["en", "und", "ar-Latn", "und"]


def test_addresses_are_in_no_language() -> None:
    folded = fold_many(["https://t.co/a http://www.example.com Happy days", "http www com"])

    assert language_many(folded, script_many(folded)) == ["en", "und"]
