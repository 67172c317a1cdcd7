"""The scale itself: findings of one content go in, a judgement with its reasons comes out.

    raised   the gravest level of the rules that hold
    lowered  the mildest level of the contexts that hold
    floor    the gravest level of the floors that hold
    level    min(raised, max(lowered, floor))

So contexts only lower, and floors only stop them. What cannot be worked out falls towards a person:
a failed rule says review, a failed context lowers nothing, a failed floor holds.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations

from mizan.policy.counting import count
from mizan.policy.evidence import Evidence, gather, text_facts, trusted_only
from mizan.policy.rulebook import Lang, Rule, RuleBook
from mizan.policy.score import labels, score
from mizan.policy.trail import Trail
from mizan.policy.variables import EVIDENCE, Fact, Values
from mizan.terms.finding import Finding
from mizan.terms.verdict import LEVELS, Level, TrailStep


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rules may know about a content's text."""

    lang: str = "und"  # BCP 47
    script: str = "Zyyy"  # ISO 15924
    words: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What the policy makes of one content's findings."""

    level: Level
    score: float  # 0..1, three decimals; orders queues and decides nothing
    labels: tuple[str, ...]  # of the findings that counted, most weighty first
    findings: tuple[Finding, ...]  # all that were given, in order, with their weights
    trail: tuple[TrailStep, ...]  # at least one step


def weigh(book: RuleBook, findings: Sequence[Finding], scene: Facts, lang: Lang) -> Judgement:
    """Return the judgement of a rule book on the findings of one content.

    findings  all of them; what does not count comes back among the others, weighing nothing
    scene     what is known of the content's text, neutral
    lang      the language of the trail
    """
    trail = Trail(lang)
    counts = count(findings, trail)
    counted = [one for one, yes in zip(findings, counts, strict=True) if yes]
    text = text_facts(lang=scene.lang, script=scene.script, words=scene.words)
    evidence = gather(counted, text)
    raised = _raise(book.rules, evidence, lambda: trusted_only(counted, text), trail)
    lowered = _lower(book.contexts, raised, evidence, trail)
    level = _keep(book.floors, lowered, raised, evidence=evidence, trail=trail)
    if not trail.reaches_a_level():
        trail.own("policy", "leave", _why_left(evidence, trail))
    points, weighed = score(findings, counts, book)
    return Judgement(
        level=LEVELS[level],
        score=points,
        labels=labels(weighed, counts),
        findings=weighed,
        trail=trail.steps(),
    )


def _raise(
    rules: Sequence[Rule], evidence: Evidence, trusted: Callable[[], Evidence], trail: Trail
) -> int:
    """Return the rank of the gravest level that a rule says.

    A rule that says act is believed only if it holds as well on the trusted evidence alone, which
    is gathered when it is needed.
    """
    raised = 0
    for rule in _asked(rules, evidence):
        holds = rule.condition.holds(evidence.facts)
        said = rule.level
        if holds is None:
            said = "review"
            trail.own(rule.name, said, "failed_rule")
        elif holds:
            capped = said == "act" and not _holds(rule, trusted())
            said = "review" if capped else said
            trail.rule(rule, said)
            if capped:
                trail.own(rule.name, "capped", "capped")
        else:
            continue
        raised = max(raised, LEVELS.index(said))
    return raised


def _lower(contexts: Sequence[Rule], raised: int, evidence: Evidence, trail: Trail) -> int:
    """Return the rank of the mildest level that a context lowers to."""
    lowered = raised
    for rule in _asked(contexts, evidence) if raised else ():
        holds = _holds_for_some(rule, evidence.facts)
        if holds:
            lowered = min(lowered, LEVELS.index(rule.level))
            trail.rule(rule, rule.level)
        elif holds is None:
            trail.own(rule.name, "kept", "failed_context")
    return lowered


def _keep(
    floors: Sequence[Rule], lowered: int, raised: int, *, evidence: Evidence, trail: Trail
) -> int:
    """Return the rank that is left when the floors have stopped the contexts."""
    kept = lowered
    for rule in _asked(floors, evidence) if lowered < raised else ():
        rank = LEVELS.index(rule.level)
        holds = rule.condition.holds(evidence.facts) if rank > lowered else False
        if holds:
            trail.rule(rule, "kept")
        elif holds is None:
            trail.own(rule.name, "kept", "failed_floor")
        kept = kept if holds is False else max(kept, rank)
    return min(raised, kept)


def _asked(rules: Sequence[Rule], evidence: Evidence) -> list[Rule]:
    return [rule for rule in rules if rule.needs <= evidence.kinds]


def _holds(rule: Rule, evidence: Evidence) -> bool:
    return rule.needs <= evidence.kinds and rule.condition.holds(evidence.facts) is True


def _holds_for_some(rule: Rule, facts: Values) -> bool | None:
    """Say whether a context rule holds for the contexts found, or for some of them.

    One context takes nothing away from another: so a context more can never undo a rule and raise
    the level, whatever a rule's author writes. None when it holds for none and fails for all.
    """
    holds = rule.condition.holds(facts)
    if holds:
        return True
    names = [one for one in rule.condition.names if one.startswith("context.") and facts[one]]
    for size in range(len(names)):
        for kept in combinations(names, size):
            fewer: dict[str, Fact] = {name: name in kept for name in names}
            if rule.condition.holds(facts | fewer):
                return True
    return holds


def _why_left(evidence: Evidence, trail: Trail) -> str:
    """Return the key of the sentence that says why nothing was raised."""
    if evidence.kinds & set(EVIDENCE):
        return "no_rule"
    if "named" in evidence.kinds:
        return "names"
    return "nothing_left" if trail.steps() else "nothing"
