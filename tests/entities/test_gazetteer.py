from __future__ import annotations

from pathlib import Path

import pytest

from mizan.entities.gazetteer import Gazetteer, load_gazetteer
from mizan.errors import MizanError

GOOD = """
version = "1"
[[organisation]]
id = "black-lantern-front"
en = "Black Lantern Front"
ar = "جبهة الفانوس الأسود"
listed = ""
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


@pytest.mark.parametrize("name", ["القاعدة", "الدولة الإسلامية", "ISIS", "حركة الشباب"])
def test_a_name_that_means_something_else_too_is_ambiguous_and_says_what(
    shipped: Gazetteer, name: str
) -> None:
    alias = next(alias for _, alias in shipped.names() if alias.text == name)

    assert alias.ambiguous
    assert alias.note


def test_the_shipped_gazetteer_is_small_and_has_names_in_both_scripts(shipped: Gazetteer) -> None:
    assert 12 <= len(shipped.organisations) <= 20
    for owner in shipped.organisations:
        scripts = {alias.script for alias in owner.aliases}
        assert {"Arab", "Latn"} <= scripts, owner.id


def test_every_organisation_is_listed_by_somebody_or_is_invented(shipped: Gazetteer) -> None:
    for owner in shipped.organisations:
        assert bool(owner.listed) != owner.fictitious, owner.id


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
        ('listed = ""\n', "", "listed"),
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
    twice = GOOD + GOOD.replace('version = "1"', "")

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
