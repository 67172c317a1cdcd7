"""A MISP galaxy cluster in JSON, such as "Canada Listed Terrorist Entities" (CC0, misp-galaxy)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import msgspec

from mizan.entities.hostile import read_chunks
from mizan.entities.lists import DesignationList, ListedName, ListEntry
from mizan.entities.names import distinct, split_names
from mizan.entities.options import Options, finished
from mizan.entities.trouble import bad_list

_SHORT = {"canada-listed-terrorist-entities": "canada"}  # type of a cluster: what it is called
_NONE = {"", "n/a", "none"}
_PARTS = re.compile(r";|,(?![^(]*\))|\band\b(?=[^;,]*$)")


class _Meta(msgspec.Struct):
    id: str = ""
    published: str = ""
    updated: str = ""
    summary: str = ""
    synonyms: list[str] = []
    country: str = ""


class _Value(msgspec.Struct):
    value: str
    uuid: str = ""
    meta: _Meta | None = None


class _Cluster(msgspec.Struct):
    name: str
    type: str
    values: list[_Value]
    version: int | str = ""


class MISP:
    """Reads a cluster: one value is one organisation; its number is `meta.id`, or its UUID.

    A cluster has no original scripts. Where it has no synonyms, the names are those of its
    summary, which are of low quality. Descriptions are not taken. Some lists hold a person among
    the organisations without saying so; Mizan cannot tell.
    """

    format = "misp"
    suffixes: tuple[str, ...] = (".json",)

    def read(self, path: Path, options: Options) -> DesignationList:
        """Return the list in a file; entities.no_file, entities.bad_list, entities.too_large."""
        try:
            cluster = msgspec.json.decode(b"".join(read_chunks(path)), type=_Cluster)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            raise bad_list(path, "it is no MISP galaxy cluster in JSON") from None
        name = _SHORT.get(cluster.type, re.sub(r"[^a-z0-9]+", "-", cluster.type.lower()).strip("-"))
        return finished(
            path,
            options,
            (_entry(value, path) for value in cluster.values),
            name=name,
            title=cluster.name,
            version=_version(cluster),
        )


def _version(cluster: _Cluster) -> str:
    """Return the latest date of its entries, which says more than its number; else the number."""
    days = [one.meta.published for one in cluster.values if one.meta]
    days += [one.meta.updated for one in cluster.values if one.meta]
    dates = [day for day in days if re.fullmatch(r"\d{4}-\d\d-\d\d", day)]
    return max(dates, default=str(cluster.version))


def _entry(value: _Value, path: Path) -> ListEntry:
    meta = value.meta or _Meta()
    reference = meta.id or value.uuid
    if not reference or not value.value.strip():
        raise bad_list(path, "an entry has no number or no name")
    return ListEntry(
        reference=reference,
        name=" ".join(value.value.split()),
        names=distinct(_names(value.value, meta)),
        countries=(meta.country,) if meta.country else (),
        listed_on=meta.published,
        updated_on=meta.updated if meta.updated[:1].isdigit() else "",
    )


def _names(name: str, meta: _Meta) -> Iterator[ListedName]:
    yield from split_names(name, "primary")
    for synonym in meta.synonyms:
        yield from split_names(synonym, "aka")
    if meta.synonyms or meta.summary.strip().lower() in _NONE:
        return
    for part in _PARTS.split(meta.summary):
        yield from split_names(part, "low")
