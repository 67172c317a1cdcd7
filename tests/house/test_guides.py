"""The guides name what there is."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"


def test_every_guide_is_linked_from_the_index() -> None:
    index = (DOCS / "index.md").read_text("utf-8")

    assert [page.name for page in (DOCS / "howto").glob("*.md") if page.name not in index] == []


def test_every_figure_of_the_profile_is_explained(tmp_path: Path) -> None:
    from mizan.service.setup import set_up

    set_up(tmp_path)
    from mizan.service.ground.profile import Profile

    told = (DOCS / "howto" / "configure.md").read_text("utf-8")

    assert [one.name for one in fields(Profile) if f"`{one.name}`" not in told] == []
