"""Every detector, built in or not, keeps the same promises."""

from __future__ import annotations

import pytest

from mizan.detect.protocol import Detector, Scene
from mizan.engine.build import detectors
from mizan.terms.label import LABELS
from mizan.terms.part import Part
from mizan.text.batch import make_batch

TEXTS = (
    "",
    "\u200b\u0640",
    "\ud800",
    'The Black Lantern Front said: "the lamp is lit", officials reported; we condemn it.',
    "قالت جبهة الفانوس الأسود في بيان: «أُضيء المصباح»، وفق وكالات الأنباء، ونحن ندينها.",
)


@pytest.fixture(params=detectors(), ids=lambda detector: detector.name)
def detector(request: pytest.FixtureRequest) -> Detector:
    found: Detector = request.param
    return found


def test_it_speaks_of_labels_that_are_documented(detector: Detector) -> None:
    parts = [Part(content=i, name="text", kind="text", text=t) for i, t in enumerate(TEXTS)]

    findings = detector.detect(Scene(make_batch(parts)))

    assert {finding.label for finding in findings} <= set(LABELS)
    assert {finding.detector for finding in findings} <= {detector.name}
    assert all(finding.weight == 0 for finding in findings)


def test_its_spans_lie_in_the_text_and_rise(detector: Detector) -> None:
    parts = [Part(content=i, name="text", kind="text", text=t) for i, t in enumerate(TEXTS)]

    findings = detector.detect(Scene(make_batch(parts)))

    for finding in findings:
        flat = [place for span in finding.spans for place in span]
        assert flat == sorted(flat)
        assert all(0 <= place <= len(TEXTS[finding.part]) for place in flat)


def test_an_empty_scene_gives_nothing(detector: Detector) -> None:
    assert detector.detect(Scene(make_batch([]))) == []
