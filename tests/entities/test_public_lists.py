"""The real lists, where they lie beside this checkout."""

from __future__ import annotations

from pathlib import Path

import pytest

from mizan.entities.compare import compare
from mizan.entities.gazetteer import load_gazetteer
from mizan.entities.importers import read_list
from mizan.entities.joined import join

HOME = Path(__file__).parents[3] / "shared" / "data" / "reference"
NEW = HOME / "entities_un" / "test" / "testdata" / "UN_consolidated.xml"
OLD = HOME / "entities_un_2018" / "un" / "consolidated.xml"
CANADA = HOME / "entities_misp_canada" / "clusters" / "terrorist-groups.json"
pytestmark = pytest.mark.skipif(not NEW.exists(), reason="the public lists are not here")


def test_the_un_list_holds_its_entities_and_no_bank_or_ministry() -> None:
    found = read_list(NEW)

    assert (found.version, len(found.entries)) == ("2026-02-27", 94)
    assert found.prefixes() == {"QDe", "TAe"}
    assert {entry.kind for entry in found.entries} == {"organisation"}
    assert all(entry.names for entry in found.entries)


def test_two_versions_of_the_un_list_differ_in_what_was_added_and_delisted() -> None:
    found = compare(read_list(OLD), read_list(NEW))

    assert (len(found.added), len(found.delisted)) == (10, 4)
    assert {"QDe.169", "QDe.162"} <= {entry.reference for entry in found.added}


def test_the_shipped_listings_are_those_of_the_lists() -> None:
    held = {
        one.name: {entry.reference: entry.listed_on for entry in one.entries}
        for one in (read_list(NEW), read_list(CANADA))
    }

    wrong = [
        (owner.id, listing.reference)
        for owner in load_gazetteer().organisations
        for listing in owner.listed
        if listing.reference != "SOe.001"  # of a regime that is not taken by default
        and held[listing.list].get(listing.reference) != listing.on
    ]
    assert wrong == []


def test_no_shipped_organisation_is_out_of_force_by_its_own_lists() -> None:
    curated = load_gazetteer()

    joined = join(curated, [read_list(NEW), read_list(CANADA)])

    kept = {owner.id for owner in joined.organisations}
    assert {owner.id for owner in curated.organisations} <= kept
