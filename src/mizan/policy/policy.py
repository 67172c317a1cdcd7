"""Policy: a rule book in force, with its name and the language of its reasons."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from mizan.policy.evidence import kinds_of
from mizan.policy.rulebook import Lang, RuleBook
from mizan.policy.weigh import Facts, Judgement, weigh
from mizan.terms.finding import Finding
from mizan.terms.verdict import PolicyRef

_FEW = 16  # findings; a judgement on more of them is not remembered
_REMEMBERED = 4096


def _depends(finding: Finding) -> bool:
    """Say whether more than its label counts of a finding: how near it is, or how sure."""
    return finding.match is not None or finding.score is not None


class Policy:
    """A loaded policy. Thread-safe; its reasons are said in the language chosen at loading."""

    def __init__(self, book: RuleBook, ref: PolicyRef, lang: Lang) -> None:
        self.book = book
        self.ref = ref
        self.lang: Lang = lang
        self._unasked = lru_cache(_REMEMBERED)(self._judge_labels)
        self._nothing = weigh(book, (), Facts(), lang)

    def weigh(self, findings: Sequence[Finding], scene: Facts) -> Judgement:
        """Return the judgement on the findings of one content.

        Most have none, and share one judgement; those in which nothing banked was found share
        one for each set of labels.
        """
        if not findings:
            return self._nothing
        if len(findings) <= _FEW and not any(map(_depends, findings)):
            judged = self._unasked(tuple([one.label for one in findings]))
            if judged is not None:
                return judged
        return weigh(self.book, findings, scene, self.lang)

    def _judge_labels(self, labels: tuple[str, ...]) -> Judgement | None:
        """Return the judgement on findings of these labels without a match; None if it depends.

        Where no rule has the evidence that it needs, none is asked, and nothing but the labels
        counts: a context counts where nothing is banked, and every such finding weighs in full.
        """
        findings = [Finding(part=0, label=label, detector="") for label in labels]
        kinds = kinds_of(findings)
        if any(rule.needs <= kinds for rule in self.book.rules):
            return None
        return weigh(self.book, findings, Facts(), self.lang)
