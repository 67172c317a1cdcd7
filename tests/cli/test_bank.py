"""`mizan bank` as its users call it."""

from __future__ import annotations

import csv
import io
import json
import os
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Mizan = Callable[..., Any]  # the fixture of conftest.py
EXAMPLES = Path(__file__).parents[2] / "examples"
STATEMENT = EXAMPLES / "statement_ar.txt"


def entries(mizan: Mizan, name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(mizan("bank", "show", name, "--json").out)["entries"]
    return found


def test_entries_are_shown_oldest_first_without_content(lantern: Mizan) -> None:
    found = entries(lantern, "lantern")

    assert [row["type"] for row in found] == ["neartext", "sha256", "pdq", "url"] or [
        row["type"] for row in found
    ] == ["neartext", "pdq", "sha256", "url"]
    assert [row["id"] for row in found] == sorted(row["id"] for row in found)
    assert STATEMENT.read_text("utf-8")[:40] not in json.dumps(found, ensure_ascii=False)


def test_what_is_removed_disabled_or_enabled_matches_accordingly(lantern: Mizan) -> None:
    [entry] = [row["id"] for row in entries(lantern, "lantern") if row["type"] == "neartext"]

    def verdict() -> str:
        return str(lantern("scan", STATEMENT, "--json").lines[0]["verdict"])

    seen = [verdict()]
    for change in (
        ("disable", "lantern", entry),
        ("enable", "lantern", entry),
        ("disable", "lantern"),
        ("enable", "lantern"),
        ("remove", "lantern", entry),
    ):
        assert lantern("bank", *change).status == 0
        seen.append(verdict())

    assert seen == ["review", "leave", "review", "leave", "review", "leave"]


def test_adding_twice_adds_once(lantern: Mizan) -> None:
    before = entries(lantern, "lantern")

    ran = lantern("bank", "add", "lantern", STATEMENT)

    assert entries(lantern, "lantern") == before
    assert "0 new, 1 there already" in ran.out


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("إنا لله وإنا إليه راجعون", "Arabic"),
        ("عظم الله أجركم وأحسن عزاءكم وغفر لميتكم", "Arabic"),
        ("May his soul rest in peace. Our thoughts and prayers are with the family.", "English"),
    ],
)
def test_a_condolence_formula_is_stopped_and_counted_by_language(
    mizan: Mizan, text: str, lang: str
) -> None:
    mizan("bank", "create", "b", "--purpose", "harm")

    refused = mizan("bank", "add", "b", "--text", text)
    tried = mizan("bank", "try", "b", "--text", text)
    forced = mizan("bank", "add", "b", "--text", text, "--because", "ordered by the board")

    assert refused.status == 1
    assert f"passages, {lang}: hits" in refused.err
    assert "--because" in refused.err
    assert tried.status == 1
    assert forced.status == 0
    assert [row["because"] for row in entries(mizan, "b")] == ["ordered by the board"]


def test_an_entry_that_hits_the_stay_up_pack_is_refused_by_import_too(
    mizan: Mizan, tmp_path: Path
) -> None:
    pack = Path(__file__).parents[2] / "src/mizan/banks/shipped/stayup_en.jsonl"
    innocent = json.loads(pack.read_text("utf-8").splitlines()[0])["text"]
    rows = [{"text": innocent}, {"text": STATEMENT.read_text("utf-8")}]
    (tmp_path / "list.jsonl").write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    mizan("bank", "create", "b", "--purpose", "harm")

    ran = mizan("bank", "import", "b", tmp_path / "list.jsonl")

    assert ran.status == 1
    assert "1 new" in ran.out
    assert "1 bad" in ran.out
    assert len(entries(mizan, "b")) == 1


def test_a_trial_adds_nothing_and_counts_the_operators_own_posts(
    lantern: Mizan, tmp_path: Path
) -> None:
    sample = tmp_path / "sample.jsonl"
    posts = ["good morning", STATEMENT.read_text("utf-8"), "good night"]
    sample.write_text("\n".join(json.dumps({"text": post}) for post in posts), "utf-8")
    before = entries(lantern, "lantern")

    ran = lantern("bank", "try", "lantern", STATEMENT, "--sample", sample)

    assert ran.status == 0
    assert "your sample: hits 1 of 3" in ran.out
    assert entries(lantern, "lantern") == before


def hashes(count: int) -> list[str]:
    chance = random.Random(7)
    return [chance.randbytes(32).hex() for _ in range(count)]


@pytest.mark.parametrize("form", ["csv", "jsonl", "plain"])
def test_lists_come_in_and_go_out_again(mizan: Mizan, tmp_path: Path, form: str) -> None:
    values = hashes(50)
    path = tmp_path / f"list.{'txt' if form == 'plain' else form}"
    path.write_text(
        {
            "csv": "type,value,label\n" + "".join(f"pdq,{v},x\n" for v in values),
            "jsonl": "".join(json.dumps({"type": "pdq", "value": v}) + "\n" for v in values),
            "plain": "# a comment\n" + "".join(f"pdq {v}\n" for v in values),
        }[form],
        "utf-8",
    )
    mizan("bank", "create", "b", "--purpose", "harm")

    came = mizan("bank", "import", "b", path)
    out = mizan("bank", "export", "b", "--format", "csv")

    assert came.status == 0
    assert [row["value"] for row in csv.DictReader(io.StringIO(out.out))] == values
    assert {row["opinion"] for row in entries(mizan, "b")} == {"unconfirmed"}


def test_bad_lines_never_stop_the_rest(mizan: Mizan, tmp_path: Path) -> None:
    good = hashes(5)
    path = tmp_path / "list.txt"
    lines = [f"pdq {good[0]}", "pdq short", "nonsense", f"pdq {good[1]}", "", f"pdq {good[2]}"]
    path.write_text("\n".join(lines), "utf-8")
    mizan("bank", "create", "b", "--purpose", "harm")

    ran = mizan("bank", "import", "b", path)

    rejects = Path(ran.err.strip().splitlines()[-1].split(": ", 1)[1])
    assert ran.status == 1
    assert "3 new" in ran.out
    told = rejects.read_text("utf-8").splitlines()
    assert [row.split(",")[0] for row in told] == ["line", "2", "3"]
    assert "short" not in rejects.read_text("utf-8")


def test_an_imported_entry_acts_only_when_it_is_confirmed(mizan: Mizan, tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_text(f"sha256 {'ab' * 32}\n", "utf-8")
    mizan("bank", "create", "b", "--purpose", "harm", "--may-act", "auto")
    mizan("bank", "import", "b", tmp_path / "list.txt")
    given = json.dumps({"id": 1, "sha256": "ab" * 32}).encode()

    before = mizan("scan", "--jsonl", "-", "--json", given=given).lines[0]["verdict"]
    mizan("bank", "confirm", "b", entries(mizan, "b")[0]["id"])
    after = mizan("scan", "--jsonl", "-", "--json", given=given).lines[0]["verdict"]

    assert (before, after) == ("review", "act")


@pytest.mark.parametrize(("limit", "verdict"), [("11", "leave"), ("12", "review")])
def test_the_largest_distance_of_a_bank_is_obeyed(mizan: Mizan, limit: str, verdict: str) -> None:
    """The two sample images are 12 bits apart."""
    mizan("bank", "create", "b", "--purpose", "harm", "--max-distance", limit)
    mizan("bank", "add", "b", EXAMPLES / "image_original.png")

    [line] = mizan("scan", EXAMPLES / "image_recompressed.jpg", "--json").lines

    assert line["verdict"] == verdict


@pytest.mark.parametrize(
    ("arguments", "status", "told"),
    [
        (("create", "Bad Name", "--purpose", "harm"), 1, "a-z"),
        (("create", "lantern", "--purpose", "harm"), 1, "already"),
        (("create", "x", "--purpose", "evil"), 2, "harm"),
        (("add", "nowhere", "--text", "x"), 1, "lantern"),
        (("add", "lantern"), 2, "--text"),
        (("add", "lantern", "--hash", "pdq:xyz"), 1, "64 hex digits"),
        (("add", "lantern", "--hash", "nonsense"), 1, "TYPE:VALUE"),
        (("add", "lantern", "--url", "https://t.me/"), 1, "shared by very many"),
        (("add", "lantern", "missing.txt"), 1, "missing.txt"),
        (("remove", "lantern", "999999"), 1, "999999"),
        (("import", "lantern", "missing.csv"), 1, "missing.csv"),
        (("set", "lantern"), 2, "--may-act"),
    ],
)
def test_what_cannot_be_done_is_said_with_the_way_out(
    lantern: Mizan, arguments: tuple[str, ...], status: int, told: str
) -> None:
    ran = lantern("bank", *arguments)

    assert ran.status == status
    assert told in ran.err
    assert "Traceback" not in ran.err


def test_a_removed_fingerprint_is_gone_from_the_folder(mizan: Mizan, tmp_path: Path) -> None:
    values = hashes(12_000)
    (tmp_path / "list.txt").write_text("".join(f"pdq {v}\n" for v in values), "utf-8")
    mizan("bank", "create", "b", "--purpose", "harm")
    mizan("bank", "import", "b", tmp_path / "list.txt")
    value = bytes.fromhex(values[77])
    data = Path(os.environ["MIZAN_DATA"])
    [entry] = [row["id"] for row in entries(mizan, "b") if row["value"] == values[77]]

    def columns() -> bool:  # the index keeps a hash as four words, each in a column of its own
        segments = [path.read_bytes() for path in data.glob("segments/*.seg")]
        return all(any(value[i : i + 8] in s for s in segments) for i in range(0, 32, 8))

    before = columns()
    ran = mizan("bank", "remove", "b", entry)

    assert before
    assert "erased" in ran.out
    assert not columns()
    assert value not in (data / "mizan.db").read_bytes()
