"""The proof asked of every rule that raises: without evidence it must be false.

A rule is asked with every kind of evidence absent while names and text take extreme values, and
each value that the rule itself names, and that value's neighbours. Were it ever true, it would
rest on names or words alone. A trained model is words, too: it is evidence where it is sure, and
absent where it thinks the opposite more likely.
"""

from __future__ import annotations

import re
from itertools import product
from math import prod

from mizan.policy.rulebook import Rule
from mizan.policy.variables import EVIDENCE, VARIABLES, Fact, absent

MAX_TRIALS = 5000  # of one rule; more cannot be shown in reasonable time
_NUMBER = re.compile(r"\d+")
_TEXT = re.compile(r"'([^']*)'|\"([^\"]*)\"")
_MANY = 1_000_000
UNSURE = 0.49  # a model's score that is no evidence


def flaw_of(rule: Rule) -> tuple[str, str] | None:
    """Return what is wrong with a rule that raises and a hint, or None when the proof holds."""
    free = [one for one in rule.condition.names if one.partition(".")[0] not in EVIDENCE]
    choices = [_trials(VARIABLES[name].absent, rule.condition.source) for name in free]
    if "learned.score" in rule.condition.names:
        free, choices = [*free, "learned.score"], [*choices, [0.0, UNSURE]]
    if prod(map(len, choices)) > MAX_TRIALS:
        return "the rule names too many numbers and texts to be proved", "make two rules of it"
    for values in product(*choices):
        answer = rule.condition.holds(absent() | dict(zip(free, values, strict=True)))
        if answer is None:
            return "the rule fails where there is no evidence", "ask for the evidence first"
        if answer:
            hint = f"ask for the evidence, such as `{_example(rule)}`"
            return "a rule that rests on names or words alone", hint
    return None


def _trials(neutral: Fact, source: str) -> list[Fact]:
    if isinstance(neutral, str):
        named = {one or other for one, other in _TEXT.findall(source)}
        return sorted({neutral, "", "ar", "en", "Arab", "Latn"} | named)
    numbers = {int(digits[:9]) for digits in _NUMBER.findall(source)}
    near = {number + step for number in numbers for step in (-1, 0, 1)}
    return sorted(number for number in {0, 1, _MANY} | near if number >= 0)


def _example(rule: Rule) -> str:
    kind = next(kind for kind in EVIDENCE if kind in rule.needs)
    return "learned.score >= 0.9" if kind == "learned" else f"{kind}.count > 0"
