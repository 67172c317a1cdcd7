"""Development: slices cut from the development data, which is no part of Mizan and is not shipped.

At most so many rows of a group are taken, the same ones each time. Texts stay in memory; a message
names files, never rows.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import tomllib
import zlib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from importlib.resources import files
from pathlib import Path
from random import Random
from typing import Any, Literal

import msgspec

from mizan.errors import MizanError
from mizan.evaluate.slices import FIRST, Role, Slice, article_forms

SOURCE = "development data"
ARTICLE = Path("seed") / "article_ar_2017.txt"  # beside the folder of the sets
MOST = 2000  # rows of a group
CUT = 140  # characters of a piece from within
SEED = 7
MENTION = re.compile(r"@\w+")
_ARABIC_SHARE = 0.3  # of the letters of a text
_RECIPES = ("base", "research")


class Group(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which rows of a file are a group."""

    name: str
    file: str  # within the folder
    lang: str
    role: Role = "stay"
    only: dict[str, tuple[str, ...]] = {}
    pieces: tuple[str, ...] = ()
    month: str = ""  # the field with the date
    weak: bool = False
    hide: str = ""  # the piece that is disguised; "all" of a row as it is
    quote: bool = False


class _Groups(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    group: tuple[Group, ...]


Use = Literal["plain", "hide", "quote"]


def groups() -> tuple[Group, ...]:
    """Return the groups that are cut from the data."""
    text = files("mizan.evaluate").joinpath("development.toml").read_text("utf-8")
    return msgspec.convert(tomllib.loads(text), _Groups).group


def development_slices(folder: Path, *, most: int = MOST) -> Iterator[tuple[Slice, frozenset[Use]]]:
    """Yield the slices of a folder of data, each with what else is to be made of it.

    A set that is not there is left out. MizanError evaluate.no_data where none is, evaluate.data
    where a file cannot be read.
    """
    here = [one for one in groups() if (folder / one.file).is_file()]
    if not here:
        raise MizanError(
            f"{folder} holds none of the sets of the development data",
            hint="name the folder that holds them, each in a folder of its own",
            code="evaluate.no_data",
        )
    trained = trained_on()
    for group in here:
        for some in _cut(group, _sample(group, folder / group.file, most), trained):
            plain = some.way in ("", group.hide)
            wanted: dict[Use, bool] = {
                "plain": True,
                "hide": bool(group.hide) and plain,
                "quote": group.quote,
            }
            yield some, frozenset(use for use, asked in wanted.items() if asked)
    article = folder.resolve().parent / ARTICLE
    if article.is_file():
        text = article.read_text("utf-8", errors="replace")
        for some in article_forms(text, group="seed article", lang="ar", source=SOURCE):
            yield some, frozenset({"plain"})


def trained_on() -> dict[str, tuple[str, ...]]:
    """Return which shipped models are trained on a file of the data, by the file."""
    found = defaultdict[str, list[str]](list)
    for name in _RECIPES:
        text = (files("mizan") / "train" / "recipes" / f"{name}.toml").read_text("utf-8")
        for one in tomllib.loads(text).get("set", ()):
            found[one["file"]].append(name)
    return {file: tuple(names) for file, names in found.items()}


def _cut(
    group: Group,
    rows: Mapping[str, list[Mapping[str, Any]]],
    trained: Mapping[str, tuple[str, ...]],
) -> Iterator[Slice]:
    for name, some in rows.items():
        for piece in group.pieces or ("",):
            random = Random(f"{SEED} {group.name} {piece}")  # noqa: S311 - no secret
            texts = (_piece(piece, row, random) for row in some)
            yield Slice(
                group=f"{group.name}, {name}" if name else group.name,
                lang=group.lang,
                role=group.role,
                source=SOURCE,
                items=tuple(text for text in texts if text.strip()),
                way=piece,
                seen=trained.get(group.file, ()),
                weak=group.weak,
            )


def _sample(group: Group, path: Path, most: int) -> dict[str, list[Mapping[str, Any]]]:
    """Return at most so many rows of a group, by month where it is parted so, evenly drawn."""
    random = Random(f"{SEED} {group.name} {group.lang}")  # noqa: S311 - no secret
    kept = defaultdict[str, list[Mapping[str, Any]]](list)
    passed = defaultdict[str, int](int)
    for row in _records(path):
        if not isinstance(row, Mapping) or not _belongs(group, row):
            continue
        month = _month(str(row.get(group.month, ""))) if group.month else ""
        passed[month] += 1
        if len(kept[month]) < most:
            kept[month].append(row)
        elif (place := random.randrange(passed[month])) < most:
            kept[month][place] = row
    return dict(sorted(kept.items()))


def _belongs(group: Group, row: Mapping[str, Any]) -> bool:
    text = row.get("text")
    if not isinstance(text, str) or not text.strip():
        return False
    if any(_field(row, field) not in values for field, values in group.only.items()):
        return False
    return _lang(text) == group.lang if row.get("lang") is None else row["lang"] == group.lang


def _records(path: Path) -> Iterator[Any]:
    try:
        with gzip.open(path, "rb") as raw, io.TextIOWrapper(raw, "utf-8", newline="") as file:
            if ".csv" in path.suffixes:
                yield from csv.DictReader(file)
            else:
                yield from (json.loads(line) for line in file if line.strip())
    except (OSError, EOFError, zlib.error, ValueError, RecursionError, csv.Error) as error:
        raise MizanError(
            f"the data {path.name} cannot be read: {type(error).__name__}",
            hint="fetch it again, or take it out of the folder",
            code="evaluate.data",
        ) from None


def _field(row: Mapping[str, Any], path: str) -> str:
    value: Any = row
    for name in path.split("."):
        value = value.get(name) if isinstance(value, Mapping) else None
    return str(value).lower() if isinstance(value, bool) else str(value)


def _month(date: str) -> str:
    """Return year and month of a date such as 9/24/2015 7:05; "without a date" of another."""
    found = re.match(r"(\d{1,2})/\d{1,2}/(\d{4})", date)
    return f"{found[2]}-{int(found[1]):02}" if found else "without a date"


def _piece(piece: str, row: Mapping[str, Any], random: Random) -> str:
    text = MENTION.sub("@user", row["text"])
    if piece == "headline":
        title = _field(row, "extra.title")
        return "" if title == "None" else title
    if piece == "first 280":
        return text[:FIRST]
    if piece == "cut":
        start = random.randrange(max(1, len(text) - CUT))
        return text[start : start + CUT]
    return text


def _lang(text: str) -> str:
    arabic = sum("\u0600" <= letter <= "\u06ff" for letter in text)
    return "ar" if arabic > _ARABIC_SHARE * sum(map(str.isalpha, text)) else "en"
