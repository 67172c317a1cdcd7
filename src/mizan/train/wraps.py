"""Wrappers around a post: reports, condemnations and studies of it; and mere trimmings.

A post in a report is no longer the deed of its writer. A post behind a made-up dateline, between
quotation marks that are all there is, or among hashtags still is: kind `stuff` teaches that.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from mizan.train.grammar import Parts, Slots, check, fault, fill, names_in, parse
from mizan.train.templates import check_fields, invented_names, parsed, read

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
    name = f"wraps_{lang}.toml"
    written = read(name, folder, {"version", "lang", "wrap"}, {"slots"})
    if written["lang"] != lang:
        raise fault(f"{name}: the language is not {lang}")
    slots = parsed({**invented_names(lang), **written.get("slots", {})})
    wraps = tuple(_wrap(row, slots) for row in written["wrap"])
    ids = [wrap.id for wrap in wraps]
    if repeated := {one for one in ids if ids.count(one) > 1}:
        raise fault(f"{name}: there twice: {', '.join(sorted(repeated))}")
    check({**slots, POST: ((),)}, {wrap.id: wrap.parts for wrap in wraps})
    return wraps


def _wrap(row: Mapping[str, Any], slots: Slots) -> Wrap:
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
