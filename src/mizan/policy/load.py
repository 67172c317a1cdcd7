"""Loading a policy: the rules file, checked whole, or every fault that it has."""

from __future__ import annotations

from hashlib import sha256
from importlib.resources import files
from pathlib import Path

from mizan.errors import PolicyError
from mizan.policy.document import MAX_BYTES
from mizan.policy.faults import Fault
from mizan.policy.policy import Policy
from mizan.policy.reading import read_rules
from mizan.policy.rulebook import Lang
from mizan.terms.verdict import PolicyRef


def load_policy(path: Path | None = None, *, lang: Lang = "en") -> Policy:
    """Return the policy of a rules file, or the shipped one when `path` is None.

    lang  the language in which its judgements give their reasons

    PolicyError when the file cannot be read, or with all its faults in `faults`.
    """
    data = _read(path)
    name = str(path) if path else "the shipped policy"
    try:
        source = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise _refusal(name, [Fault(line, 1, "the file is no UTF-8", "save it as UTF-8")]) from None
    book, faults = read_rules(source)
    if book is None:
        raise _refusal(name, faults)
    ref = PolicyRef(name=book.name, version=book.version, sha256=sha256(data).hexdigest())
    return Policy(book, ref, lang)


def check(source: str) -> list[Fault]:
    """Return every fault of a rules file's text, rising by place; none when it can be loaded."""
    return read_rules(source)[1]


def _read(path: Path | None) -> bytes:
    if path is None:
        return files("mizan.policy").joinpath("default.yaml").read_bytes()
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 4)  # a mark at the beginning, and one byte too many
    except OSError as error:
        raise PolicyError(
            f"the rules file {path} cannot be read: {error.strerror}",
            hint="name another with --policy",
            code="policy.unreadable",
        ) from None


def _refusal(name: str, faults: list[Fault]) -> PolicyError:
    first, more = faults[0], len(faults) - 1
    others = f", and {more} more" if more else ""
    error = PolicyError(
        f"{name} has faults: {first.line}:{first.column}: {first.message}{others}",
        hint=first.hint or "`mizan policy check` shows them all",
    )
    error.faults = tuple(faults)
    return error
