"""`mizan entities` as its users call it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.entities import lists

Mizan = Callable[..., Any]  # the fixture of conftest.py


@pytest.fixture
def old(tmp_path: Path) -> Path:
    text = lists.un(lists.LANTERN, lists.HARBOUR, lists.BANK, generated="2023-01-01T00:00:00")
    return lists.write(tmp_path, "old.xml", text)


@pytest.fixture
def new(tmp_path: Path) -> Path:
    changed = lists.LANTERN.replace("2020-01-02", "2020-01-03")
    gate = lists.entity("QDe.906", "Copper Gate League", original="رابطة بوابة النحاس")
    return lists.write(tmp_path, "new.xml", lists.un(changed, gate))


def names_in(mizan: Mizan, text: str) -> list[tuple[str, str]]:
    """Return cue and reference of each name that a scan finds."""
    given = json.dumps({"id": 1, "text": text}).encode()
    (line,) = mizan("scan", "--jsonl", "-", "--json", given=given).lines
    return [(one["cue"], one["reference"]) for one in line["findings"] if "reference" in one]


def test_a_list_is_imported_named_updated_and_gone_back_from(
    mizan: Mizan, old: Path, new: Path
) -> None:
    first = mizan("entities", "import", old, "--why", "first")
    before = names_in(mizan, "the Silent Harbour Brigade and the Copper Gate League")
    second = mizan("entities", "import", new, "--why", "monthly")
    after = names_in(mizan, "the Silent Harbour Brigade and the Copper Gate League")
    back = mizan("entities", "use", "un", "2023-01-01")

    assert "2 entries as list un; 1 of other parts" in first.out
    assert "1 added, 1 changed, 1 delisted" in second.out
    title = "UN Security Council consolidated list"
    assert before == [("un-tae-902: Silent Harbour Brigade", f"{title} 2023-01-01, TAe.902")]
    assert after == [("un-qde-906: Copper Gate League", f"{title} 2024-05-01, QDe.906")]
    assert "1 added, 1 changed, 1 delisted" in back.out
    assert mizan("ledger", "verify").status == 0


def test_two_files_are_compared_without_a_change(mizan: Mizan, old: Path, new: Path) -> None:
    ran = mizan("entities", "diff", old, new)

    assert ran.status == 1
    assert ran.out.splitlines() == [
        "UN Security Council consolidated list: from 2023-01-01 to 2024-05-01",
        "+ QDe.906  Copper Gate League",
        "~ QDe.901  BLACK LANTERN FRONT (BLF): listed_on",
        "- TAe.902  Silent Harbour Brigade: delisted",
        "1 added, 1 changed, 1 delisted",
    ]
    assert mizan("entities", "list", "--versions").out == ""


def test_a_file_is_compared_with_what_is_in_force(mizan: Mizan, old: Path, new: Path) -> None:
    mizan("entities", "import", old)

    same = mizan("entities", "diff", old)
    ran = mizan("entities", "diff", new, "--json")

    found = json.loads(ran.out)
    assert same.status == 0
    assert ran.status == 1
    assert (found["old"], found["new"]) == ("2023-01-01", "2024-05-01")
    assert [one["reference"] for one in found["delisted"]] == ["TAe.902"]
    assert found["changed"] == [
        {
            "reference": "QDe.901",
            "fields": {"listed_on": {"old": "2020-01-02", "new": "2020-01-03"}},
        }
    ]


def test_what_is_in_force_is_shown_with_roles_list_version_and_number(
    mizan: Mizan, new: Path
) -> None:
    mizan("entities", "import", new)

    told = json.loads(mizan("entities", "list", "--json").out)
    found = {one["id"]: one for one in told["organisations"]}

    assert told["version"].endswith("+un-2024-05-01")
    assert "black-lantern-front" not in found
    assert found["un-qde-906"]["listed"] == [
        {
            "list": "un",
            "reference": "QDe.906",
            "on": "2020-01-02",
            "title": "UN Security Council consolidated list",
            "version": "2024-05-01",
        }
    ]


def test_the_list_is_told_in_arabic_and_english(mizan: Mizan) -> None:
    english = mizan("entities", "list", "--fictitious").out
    arabic = mizan("entities", "list", "--fictitious", "--lang", "ar").out

    assert "black-lantern-front  Black Lantern Front" in english
    assert "- Lanternists (others' name for it)" in english
    assert "black-lantern-front  جبهة الفانوس الأسود" in arabic
    assert "- Lanternists (اسم أطلقه غيرها)" in arabic


def test_versions_are_shown_and_a_list_is_removed(mizan: Mizan, old: Path, new: Path) -> None:
    mizan("entities", "import", old)
    mizan("entities", "import", new)

    kept = json.loads(mizan("entities", "list", "--versions", "--json").out)["lists"]
    removed = mizan("entities", "remove", "un")
    again = mizan("entities", "remove", "un")

    assert [(one["version"][:10], one["in_force"]) for one in kept] == [
        ("2023-01-01", False),
        ("2024-05-01", True),
    ]
    assert removed.status == 0
    assert again.status == 1
    assert "does not hold a list un in force" in again.err
    assert len(mizan("entities", "list", "--versions").out.splitlines()) == 2


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.xml", "<CONSOLIDATED_LIST", "is not a list that can be read"),
        ("a.xml", "<!DOCTYPE a [<!ENTITY b 'c'>]><a/>", "document type"),
        ("a.json", "{}", "no MISP galaxy cluster"),
        ("a.csv", "a,b\n", "its first line must name columns"),
        ("a.pdf", "a", "the end of its name"),
    ],
)
def test_what_is_no_list_changes_nothing(
    mizan: Mizan, tmp_path: Path, name: str, content: str, said: str
) -> None:
    ran = mizan("entities", "import", lists.write(tmp_path, name, content))

    assert ran.status == 1
    assert said in ran.err
    assert "Traceback" not in ran.err
    assert mizan("entities", "list", "--versions").out == ""


def test_a_damaged_list_stops_a_scan_with_a_way_out(
    mizan: Mizan, new: Path, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    mizan("entities", "import", new, "--data", data)
    (path,) = (data / "lists" / "un").glob("*.json")
    path.write_bytes(b"{}")

    ran = mizan("scan", "-", "--data", data, given=b"a text")
    healed = mizan("entities", "remove", "un", "--data", data)

    assert ran.status == 1
    assert "mizan entities remove" in ran.err
    assert healed.status == 0
    assert mizan("scan", "-", "--data", data, given=b"a text").status == 0


def test_a_table_of_ones_own_is_imported_by_its_name(mizan: Mizan, tmp_path: Path) -> None:
    path = lists.write(tmp_path, "house.csv", lists.TABLE)

    ran = mizan("entities", "import", path, "--name", "house", "--version", "2024.1")

    assert "version 2024.1: 1 entries as list house; 1 of other parts" in ran.out
    assert names_in(mizan, "Order of the Last Light") == [
        ("black-lantern-front: Order of the Last Light", "house 2024.1, A-1")
    ]
