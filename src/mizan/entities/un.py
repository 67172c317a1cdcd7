"""The UN Security Council's consolidated list, in XML (scsanctions.un.org, sc-sanctions.xsd).

By default only what terrorism sanctions designate is taken: the Al-Qaida/ISIL list (resolutions
1267, 1989, 2253; numbers QDe) and the Taliban list (1988; TAe). The rest of the file, banks and
ministries under sanctions on states, is no list of terrorists. Persons are left out: Mizan
profiles nobody.
"""

from __future__ import annotations

from pathlib import Path

from mizan.entities.hostile import Node, read_xml
from mizan.entities.lists import DesignationList, ListedName, ListEntry, Quality
from mizan.entities.names import distinct, split_names
from mizan.entities.options import Options, finished
from mizan.entities.trouble import bad_list

REGIMES = ("Al-Qaida", "Taliban")  # UN_LIST_TYPE of what is taken unless others are named
_ROOT = "CONSOLIDATED_LIST"
_QUALITIES: dict[str, Quality] = {
    "good": "good", "low": "low", "f.k.a.": "fka", "a.k.a.": "aka", "": "aka"
}  # fmt: skip
_GIVEN = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")


class UN:
    """Reads the consolidated list. Comments, addresses and documents are not taken."""

    format = "un"
    suffixes: tuple[str, ...] = (".xml",)

    def read(self, path: Path, options: Options) -> DesignationList:
        """Return the list in a file; entities.no_file, entities.bad_list, entities.too_large."""
        regimes = options.regimes or REGIMES
        left_out = 0

        def keep(node: Node) -> bool:
            nonlocal left_out
            person = node.tag == "INDIVIDUAL"
            taken = node.value("UN_LIST_TYPE") in regimes and (options.persons or not person)
            left_out += not taken
            return taken

        records = frozenset({"ENTITY", "INDIVIDUAL"})
        document = read_xml(path, root=_ROOT, records=records, keep=keep)
        generated = document.attributes.get("dateGenerated", "")[:10]
        if not _is_date(generated):
            raise bad_list(path, "it does not say when it was generated")
        entries = [_entry(node, path) for node in document.records]
        return finished(
            path,
            options,
            entries,
            name="un",
            title="UN Security Council consolidated list",
            version=generated,
            left_out=left_out,
        )


def _entry(node: Node, path: Path) -> ListEntry:
    reference, name = node.value("REFERENCE_NUMBER"), _full_name(node)
    if not reference or not name:
        raise bad_list(path, "an entry has no reference or no name")
    updates = [
        one.text.strip()[:10] for day in node.all("LAST_DAY_UPDATED") for one in day.children
    ]
    places = {address.value("COUNTRY") for address in node.all(f"{node.tag}_ADDRESS")}
    return ListEntry(
        reference=reference,
        name=name,
        names=distinct(_names(node, name)),
        kind="person" if node.tag == "INDIVIDUAL" else "organisation",
        regime=node.value("UN_LIST_TYPE"),
        countries=tuple(sorted(places - {""})),
        listed_on=_day(node.value("LISTED_ON")),
        updated_on=max(filter(_is_date, updates), default=""),
    )


def _names(node: Node, name: str) -> list[ListedName]:
    found = list(split_names(name, "primary"))
    found += split_names(node.value("NAME_ORIGINAL_SCRIPT"), "original")
    for alias in node.all(f"{node.tag}_ALIAS"):
        quality = _QUALITIES.get(alias.value("QUALITY").lower(), "aka")
        found += split_names(alias.value("ALIAS_NAME"), quality)
    return found


def _full_name(node: Node) -> str:
    """Return the name, which of persons stands in four fields."""
    return " ".join(" ".join(filter(None, map(node.value, _GIVEN))).split())


def _day(text: str) -> str:
    """Return the date at the front of what may carry a time or a zone; empty for anything else."""
    return text[:10] if _is_date(text[:10]) else ""


def _is_date(text: str) -> bool:
    year, _, rest = text.partition("-")
    month, _, day = rest.partition("-")
    return (len(year), len(month), len(day)) == (4, 2, 2) and (year + month + day).isdecimal()
