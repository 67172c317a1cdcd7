"""Try a model: what it would find beside the one in force, before it is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from mizan.classify.registry import Chosen
from mizan.config import BATCH
from mizan.detect.learned import SUPPORT
from mizan.engine.examine import examine
from mizan.engine.scan import Engine
from mizan.engine.trial import STAY_UP, stay_up_texts
from mizan.terms.content import Content


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """How many texts of a set two models find."""

    name: str
    harm: bool  # whether they are such as are to be found; else they must stay up
    texts: int
    now: int  # found by the model in force
    then: int  # found by the one that is tried

    @property
    def better(self) -> bool:
        """Tell whether the tried one does no worse on this set."""
        return self.then >= self.now if self.harm else self.then <= self.now


def compared(
    engine: Engine, chosen: Chosen, sets: Iterable[tuple[str, bool, Sequence[str]]]
) -> Iterator[Found]:
    """Yield what the model in force and a tried one find in sets of texts, the shipped ones last.

    sets  name, whether it holds what is to be found, texts
    """
    now = engine.models.now()
    shipped = [(name, False, [text for _, text in stay_up_texts(file)]) for name, file in STAY_UP]
    for name, harm, texts in (*sets, *shipped):
        yield Found(
            name=name,
            harm=harm,
            texts=len(texts),
            now=found_by(engine, now, texts),
            then=found_by(engine, chosen, texts),
        )


def found_by(engine: Engine, chosen: Chosen | None, texts: Iterable[str]) -> int:
    """Return how many texts a model finds at its thresholds; 0 without a model."""
    if chosen is None:
        return 0
    detectors, count = engine.models.with_model(chosen), 0
    left = iter(texts)
    while some := [*islice(left, BATCH)]:
        contents = [Content(id=str(row), text=text) for row, text in enumerate(some)]
        seen = examine(contents, engine.reader.refresh(), engine.signals, detectors)
        learned = [one.part for one in seen.findings if one.label == SUPPORT]
        count += len({seen.batch.parts[part].content for part in learned})
    return count
