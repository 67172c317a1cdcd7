"""Sources: rows read from the files of a recipe, in pieces of many lengths.

Support is brief and news is long, so a model could learn the length. Pieces of news as brief as a
post keep it from that.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from random import Random
from typing import Any

from mizan.errors import MizanError
from mizan.train.recipe import Recipe, SetOf
from mizan.train.rows import Row

LONGEST = 1500  # characters of a text that are looked at
_HEADS = {"first": 280, "lead": 140}
_SOME = 140
_ARABIC_SHARE = 0.3  # of the letters of a text of a mixed set


def read_sets(
    recipe: Recipe, folder: Path, *, without: frozenset[str] = frozenset()
) -> Iterator[Row]:
    """Yield the rows of every set of a recipe, but those named in `without`.

    MizanError `train.data` when a file is missing or does not hold what the recipe says.
    """
    for one in recipe.sets:
        if one.name not in without:
            yield from _rows(one, folder / one.file, Random(f"{recipe.seed} {one.name}"))  # noqa: S311


def _rows(one: SetOf, path: Path, random: Random) -> Iterator[Row]:
    taken = dict.fromkeys(one.pieces, 0)
    records = list(enumerate(_records(path)))
    if min(one.pieces.values()) < len(records):
        random.shuffle(records)
    for number, record in records:
        support = _label(one, str(record.get("label", "")))
        text = record.get("text")
        if support is None or not isinstance(text, str) or not text.strip():
            continue
        kind = _kind(one, record, support=support)
        group = f"{one.name} {_field(record, one.group) or number}"
        for piece, most in one.pieces.items():
            cut = _cut(piece, text, record, random)
            lang = _lang(one.lang, cut)
            if one.only and lang != one.only:
                continue
            special = bool(one.protected_if) and kind != one.protected
            if cut.strip() and (taken[piece] < most or special):
                taken[piece] += 1
                named = kind if support or len(one.pieces) == 1 else f"{kind}, {piece}"
                yield Row(
                    text=cut,
                    support=support,
                    lang=lang,
                    group=group,
                    kind=named,
                    source=one.name,
                    weight=one.weight,
                    weak=one.weak,
                    held=one.held,
                )


def _records(path: Path) -> Iterator[Mapping[str, Any]]:
    opened = gzip.open if path.suffix == ".gz" else open
    try:
        with opened(path, "rb") as raw, io.TextIOWrapper(raw, "utf-8", newline="") as file:
            if ".csv" in path.suffixes:
                yield from csv.DictReader(file)
            else:
                yield from (_object(line) for line in file if line.strip())
    except (OSError, EOFError, zlib.error, ValueError, RecursionError, csv.Error) as error:
        raise MizanError(
            f"the data {path.name} cannot be read: {type(error).__name__}",
            hint="name the folder that holds the recipe's files, or leave sets out with --without",
            code="train.data",
        ) from error


def _object(line: str) -> Mapping[str, Any]:
    found = json.loads(line)
    if not isinstance(found, dict):
        raise ValueError("no object")
    return found


def _label(one: SetOf, label: str) -> bool | None:
    for meaning, labels in ((True, one.support), (False, one.other)):
        if "*" in labels or label in labels:
            return meaning
    return None


def _kind(one: SetOf, record: Mapping[str, Any], *, support: bool) -> str:
    if support:
        return "support"
    for field, kind in one.protected_if.items():
        if _field(record, field):
            return kind
    return one.protected


def _field(record: Mapping[str, Any], path: str) -> Any:
    value: Any = record
    for name in path.split(".") if path else ():
        value = value.get(name) if isinstance(value, Mapping) else None
    return value if path else None


def _cut(piece: str, text: str, record: Mapping[str, Any], random: Random) -> str:
    if piece == "title":
        return str(_field(record, "extra.title") or "")
    if piece in _HEADS:
        return text[: _HEADS[piece]]
    if piece == "some":
        start = random.randrange(max(1, len(text) - _SOME))
        return text[start : start + _SOME]
    return text[:LONGEST]


def _lang(given: str, text: str) -> str:
    if given != "mixed":
        return given
    arabic = sum("\u0600" <= letter <= "\u06ff" for letter in text)
    return "ar" if arabic > _ARABIC_SHARE * sum(map(str.isalpha, text)) else "en"
