"""Rows are read from files as a recipe says; what is torn or foreign is refused."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from mizan.errors import MizanError
from mizan.train.recipe import Recipe, SetOf
from mizan.train.rows import Row
from mizan.train.sources import read_sets

LONG = "word " * 400


def read(folder: Path, **fields: Any) -> list[Row]:
    one = SetOf(**{"name": "set", "file": "set.jsonl", "licence": "own", "lang": "en", **fields})
    return list(read_sets(Recipe(name="r", licence="own", sets=[one]), folder))


def write(folder: Path, *rows: dict[str, Any], name: str = "set.jsonl") -> None:
    data = "\n".join(map(json.dumps, rows)).encode()
    (folder / name).write_bytes(gzip.compress(data) if name.endswith(".gz") else data)


@pytest.mark.parametrize("name", ["set.jsonl", "set.jsonl.gz"])
def test_labels_say_what_is_support_and_the_rest_is_left_out(tmp_path: Path, name: str) -> None:
    rows = [{"text": label, "label": label} for label in ("yes", "no", "unsure")]
    write(tmp_path, *rows, name=name)

    found = read(tmp_path, file=name, support=["yes"], other=["no"])

    assert [(row.text, row.support) for row in found] == [("yes", True), ("no", False)]


def test_a_table_is_read_by_its_columns(tmp_path: Path) -> None:
    (tmp_path / "set.csv").write_text('text,date\n"one, two",May\n', "utf-8")

    [row] = read(tmp_path, file="set.csv", support=["*"], group="date", weak=True)

    assert (row.text, row.group, row.weak) == ("one, two", "set May", True)


def test_pieces_are_cut_and_counted(tmp_path: Path) -> None:
    write(tmp_path, *[{"text": LONG, "extra": {"title": f"title {n}"}} for n in range(5)])

    found = read(tmp_path, other=["*"], pieces={"title": 2, "lead": 1, "first": 3, "some": 9})

    kinds = [row.kind for row in found]
    assert {kind: kinds.count(kind) for kind in kinds} == {
        "other, title": 2,
        "other, lead": 1,
        "other, first": 3,
        "other, some": 5,
    }
    assert {len(row.text) for row in found if row.kind.endswith("lead")} == {140}


def test_a_field_makes_a_kind_that_is_never_left_out(tmp_path: Path) -> None:
    rows = [{"text": f"text {n}", "extra": {"hot": n < 3}} for n in range(6)]
    write(tmp_path, *rows)

    found = read(tmp_path, other=["*"], protected_if={"extra.hot": "hot"}, pieces={"whole": 1})

    assert sum(row.kind == "hot" for row in found) == 3


def test_of_a_mixed_set_one_language_may_be_taken(tmp_path: Path) -> None:
    write(tmp_path, {"text": "tea with mint"}, {"text": "شاي بالنعناع"})

    found = read(tmp_path, lang="mixed", only="ar", other=["*"])

    assert [row.lang for row in found] == ["ar"]


@pytest.mark.parametrize(
    "data",
    [b'{"text": "to', b"[1]", b"5", b"[" * 200_000, b"\xff\xfe", b'{"text": 1}\n{'],
    ids=["half", "list", "number", "deep", "bytes", "second line"],
)
def test_what_is_torn_or_foreign_is_refused_with_a_way_out(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "set.jsonl").write_bytes(data)

    with pytest.raises(MizanError) as caught:
        read(tmp_path, other=["*"])

    assert caught.value.code == "train.data"
    assert caught.value.hint


def test_a_torn_archive_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    write(tmp_path, {"text": LONG}, name="set.jsonl.gz")
    whole = (tmp_path / "set.jsonl.gz").read_bytes()
    (tmp_path / "set.jsonl.gz").write_bytes(whole[: len(whole) // 2])

    for name in ("set.jsonl.gz", "none.jsonl"):
        with pytest.raises(MizanError):
            read(tmp_path, file=name, other=["*"])


@pytest.mark.parametrize("text", [None, 5, "", "  "])
def test_rows_without_a_text_are_passed_over(tmp_path: Path, text: Any) -> None:
    write(tmp_path, {"text": text}, {"text": "tea"})

    assert [row.text for row in read(tmp_path, other=["*"])] == ["tea"]
