"""A rules file as a tree of YAML nodes, each of which knows its line and column.

Only the plain part of YAML is taken: one document, no anchors, aliases or tags, limited in size
and depth. So what a person reads in the file is what is in force.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from mizan.policy.faults import Fault, did_you_mean, shown

MAX_BYTES = 2**20  # of a rules file
MAX_DEPTH = 12  # levels of nesting; a whole policy needs five
_FOLDED_AWAY = " \t\r\n'\"\\"  # what stands in the file but not in the value of a scalar


def read_document(source: str, faults: list[Fault]) -> Node | None:
    """Return the root of the file's tree, or None after adding the fault that forbids it."""
    if len(source.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        hint = f"a rules file has at most {MAX_BYTES} bytes"
        faults.append(Fault(1, 1, "the file is too large", hint))
        return None
    try:
        refused = next(_refusals(source), None)
        root = None if refused else yaml.compose(source, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        refused = _marked(error)
    except yaml.reader.ReaderError as error:
        refused = _unprintable(source, error)
    except (ValueError, OverflowError):  # an escape or a version number beyond all measure
        refused = Fault(1, 1, "the file is no YAML", "a number in an escape is too large")
    if refused is None and root is None:
        refused = Fault(1, 1, "the file is empty", "see `mizan policy explain` for the default")
    if refused is not None:
        faults.append(refused)
        return None
    return root


def _refusals(source: str) -> Iterator[Fault]:
    """Give what is refused before any tree is built, so that no tree can be deep or shared."""
    depth = documents = 0
    for event in yaml.parse(source, Loader=yaml.SafeLoader):
        line, column = _start(event.start_mark)
        documents += isinstance(event, yaml.DocumentStartEvent)
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if documents > 1:
            yield Fault(line, column, "a second document", "one file holds one policy")
        elif depth > MAX_DEPTH:
            yield Fault(line, column, "nested too deeply", f"at most {MAX_DEPTH} levels")
        elif getattr(event, "anchor", None) is not None:
            yield Fault(line, column, "an anchor or alias", "write the value out where it is used")
        elif getattr(event, "tag", None) is not None:
            yield Fault(line, column, "a YAML tag", "write the plain value")


def _start(mark: Any) -> tuple[int, int]:
    """Return line and column, from 1, of a mark of the YAML library, which may have none."""
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)


def _marked(error: yaml.MarkedYAMLError) -> Fault:
    line, column = _start(error.problem_mark or error.context_mark)
    problem = _sentence(error.problem or error.context or "malformed")
    return Fault(line, column, f"the file is no YAML: {problem}", "mind indentation and quotes")


def _unprintable(source: str, error: yaml.reader.ReaderError) -> Fault:
    line, column = _line_and_column(source, error.position)
    return Fault(line, column, "a character that YAML does not allow", "remove it")


def _sentence(sentence: str) -> str:
    return " ".join(shown(word) for word in sentence.split()[:20])


def place(source: str, node: ScalarNode, index: int) -> tuple[int, int]:
    """Return line and column, from 1, of the code point `index` of a scalar's value.

    A value differs from the file by indentation, folded lines, doubled quotes and escapes; both
    are walked together. Of a character written as an escape the place is that of the escape.
    """
    at, end = node.start_mark.index, node.end_mark.index
    if node.style in ("|", ">"):
        at = source.find("\n", at) + 1 or end
    elif node.style:
        at += 1
    for char in node.value[:index]:
        found = _seek(source, char, at, end)
        at = at if found is None else found + 1
    if index < len(node.value):
        found = _seek(source, node.value[index], at, end)
        at = at if found is None else found
    return _line_and_column(source, at)


def _line_and_column(source: str, index: int) -> tuple[int, int]:
    before = source[:index]
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def _seek(source: str, char: str, at: int, end: int) -> int | None:
    """Return where `char` stands at or after `at`, past what folding took away only."""
    if char.isspace():
        return at if at < end and source[at].isspace() else None
    while at < end and source[at] != char:
        if source[at] not in _FOLDED_AWAY:
            return None
        at += 1
    return at if at < end else None


class NodeReader:
    """Reads typed values out of nodes; whatever is wrong becomes a fault, and reading goes on."""

    def __init__(self, source: str, faults: list[Fault]) -> None:
        self.source = source
        self.faults = faults

    def fault(self, node: Node, message: str, hint: str = "") -> None:
        """Add a fault at the beginning of a node."""
        self.faults.append(Fault(*_start(node.start_mark), message, hint))

    def fields(
        self, node: Node, what: str, required: tuple[str, ...], optional: tuple[str, ...] = ()
    ) -> dict[str, Node]:
        """Return the values of a mapping with fixed keys; unknown and missing ones are faults."""
        known = required + optional
        found: dict[str, Node] = {}
        for key, name, value in self.entries(node, what):
            if name in known:
                found[name] = value
            else:
                self.fault(key, f"{what} has no {shown(name)}", did_you_mean(name, known))
        if isinstance(node, MappingNode):
            for name in required:
                if name not in found:
                    self.fault(node, f"{what} needs {name}", f"add `{name}:`")
        return found

    def entries(self, node: Node, what: str) -> list[tuple[Node, str, Node]]:
        """Return key node, key and value of a mapping with free keys; a key twice is a fault."""
        if not isinstance(node, MappingNode):
            self.fault(node, f"{what} must be a mapping", "write `key: value` lines")
            return []
        found: dict[str, tuple[Node, str, Node]] = {}
        for key, value in node.value:
            name = self.text(key, f"a key of {what}")
            if name is None:
                continue
            if name in found:
                self.fault(key, f"{what} has {shown(name)} twice", "keep one of them")
            else:
                found[name] = (key, name, value)
        return list(found.values())

    def items(self, node: Node, what: str) -> list[Node]:
        """Return the nodes of a list."""
        if isinstance(node, SequenceNode):
            return list(node.value)
        self.fault(node, f"{what} must be a list", "write `- ` before each item")
        return []

    def text(self, node: Node, what: str) -> str | None:
        """Return a scalar as text; empty text and lone surrogates are faults."""
        if not isinstance(node, ScalarNode):
            self.fault(node, f"{what} must be a text")
            return None
        value = str(node.value)
        if not value.strip():
            self.fault(node, f"{what} is empty")
            return None
        if any("\ud800" <= char <= "\udfff" for char in value):
            self.fault(node, f"{what} holds half a character", "remove the \\ud800 to \\udfff")
            return None
        return value

    def number(self, node: Node, what: str, low: float, high: float) -> float | None:
        """Return a scalar as a number from `low` to `high`."""
        try:
            value = float(node.value) if isinstance(node, ScalarNode) else None
        except ValueError:
            value = None
        if value is None or not low <= value <= high:
            self.fault(node, f"{what} must be a number from {low:g} to {high:g}")
            return None
        return value

    def choice(self, node: Node, what: str, known: tuple[str, ...]) -> str | None:
        """Return a scalar that is one of `known`."""
        value = self.text(node, what)
        if value is None or value in known:
            return value
        self.fault(node, f"{what} cannot be {shown(value)}", did_you_mean(value, known))
        return None
