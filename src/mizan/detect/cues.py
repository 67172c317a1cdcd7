"""The cue book: wordings that show the spirit of a text, read from a checked data file."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any, Literal, get_args

from mizan.errors import MizanError

Joins = Literal["verb", "noun", "none"]
CONJUNCTIONS = ("و", "ف")  # wa-, fa-: what may be written onto a verb
LONGEST = 6  # words of a phrase

# What a text itself does; `mizan.detect.stance` says where the words of such a cue are another's.
ACTS = (
    "pledge",
    "call",
    "recruitment",
    "threat",
    "instruction",
    "praise",
    "financing",
    "claim",
)
HELPERS = ("attribution", "agency", "desk", "narration", "weapon")  # groups without a label

# Each group, and whether its cues also count inside a quotation. There the words are those of
# the quoted one: what he reports or condemns is not what the text does. Marks around an act do
# not change it.
GROUPS: dict[str, bool] = {
    "attribution": False,
    "agency": False,
    "desk": False,
    "narration": False,
    "weapon": True,
    "condemnation": False,
    "research": False,
    "scripture": True,
    "mourning": True,
    "satire": False,
    "testimony": True,
    "prayer": True,
    "question": False,
    "history": False,
    "fiction": False,
    "legal": False,
    **dict.fromkeys(ACTS, True),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """Wordings that all say the same."""

    name: str  # unique
    group: str  # one of GROUPS
    lang: str  # BCP 47
    joins: Joins  # what may be written onto the front of a phrase
    phrases: tuple[str, ...]
    unless: tuple[str, ...] = ()  # wordings that hold a phrase and mean something else


@dataclass(frozen=True, slots=True, kw_only=True)
class CueBook:
    """All cues of one file, with the words that undo them."""

    version: str
    cues: tuple[Cue, ...]
    negations: tuple[str, ...]  # undo a cue that they stand before
    not_negations: tuple[str, ...]  # hold a negation and negate nothing
    books: tuple[str, ...]  # a name of these and a number are a reference to scripture


def load_cues(path: Path | None = None) -> CueBook:
    """Return the cue book of a TOML file, by default the shipped one.

    MizanError `cues.unreadable` when it cannot be read, `cues.invalid` for the first fault.
    """
    source = path if path is not None else resources.files("mizan.detect") / "cues.toml"
    try:
        written = tomllib.loads(source.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise MizanError(
            f"the cue book {path or 'cues.toml'} cannot be read: {type(error).__name__}",
            hint="give a TOML file in UTF-8",
            code="cues.unreadable",
        ) from error
    tables = {"negations", "not_negations", "books"}
    _check_fields(written, {"version", "cue"} | tables, "the file")
    cues = tuple(_cue(row) for row in written["cue"])
    names = [cue.name for cue in cues]
    if repeated := {name for name in names if names.count(name) > 1}:
        raise _fault(f"there twice: {', '.join(sorted(repeated))}")
    words = {
        table: tuple(word for lang in written[table].values() for word in lang) for table in tables
    }
    return CueBook(version=str(written["version"]), cues=cues, **words)


def _cue(row: Mapping[str, Any]) -> Cue:
    where = f"cue {row.get('name', 'without name')}"
    _check_fields(row, {"name", "group", "lang", "joins", "phrases"}, where, optional={"unless"})
    if row["group"] not in GROUPS:
        raise _fault(f"{where}: the group is none of {', '.join(GROUPS)}")
    if row["joins"] not in get_args(Joins):
        raise _fault(f"{where}: joins is none of {', '.join(get_args(Joins))}")
    phrases, unless = tuple(row["phrases"]), tuple(row.get("unless", ()))
    if not phrases:
        raise _fault(f"{where} has no phrases")
    for number, phrase in enumerate((*phrases, *unless), 1):
        if not 1 <= len(phrase.split()) <= LONGEST:
            raise _fault(f"{where}: phrase {number} does not have 1 to {LONGEST} words")
    return Cue(**{**row, "phrases": phrases, "unless": unless})


def _check_fields(
    row: Mapping[str, Any], needed: set[str], where: str, *, optional: set[str] | None = None
) -> None:
    if missing := needed - row.keys():
        raise _fault(f"{where} lacks {', '.join(sorted(missing))}")
    if strange := row.keys() - needed - (optional or set()):
        raise _fault(f"{where} has {', '.join(sorted(strange))}, which means nothing here")


def _fault(message: str) -> MizanError:
    return MizanError(message, hint="mend the cue book", code="cues.invalid")
