"""What `mizan scan` is given: paths, folders, standard input, JSON lines."""

from __future__ import annotations

import json
import os
import re
import stat
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from mizan.config import BATCH, MAX_FILE_BYTES, MAX_TEXT_BYTES
from mizan.errors import ContentError
from mizan.terms.content import Content

TEXT_FIELDS = ("text", "url", "lang", "sha256", "sha1", "md5", "pdq")
LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,8}")  # BCP 47, in outline
CHUNK = 2**20  # bytes asked for at once
FILES = 64  # files scanned together: few, since answers come when all of them are done
GROUP_BYTES = 64 * 2**20  # contents that are held in memory together, beside the last


@dataclass(frozen=True, slots=True)
class Input:
    """One thing to scan, not read yet: a path, the bytes of standard input, or a JSON line."""

    path: str | None = None  # a file to read
    data: bytes | None = None  # standard input as a whole, or the JSON line
    line: int | None = None  # number of the JSON line, from 1; None = not one


@dataclass(frozen=True, slots=True)
class Loaded:
    """An input that was read: its content, or the error that kept it from being read."""

    id: Any  # as given: JSON ids keep their type
    content: Content | None
    error: ContentError | None
    line: int | None

    @property
    def size(self) -> int:
        """How many bytes or characters its content holds."""
        if self.content is None:
            return 0
        return len(self.content.data or b"") + len(self.content.text or "")


def walk(paths: Iterable[str]) -> Iterator[Input]:
    """Yield the files behind the paths, folders from top to bottom in the order of their names.

    Links inside a folder that lead out of it, or to a folder, are left out. What is not there or
    is no file is yielded, so that its error is told in its place.
    """
    for path in paths:
        if path == "-":
            yield Input(path="-", data=sys.stdin.buffer.read(MAX_FILE_BYTES + 1))
        elif os.path.isdir(path):  # noqa: PTH112 - unlike Path's, it raises for no name at all
            yield from (Input(path=file) for file in _files_under(path))
        else:
            yield Input(path=path)


def _files_under(folder: str) -> Iterator[str]:
    root = Path(folder).resolve()
    waiting = [folder]
    while waiting:
        path = waiting.pop()
        if path is not folder and not _is_folder(path):
            if _stays_inside(path, root):
                yield path
            continue
        try:
            names = sorted(os.listdir(path), reverse=True)  # noqa: PTH208 - names are enough
        except OSError:
            yield path  # reading it as a file gives the error in its place
            continue
        waiting += [os.path.join(path, name) for name in names]  # noqa: PTH118


def _is_folder(path: str) -> bool:
    return os.path.isdir(path) and not os.path.islink(path)  # noqa: PTH112, PTH114


def _stays_inside(path: str, root: Path) -> bool:
    """Say whether a path under `root` is to be read: no link, or one to a file below the root."""
    if not os.path.islink(path):  # noqa: PTH114
        return True
    target = Path(path).resolve()
    return target.is_relative_to(root) and not target.is_dir()


def arrivals(stream: int) -> Iterator[list[Input]]:
    """Yield the JSON lines of a file descriptor together as they arrive, at most BATCH at a time.

    A slow stream is never kept waiting for a batch to fill. Blank lines are passed over. A line
    beyond the limit is cut just above it, so that it fails without filling the memory.
    """
    rest, held, number = [b""], 0, 0
    while chunk := os.read(stream, CHUNK):
        first, *more = chunk.split(b"\n")
        if held <= MAX_TEXT_BYTES:  # beyond it the line is lost, and its rest is not kept
            rest.append(first)
            held += len(first)
        if more:
            whole = [b"".join(rest), *more[:-1]]
            yield from _numbered(whole, number)
            number += len(whole)
            rest, held = [more[-1]], len(more[-1])
    yield from _numbered([b"".join(rest)], number)


def _numbered(found: list[bytes], before: int) -> Iterator[list[Input]]:
    told = [
        Input(data=line, line=number)
        for number, line in enumerate(found, start=before + 1)
        if line.strip()
    ]
    yield from chunked(iter(told), BATCH)


def chunked(inputs: Iterator[Input], size: int) -> Iterator[list[Input]]:
    """Yield inputs in lists of at most `size`."""
    while group := list(islice(inputs, size)):
        yield group


def load_some(sources: Iterable[Input]) -> Iterator[list[Loaded]]:
    """Read inputs and yield them in groups that hold some 64 MiB, so that memory stays bounded."""
    group: list[Loaded] = []
    held = 0
    for source in sources:
        loaded = load(source)
        group.append(loaded)
        held += loaded.size
        if held >= GROUP_BYTES:
            yield group
            group, held = [], 0
    if group:
        yield group


def load(source: Input) -> Loaded:
    """Read an input; whatever is wrong with it is in the answer, nothing is raised."""
    name: Any = source.path if source.line is None else None
    try:
        if source.line is None:
            return Loaded(name, _from_file(source), None, None)
        fields = _fields(source.data or b"")
        name = fields.get("id", source.line)
        return Loaded(name, _from_fields(fields), None, source.line)
    except ContentError as error:
        return Loaded(name, None, error, source.line)


def _from_file(source: Input) -> Content:
    path = source.path or "-"
    data = source.data if source.data is not None else _read(path)
    if len(data) > MAX_FILE_BYTES:
        raise ContentError(
            f"{path} is larger than {MAX_FILE_BYTES // 2**20} MiB",
            hint="hash it yourself and hand over its sha256 with --jsonl",
            code="content.too_large",
        )
    return Content(id=path, data=data, name=path)


def _read(path: str) -> bytes:
    """Return the bytes of a regular file; a pipe or a device would keep the scan waiting."""
    try:
        with open(path, "rb", opener=_without_waiting) as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise ContentError(
                    f"{path} is not a regular file",
                    hint="give what a pipe holds on standard input, as '-'",
                    code="content.unreadable",
                )
            return file.read(MAX_FILE_BYTES + 1)
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from None


def _without_waiting(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_NONBLOCK)


def open_input(path: Path) -> BinaryIO:
    """Open a file to read its bytes; ContentError says why it cannot be."""
    try:
        return path.open("rb")
    except (OSError, ValueError) as error:
        raise _unreadable(str(path), error) from None


def _unreadable(path: str, error: OSError | ValueError) -> ContentError:
    if isinstance(error, FileNotFoundError):
        return ContentError(f"{path} is not there", hint="check the path", code="content.missing")
    if isinstance(error, PermissionError):
        hint, reason = "check its permissions", "may not be read"
    else:
        hint = "check that it is a file"
        reason = f"cannot be read: {getattr(error, 'strerror', None) or 'not a path'}"
    return ContentError(f"{path} {reason}", hint=hint, code="content.unreadable")


def _fields(line: bytes) -> dict[str, Any]:
    if len(line) > MAX_TEXT_BYTES:
        raise _malformed(f"is longer than {MAX_TEXT_BYTES // 2**20} MiB", "content.too_large")
    try:
        fields = msgspec.json.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        fields = _lenient(line)
    if not isinstance(fields, dict):
        raise _malformed("is not an object")
    return fields


def _lenient(line: bytes) -> Any:
    """Decode what a strict reader refuses but services do send: lone surrogates in strings."""
    try:
        return json.loads(line)
    except UnicodeDecodeError:
        raise _malformed("is not UTF-8", "content.not_utf8") from None
    except (ValueError, RecursionError):
        raise _malformed("is not JSON") from None


def _malformed(what: str, code: str = "content.malformed") -> ContentError:
    return ContentError(f"the line {what}", hint="give one JSON object a line", code=code)


def _from_fields(fields: dict[str, Any]) -> Content:
    given: dict[str, str] = {}
    for name in TEXT_FIELDS:
        value = fields.get(name)
        if value is None:
            continue
        if not isinstance(value, str):
            raise _malformed(f"has a {name} that is not a string")
        given[name] = value
    if not LANGUAGE_TAG.fullmatch(given.get("lang", "und")):
        raise _malformed("has a lang that is no language tag")
    path = fields.get("file")
    if path is not None and not isinstance(path, str):
        raise _malformed("has a file that is not a string")
    data = _read(path) if path else None
    return Content(id=str(fields.get("id", "")), data=data, name=path, **given)
