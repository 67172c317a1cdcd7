"""Lists as files: CSV, JSON Lines, or `TYPE VALUE` a line, read as records of named fields.

A record that cannot be read is given with a reason code and never stops those behind it.
"""

from __future__ import annotations

import csv
import json
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Literal

from mizan.config import MAX_TEXT_BYTES
from mizan.errors import ContentError, SignalError
from mizan.signals.protocol import SignalType

Format = Literal["csv", "jsonl", "plain"]
EXTENSIONS: dict[str, Format] = {".csv": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl"}
COLUMNS = frozenset(("type", "value", "text", "url", "label", "source", "source_ref", "id"))
MOST_LINES = 1000  # of one record with line breaks in quotes; beyond it the quote was a slip
BOM = b"\xef\xbb\xbf"


@dataclass(slots=True)
class Record:
    """One record of a file: its fields, or the reason why it has none."""

    line: int  # number of its first line, from 1
    fields: dict[str, str]
    reason: str = ""  # code; empty when it could be read
    rest: Sequence[bytes | None] = ()  # its further lines, to be read again if it is no good


class Lines:
    """The lines of a file from a place on, with their numbers; lines can be put back."""

    def __init__(self, file: BinaryIO, *, place: int = 0, number: int = 0) -> None:
        """Begin at byte `place`, behind line `number`."""
        self.place = place  # bytes taken so far
        self.number = number  # lines taken so far
        self._file = file
        self._back: deque[tuple[bytes | None, int]] = deque()
        self._taken: deque[int] = deque(maxlen=MOST_LINES + 1)
        file.seek(place)

    def take(self) -> tuple[bytes | None] | None:
        """Return the next line in a tuple, (None,) when it is too long, or None at the end."""
        line, size = self._back.popleft() if self._back else self._read()
        if not size:
            return None
        self.place += size
        self.number += 1
        self._taken.append(size)
        return (line,)

    def put_back(self, lines: Sequence[bytes | None]) -> None:
        """Put the lines taken last back, to be taken again."""
        for line in reversed(lines):
            size = self._taken.pop()
            self._back.appendleft((line, size))
            self.place -= size
            self.number -= 1

    def _read(self) -> tuple[bytes | None, int]:
        line = self._file.readline(MAX_TEXT_BYTES)
        if len(line) < MAX_TEXT_BYTES or line.endswith(b"\n"):
            return line, len(line)
        size = len(line)
        while not line.endswith(b"\n") and (line := self._file.readline(MAX_TEXT_BYTES)):
            size += len(line)
        return None, size


def format_of(path: Path) -> Format:
    """Return the format of a file by its name, else by its first line."""
    if found := EXTENSIONS.get(path.suffix.lower()):
        return found
    with path.open("rb") as file:
        line = next((line for line in file if line.strip()), b"").removeprefix(BOM).strip()
    if line.startswith(b"{"):
        return "jsonl"
    header = {name.strip().lower() for name in line.split(b",")}
    known = {b"type", b"value", b"text", b"url", b"sha256", b"sha1", b"md5", b"pdq"}
    return "csv" if header & known and b" " not in line else "plain"


def read_header(lines: Lines, path: Path, types: Mapping[str, SignalType]) -> list[str]:
    """Return the column names of a CSV file's first line that is not blank.

    ContentError content.no_header unless they say where an entry's value stands.
    """
    taken = lines.take()
    while taken and taken[0] is not None and not taken[0].removeprefix(BOM).strip():
        taken = lines.take()
    text, reason = _decode(taken[0] if taken else b"", first=lines.number == 1)
    names = [cell.strip().lower() for cell in _cells(text) or ()]
    if reason or not _is_header(names, types):
        raise ContentError(
            f"{path} does not begin with a line of column names that says where the values are",
            hint="for instance: type,value,label,source,source_ref; or name a column text, url, "
            "or after another signal type",
            code="content.no_header",
        )
    return names


def _is_header(names: Sequence[str], types: Mapping[str, SignalType]) -> bool:
    """Tell column names from an entry without them, such as a type and a value of it."""
    named = [types[name] for name in names if name in types]
    cells = [name for name in names if name not in types and name not in COLUMNS]
    if any(_is_value(cell, one) for cell in cells for one in named):
        return False
    return {"type", "value"} <= set(names) or not {"text", "url", *types}.isdisjoint(names)


def _is_value(cell: str, kind: SignalType) -> bool:
    try:
        kind.parse(cell)
    except SignalError:
        return False
    return True


def read_records(lines: Lines, kind: Format, header: Sequence[str] = ()) -> Iterator[Record]:
    """Give every record from where `lines` stands; blank lines and comments are none."""
    while taken := lines.take():
        number = lines.number
        text, reason = _decode(taken[0], first=number == 1)
        text = text.strip("\r\n")
        if reason:
            yield Record(number, {}, reason)
        elif kind == "csv":
            if text.strip():
                yield _csv_record(lines, number, text, header)
        elif text.strip():
            record = _json_record if kind == "jsonl" else _plain_record
            if kind == "jsonl" or not text.lstrip().startswith("#"):
                yield record(number, text)


def _json_record(number: int, text: str) -> Record:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return Record(number, {}, "line.not_json")
    if not isinstance(found, dict):
        return Record(number, {}, "line.no_object")
    fields = {name: value for name, value in found.items() if isinstance(value, str)}
    return Record(number, fields)


def _plain_record(number: int, text: str) -> Record:
    name, _, value = text.strip().replace("\t", " ", 1).partition(" ")
    return Record(number, {"type": name, "value": value.strip()})


def _csv_record(lines: Lines, number: int, text: str, header: Sequence[str]) -> Record:
    rest: list[bytes | None] = []
    quotes = text.count('"')
    while quotes % 2 and len(rest) < MOST_LINES and (taken := lines.take()):
        more, reason = _decode(taken[0], first=False)
        rest.append(taken[0])
        if reason:
            break
        text += "\n" + more.strip("\r\n")
        quotes += more.count('"')
    cells = None if quotes % 2 else _cells(text)
    if cells is None:
        return Record(number, {}, "line.bad_quotes", rest)
    if len(cells) > len(header):
        return Record(number, {}, "line.too_many_cells", rest)
    return Record(number, dict(zip(header, cells, strict=False)), "", rest)


def _cells(text: str) -> list[str] | None:
    """Return the cells of one CSV record, RFC 4180; None when they cannot be told apart."""
    if '"' not in text:
        return text.strip("\r\n").split(",")
    try:
        return next(csv.reader([text.strip("\r\n")], strict=True), None)
    except csv.Error:
        return None


def _decode(line: bytes | None, *, first: bool) -> tuple[str, str]:
    """Return a line's text, or "" and the reason why it has none."""
    if line is None:
        return "", "line.too_long"
    try:
        return (line.removeprefix(BOM) if first else line).decode("utf-8"), ""
    except UnicodeDecodeError:
        return "", "line.not_utf8"
