"""Lists are read from what their publishers write, and nothing else is."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.entities import lists

from mizan.entities import hostile
from mizan.entities.importers import read_list
from mizan.entities.lists import DesignationList
from mizan.entities.options import Options
from mizan.errors import MizanError


def read(folder: Path, content: Any, file: str = "list.xml", **how: Any) -> DesignationList:
    return read_list(lists.write(folder, file, content), options=Options(**how))


def code_of(folder: Path, content: Any, name: str = "list.xml", form: str = "auto") -> str:
    with pytest.raises(MizanError) as caught:
        read_list(lists.write(folder, name, content), form)
    assert caught.value.hint
    return caught.value.code


def test_the_un_list_is_read_with_its_names_by_script_and_quality(tmp_path: Path) -> None:
    found = read(tmp_path, lists.un(lists.LANTERN))

    (entry,) = found.entries
    assert (found.name, found.version, found.source) == ("un", "2024-05-01", "list.xml")
    assert (entry.reference, entry.name) == ("QDe.901", "BLACK LANTERN FRONT (BLF)")
    assert (entry.listed_on, entry.updated_on) == ("2020-01-02", "2022-03-04")
    assert (entry.regime, entry.countries, entry.kind) == ("Al-Qaida", ("Xanadu",), "organisation")
    assert {(name.text, name.script, name.quality) for name in entry.names} == {
        ("BLACK LANTERN FRONT", "Latn", "primary"),
        ("BLF", "Latn", "low"),
        ("جبهة الفانوس الأسود", "Arab", "original"),
        ("Order of the Last Light", "Latn", "aka"),
        ("Society of the First Lamp", "Latn", "fka"),
        ("LAMPS", "Latn", "aka"),
        ("Hay’at al-Misbah", "Latn", "aka"),
        ("HAM", "Latn", "low"),
        ("هيئة المصباح البعيد", "Arab", "aka"),
        ("رابطة المصباح البعيد", "Arab", "aka"),
    }


def test_sanctions_on_states_and_persons_are_left_out_and_counted(tmp_path: Path) -> None:
    text = lists.un(lists.LANTERN, lists.HARBOUR, lists.BANK, persons=lists.PERSON)

    found = read(tmp_path, text)

    assert [entry.reference for entry in found.entries] == ["QDe.901", "TAe.902"]
    assert found.left_out == 2


def test_another_regime_is_taken_when_it_is_named(tmp_path: Path) -> None:
    found = read(tmp_path, lists.un(lists.LANTERN, lists.BANK), regimes=("DPRK",))

    assert [entry.reference for entry in found.entries] == ["KPe.903"]


def test_persons_are_kept_only_when_asked_for_and_never_among_organisations(
    tmp_path: Path,
) -> None:
    found = read(tmp_path, lists.un(lists.LANTERN, persons=lists.PERSON), persons=True)

    assert [(entry.name, entry.kind) for entry in found.entries][1] == (
        "Nobody Of Anywhere",
        "person",
    )
    assert [entry.reference for entry in found.organisations()] == ["QDe.901"]


def test_comments_are_not_taken(tmp_path: Path) -> None:
    assert "QDe.999" not in repr(read(tmp_path, lists.un(lists.LANTERN)))


def test_another_encoding_that_xml_names_is_read(tmp_path: Path) -> None:
    text = lists.un(lists.LANTERN).replace('encoding="UTF-8"', 'encoding="UTF-16"')

    assert read(tmp_path, text.encode("utf-16")).entries[0].reference == "QDe.901"


BOMB = (
    '<?xml version="1.0"?><!DOCTYPE CONSOLIDATED_LIST [<!ENTITY a "lamp"><!ENTITY b "&a;&a;&a;">]>'
    '<CONSOLIDATED_LIST dateGenerated="2024-05-01">&b;</CONSOLIDATED_LIST>'
)
FETCH = (
    '<?xml version="1.0"?><!DOCTYPE CONSOLIDATED_LIST SYSTEM "file:///etc/hostname">'
    '<CONSOLIDATED_LIST dateGenerated="2024-05-01"></CONSOLIDATED_LIST>'
)
WHOLE = lists.un(lists.LANTERN, lists.HARBOUR)


@pytest.mark.parametrize(
    "content",
    [
        "",
        "no list at all",
        "<html><body>404</body></html>",
        BOMB,
        FETCH,
        WHOLE[: len(WHOLE) // 2],
        WHOLE[:-1],
        WHOLE + WHOLE,
        WHOLE.replace("UTF-8", "klingon"),
        WHOLE.encode("utf-16").replace(b"\xff\xfe", b""),
        WHOLE.replace("QDe.901", "\x00"),
        lists.un(),
        lists.un(lists.BANK),
        lists.un(lists.LANTERN, lists.LANTERN),
        lists.un(lists.LANTERN, generated="yesterday"),
        lists.un(lists.LANTERN.replace("QDe.901", "")),
        lists.un(lists.LANTERN.replace("BLACK LANTERN FRONT (BLF)", " ")),
        lists.un(lists.LANTERN.replace("<COMMENTS1>", "<a>" * 30 + "</a>" * 30 + "<COMMENTS1>")),
        lists.un(lists.LANTERN.replace("<COMMENTS1>", "<COMMENTS1>" + "x" * 200_000)),
        lists.un(lists.entity("QDe.905", "lamp " * 300)),
    ],
)
def test_what_is_no_un_list_is_refused(tmp_path: Path, content: str | bytes) -> None:
    assert code_of(tmp_path, content, form="un") == "entities.bad_list"


def test_what_is_larger_than_any_list_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hostile, "MAX_BYTES", 1000)

    assert code_of(tmp_path, lists.un(lists.LANTERN)) == "entities.too_large"


def test_more_entries_than_any_list_has_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hostile, "MAX_RECORDS", 1)

    assert code_of(tmp_path, lists.un(lists.LANTERN, lists.BANK)) == "entities.too_large"


@pytest.mark.parametrize("name", ["none.xml", "none.json", "none.csv"])
def test_a_missing_file_is_an_error(tmp_path: Path, name: str) -> None:
    with pytest.raises(MizanError) as caught:
        read_list(tmp_path / name)

    assert caught.value.code == "entities.no_file"


@settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(cut=st.integers(0, len(WHOLE)), put=st.binary(max_size=12))
def test_a_torn_list_is_read_or_refused_and_nothing_else(
    tmp_path: Path, cut: int, put: bytes
) -> None:
    data = WHOLE.encode()
    path = lists.write(tmp_path, "torn.xml", data[:cut] + put + data[cut + 6 :])

    with suppress(MizanError):  # anything else is a fault
        assert read_list(path).entries


def test_a_misp_cluster_is_read_with_the_names_of_its_summary(tmp_path: Path) -> None:
    found = read(tmp_path, lists.CLUSTER, "cluster.json")

    first, second = sorted(found.entries, key=lambda entry: entry.name, reverse=True)
    assert (found.name, found.version) == ("seaside-listed-entities", "2019-01-02")
    assert (first.reference, first.listed_on, first.updated_on) == ("7", "2019-01-02", "")
    assert [(name.text, name.quality) for name in first.names] == [
        ("Silent Harbour Brigade", "primary"),
        ("SHB", "low"),
        ("Brigade of the Silent Harbour Quay", "low"),
        ("SHBX", "low"),
        ("Harbour Men", "low"),
        ("Quay Men", "low"),
    ]
    assert second.reference == "3f1cbe5e-0000-4000-8000-000000000002"
    assert [name.script for name in second.names] == ["Latn", "Latn", "Arab"]


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        "{",
        b"\xff\xfe{}",
        "[" * 100_000,
        json.dumps({**lists.CLUSTER, "values": []}),
        json.dumps({**lists.CLUSTER, "values": [{"value": "A"}]}),
        json.dumps({**lists.CLUSTER, "values": [{"value": 3, "uuid": "1"}]}),
    ],
)
def test_what_is_no_cluster_is_refused(tmp_path: Path, content: str | bytes) -> None:
    assert code_of(tmp_path, content, "list.json") == "entities.bad_list"


def test_a_table_of_ones_own_is_read(tmp_path: Path) -> None:
    found = read(tmp_path, "\ufeff" + lists.TABLE, "Sea Side.csv", version="2024")

    (entry,) = found.entries
    assert (found.name, found.version, found.left_out) == ("sea-side", "2024", 1)
    assert entry.countries == ("XA", "XB")
    assert [name.text for name in entry.names] == [
        "Black Lantern Front", "جبهة الفانوس الأسود", "Order of the Last Light", "BLF",
    ]  # fmt: skip


def test_a_table_without_a_version_is_told_by_its_checksum(tmp_path: Path) -> None:
    found = read(tmp_path, lists.TABLE, "a.csv")

    assert found.version == found.sha256[:12]


@pytest.mark.parametrize(
    "content",
    [
        "",
        "reference\nA-1\n",
        "reference,name,colour\nA-1,B,red\n",
        "reference,name\nA-1\n",
        "reference,name\nA-1,B,C\n",
        "reference,name\n,B\n",
        'reference,name\nA-1,"B\n',
        "reference,name,kind\nA-1,B,ship\n",
        "reference,name\nA-1,Black Lamp\nA-1,Black Lamp\n",
        b"reference,name\nA-1,\xff\n",
    ],
)
def test_what_is_no_such_table_is_refused(tmp_path: Path, content: str | bytes) -> None:
    assert code_of(tmp_path, content, "list.csv") == "entities.bad_list"


@pytest.mark.parametrize("how", [{"name": "../un"}, {"name": "UN"}, {"version": "a/b"}])
def test_a_name_that_would_leave_its_folder_is_refused(tmp_path: Path, how: dict[str, str]) -> None:
    with pytest.raises(MizanError, match="name or version"):
        read(tmp_path, lists.un(lists.LANTERN), **how)


def test_a_file_of_an_unknown_kind_needs_its_format_named(tmp_path: Path) -> None:
    assert code_of(tmp_path, lists.un(lists.LANTERN), "list.txt") == "entities.bad_list"
    assert read_list(tmp_path / "list.txt", "un").entries
