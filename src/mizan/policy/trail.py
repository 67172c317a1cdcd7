"""The trail: every step of the reasoning, in the order in which it was taken."""

from __future__ import annotations

from mizan.policy.rulebook import Lang, Rule
from mizan.policy.sentences import say
from mizan.terms.verdict import LEVELS, Level, TrailStep


class Trail:
    """Gathers the steps of one judgement, in one language. The same step is taken once."""

    def __init__(self, lang: Lang) -> None:
        self._lang: Lang = lang
        self._steps: dict[TrailStep, None] = {}

    def rule(self, rule: Rule, said: str) -> None:
        """Add what a rule says, with the reason that stands beside it in the rules file."""
        self._add(rule.name, said, rule.because[self._lang])

    def own(self, name: str, said: str, sentence: str, **named: object) -> None:
        """Add a step of the policy itself, with one of its own sentences."""
        self._add(name, said, say(sentence, self._lang, **named))

    def _add(self, name: str, said: str, because: str) -> None:
        self._steps[TrailStep(rule=name, said=said, because=because)] = None

    def steps(self) -> tuple[TrailStep, ...]:
        """Return the steps so far."""
        return tuple(self._steps)

    def level(self) -> Level | None:
        """Return the level that the last step names which names one."""
        said = [LEVELS.index(step.said) for step in self._steps if step.said in LEVELS]
        return LEVELS[said[-1]] if said else None
