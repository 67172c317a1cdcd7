from __future__ import annotations

import pytest

from mizan.detect.named import Named
from mizan.detect.protocol import Scene
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
