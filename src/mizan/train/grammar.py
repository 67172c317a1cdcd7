r"""A small grammar of texts: slots, parts that may be dropped, and words to choose from.

{city}          one of the values of the slot; a value may hold slots again
[on Monday]     may be dropped
(a|b|c)         one of these
\( \[ \{ \|     the sign itself
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

from mizan.errors import MizanError

DEPTH = 12  # brackets in brackets
LONGEST = 4_000  # characters that one text may come to: slots in slots grow by powers
_CLOSES = {"[": "]", "(": ")"}
_SIGNS = frozenset("[](){}|\\")


@dataclass(frozen=True, slots=True)
class Slot:
    """A place that is filled with a value of this name."""

    name: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A place where one of several parts stands."""

    parts: tuple[Parts, ...]


Parts = tuple["str | Slot | Choice", ...]
Slots = Mapping[str, Sequence[Parts]]


def fault(message: str) -> MizanError:
    """Return the error `train.template` for a fault in a file of templates."""
    return MizanError(message, hint="mend the file of templates", code="train.template")


def parse(text: str, where: str) -> Parts:
    """Return a template in its parts. `where` names it in the error `train.template`."""
    reader = _Reader(text, where)
    parts = reader.sequence(DEPTH)
    if reader.at < len(text):
        raise fault(f"{where}: {text[reader.at]} closes or parts nothing")
    return parts


def names_in(parts: Parts) -> set[str]:
    """Return the names of the slots of a template."""
    names: set[str] = set()
    for part in parts:
        if isinstance(part, Slot):
            names.add(part.name)
        elif isinstance(part, Choice):
            names = names.union(*map(names_in, part.parts))
    return names


def check(slots: Slots, templates: Mapping[str, Parts]) -> None:
    """Refuse slots that hold themselves, slots that are not there, and texts without measure.

    `templates` has what is to be checked under the name that stands in the error.
    """
    lengths: dict[str, int] = {}
    for name in slots:
        _measure(name, slots, lengths, ())
    for where, parts in templates.items():
        if unknown := names_in(parts) - slots.keys():
            raise fault(f"{where}: there is no slot {', '.join(sorted(unknown))}")
        if _length(parts, lengths) > LONGEST:
            raise fault(f"{where} can grow past {LONGEST} characters")


def fill(parts: Parts, slots: Slots, random: Random) -> str:
    """Return one text of a template; which one, `random` says. Blanks are made single."""
    words: list[str] = []
    _fill(parts, slots, random, words)
    return " ".join("".join(words).split())


def _fill(parts: Parts, slots: Slots, random: Random, words: list[str]) -> None:
    for part in parts:
        if isinstance(part, str):
            words.append(part)
        elif isinstance(part, Slot):
            _fill(random.choice(slots[part.name]), slots, random, words)
        else:
            _fill(random.choice(part.parts), slots, random, words)


def _measure(name: str, slots: Slots, lengths: dict[str, int], above: tuple[str, ...]) -> None:
    """Write down how long a value of a slot can be, after those of the slots inside it."""
    if name in lengths:
        return
    if name in above:
        raise fault(f"slot {name} holds itself")
    if name not in slots:
        raise fault(f"slot {above[-1]}: there is no slot {name}")
    for inner in set().union(*map(names_in, slots[name])):
        _measure(inner, slots, lengths, (*above, name))
    lengths[name] = max((_length(value, lengths) for value in slots[name]), default=0)
    if lengths[name] > LONGEST:
        raise fault(f"slot {name} can grow past {LONGEST} characters")


def _length(parts: Parts, lengths: Mapping[str, int]) -> int:
    total = 0
    for part in parts:
        if isinstance(part, str):
            total += len(part)
        elif isinstance(part, Slot):
            total += lengths[part.name]
        else:
            total += max(_length(inner, lengths) for inner in part.parts)
    return total


class _Reader:
    """Reads a template from left to right."""

    def __init__(self, text: str, where: str) -> None:
        self.text = text
        self.where = where
        self.at = 0

    def sequence(self, depth: int) -> Parts:
        """Return what stands up to a sign that closes or parts, or to the end."""
        if depth == 0:
            raise fault(f"{self.where}: brackets are nested deeper than {DEPTH}")
        parts: list[str | Slot | Choice] = []
        while self.at < len(self.text) and (sign := self.text[self.at]) not in "])}|":
            if sign == "{":
                parts.append(self._slot())
            elif sign in _CLOSES:
                parts.append(self._choice(sign, depth))
            else:
                parts.append(self._words())
        return tuple(parts)

    def _slot(self) -> Slot:
        end = self.text.find("}", self.at)
        name = self.text[self.at + 1 : end]
        if end < 0 or not name.isidentifier():
            raise fault(f"{self.where}: a brace holds no name of a slot")
        self.at = end + 1
        return Slot(name)

    def _choice(self, opens: str, depth: int) -> Choice:
        parts: list[Parts] = [] if opens == "(" else [()]
        sign = "|"
        while sign == "|":
            self.at += 1
            parts.append(self.sequence(depth - 1))
            sign = self.text[self.at : self.at + 1]
        if sign != _CLOSES[opens]:
            raise fault(f"{self.where}: {opens} is not closed")
        self.at += 1
        return Choice(tuple(parts))

    def _words(self) -> str:
        words: list[str] = []
        while self.at < len(self.text) and (sign := self.text[self.at]) not in "[](){}|":
            if sign == "\\":
                self.at += 1
                sign = self.text[self.at : self.at + 1]
                if sign not in _SIGNS:
                    raise fault(f"{self.where}: a backslash stands before no sign")
            words.append(sign)
            self.at += 1
        return "".join(words)
