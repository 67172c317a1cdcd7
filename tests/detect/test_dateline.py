from __future__ import annotations

import pytest

from mizan.detect.dateline import find_dateline


def places(text: str, word: str) -> list[tuple[int, int]]:
    return [(text.index(word), text.index(word) + len(word))] if word else []


@pytest.mark.parametrize(
    ("text", "agency", "said", "place"),
    [
        ("TALL RAYHAN – Families returned", "", "", "TALL RAYHAN"),
        ("A headline\n\nTALL RAYHAN - Families returned", "", "", "TALL RAYHAN"),
        ("Ashby, 3 May (AP) — Families returned", "AP", "", "Ashby, 3 May (AP)"),
        ("تل الريحان – خاص: عادت العائلات", "خاص", "", "تل الريحان"),
        ("عين السروة (رويترز) - عادت العائلات", "رويترز", "", "عين السروة (رويترز)"),
        ("تل الريحان – قال شاهد", "", "قال", "تل الريحان"),
    ],
)
def test_place_agency_and_dash_are_a_dateline(
    text: str, agency: str, said: str, place: str
) -> None:
    span = find_dateline(text, places(text, agency), places(text, said))

    assert span is not None
    assert text[slice(*span)] == place


@pytest.mark.parametrize(
    ("text", "agency", "said"),
    [
        ("تل الريحان – مدينة جميلة", "", ""),
        ("My brother – the tall one – left", "", ""),
        ("no dash here says Reuters", "Reuters", ""),
        ("one\ntwo\nthree\nTALL RAYHAN – too late", "", ""),
        ("the long way round the old market – he said", "", "he said"),
        ("", "", ""),
        ("\n\n\n", "", ""),
    ],
)
def test_a_dash_alone_is_no_dateline(text: str, agency: str, said: str) -> None:
    assert find_dateline(text, places(text, agency), places(text, said)) is None
