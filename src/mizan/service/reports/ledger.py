"""Reading the ledger backwards, newest line first, with a filter."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

from mizan.ledger.chain import Line, head, lines
from mizan.service.ground.recording import store

STRIDE = 2000  # lines read at a time
MOST_READ = 40_000  # lines looked through for one page


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerPage:
    """Some lines, newest first."""

    lines: list[Line]
    before: int | None  # where the next page begins: lines below this number; None at the end
    last: int  # number of the last line of the chain


def latest(
    *, actor: str = "", about: str = "", before: int | None = None, limit: int = 50
) -> LedgerPage:
    """Return the latest lines that match.

    actor   the whole actor, such as "user:rima"; empty for all
    about   words that act or subject begin with, such as "case" or "case/7"
    before  only lines below this number
    """
    ledger = store()
    last, _ = head(ledger)
    top = last if before is None else min(before - 1, last)
    found: list[Line] = []
    least = max(0, top - MOST_READ)
    while top > least and len(found) < limit:
        below = max(least, top - STRIDE)
        stretch = list(islice(lines(ledger, after=below), top - below))
        found.extend(
            line for line in reversed(stretch) if line.seq <= top and _matches(line, actor, about)
        )
        top = below
    shown = found[:limit]
    more = len(found) > limit or top > 0
    edge = shown[-1].seq if len(found) >= limit else top + 1
    return LedgerPage(lines=shown, before=edge if more and edge > 1 else None, last=last)


def _matches(line: Line, actor: str, about: str) -> bool:
    return (not actor or line.actor == actor) and (
        not about or line.act.startswith(about) or line.subject.startswith(about)
    )
