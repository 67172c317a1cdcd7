"""Export of a bank as a list that can be imported again: the entries in force, oldest first."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from typing import Literal

from mizan.banks import queries
from mizan.banks.store import Store
from mizan.errors import SignalError
from mizan.signals.protocol import SignalType
from mizan.terms.entry import Entry

ExportFormat = Literal["csv", "jsonl"]
COLUMNS = ("id", "type", "value", "label", "source", "source_ref", "opinion", "added")


def export(
    store: Store, *, bank: str, form: ExportFormat, types: Mapping[str, SignalType]
) -> Iterator[str]:
    """Give the lines of a list, each with its line break; CSV begins with the column names.

    BankError bank.unknown; SignalError signal.unknown for entries of a type that is not installed.
    """
    if form == "csv":
        yield _csv_line(dict(zip(COLUMNS, COLUMNS, strict=True)))
    write = _csv_line if form == "csv" else _json_line
    for entry in queries.all_entries(store, bank):
        if entry.state == "active":
            yield write(_fields(entry, types))


def _fields(entry: Entry, types: Mapping[str, SignalType]) -> dict[str, str | int]:
    if entry.signal not in types:
        raise SignalError(
            f"entry {entry.id} is of the signal type {entry.signal}, which is not installed",
            hint="install the package that brings it",
            code="signal.unknown",
        )
    values = (
        entry.id,
        entry.signal,
        types[entry.signal].write(entry.value),
        entry.label,
        entry.source,
        entry.source_ref,
        entry.opinion,
        entry.added,
    )
    return dict(zip(COLUMNS, values, strict=True))


def _csv_line(fields: Mapping[str, str | int]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(fields.values())
    return out.getvalue()


def _json_line(fields: Mapping[str, str | int]) -> str:
    return json.dumps(fields, ensure_ascii=False) + "\n"
