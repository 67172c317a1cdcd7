"""Trial: what entries would hit, before they take force."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib.resources import files
from itertools import islice

import numpy as np

from mizan.banks.changes import NewEntry
from mizan.banks.indexes.overlap import OverlapIndex
from mizan.banks.snapshot import Snapshot
from mizan.config import BATCH
from mizan.engine.admit import Value
from mizan.engine.scan import Engine
from mizan.engine.sign import sign
from mizan.engine.unpack import text_parts
from mizan.kernels.stops import SHARED, contained
from mizan.signals.neartext import NearText
from mizan.signals.sketch import read_value
from mizan.terms.match import Match
from mizan.text.batch import make_batch

STAY_UP = (("stay-up pack, Arabic", "stayup_ar"), ("stay-up pack, English", "stayup_en"))
COMMONS = (("shared passages, Arabic", "ar"), ("shared passages, English", "en"))
SAMPLE = "your sample"
SHARED_PART = 0.6  # of an entry's fingerprints in shared passages; from here on it is made of them


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """How one collection of texts that must stay up fared."""

    name: str
    texts: int
    hits: int  # texts that an entry matches
    kinds: Mapping[str, int] = field(default_factory=dict)  # hits by kind of text


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What entries would hit."""

    packs: tuple[Pack, ...]  # the shipped ones by language, then the operator's own sample
    thin: bool  # an entry holds nothing but passages and everyday speech

    @property
    def refused(self) -> bool:
        """Whether the entries may only be added with a reason."""
        return self.thin or any(pack.hits and pack.name != SAMPLE for pack in self.packs)


def try_values(engine: Engine, values: Sequence[Value], *, sample: Iterable[str] = ()) -> Trial:
    """Try entries on the shipped stay-up pack and on a sample of the operator's own posts.

    Entries that hold nothing rare are tried on the shipped passages too, with nothing left out,
    so that the count shows what they are made of.
    """
    trial = engine.reader.over(values)
    thin = _is_thin(trial) or any(_made_of_shared(values, trial))
    packs = [_tried(engine, trial, name, stay_up_texts(file)) for name, file in STAY_UP]
    if thin:
        bare = replace(trial, stops=None)
        packs += [_tried(engine, bare, name, _passages(lang)) for name, lang in COMMONS]
    own = _tried(engine, trial, SAMPLE, ((SAMPLE, text) for text in sample))
    return Trial(packs=tuple(packs + ([own] if own.texts else [])), thin=thin)


def refusals(engine: Engine, rows: Sequence[NewEntry]) -> list[str]:
    """Return for each new entry why it may not be added without a reason, "" when it may.

    For lists: all entries are tried on the stay-up pack together.
    """
    texts = [number for number, row in enumerate(rows) if row.signal == NearText.name]
    reasons = [""] * len(rows)
    if not texts:
        return reasons
    values = [(rows[number].signal, rows[number].value) for number in texts]
    trial = engine.reader.over(values)
    for number, shared in zip(texts, _made_of_shared(values, trial), strict=True):
        reasons[number] = "bank.only_formulae" if shared else ""
    for chunk in trial.chunks[NearText.name]:
        if isinstance(chunk.index, OverlapIndex):
            for place in chunk.index.thin(trial.stops).nonzero()[0].tolist():
                reasons[texts[int(chunk.ids[place]) - 1]] = "bank.only_formulae"
    for _, file in STAY_UP:
        for match in _matches(engine, trial, [text for _, text in stay_up_texts(file)]):
            reasons[texts[match.entry - 1]] = "bank.hits_stay_up"
    return reasons


def _is_thin(trial: Snapshot) -> bool:
    indexes = (chunk.index for chunks in trial.chunks.values() for chunk in chunks)
    return any(
        bool(index.thin(trial.stops).any()) for index in indexes if isinstance(index, OverlapIndex)
    )


def _made_of_shared(values: Sequence[Value], trial: Snapshot) -> list[bool]:
    """Say of each entry whether it is little more than shared passages, such as two condolences.

    What joins them is a few fingerprints that stand in neither, and would make an entry of its own.
    """
    if trial.stops is None:
        return [False] * len(values)
    answers = []
    for signal, value in values:
        hashes = read_value(value).hashes if signal == NearText.name else np.zeros(0, np.uint64)
        stopped = np.zeros(len(hashes), np.uint8)
        contained(hashes, *trial.stops.lists, stopped)
        answers.append(int((stopped == SHARED).sum()) >= SHARED_PART * max(len(hashes), 1))
    return answers


def _tried(engine: Engine, trial: Snapshot, name: str, texts: Iterable[tuple[str, str]]) -> Pack:
    """Look every (kind, text) up and count those that an entry matches."""
    count, kinds = 0, Counter[str]()
    remaining = iter(texts)
    while some := list(islice(remaining, BATCH)):
        matches = _matches(engine, trial, [text for _, text in some])
        kinds.update(some[row][0] for row in {match.part for match in matches})
        count += len(some)
    return Pack(name=name, texts=count, hits=kinds.total(), kinds=dict(kinds))


def _matches(engine: Engine, trial: Snapshot, texts: Sequence[str]) -> list[Match]:
    """Return what matches, `Match.part` being the row of the text it was found in."""
    parts = [part for row, text in enumerate(texts) for part in text_parts(row, text, name="text")]
    batch = make_batch(parts)
    matches = trial.look_up(batch, sign(batch, engine.signals, trial))
    return [replace(match, part=parts[match.part].content) for match in matches]


def stay_up_texts(file: str) -> Iterator[tuple[str, str]]:
    """Yield the kind and the text of every row of a file of the stay-up pack."""
    for row in _rows(file):
        yield row["kind"], row["text"]


def _passages(lang: str) -> Iterator[tuple[str, str]]:
    for row in _rows("commons"):
        if row["lang"] == lang:
            yield row["kind"], row["text"]


def _rows(file: str) -> Iterator[dict[str, str]]:
    data = files("mizan.banks").joinpath(f"shipped/{file}.jsonl").read_text("utf-8")
    yield from map(json.loads, data.splitlines())
