"""Cases: reads the families of MizanCheck and makes cases of them, always the same ones.

A functional test as HateCheck is (Röttger et al. 2021, "HateCheck: Functional Tests for Hate Speech
Detection Models"). A family is one idea in a few wordings with slots for names and places.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from math import lcm
from typing import Literal, TypeVar
from zlib import crc32

import msgspec

from mizan.errors import MizanError
from mizan.text.fold import fold_many

Side = Literal["harm", "stay"]
Lang = Literal["en", "ar"]
LANGS: tuple[Lang, ...] = ("en", "ar")
SIDES: tuple[Side, ...] = ("harm", "stay")
READINGS = 3  # cases of one text with slots, at most
SPEAKERS = 2  # names that must stand under a file before it counts as reviewed
Kind = TypeVar("Kind")
SLOT = re.compile(r"\{(\w+)\}")


class Function(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One thing that a system must be able to do."""

    name: str
    side: Side  # harm: must be found; stay: must stay up
    en: str  # what its cases are, a sentence
    ar: str
    langs: tuple[Lang, ...]


class Family(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One idea in a few wordings."""

    id: str
    function: str
    texts: tuple[str, ...]  # with slots in braces: {group}; {Group} begins with a capital
    slots: dict[str, tuple[str, ...]] = {}  # beside those of the file, or in their place
    most: int | None = None  # cases it gives at most


class CaseFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One side in one language."""

    version: str
    lang: Lang
    licence: str
    reviewed_by: tuple[str, ...]  # speakers of the language who have read every case
    slots: dict[str, tuple[str, ...]]
    family: tuple[Family, ...]


class _Functions(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    function: tuple[Function, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One text with what is right to say of it."""

    id: str  # the family's, and a number from 1
    function: str
    side: Side
    lang: Lang
    family: str
    text: str


def load_functions() -> tuple[Function, ...]:
    """Return every function, in the order of the tables."""
    return _read("functions", _Functions).function


def load_file(side: Side, lang: Lang) -> CaseFile:
    """Return the families of a side in a language; MizanError mizancheck.invalid for faults."""
    return _read(f"{side}_{lang}", CaseFile)


def reviewed(lang: Lang) -> bool:
    """Say whether two speakers have signed both sides of a language."""
    return all(len(set(load_file(side, lang).reviewed_by)) >= SPEAKERS for side in SIDES)


def version(lang: Lang) -> str:
    """Return the version of the cases of a language; both sides have one."""
    return " and ".join(sorted({load_file(side, lang).version for side in SIDES}))


def plain_cases(lang: Lang) -> list[Case]:
    """Return every case of a language that is written out, harm first. MizanError for faults."""
    functions = {one.name: one for one in load_functions() if lang in one.langs}
    cases = [
        case
        for side in SIDES
        for case in expand(load_file(side, lang), side=side, functions=functions)
    ]
    refuse_twins(cases)
    return cases


def expand(held: CaseFile, *, side: Side, functions: dict[str, Function]) -> list[Case]:
    """Return the cases of a file, spread over the texts of each family and the values of slots."""
    cases, seen = [], set[str]()
    for family in held.family:
        asked = functions.get(family.function)
        if asked is None or asked.side != side:
            raise _invalid(f"family {family.id} is of no function of its side")
        if family.id in seen:
            raise _invalid(f"two families are called {family.id}")
        seen.add(family.id)
        for number, text in enumerate(_texts(family, {**held.slots, **family.slots}), start=1):
            cases.append(
                Case(
                    id=f"{family.id}/{number}",
                    function=family.function,
                    side=side,
                    lang=held.lang,
                    family=family.id,
                    text=text,
                )
            )
    return cases


def refuse_twins(cases: Sequence[Case]) -> None:
    """Raise mizancheck.invalid where two cases read alike once they are folded."""
    folded = fold_many([case.text for case in cases])
    first: dict[str, str] = {}
    for row, case in enumerate(cases):
        other = first.setdefault(folded.text(row), case.id)
        if other != case.id:
            raise _invalid(f"cases {other} and {case.id} read alike")


def _texts(family: Family, slots: dict[str, tuple[str, ...]]) -> list[str]:
    """Return the family's cases: the first reading of every text, then the second of each."""
    readings = [list(_readings(text, family, slots, nth)) for nth, text in enumerate(family.texts)]
    spread = [some[turn] for turn in range(READINGS) for some in readings if turn < len(some)]
    return spread[: family.most]


def _readings(
    text: str, family: Family, slots: dict[str, tuple[str, ...]], nth: int
) -> Iterator[str]:
    """Yield at most three readings of a text; each takes another value of every slot."""
    asked = list(dict.fromkeys(SLOT.findall(text)))
    missing = [slot for slot in asked if not slots.get(slot.lower())]
    if missing:
        raise _invalid(f"family {family.id} asks for the slot {missing[0]}, which nobody fills")
    sizes = [len(slots[slot.lower()]) for slot in asked]
    start = crc32(family.id.encode()) + READINGS * nth
    for turn in range(min(READINGS, lcm(*sizes))):
        values = {
            slot: slots[slot.lower()][(start + place + turn) % size]
            for place, (slot, size) in enumerate(zip(asked, sizes, strict=True))
        }
        yield text.format(**{slot: _cased(slot, value) for slot, value in values.items()})


def _cased(slot: str, value: str) -> str:
    """Return a value, with a capital where the slot's name has one."""
    return value[:1].upper() + value[1:] if slot[:1].isupper() else value


def _read(name: str, kind: type[Kind]) -> Kind:
    """Return one of the data files, checked."""
    source = files("mizan.evaluate").joinpath(f"mizancheck/{name}.toml")
    try:
        return msgspec.convert(tomllib.loads(source.read_text("utf-8")), kind)
    except (OSError, UnicodeDecodeError) as error:
        raise _invalid(f"{name}.toml cannot be read: {type(error).__name__}") from None
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise _invalid(f"{name}.toml has a fault: {error}") from None


def _invalid(message: str) -> MizanError:
    return MizanError(
        f"MizanCheck: {message}", hint="install Mizan again", code="mizancheck.invalid"
    )


def by_function(cases: Iterable[Case]) -> dict[str, list[Case]]:
    """Return cases by the name of their function, in their order."""
    found: dict[str, list[Case]] = {}
    for case in cases:
        found.setdefault(case.function, []).append(case)
    return found
