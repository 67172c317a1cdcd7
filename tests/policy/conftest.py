"""What the tests of the policy are made of: findings, and small rules files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from mizan.policy.load import load_policy
from mizan.policy.policy import Policy
from mizan.policy.weigh import Facts, Judgement
from mizan.terms.bank import Bank
from mizan.terms.finding import Finding
from mizan.terms.match import Match, Span
from mizan.terms.verdict import LEVELS

SHAPES: dict[str, dict[str, Any]] = {
    "known_file": {"signal": "sha256", "distance": 0},
    "known_image": {"signal": "pdq", "distance": 8},
    "known_text": {"signal": "neartext", "coverage": 1.0, "share": 1.0, "spans": ((0, 100),)},
    "known_link": {"signal": "url", "distance": 0},
}


class Given:
    """Makes findings as the detectors do."""

    def hit(
        self,
        label: str,
        *,
        bank: str = "b",
        may_act: str = "queue",
        purpose: str = "harm",
        confirmed: bool = True,
        part: int = 0,
        entry: int = 1,
        **more: Any,
    ) -> Finding:
        held = Bank(id=1, name=bank, purpose=purpose, may_act=may_act)  # type: ignore[arg-type]
        match = Match(
            part=part, bank=held, entry=entry, confirmed=confirmed, **(SHAPES[label] | more)
        )
        name = "allowed" if purpose == "allow" else label
        return Finding(part=part, label=name, detector="known", spans=match.spans, match=match)

    def file(self, **more: Any) -> Finding:
        return self.hit("known_file", **more)

    def image(self, distance: int = 8, **more: Any) -> Finding:
        return self.hit("known_image", distance=distance, **more)

    def copy(self, coverage: float = 1.0, share: float = 1.0, **more: Any) -> Finding:
        return self.hit("known_text", coverage=coverage, share=share, **more)

    def link(self, **more: Any) -> Finding:
        return self.hit("known_link", **more)

    def name(self, label: str = "named_self", part: int = 0) -> Finding:
        return Finding(part=part, label=label, detector="named", spans=((3, 9),), cue="lantern")

    def context(self, label: str, *spans: Span, part: int = 0) -> Finding:
        where = spans or ((500, 504),)
        return Finding(part=part, label=label, detector="context", spans=where, cue="cue")


RULES = """\
name: test
version: 1
groups: {all: 1.0}
weights:
  known_text: {weight: 0.5, group: all}
rules:
"""
RULE = """\
  - name: %s
    needs: [%s]
    when: %s
    %s
    because: {en: English of %s, ar: عربية}
"""


class Rules:
    """Writes rules files and weighs with them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def rule(self, name: str, needs: str, when: str, effect: str) -> str:
        return RULE % (name, needs, when, effect, name)

    def source(
        self, *rules: tuple[str, str, str], contexts: tuple[Any, ...] = (), floors: Any = ()
    ) -> str:
        """Each rule is (needs, when, effect); names are r0, r1, ..., c0, ..., f0, ..."""
        text = RULES + "".join(self.rule(f"r{n}", *one) for n, one in enumerate(rules))
        for title, letter, given in (("contexts", "c", contexts), ("floors", "f", floors)):
            if given:
                text += f"{title}:\n"
                text += "".join(self.rule(f"{letter}{n}", *one) for n, one in enumerate(given))
        return text

    def load(self, *rules: Any, **sections: Any) -> Policy:
        path = self.folder / "rules.yaml"
        path.write_text(self.source(*rules, **sections), "utf-8")
        return load_policy(path)

    def weigh(self, policy: Policy, *findings: Finding, **scene: Any) -> Judgement:
        return policy.weigh(findings, Facts(**scene))


@pytest.fixture(autouse=True)
def trails_that_agree(monkeypatch: pytest.MonkeyPatch) -> None:
    """In all these tests, the last step that names a level names the level of the verdict."""
    weigh = Policy.weigh

    def agreeing(policy: Policy, findings: Sequence[Finding], scene: Facts) -> Judgement:
        judgement = weigh(policy, findings, scene)
        assert [step.said for step in judgement.trail if step.said in LEVELS][-1] == judgement.level
        return judgement

    monkeypatch.setattr(Policy, "weigh", agreeing)


@pytest.fixture
def given() -> Given:
    return Given()


@pytest.fixture
def rules(tmp_path: Path) -> Rules:
    return Rules(tmp_path)


@pytest.fixture(scope="session")
def default() -> Policy:
    return load_policy()
