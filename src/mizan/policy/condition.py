"""The one door to CEL: expressions are checked and compiled once, then asked many times.

CEL is Google's Common Expression Language (cel-expr-python). Three of its ways are kept in here:
a failed evaluation comes back as a value, whose text counts as true if one forgets to look at its
type; a few bytes are lost at each evaluation, so answers are remembered by the facts they rest on;
and a budget that runs out is an exception.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from operator import itemgetter
from typing import Any

from cel_expr_python import cel

from mizan.policy.faults import did_you_mean, shown
from mizan.policy.variables import KINDS, VARIABLES, Fact, of_kinds

MAX_SOURCE = 2000  # code points of one expression
_REMEMBERED = 4096  # answers kept for each rule
_TYPES = {bool: cel.Type.BOOL, int: cel.Type.INT, float: cel.Type.DOUBLE, str: cel.Type.STRING}
_ERROR = re.compile(r"ERROR: <input>:(\d+):(\d+): (.*)")
_UNDECLARED = re.compile(r"undeclared reference to '([^']*)'")


class ConditionError(Exception):
    """An expression has faults: `found` holds (index in the expression, message, hint) of each."""

    def __init__(self, found: list[tuple[int, str, str]]) -> None:
        super().__init__("; ".join(message for _, message, _ in found))
        self.found = found


class Condition:
    """A compiled expression. Thread-safe."""

    def __init__(self, source: str, needs: frozenset[str]) -> None:
        """Compile against the variables of the kinds in `needs` and of `text`."""
        self.source = source
        self._compiled = _compile(source, needs)
        # Neither half of a dotted name can be written without standing in the source, so this
        # never misses a variable; one too many only makes the memory a little less useful.
        names = [one.name for one in of_kinds(needs)]
        self.names = tuple(one for one in names if all(half in source for half in one.split(".")))
        self._values = _picker(self.names)
        self._remembered = lru_cache(_REMEMBERED)(self._evaluate)

    def holds(self, facts: Mapping[str, Fact]) -> bool | None:
        """Return whether it is true of the facts, or None when it could not be worked out."""
        return self._remembered(self._values(facts))

    def _evaluate(self, values: tuple[Fact, ...]) -> bool | None:
        try:
            answer = self._compiled.eval(data=dict(zip(self.names, values, strict=True)))
        except RuntimeError:  # the budget of iterations ran out
            return None
        return bool(answer.value()) if answer.type() == cel.Type.BOOL else None


def _picker(names: tuple[str, ...]) -> Callable[[Mapping[str, Fact]], tuple[Fact, ...]]:
    """Return what takes the values of these names out of all facts, as fast as Python can."""
    if len(names) > 1:
        return itemgetter(*names)
    return lambda facts: tuple(facts[name] for name in names)


@lru_cache(64)
def _environment(needs: frozenset[str]) -> Any:
    variables = {one.name: _TYPES[type(one.absent)] for one in of_kinds(needs)}
    return cel.NewEnv(variables=variables)


def _compile(source: str, needs: frozenset[str]) -> Any:
    if len(source) > MAX_SOURCE:
        hint = f"at most {MAX_SOURCE} characters; make two rules of it"
        raise ConditionError([(0, "the expression is too long", hint)])
    try:
        compiled = _environment(needs).compile(source)
    except RuntimeError as error:
        raise ConditionError(_faults(str(error), source, needs)) from None
    given = compiled.return_type()
    if given != cel.Type.BOOL:
        message = f"the expression gives {given.name()}, not true or false"
        raise ConditionError([(0, message, "compare it with something, such as `> 0`")])
    return compiled


def _faults(report: str, source: str, needs: frozenset[str]) -> list[tuple[int, str, str]]:
    found = []
    for line, column, message in _ERROR.findall(report):
        index = _index(source, int(line), int(column))
        if missing := _UNDECLARED.search(message):
            name = missing[1]
            index = max(0, index - max(0, name.rfind(".")))
            found.append((index, f"unknown name {shown(name)}", _hint(name, needs)))
        else:
            found.append((index, _plain(message), _type_hint(message)))
    return found or [(0, _plain(report.partition("[")[0]), "make it simpler")]


def _index(source: str, line: int, column: int) -> int:
    before = sum(len(one) + 1 for one in source.split("\n")[: line - 1])
    return min(before + column - 1, len(source))


def _hint(name: str, needs: frozenset[str]) -> str:
    if name in VARIABLES:
        kind = name.partition(".")[0]
        return f"add {kind} to the `needs` of the rule" if kind in KINDS else ""
    return did_you_mean(name, (one.name for one in of_kinds(needs)))


def _plain(message: str) -> str:
    """Return CEL's message without its list of tokens and its status words."""
    text = message.partition(" expecting {")[0].partition(" [INVALID_ARGUMENT]")[0]
    text = text.removeprefix("Syntax error: ").removeprefix("CANCELLED: ")
    return " ".join(shown(word) for word in text.split()[:20]) or "malformed expression"


def _type_hint(message: str) -> str:
    if "double" in message and "int" in message:
        return "write a number that is compared with a share or coverage with a point, as 1.0"
    if "Syntax error" in message:
        return "CEL writes &&, ||, !, ==, >= and quotes around texts"
    return "compare like with like"
