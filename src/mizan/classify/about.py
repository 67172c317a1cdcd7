"""About: what a model says of itself, told alike of every kind of model.

A model's file holds what is known of it: `about` (words), `thresholds` (language -> the finding
score, 0..1, from which a text is brought before a person), `measures` (shares, 0..1) and `curve`
(language -> what recall is left at a threshold). What a model does not say stays open here; nothing
is filled in that was not measured.

A measure is called by its name, and its 95 % interval by `.low` and `.high` behind that: "recall",
"recall.low", "recall.high"; of a language "recall.ar". The share of a protected group that is
flagged though it must stay up is "flagged.LANGUAGE.GROUP".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

LIMITS = "ISIS-era short posts"  # what the field's data of support are of; of no other is it known
ANY = "*"  # the language that stands for all that have no threshold of their own
EVEN = 0.5  # threshold of a model that names none: even odds
ENDS = (".low", ".high")

Curve = Sequence[tuple[float, float]]  # (threshold, recall from there on), thresholds rising


@dataclass(frozen=True, slots=True)
class Measure:
    """One share that was measured, with its 95 % interval where that is known."""

    name: str
    value: float  # 0..1
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What is told of a model to people."""

    name: str  # "base", "research", or what its maker called it
    version: str
    kind: str  # base, research, own; "unknown" of a model that does not say
    licence: str
    limits: str
    thresholds: Mapping[str, float]  # by language, 0..1; `ANY` is there always
    measures: tuple[Measure, ...] = ()
    curve: Mapping[str, Curve] = field(default_factory=dict)

    @property
    def recall(self) -> Measure | None:
        """Return what share of what it looks for it finds, over all languages; None if unknown."""
        return next((one for one in self.measures if one.name == "recall"), None)

    @property
    def groups(self) -> tuple[Measure, ...]:
        """Return the shares of protected groups that it flags, the worst first."""
        found = [one for one in self.measures if one.name.startswith("flagged.")]
        return tuple(sorted(found, key=lambda one: (-one.value, one.name)))


def about(model: Any) -> About:
    """Return what a model says of itself.

    model  a `Model`, or any other with `about`, and with `thresholds`, `measures` and
           `curve` where it has them
    """
    words: Mapping[str, str] = model.about
    thresholds: Mapping[str, float] = getattr(model, "thresholds", None) or {}
    return About(
        name=words.get("name", "unnamed"),
        version=words.get("version", "unknown"),
        kind=words.get("kind", "unknown"),
        licence=words.get("licence", "not stated"),
        limits=words.get("limits", LIMITS),
        thresholds={ANY: max(thresholds.values(), default=EVEN), **thresholds},
        measures=_measures(getattr(model, "measures", None) or {}),
        curve=getattr(model, "curve", None) or {},
    )


def recall_at(curve: Curve, threshold: float) -> float | None:
    """Return the recall that is left at a threshold: of the point next above, so never too much.

    None of a curve without points; 0 above its last one.
    """
    if not curve:
        return None
    return next((recall for at, recall in sorted(curve) if at >= threshold), 0.0)


def _measures(found: Mapping[str, float]) -> tuple[Measure, ...]:
    return tuple(
        Measure(name, value, found.get(f"{name}.low"), found.get(f"{name}.high"))
        for name, value in sorted(found.items())
        if not name.endswith(ENDS)
    )
