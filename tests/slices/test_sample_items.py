"""The sixty sample items are whole, and the engine says of each what the file expects."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from mizan import open_engine
from mizan.cli.demo import fill
from mizan.errors import ContentError
from mizan.terms.content import Content

EXAMPLES = Path(__file__).parents[2] / "examples"
FIELDS = [
    *("external_id", "source", "surface", "public", "kind", "author", "thread", "reach"),
    *("minutes_ago", "lang", "expect"),
]
ITEMS: list[dict[str, Any]] = [
    json.loads(line) for line in (EXAMPLES / "items.jsonl").read_text("utf-8").splitlines()
]


def content_of(item: dict[str, Any]) -> Content:
    """Return what the engine is asked about an item."""
    name = item.get("file")
    return Content(
        id=item["external_id"],
        text=item.get("text"),
        url=item.get("url"),
        name=name,
        data=(EXAMPLES / name).read_bytes() if name else None,
        lang=item["lang"],
    )


def levels_of(folder: Path, policy: Path | None = None) -> dict[str, str]:
    """Return the level of each item by its id, with the demo's banks in a new folder."""
    with open_engine(folder, policy=policy) as engine:
        fill(engine, EXAMPLES)
        verdicts = engine.scan_many([content_of(item) for item in ITEMS])
    return {
        item["external_id"]: verdict.code if isinstance(verdict, ContentError) else verdict.verdict
        for item, verdict in zip(ITEMS, verdicts, strict=True)
    }


@pytest.fixture(scope="module")
def levels(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The levels under the shipped policy."""
    return levels_of(tmp_path_factory.mktemp("samples"))


def test_each_item_gets_the_level_that_the_file_expects(levels: dict[str, str]) -> None:
    expected = {item["external_id"]: item["expect"] for item in ITEMS}

    assert levels == expected


def test_the_trial_rules_leave_up_the_quoting_article_and_the_farther_image(
    levels: dict[str, str], tmp_path: Path
) -> None:
    on_trial = levels_of(tmp_path, EXAMPLES / "rules_shadow.yaml")

    other = [item for item in ITEMS if on_trial[item["external_id"]] != levels[item["external_id"]]]

    assert [item["file"] for item in other] == ["article_ar_quoting.txt", "image_recompressed.jpg"]
    assert {on_trial[item["external_id"]] for item in other} == {"leave"}


def test_there_are_sixty_items_and_a_third_or_so_is_for_review() -> None:
    counts = Counter(item["expect"] for item in ITEMS)

    assert len({item["external_id"] for item in ITEMS}) == 60
    assert counts.keys() == {"leave", "review"}
    assert 20 <= counts["review"] <= 25


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item["external_id"])
def test_an_item_has_each_field_and_exactly_one_body(item: dict[str, Any]) -> None:
    bodies = [field for field in ("text", "file", "url") if field in item]

    assert len(bodies) == 1
    assert sorted(item) == sorted([*FIELDS, *bodies])
    assert item["source"] in {"forum", "chat", "files"}
    assert item["kind"] in {"text", "html", "image", "url"}
    assert item["public"] in {True, False}
    assert item["lang"] in {"ar", "en", None}
    assert item["reach"] >= 0 < item["minutes_ago"]
    assert "file" not in item or (EXAMPLES / item["file"]).is_file()


def test_one_statement_comes_from_several_authors_and_several_times_in_one_thread() -> None:
    found = [item for item in ITEMS if item["expect"] == "review"]
    threads = Counter(item["thread"] for item in found)

    assert len({item["author"] for item in found}) >= 10
    assert max(threads[thread] for thread in threads if thread) >= 3
