"""The whole line, as a service calls it: `Engine.scan_many` over a data folder with fifty rules."""

from __future__ import annotations

import atexit
import re
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from mizan.banks import background, changes
from mizan.banks.reader import BACKGROUND, Reader
from mizan.banks.store import open_store
from mizan.classify.file import save_model
from mizan.classify.fit import fit_plain
from mizan.detect.context import Context
from mizan.detect.disguised import Disguised
from mizan.detect.known import Known
from mizan.detect.learned import Learned
from mizan.detect.linked import Linked
from mizan.detect.named import Named
from mizan.engine.build import signal_types
from mizan.engine.models import Models
from mizan.engine.rules import Rules
from mizan.engine.scan import Engine
from mizan.entities.gazetteer import Alias, Gazetteer, Organisation
from mizan.errors import ContentError
from mizan.signals.sketch import make_value
from mizan.terms.content import Content
from mizan.terms.verdict import Verdict
from mizan.text.fold import fold as normalise
from mizan.text.fold import fold_many

__all__ = ["Checker", "build", "normalise"]

RULES = Path(__file__).parents[1] / "data" / "fifty.yaml"
ROWS = 20_000  # entries added in one change
_ARABIC = re.compile("[\u0600-\u06ff]")

Row = tuple[list[int], list[str], float, bool]


class Checker:
    """An engine over a data folder of its own; the ids it gives are those of the bank it got."""

    def __init__(self, engine: Engine, ids: dict[int, int]) -> None:
        self.engine = engine
        self._ids = ids

    def check(self, post: str) -> Row:
        return self.check_many([post])[0]

    def check_many(self, posts: Sequence[str]) -> list[Row]:
        contents = [Content(id="post", text=post) for post in posts]
        return [self._row(verdict) for verdict in self.engine.scan_many(contents)]

    def _row(self, verdict: Verdict | ContentError) -> Row:
        if isinstance(verdict, ContentError):
            raise verdict
        found = verdict.findings
        known = [self._ids[one.match.entry] for one in found if one.match]
        names = [one.cue for one in found if one.detector == "named"]
        return known, names, verdict.score or 0.0, verdict.verdict != "leave"


def build(
    bank: Sequence[tuple[int, str]],
    commons: Sequence[str],
    phrases: Sequence[str],
    texts: Sequence[str],
    labels: Sequence[int],
) -> Checker:
    folder = Path(tempfile.mkdtemp(prefix="mizan-whole-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    background.save(background.build_background(commons), folder / BACKGROUND)
    store, signals = open_store(folder), signal_types()
    told = {"actor": "bench", "why": "bench"}
    changes.create_bank(store, name="known", purpose="harm", **told)
    ids: dict[int, int] = {}
    for first in range(0, len(bank), ROWS):
        page = bank[first : first + ROWS]
        folded = fold_many([text for _, text in page])
        rows = [
            changes.NewEntry(signal="neartext", value=make_value(folded, row))
            for row in range(len(page))
        ]
        added = changes.add_entries(store, bank="known", rows=rows, **told)
        ids |= dict(zip(added.ids, (number for number, _ in page), strict=True))
    model = folder / "bench.mizan"
    save_model(fit_plain(fold_many(texts), np.array(labels, np.bool_)), model)
    detectors = (Context(), Known(), Named(_gazetteer(phrases)), Linked(), Disguised(), Learned())
    engine = Engine(
        store=store,
        reader=Reader(folder, signals, store),
        rules=Rules(folder, RULES, "en"),
        signals=signals,
        models=Models(folder, model, detectors),
    )
    return Checker(engine, ids)


def _gazetteer(phrases: Sequence[str]) -> Gazetteer:
    """Return the phrases as neutral names, each of an organisation of its own."""
    organisations = tuple(
        Organisation(id=f"name-{number}", en=phrase, ar=phrase, aliases=(_alias(phrase),))
        for number, phrase in enumerate(phrases)
    )
    return Gazetteer(version="bench", organisations=organisations)


def _alias(phrase: str) -> Alias:
    script = "Arab" if _ARABIC.search(phrase) else "Latn"
    return Alias(text=phrase, script=script, role="neutral")
