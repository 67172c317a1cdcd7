"""Policy: a rule book in force, with its name and the language of its reasons."""

from __future__ import annotations

from collections.abc import Sequence

from mizan.policy.rulebook import Lang, RuleBook
from mizan.policy.weigh import Facts, Judgement, weigh
from mizan.terms.finding import Finding
from mizan.terms.verdict import PolicyRef


class Policy:
    """A loaded policy. Thread-safe; its reasons are said in the language chosen at loading."""

    def __init__(self, book: RuleBook, ref: PolicyRef, lang: Lang) -> None:
        self.book = book
        self.ref = ref
        self.lang: Lang = lang
        self._nothing = weigh(book, (), Facts(), lang)

    def weigh(self, findings: Sequence[Finding], scene: Facts) -> Judgement:
        """Return the judgement on the findings of one content; most have none, and share one."""
        return weigh(self.book, findings, scene, self.lang) if findings else self._nothing
