"""Verdict: the machine's advice about one content, with everything it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from mizan.terms.finding import Finding

Level = Literal["leave", "review", "act"]
LEVELS: tuple[Level, ...] = ("leave", "review", "act")  # rising


@dataclass(frozen=True, slots=True, kw_only=True)
class TrailStep:
    """One step of the reasoning, in the order in which it was taken."""

    rule: str  # name of the rule, or of the policy's own step
    said: str  # a level, or "silenced", "capped", "kept"
    because: str  # the reason, a sentence for people


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyRef:
    """Which policy was applied."""

    name: str
    version: str
    sha256: str  # 64 hex digits, of the rules file's bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Advice. People take decisions."""

    id: str  # the content's own
    verdict: Level
    score: float | None  # 0..1; None when something was not examined and nothing found
    labels: tuple[str, ...]  # of the findings that counted, most weighty first
    lang: str  # BCP 47, "und" when unknown
    script: str  # ISO 15924, "Zyyy" when there is no letter
    complete: bool  # False when something was not examined
    not_examined: tuple[str, ...]  # what, and why, in words; no content
    findings: tuple[Finding, ...]
    parts: tuple[str, ...]  # names of the batch's parts that findings point to, by `Finding.part`
    trail: tuple[TrailStep, ...]
    policy: PolicyRef
    bank_seq: int  # the store's last change that was in force
    ms: float  # milliseconds, this content's share of its batch
