"""Entries as the API takes them: fingerprints in arrays, or texts, which are not kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from mizan.banks.changes import NewEntry
from mizan.engine.admit import values_of
from mizan.errors import MizanError
from mizan.service.api.bodies import malformed, read_json
from mizan.signals.protocol import SignalType
from mizan.terms.bank import Purpose
from mizan.terms.content import Content

MOST_ENTRIES = 50_000  # in one request
Short = Annotated[str, Meta(max_length=500)]


class EntryIn(Struct, forbid_unknown_fields=True):
    """One entry: `type` and `value`, or `text`, of which the fingerprints alone are kept."""

    type: Annotated[str, Meta(max_length=16)] = ""
    value: str = ""
    text: str | None = None
    label: Short = ""
    source_ref: Short = ""


class EntriesIn(Struct, forbid_unknown_fields=True):
    """Entries for a bank: `entries`, or `type` and `values`, which is shorter and quicker."""

    entries: Annotated[list[EntryIn], Meta(max_length=MOST_ENTRIES)] = []
    type: Annotated[str, Meta(max_length=16)] = ""
    values: Annotated[list[str], Meta(max_length=MOST_ENTRIES)] = []
    label: Short = ""
    source: Short = "operator"
    confirmed: bool = True  # your own people stand behind them
    override: Annotated[str, Meta(max_length=2000)] = ""  # why, where the stay-up check is hit
    why: Annotated[str, Meta(min_length=1, max_length=2000)] = "asked by API"


def read_entries(body: bytes) -> EntriesIn:
    """Return what a body asks for. DeskError api.not_json, api.malformed."""
    try:
        given = msgspec.convert(read_json(body), EntriesIn)
    except (msgspec.ValidationError, UnicodeEncodeError) as error:
        raise malformed(str(error)) from None
    if not 0 < len(given.entries) + len(given.values) <= MOST_ENTRIES:
        raise malformed(f"give 1 to {MOST_ENTRIES:,} entries")
    return given


def rows_of(
    given: EntriesIn, signals: Mapping[str, SignalType], purpose: Purpose
) -> list[NewEntry]:
    """Return the rows to add; all of them or none. DeskError api.malformed names the first fault.

    A text gives as many rows as it has fingerprints.
    """
    rows = []
    several = (EntryIn(type=given.type, value=value) for value in given.values)
    for place, one in enumerate([*given.entries, *several]):
        try:
            values = list(_values(one, signals, purpose))
        except MizanError as error:
            raise malformed(f"entry {place}: {error.message} ({error.code})") from None
        rows += [_row(given, one, *value) for value in values]
    return rows


def _row(given: EntriesIn, one: EntryIn, signal: str, value: bytes) -> NewEntry:
    return NewEntry(
        signal=signal,
        value=value,
        label=one.label or given.label,
        source=given.source,
        source_ref=one.source_ref,
        opinion="confirmed" if given.confirmed else "unconfirmed",
    )


def _values(
    one: EntryIn, signals: Mapping[str, SignalType], purpose: Purpose
) -> Iterator[tuple[str, bytes]]:
    if one.text is not None:
        yield from values_of(Content(id="the text", text=one.text), signals, purpose)
        return
    kind: Any = signals.get(one.type)
    if kind is None or not one.value:
        known = ", ".join(sorted(signals))
        raise malformed(f"it has neither a text, nor a value with a type of {known}")
    yield one.type, kind.parse(one.value)
