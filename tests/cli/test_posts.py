from __future__ import annotations

from pathlib import Path

import pytest

from mizan.cli.posts import read_posts
from mizan.errors import ContentError


@pytest.mark.parametrize(
    ("name", "written"),
    [
        (
            "posts.jsonl",
            '{"text": "good morning"}\n{"url": "x.example"}\n\n{"text": "صباح الخير"}\n',
        ),
        ("posts.txt", "good morning\n\n  صباح الخير"),
    ],
)
def test_a_file_of_posts_is_read_from_its_first_line(
    tmp_path: Path, name: str, written: str
) -> None:
    file = tmp_path / name
    file.write_text(written, "utf-8")

    posts = list(read_posts(file))

    assert posts == ["good morning", "صباح الخير"]


def test_a_missing_file_of_posts_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ContentError) as error:
        list(read_posts(tmp_path / "none.txt"))

    assert error.value.code == "content.missing"
