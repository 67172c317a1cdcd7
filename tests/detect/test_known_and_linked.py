from __future__ import annotations

import pytest

from mizan.detect.known import Known
from mizan.detect.linked import Linked
from mizan.detect.protocol import Scene
from mizan.plugins import load
from mizan.terms.bank import Bank, Purpose
from mizan.terms.label import LABELS
from mizan.terms.match import Match
from mizan.terms.part import Part
from mizan.text.batch import make_batch

PARTS = (
    Part(content=0, name="text", kind="text", text="نص a text"),
    Part(content=0, name="file", kind="file", data=b"bytes"),
    Part(content=0, name="image", kind="image", data=b"bytes"),
    Part(content=0, name="url", kind="url", url="https://lantern.example/calls"),
    Part(content=0, name="pdq", kind="digest", signal="pdq", value=bytes(32)),
    Part(content=0, name="sha256", kind="digest", signal="sha256", value=bytes(32)),
)
ROWS = {part.name: row for row, part in enumerate(PARTS)}


def scene(part: str, signal: str, purpose: Purpose = "harm") -> Scene:
    match = Match(
        part=ROWS[part],
        signal=signal,
        bank=Bank(id=1, name="bank", purpose=purpose),
        entry=7,
        confirmed=True,
        spans=((0, 3),) if part == "text" else (),
    )
    return Scene(make_batch(PARTS), [match])


@pytest.mark.parametrize(
    ("part", "signal", "label"),
    [
        ("text", "neartext", "known_text"),
        ("file", "sha256", "known_file"),
        ("file", "md5", "known_file"),
        ("image", "pdq", "known_image"),
        ("pdq", "pdq", "known_image"),
        ("sha256", "sha256", "known_file"),
        ("image", "sha256", "known_file"),
        ("text", "a-plug-in's", "known_text"),
        ("image", "a-plug-in's", "known_image"),
    ],
)
def test_a_match_of_content_is_a_finding_that_rests_on_it(
    part: str, signal: str, label: str
) -> None:
    seen = scene(part, signal)

    (finding,) = Known().detect(seen)

    assert (finding.label, finding.part, finding.detector) == (label, ROWS[part], "known")
    assert finding.match is seen.matches[0]
    assert finding.spans == seen.matches[0].spans
    assert Linked().detect(seen) == []


def test_a_match_of_a_link_is_the_business_of_linked_alone() -> None:
    seen = scene("url", "url")

    (finding,) = Linked().detect(seen)

    assert (finding.label, finding.part, finding.detector) == ("known_link", ROWS["url"], "linked")
    assert Known().detect(seen) == []


@pytest.mark.parametrize(("part", "signal"), [("text", "neartext"), ("url", "url")])
def test_a_match_of_an_allow_bank_says_allowed(part: str, signal: str) -> None:
    seen = scene(part, signal, "allow")

    (finding,) = Known().detect(seen) + Linked().detect(seen)

    assert finding.label == "allowed"
    assert finding.match is seen.matches[0]


@pytest.mark.parametrize(("part", "signal"), [("text", "neartext"), ("url", "url")])
def test_a_match_of_a_commons_bank_is_no_finding(part: str, signal: str) -> None:
    seen = scene(part, signal, "commons")

    assert Known().detect(seen) + Linked().detect(seen) == []


def test_detectors_come_through_the_plug_in_door_with_context_first() -> None:
    assert list(load("mizan.detect", "mizan.detectors"))[:4] == [
        "context",
        "known",
        "named",
        "linked",
    ]


def test_every_label_of_the_detectors_is_in_the_catalogue() -> None:
    said = {"known_file", "known_image", "known_text", "known_link", "allowed"}

    assert said <= set(LABELS)
