"""Finding: what a detector says about a part, and why."""

from __future__ import annotations

from dataclasses import dataclass

from mizan.terms.match import Match, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One named observation. It is advice: it holds no threshold and orders nothing."""

    part: int  # row of the part in the batch, from 0
    label: str  # one of the documented labels (`mizan.terms.label`)
    detector: str  # name of the detector that says so
    spans: tuple[Span, ...] = ()  # into the part's text, rising; empty when it is about the whole
    match: Match | None = None  # the hit it rests on, for detectors that look things up
    cue: str = ""  # what was recognised: a cue's or an alias's name; never content
    reference: str = ""  # of a named organisation: who lists it, in which version, by what number
    score: float | None = None  # 0..1, how sure a model is; None where nothing was estimated
    weight: float = 0.0  # -1..1, filled in by the policy: what it added to or took from the score
    text: str | None = None  # the quoted stretches; only when the caller asked for quotes
