"""Wrapped rows: support as it is quoted in reports, and support with mere trimmings around it.

The first is no support any more; the second still is. Without them a model would know the post and
not who speaks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from random import Random

from mizan.train.rows import Row
from mizan.train.wraps import load_wraps

STUFFED = "stuff"
SHARE = {True: 0.25, False: 1.0}  # of rows by account, of which there are many, and of others
WEIGHT = 0.5  # of a wrapped row, beside the row within it
LONGEST = 600  # characters of a post that is quoted


def wrapped_rows(rows: Sequence[Row], *, seed: int) -> Iterator[Row]:
    """Yield rows of support quoted in a report, condemnation or study, and stuffed, one of each.

    They stay in the group of the row within them.
    """
    random = Random(f"{seed} wrapped")  # noqa: S311 - a choice of wrappers, no secret
    wraps = {lang: load_wraps(lang) for lang in ("ar", "en")}
    quoting = {lang: [one for one in some if one.kind != STUFFED] for lang, some in wraps.items()}
    stuffing = {lang: [one for one in some if one.kind == STUFFED] for lang, some in wraps.items()}
    for row in rows:
        if not row.support or row.lang not in wraps or len(row.text) > LONGEST:
            continue
        if random.random() > SHARE[row.weak]:
            continue
        wrap = random.choice(quoting[row.lang])
        quoted = wrap.around(row.text, random)
        made = replace(row, weight=WEIGHT * row.weight, made=True)
        kind = f"written: quoted ({wrap.kind})"
        yield replace(made, text=quoted, support=False, kind=kind)
        stuffed = random.choice(stuffing[row.lang]).around(row.text, random)
        yield replace(made, text=stuffed, weak=True)
