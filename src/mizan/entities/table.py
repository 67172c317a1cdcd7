"""A list in a CSV file of one's own, for the lists that Mizan has no importer for."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from mizan.entities.hostile import read_chunks
from mizan.entities.lists import DesignationList, ListedName, ListEntry
from mizan.entities.names import distinct, split_names
from mizan.entities.options import Options, finished
from mizan.entities.trouble import bad_list

COLUMNS = (  # the first two are needed
    "reference", "name", "aliases", "original", "regime", "kind", "countries", "listed_on",
    "updated_on",
)  # fmt: skip
_MANY = re.compile(r"\s*[;؛]\s*")


class Table:
    """Reads CSV in UTF-8 with a header of COLUMNS; several values of one field stand between `;`.

    original   the name in its own script        kind        organisation (default) or person
    countries  ISO 3166 codes or names           listed_on   ISO 8601 dates
    """

    format = "csv"
    suffixes: tuple[str, ...] = (".csv",)

    def read(self, path: Path, options: Options) -> DesignationList:
        """Return the list in a file; entities.no_file, entities.bad_list, entities.too_large."""
        try:
            text = b"".join(read_chunks(path)).decode("utf-8-sig")
        except UnicodeDecodeError:
            raise bad_list(path, "it is not UTF-8") from None
        entries, left_out = [], 0
        for row in _rows(text, path):
            entry = _entry(row, path)
            other = options.regimes and entry.regime not in options.regimes
            if other or (entry.kind == "person" and not options.persons):
                left_out += 1
            else:
                entries.append(entry)
        stem = re.sub(r"[^a-z0-9]+", "-", path.stem.lower()).strip("-") or "list"
        return finished(
            path, options, entries, name=stem[:60], title=path.stem, version="", left_out=left_out
        )


def _rows(text: str, path: Path) -> Iterator[Mapping[str, str]]:
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    try:
        header = set(reader.fieldnames or ())
        if not {"reference", "name"} <= header or header - set(COLUMNS):
            raise bad_list(path, f"its first line must name columns of {', '.join(COLUMNS)}")
        for row in reader:
            if None in row or None in row.values():
                raise bad_list(path, f"line {reader.line_num} has not as many fields as the first")
            yield row
    except csv.Error:
        raise bad_list(path, f"line {reader.line_num} is not CSV") from None


def _entry(row: Mapping[str, str], path: Path) -> ListEntry:
    told = {column: row.get(column, "").strip() for column in COLUMNS}
    if not told["reference"] or not told["name"]:
        raise bad_list(path, "an entry has no reference or no name")
    if told["kind"] not in {"", "organisation", "person"}:
        raise bad_list(path, "a kind is neither organisation nor person")
    return ListEntry(
        reference=told["reference"],
        name=told["name"],
        names=distinct(_names(told)),
        kind="person" if told["kind"] == "person" else "organisation",
        regime=told["regime"],
        countries=tuple(sorted(filter(None, _MANY.split(told["countries"])))),
        listed_on=told["listed_on"],
        updated_on=told["updated_on"],
    )


def _names(told: Mapping[str, str]) -> Iterator[ListedName]:
    yield from split_names(told["name"], "primary")
    yield from split_names(told["original"], "original")
    for alias in _MANY.split(told["aliases"]):
        yield from split_names(alias, "aka")
