from __future__ import annotations

from pathlib import Path

import pytest
from tests.entities import lists

from mizan.detect.named import Named
from mizan.detect.protocol import Scene
from mizan.entities.gazetteer import load_gazetteer
from mizan.entities.importers import read_list
from mizan.entities.joined import join
from mizan.terms.finding import Finding
from mizan.terms.part import Part
from mizan.text.batch import make_batch


@pytest.fixture(scope="module")
def named() -> Named:
    return Named()


def findings(named: Named, *texts: str) -> list[Finding]:
    parts = [Part(content=n, name="text", kind="text", text=t) for n, t in enumerate(texts)]
    return named.detect(Scene(make_batch(parts)))


@pytest.mark.parametrize(
    ("text", "label", "cue", "seen"),
    [
        ("خسر داعش آخر بلدة", "named_exonym", "islamic-state: داعش", "داعش"),
        ("هرب من وداعش خلفه", "named_exonym", "islamic-state: داعش", "وداعش"),
        ("د ا ع ش", "named_exonym", "islamic-state: داعش", "د ا ع ش"),
        ("ISIS lost it", "named_exonym", "islamic-state: ISIS", "ISIS"),
        ("i.s.i.s lost it", "named_exonym", "islamic-state: ISIS", "i.s.i.s"),
        ("تنظيم القاعدة", "named_neutral", "al-qaeda: تنظيم القاعدة", "تنظيم القاعدة"),
        ("an al Qaeda cell", "named_neutral", "al-qaeda: al-Qaeda", "al Qaeda"),
        (
            "بيان جبهة الفانوس الأسود",
            "named_self",
            "black-lantern-front: جبهة الفانوس الأسود",
            "جبهة الفانوس الأسود",
        ),
        (
            "the BLACK LANTERN Front spoke",
            "named_self",
            "black-lantern-front: Black Lantern Front",
            "BLACK LANTERN Front",
        ),
    ],
)
def test_a_name_is_found_with_its_role_and_place(
    named: Named, text: str, label: str, cue: str, seen: str
) -> None:
    (finding,) = findings(named, text)

    assert (finding.label, finding.cue, finding.detector) == (label, cue, "named")
    assert [text[start:end] for start, end in finding.spans] == [seen]


@pytest.mark.parametrize("head", ["و", "ف", "ب", "ك", "ل", "وب", "فل", "وك", "فب"])
def test_an_arabic_name_is_found_behind_every_clitic(named: Named, head: str) -> None:
    text = f"مر {head}داعش يوما"

    (finding,) = findings(named, text)

    assert [text[start:end] for start, end in finding.spans] == [f"{head}داعش"]


@pytest.mark.parametrize(
    "text",
    [
        "الفانوس الأسود",
        "والفانوس الأسود",
        "بالفانوس الأسود",
        "للفانوس الأسود",
        "فكالفانوس الأسود",
        "الفانوس الاسود",
        "الفـــانوس الأَسْوَد",
    ],
)
def test_an_arabic_name_is_found_with_article_and_in_every_spelling(
    named: Named, text: str
) -> None:
    (finding,) = findings(named, f"رأينا {text} هنا")

    assert finding.cue == "black-lantern-front: الفانوس الأسود"


@pytest.mark.parametrize(
    "text",
    [
        "al-Qaida",
        "Al Qaida",
        "AL-QAIDA",
        "el-Qaida",
        "al-Qa'ida",
        "al-Qa’ida",
        "al-Qā‘idah",
        "al-Qāʿida",
        "Al–Qaeda",
        "el Qaeda",
        "alqaeda",
    ],
)
def test_a_latin_name_is_found_in_every_transliteration(named: Named, text: str) -> None:
    (finding,) = findings(named, f"said {text} today")

    assert finding.cue.startswith("al-qaeda: ")
    assert list(finding.spans) == [(5, 5 + len(text))]


@pytest.mark.parametrize(
    "text",
    [
        "إعراب القاعدة النحوية",
        "the base of the lamp",
        "قال الشباب إنهم تعبوا",
        "a database of rules",
        "let them isolate C18 compounds",
        "المرابطون على الثغور",
    ],
)
def test_a_common_word_that_is_a_name_too_is_not_looked_for(named: Named, text: str) -> None:
    assert findings(named, text) == []


def test_a_name_says_who_lists_its_bearer_in_which_version_under_what_number(
    named: Named,
) -> None:
    (finding,) = findings(named, "ISIL")

    assert "UN Security Council consolidated list 2026-02-27, QDe.115" in finding.reference


def test_an_invented_group_is_on_no_list(named: Named) -> None:
    (finding,) = findings(named, "Lanternists")

    assert finding.reference == ""


def test_names_of_imported_lists_are_found_with_their_reference(tmp_path: Path) -> None:
    lamp = lists.entity("QDe.908", "Far Lamp Society", original="جمعية المصباح البعيد")
    listed = read_list(lists.write(tmp_path, "list.xml", lists.un(lamp)))
    named = Named(join(load_gazetteer(), [listed]))

    found = findings(named, "the Far-Lamp Society spoke", "وبجمعية المصباح البعيد")

    assert [(one.label, one.cue) for one in found] == [
        ("named_neutral", "un-qde-908: Far Lamp Society"),
        ("named_neutral", "un-qde-908: جمعية المصباح البعيد"),
    ]
    assert {one.reference for one in found} == {
        "UN Security Council consolidated list 2024-05-01, QDe.908"
    }


def test_a_name_that_two_bear_is_said_once_and_the_shipped_role_holds(tmp_path: Path) -> None:
    lamp = lists.entity("QDe.908", "Far Lamp", aliases=[("a.k.a.", "Lantern – FRONT")])
    listed = read_list(lists.write(tmp_path, "list.xml", lists.un(lamp)))
    named = Named(join(load_gazetteer(), [listed]))

    (finding,) = findings(named, "the Lantern Front")

    assert finding.cue == "black-lantern-front: Lantern Front"


def test_the_organisation_of_a_name_is_said_by_its_longest_alias_only(named: Named) -> None:
    (finding,) = findings(named, "حارب تنظيم الدولة الإسلامية في العراق والشام")

    assert finding.label == "named_neutral"


def test_every_place_of_a_name_is_in_one_finding(named: Named) -> None:
    (finding,) = findings(named, "داعش هنا، وداعش هناك، ثم داعش مرة أخرى")

    assert len(finding.spans) == 3
    assert list(finding.spans) == sorted(finding.spans)


@pytest.mark.parametrize(
    "text",
    [
        "مدعشة",
        "قاعدية",
        "crisis",
        "isissimo",
        "العائلة والقطة",
        "a lantern in front",
        "شهيد",
        "martyr",
    ],
)
def test_a_name_inside_another_word_is_nothing(named: Named, text: str) -> None:
    assert findings(named, text) == []


def test_each_part_has_its_own_findings_in_order(named: Named) -> None:
    found = findings(named, "داعش", "nothing", "al-Qaeda")

    assert [finding.part for finding in found] == [0, 2]


def test_parts_that_are_no_text_are_passed_over(named: Named) -> None:
    parts = [
        Part(content=0, name="url", kind="url", url="https://isis.example/"),
        Part(content=0, name="text", kind="text", text="داعش"),
    ]

    (finding,) = named.detect(Scene(make_batch(parts)))

    assert finding.part == 1
