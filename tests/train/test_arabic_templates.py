"""The Arabic templates, wrappers and the pack are complete, sound and in Arabic."""

from __future__ import annotations

import json
import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mizan.train.templates import HARM, STAY

FOLDER = Path(__file__).parents[2] / "src" / "mizan" / "train"
TEMPLATES = FOLDER / "templates"
FILES = sorted(str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*_ar.toml"))
SIDES = {"harm": (HARM, 12), "stay": (STAY, 15)}
GIVEN = {"self_name", "exonym", "neutral_name"}  # filled by the generator
SLOT = re.compile(r"\{([^{}]*)\}")


def read(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / "templates" / name).read_text(encoding="utf-8"))


def pack() -> list[dict[str, str]]:
    lines = (FOLDER / "packs" / "condolences_ar.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def texts_of(book: dict[str, Any]) -> Iterator[str]:
    for family in book.get("family", ()):
        yield from family["texts"]
    for wrap in book.get("wrap", ()):
        yield wrap["text"]


def foreign_letters(text: str) -> str:
    """Return the letters of another script, slots left out."""
    letters = (sign for sign in SLOT.sub("", text) if unicodedata.category(sign)[0] == "L")
    return "".join(sign for sign in letters if "ARABIC" not in unicodedata.name(sign))


def closes(text: str) -> bool:
    """Tell whether every bracket that opens is closed by its own kind."""
    pairs = {")": "(", "]": "[", "}": "{"}
    opened: list[str] = []
    for sign in re.sub(r"\\.", "", text):
        if sign in pairs.values():
            opened.append(sign)
        elif sign in pairs and (not opened or opened.pop() != pairs[sign]):
            return False
    return not opened


@pytest.mark.parametrize("side", SIDES)
def test_every_kind_has_its_families(side: str) -> None:
    kinds, least = SIDES[side]

    counts = Counter(family["kind"] for family in read(f"{side}_ar.toml")["family"])

    assert set(counts) == set(kinds)
    assert {kind for kind, count in counts.items() if count < least} == set()


def test_news_has_at_least_sixty_families() -> None:
    counts = Counter(family["kind"] for family in read("stay_ar.toml")["family"])

    news = sum(counts[kind] for kind in ("news", "headline", "tweet_news", "war_commentary"))

    assert news >= 60


def test_no_id_is_there_twice() -> None:
    families = [family["id"] for side in SIDES for family in read(f"{side}_ar.toml")["family"]]
    wraps = [wrap["id"] for wrap in read("wraps_ar.toml")["wrap"]]
    rows = [row["id"] for row in pack()]

    ids = Counter([*families, *wraps, *rows])

    assert [one for one, count in ids.items() if count > 1] == []


def test_no_template_is_there_twice() -> None:
    texts = Counter(text for side in SIDES for text in texts_of(read(f"{side}_ar.toml")))

    assert [text for text, count in texts.items() if count > 1] == []


@pytest.mark.parametrize("name", FILES)
def test_every_slot_is_known_and_used(name: str) -> None:
    book = read(name)
    values = [value for slot in book["slots"].values() for value in slot]

    named = {slot for text in [*texts_of(book), *values] for slot in SLOT.findall(text)}

    assert named - book["slots"].keys() - GIVEN - {"post"} == set()
    assert book["slots"].keys() - named == set()


@pytest.mark.parametrize("name", FILES)
def test_templates_are_arabic_and_their_brackets_close(name: str) -> None:
    book = read(name)
    values = [value for slot in book["slots"].values() for value in slot]

    faulty = [t for t in [*texts_of(book), *values] if foreign_letters(t) or not closes(t)]

    assert book["lang"] == "ar"
    assert faulty == []


def test_wrappers_hold_the_post_once_and_come_in_four_kinds() -> None:
    wraps = read("wraps_ar.toml")["wrap"]

    counts = Counter(wrap["kind"] for wrap in wraps)

    assert set(counts) == {"report", "condemn", "research", "stuff"}
    assert counts["stuff"] >= 25
    assert counts.total() - counts["stuff"] >= 60
    assert [wrap["id"] for wrap in wraps if wrap["text"].count("{post}") != 1] == []


def test_the_pack_has_two_halves_of_both_kinds() -> None:
    rows = pack()

    counts = Counter((row["kind"], row["half"]) for row in rows)

    assert counts == {
        (kind, half): 75 for kind in ("condolence", "prayer") for half in ("train", "test")
    }
    assert len({row["text"] for row in rows}) == len(rows)
    assert [row["id"] for row in rows if foreign_letters(row["text"])] == []
    assert {tuple(row) for row in rows} == {("id", "kind", "family", "text", "half")}
