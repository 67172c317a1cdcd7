"""Wrappers around a post: reports, condemnations and studies of it; and mere trimmings.

A post in a report is no longer the deed of its writer. A post behind a made-up dateline, between
quotation marks that are all there is, or among hashtags still is: kind `stuff` teaches that.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from random import Random

from mizan.train.grammar import Parts, Slots, check, fault, fill, names_in, parse
from mizan.train.tables import Row, check_fields, read

KINDS = ("report", "condemn", "research", "stuff")
POST = "post"  # the slot where the post stands


@dataclass(frozen=True, slots=True)
class Wrap:
    """One wrapper with its slots."""

    id: str
    kind: str  # one of KINDS; `stuff` changes nothing of what the post does
    parts: Parts
    slots: Slots

    def around(self, post: str, random: Random) -> str:
        """Return the post in this wrapper, as it stands, blanks made single."""
        return fill(self.parts, {**self.slots, POST: ((post,),)}, random)


def load_wraps(lang: str, *, folder: Path | None = None) -> tuple[Wrap, ...]:
    """Return the wrappers of a language. MizanError `train.template` for the first fault."""
    slots, rows = read(f"wraps_{lang}.toml", lang, "wrap", folder)
    wraps = tuple(_wrap(row, slots) for row in rows)
    check({**slots, POST: ((),)}, {wrap.id: wrap.parts for wrap in wraps})
    return wraps


def _wrap(row: Row, slots: Slots) -> Wrap:
    where = f"wrap {row.get('id', 'without id')}"
    check_fields(row, {"id", "kind", "text"}, where)
    if row["kind"] not in KINDS:
        raise fault(f"{where}: the kind is none of {', '.join(KINDS)}")
    if not isinstance(row["text"], str):
        raise fault(f"{where}: the text is none")
    parts = parse(row["text"], where)
    if POST not in names_in(parts):
        raise fault(f"{where} has no place for the post")
    return Wrap(row["id"], row["kind"], parts, slots)
