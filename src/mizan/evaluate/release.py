"""Release: the figures that went with the last release, and the gates that a new one must pass.

A group too small to show a rate claims nothing about it; but the packs do not change from run to
run, so that even one text more in a small one is told.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import msgspec

from mizan.errors import MizanError
from mizan.evaluate.summary import HIDDEN, Line, Summary

ENOUGH = 380  # texts: if none of so many is flagged, the rate is below 1 % (95 % interval)
MOST = 0.01  # share of a protected group that may be flagged
MOST_HIDDEN = 0.02  # and of one that is disguised
# Shipped models that do not reach this yet, and how far off they may be. Not the default: who uses
# them chose to, and reads it on `docs/accuracy.md`. To be lowered, never raised.
SHORT = {"research": 0.03}
WORSE = 0.005  # more than in the last release, in shares


class Release(msgspec.Struct, frozen=True, kw_only=True):
    """The summaries of the shipped models."""

    models: dict[str, Summary] = {}
    layout: int = 1


def last_release() -> Release:
    """Return the figures that are shipped; none where there are none yet. As `load_release`."""
    path = Path(str(files("mizan.evaluate"))) / "last.json"
    return load_release(path) if path.is_file() else Release()


def load_release(path: Path) -> Release:
    """Return the figures of a file. MizanError evaluate.unreadable."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Release)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError) as error:
        raise MizanError(
            f"{path.name} holds no figures that can be read: {type(error).__name__}",
            hint="name a file that `mizan evaluate --json` wrote",
            code="evaluate.unreadable",
        ) from None


def keep(path: Path, summary: Summary) -> None:
    """Write a summary into a file of figures; those of other models stay in it.

    MizanError evaluate.unreadable for another file that is in the way, evaluate.unwritable.
    """
    held = load_release(path) if path.exists() and path.stat().st_size else Release()
    fresh = Release(models={**held.models, summary.model: summary})
    data = msgspec.json.format(msgspec.json.encode(fresh, order="sorted"), indent=1) + b"\n"
    try:
        path.write_bytes(data)
    except OSError as error:
        raise MizanError(
            f"{path.name} cannot be written: {error.strerror}",
            hint="name another file",
            code="evaluate.unwritable",
        ) from None


def breaches(now: Summary, before: Summary | None) -> Iterator[str]:
    """Yield, in words, each gate that a summary breaks (R3 and R4 of the rights of people)."""
    known = {line.key: line for line in before.lines} if before else {}
    for line in now.of("stay", "article", "quoted"):
        if line.act:
            yield f"{line.key}: {line.act} of {line.total} are 'act'"
        if line.role == "article" and line.flagged:
            yield f"{line.key}: the article is flagged"
        if line.role == "stay":
            yield from _shares(line, known.get(line.key), now.model)


def _shares(line: Line, before: Line | None, model: str) -> Iterator[str]:
    most = max(MOST_HIDDEN if line.way.startswith(HIDDEN) else MOST, SHORT.get(model, 0.0))
    if line.total >= ENOUGH and line.share.value > most:
        yield f"{line.key}: {line.flagged} of {line.total} are flagged, more than {most:.0%}"
    if before and line.share.value - before.share.value > WORSE:
        yield (
            f"{line.key}: {line.flagged} of {line.total} are flagged, {before.flagged} of"
            f" {before.total} in the last release"
        )
