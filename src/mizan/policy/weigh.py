"""The scale itself: findings of one content go in, a judgement with its reasons comes out.

    raised   the gravest level of the rules that hold
    lowered  the mildest level of the contexts that hold
    floor    the gravest level of the floors that hold
    level    min(raised, max(lowered, floor))

So contexts only lower, and floors only stop them. What cannot be worked out falls towards a person:
a failed rule says review, a failed context lowers nothing, a failed floor holds. The last step of
the trail that names a level names the one in force.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations

from mizan.policy.counting import count
from mizan.policy.evidence import Evidence, gather, kinds_of, text_facts, trusted_only
from mizan.policy.rulebook import Lang, Rule, RuleBook
from mizan.policy.score import labels, score
from mizan.policy.trail import Trail
from mizan.policy.variables import EVIDENCE, Fact, Values
from mizan.terms.finding import Finding
from mizan.terms.verdict import LEVELS, Level, TrailStep

Answers = list[tuple[Rule, bool | None]]  # None: it could not be worked out


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
    weights: tuple[float, ...]  # -1..1, what each of the findings given, in order, adds to it
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
    kinds = kinds_of(counted)
    asked = [rule for rule in book.rules if rule.needs <= kinds]
    level = _level(book, asked, counted, scene, trail) if asked else 0
    if trail.level() != LEVELS[level]:
        trail.own("policy", LEVELS[level], "stopped" if level else _why_left(kinds, trail))
    points, weights = score(findings, counts, book)
    return Judgement(
        level=LEVELS[level],
        score=points,
        labels=labels(findings, counts, weights),
        weights=weights,
        trail=trail.steps(),
    )


def _level(
    book: RuleBook, asked: Sequence[Rule], counted: Sequence[Finding], scene: Facts, trail: Trail
) -> int:
    """Return the rank of the level, and tell the trail how it came about.

    asked  the rules that raise whose evidence is there; without any, nothing needs to be gathered
    """
    text = text_facts(lang=scene.lang, script=scene.script, words=scene.words)
    evidence = gather(counted, text)
    raised = _raise(asked, evidence, lambda: trusted_only(counted, text), trail)
    lowering = _answers(book.contexts if raised else (), evidence, _holds_for_some)
    lowered = min([raised, *(_rank(rule) for rule, holds in lowering if holds)])
    higher = [rule for rule in book.floors if lowered < _rank(rule)] if lowered < raised else []
    keeping = _answers(higher, evidence, _holds)
    level = min(raised, max([lowered, *(_rank(rule) for rule, _ in keeping)]))
    _tell(lowering, keeping, level, trail)
    return level


def _raise(
    rules: Sequence[Rule], evidence: Evidence, trusted: Callable[[], Evidence], trail: Trail
) -> int:
    """Return the rank of the gravest level that a rule says.

    A rule that says act is believed only if it holds as well on the trusted evidence alone, which
    is gathered when it is needed. The gravest is told last, as what is in force.
    """
    told: list[tuple[Level, Rule, str]] = []
    for rule, holds in _answers(rules, evidence, _holds):
        if not holds:
            told.append(("review", rule, "failed_rule"))
        elif rule.level == "act" and (rule, True) not in _answers([rule], trusted(), _holds):
            told.append(("review", rule, "capped"))
        else:
            told.append((rule.level, rule, ""))
    told.sort(key=lambda one: LEVELS.index(one[0]))
    for level, rule, why in told:
        if why == "failed_rule":
            trail.own(rule.name, level, why)
            continue
        trail.rule(rule, level)
        if why:
            trail.own(rule.name, why, why)
    return LEVELS.index(told[-1][0]) if told else 0


def _tell(lowering: Answers, keeping: Answers, level: int, trail: Trail) -> None:
    """Add the contexts that lowered to the level in force, and the floors that kept it there."""
    for rule, holds in lowering:
        if not holds:
            trail.own(rule.name, "kept", "failed_context")
        elif _rank(rule) == level:
            trail.rule(rule, rule.level)
    for rule, holds in keeping:
        if holds:
            trail.rule(rule, "kept")
        else:
            trail.own(rule.name, "kept", "failed_floor")


def _answers(
    rules: Sequence[Rule], evidence: Evidence, ask: Callable[[Rule, Values], bool | None]
) -> Answers:
    """Return the rules that hold, and with None those that failed; the others are left out."""
    asked = [rule for rule in rules if rule.needs <= evidence.kinds]
    answers = [(rule, ask(rule, evidence.facts)) for rule in asked]
    return [(rule, holds) for rule, holds in answers if holds is not False]


def _rank(rule: Rule) -> int:
    return LEVELS.index(rule.level)


def _holds(rule: Rule, facts: Values) -> bool | None:
    return rule.condition.holds(facts)


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


def _why_left(kinds: frozenset[str], trail: Trail) -> str:
    """Return the key of the sentence that says why nothing was raised."""
    if kinds & set(EVIDENCE):
        return "no_rule"
    if "named" in kinds:
        return "names"
    return "nothing_left" if trail.steps() else "nothing"
