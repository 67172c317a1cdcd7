"""The shipped names and the lists of a folder are one gazetteer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.entities import lists

from mizan.entities.gazetteer import Gazetteer, Organisation, load_gazetteer
from mizan.entities.importers import read_list
from mizan.entities.joined import join
from mizan.entities.lists import DesignationList
from mizan.entities.spelling import spellings

CURATED = """
version = "1"

[list.un]
title = "UN list"
version = "2023-01-01"

[list.seaside-listed-entities]
title = "Seaside list"
version = "1"
persons = ["7"]

[[organisation]]
id = "black-lantern-front"
en = "Black Lantern Front"
ar = "جبهة الفانوس الأسود"
listed = [{ list = "un", reference = "QDe.901" }]
aliases = [
    { text = "Lanternists", script = "Latn", role = "exonym" },
    { text = "جبهة الفانوس الأسود", script = "Arab", role = "self_name" },
]

[[organisation]]
id = "copper-gate"
en = "Copper Gate League"
ar = "رابطة بوابة النحاس"
aliases = [{ text = "Copper Gate League", script = "Latn", role = "self_name" }]

[[organisation]]
id = "harbour"
en = "Harbour"
ar = "لواء الميناء الصامت"
listed = [{ list = "un", reference = "TAe.902" }, { list = "un", reference = "SOe.907" }]
aliases = [{ text = "Harbour of Silence", script = "Latn", role = "self_name" }]
"""


@pytest.fixture
def curated(tmp_path: Path) -> Gazetteer:
    return load_gazetteer(lists.write(tmp_path, "aliases.toml", CURATED))


def un(folder: Path, *entries: str, **how: Any) -> DesignationList:
    return read_list(lists.write(folder, "list.xml", lists.un(*entries, **how)))


def by_id(gazetteer: Gazetteer) -> dict[str, Organisation]:
    return {owner.id: owner for owner in gazetteer.organisations}


def test_without_lists_nothing_changes(curated: Gazetteer) -> None:
    assert join(curated, []) == curated


def test_names_of_a_list_are_added_as_neutral_and_roles_stay(
    tmp_path: Path, curated: Gazetteer
) -> None:
    found = by_id(join(curated, [un(tmp_path, lists.LANTERN, lists.HARBOUR)]))

    roles = {alias.text: alias.role for alias in found["black-lantern-front"].aliases}
    assert roles["Lanternists"] == "exonym"
    assert roles["جبهة الفانوس الأسود"] == "self_name"
    assert roles["Order of the Last Light"] == "neutral"


def test_a_reference_is_told_in_the_version_of_the_list_in_force(
    tmp_path: Path, curated: Gazetteer
) -> None:
    found = by_id(join(curated, [un(tmp_path, lists.LANTERN, lists.HARBOUR)]))

    assert found["black-lantern-front"].reference() == (
        "UN Security Council consolidated list 2024-05-01, QDe.901"
    )


def test_an_entry_without_a_known_number_goes_to_who_bears_its_name(
    tmp_path: Path, curated: Gazetteer
) -> None:
    gate = lists.entity("QDe.906", "COPPER GATE LEAGUE")

    found = by_id(join(curated, [un(tmp_path, lists.LANTERN, lists.HARBOUR, gate)]))

    assert [one.reference for one in found["copper-gate"].listed] == ["QDe.906"]
    assert "un-qde-906" not in found


def test_an_unknown_entry_becomes_an_organisation(tmp_path: Path, curated: Gazetteer) -> None:
    lamp = lists.entity("QDe.908", "Far Lamp Society", original="جمعية المصباح البعيد")

    found = by_id(join(curated, [un(tmp_path, lists.LANTERN, lamp)]))["un-qde-908"]

    assert (found.en, found.ar) == ("Far Lamp Society", "جمعية المصباح البعيد")
    assert {alias.role for alias in found.aliases} == {"neutral"}


def test_what_a_list_has_struck_off_is_out_of_force(tmp_path: Path, curated: Gazetteer) -> None:
    lamp = lists.entity("QDe.908", "Far Lamp Society")

    found = by_id(join(curated, [un(tmp_path, lamp, lists.HARBOUR)]))

    assert "black-lantern-front" not in found
    assert "copper-gate" in found


def test_a_list_says_nothing_about_parts_that_were_not_taken(
    tmp_path: Path, curated: Gazetteer
) -> None:
    found = by_id(join(curated, [un(tmp_path, lists.LANTERN)]))["harbour"]

    assert [one.reference for one in found.listed] == ["TAe.902", "SOe.907"]


def test_persons_are_never_looked_for(tmp_path: Path, curated: Gazetteer) -> None:
    text = lists.un(lists.LANTERN, persons=lists.PERSON)
    from mizan.entities.options import Options

    people = read_list(lists.write(tmp_path, "a.xml", text), options=Options(persons=True))
    cluster = read_list(lists.write(tmp_path, "a.json", lists.CLUSTER))

    names = {alias.text for _, alias in join(curated, [people, cluster]).names()}

    assert "Nobody Of Anywhere" not in names
    assert "Silent Harbour Brigade" not in names
    assert "Copper Gate Union" in names


@pytest.mark.parametrize("name", ["LAMPS", "The Lamp", "al-Misbah", "القاعدة", "LET", "Al-Hadith"])
def test_a_name_of_one_word_on_a_list_is_not_looked_for(
    tmp_path: Path, curated: Gazetteer, name: str
) -> None:
    lamp = lists.entity("QDe.908", "Far Lamp Society", aliases=[("a.k.a.", name)])

    found = by_id(join(curated, [un(tmp_path, lists.LANTERN, lamp)]))["un-qde-908"]

    assert {alias.text: alias.sought for alias in found.aliases}[name] is False


def test_spellings_vary_article_and_apostrophes_of_latin_names() -> None:
    assert set(spellings("al-Qa'ida", "Latn")) == {
        "al-Qa'ida", "al-Qaida", "el-Qa'ida", "el-Qaida",
    }  # fmt: skip
    assert spellings("Lantern Front", "Latn") == ("Lantern Front",)
    assert spellings("القاعدة", "Arab") == ("القاعدة",)
