from __future__ import annotations

from pathlib import Path

import pytest

from mizan.entities.gazetteer import Gazetteer, load_gazetteer
from mizan.errors import MizanError

GOOD = """
version = "1"

[list.seaside]
title = "List of the Seaside Council"
version = "2024-05-01"

[[organisation]]
id = "black-lantern-front"
en = "Black Lantern Front"
ar = "جبهة الفانوس الأسود"
listed = [{ list = "seaside", reference = "SSe.001", on = "2020-01-02" }]
ideology = "other"
countries = ["XA"]
fictitious = true
aliases = [
    { text = "جبهة الفانوس الأسود", script = "Arab", role = "self_name" },
    { text = "Lanternists", script = "Latn", role = "exonym" },
]
"""


@pytest.fixture(scope="module")
def shipped() -> Gazetteer:
    return load_gazetteer()


def write(folder: Path, text: str) -> Path:
    path = folder / "aliases.toml"
    path.write_text(text, encoding="utf-8")
    return path


def roles_of(gazetteer: Gazetteer, name: str) -> set[str]:
    return {alias.role for _, alias in gazetteer.names() if alias.text == name}


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("داعش", "exonym"),
        ("ISIS", "exonym"),
        ("Daesh", "exonym"),
        ("الدولة الإسلامية", "self_name"),
        ("Islamic State", "self_name"),
        ("تنظيم الدولة", "neutral"),
        ("القاعدة", "neutral"),
        ("al-Qaeda", "neutral"),
        ("جبهة الفانوس الأسود", "self_name"),
        ("Lanternists", "exonym"),
    ],
)
def test_a_name_is_known_by_who_uses_it(shipped: Gazetteer, name: str, role: str) -> None:
    assert roles_of(shipped, name) == {role}


def test_a_listing_is_told_with_its_version_and_number(tmp_path: Path) -> None:
    (owner,) = load_gazetteer(write(tmp_path, GOOD)).organisations

    assert owner.reference() == "List of the Seaside Council 2024-05-01, SSe.001"


def test_affiliates_are_linked_to_a_parent_that_is_there(shipped: Gazetteer) -> None:
    owners = {owner.id: owner for owner in shipped.organisations}
    affiliates = [owner for owner in owners.values() if owner.parent]

    assert len(affiliates) >= 20
    assert all(owner.parent in owners for owner in affiliates)
    assert owners["is-sinai"].parent == "islamic-state"


def test_more_than_one_ideology_is_covered(shipped: Gazetteer) -> None:
    found = {owner.ideology for owner in shipped.organisations if not owner.fictitious}

    assert found == {"islamist", "far-right", "other"}


def test_no_organisation_has_been_signed_for_by_a_program(shipped: Gazetteer) -> None:
    assert not [owner.id for owner in shipped.organisations if owner.reviewed_by]


@pytest.mark.parametrize("name", ["القاعدة", "الدولة الإسلامية", "ISIS", "حركة الشباب"])
def test_a_name_that_means_something_else_too_is_ambiguous_and_says_what(
    shipped: Gazetteer, name: str
) -> None:
    alias = next(alias for _, alias in shipped.names() if alias.text == name)

    assert alias.ambiguous
    assert alias.note


def test_the_shipped_gazetteer_has_names_in_both_scripts(shipped: Gazetteer) -> None:
    assert 50 <= len(shipped.organisations) <= 90
    for owner in shipped.organisations:
        scripts = {alias.script for alias in owner.aliases}
        assert {"Arab", "Latn"} <= scripts, owner.id


def test_every_organisation_is_listed_or_belongs_to_another_or_is_invented(
    shipped: Gazetteer,
) -> None:
    for owner in shipped.organisations:
        assert bool(owner.listed or owner.parent) != owner.fictitious, owner.id


def test_a_file_of_ones_own_is_read(tmp_path: Path) -> None:
    gazetteer = load_gazetteer(write(tmp_path, GOOD))

    assert gazetteer.version == "1"
    assert [alias.role for _, alias in gazetteer.names()] == ["self_name", "exonym"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('role = "exonym"', 'role = "nickname"', "role"),
        ('script = "Latn"', 'script = "Hebr"', "script"),
        ('script = "Latn"', 'script = "Arab"', "letters"),
        ('"Lanternists", script = "Latn"', '"...", script = "Latn"', "letters"),
        ('"Lanternists", script = "Latn"', '"جبهة الفانوس الاسود", script = "Arab"', "twice"),
        ('role = "exonym"', 'role = "exonym", ambiguous = true', "note"),
        ('role = "exonym"', 'role = "exonym", colour = "red"', "colour"),
        ('ar = "جبهة الفانوس الأسود"\n', "", "lacks ar"),
        ('list = "seaside"', 'list = "mountain"', "list"),
        ('reference = "SSe.001", ', "", "reference"),
        ('title = "List of the Seaside Council"\n', "", "title"),
        ('ideology = "other"', 'ideology = "bad"', "ideology"),
        ('countries = ["XA"]', 'countries = ["Xanadu"]', "country"),
        ("fictitious = true", 'parent = "nobody"', "parent"),
        ("fictitious = true", 'parent = "black-lantern-front"', "parent"),
        ('role = "exonym"', 'role = "exonym", sought = false', "not ambiguous"),
        ('id = "black-lantern-front"', 'id = "black lantern"', "id"),
        ('version = "1"', 'version = "1"\nhello = 1', "hello"),
    ],
)
def test_a_fault_is_refused_and_named(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in GOOD

    with pytest.raises(MizanError) as caught:
        load_gazetteer(write(tmp_path, GOOD.replace(old, new)))

    assert caught.value.code == "entities.invalid"
    assert said in caught.value.message


def test_an_organisation_without_aliases_is_refused(tmp_path: Path) -> None:
    text = GOOD[: GOOD.index("aliases")] + "aliases = []\n"

    with pytest.raises(MizanError, match="no aliases"):
        load_gazetteer(write(tmp_path, text))


def test_two_organisations_of_one_id_are_refused(tmp_path: Path) -> None:
    twice = GOOD + GOOD[GOOD.index("[[organisation]]") :]

    with pytest.raises(MizanError, match="twice"):
        load_gazetteer(write(tmp_path, twice))


@pytest.mark.parametrize("content", [b"version = ", b"\xff\xfe\x00"])
def test_a_file_that_is_not_toml_is_an_error_with_a_way_out(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "aliases.toml"
    path.write_bytes(content)

    with pytest.raises(MizanError) as caught:
        load_gazetteer(path)

    assert caught.value.code == "entities.unreadable"
    assert caught.value.hint


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(MizanError) as caught:
        load_gazetteer(tmp_path / "none.toml")

    assert caught.value.code == "entities.unreadable"
