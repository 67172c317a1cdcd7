"""A name of a group never acts and never raises, whatever rules say and however it is listed."""

from __future__ import annotations

import pytest

from mizan.entities.gazetteer import load_gazetteer
from mizan.policy.load import check, load_policy
from mizan.terms.finding import Finding

RULES = """\
name: test
version: 1
groups: {all: 1.0}
weights:
  named_self: {weight: 1.0, group: all}
  named_neutral: {weight: 1.0, group: all}
  named_exonym: {weight: 1.0, group: all}
rules:
  - name: names
    needs: [NEEDS]
    when: WHEN
    says: SAYS
    because: {en: a name, ar: اسم}
contexts: []
floors: []
"""


def mentions() -> list[Finding]:
    """Return a finding for every name that is shipped, all at once."""
    labels = {"self_name": "named_self", "exonym": "named_exonym", "neutral": "named_neutral"}
    return [
        Finding(
            part=0,
            label=labels[alias.role],
            detector="named",
            spans=((0, 1),),
            cue=alias.text,
            reference=owner.reference(),
        )
        for owner, alias in load_gazetteer().names()
    ]


def test_every_name_together_is_left_by_the_shipped_rules() -> None:
    from mizan.engine.facts import NO_TEXT

    assert load_policy().weigh(mentions(), NO_TEXT).level == "leave"


@pytest.mark.parametrize("says", ["review", "act"])
@pytest.mark.parametrize(
    "when",
    ["named.self_names > 0", "named.exonyms > 0", "named.neutral > 0", "named.self_names >= 0"],
)
def test_a_rule_that_rests_on_names_is_refused_when_it_is_loaded(when: str, says: str) -> None:
    faults = check(RULES.replace("NEEDS", "named").replace("WHEN", when).replace("SAYS", says))

    assert any("names or words alone" in str(fault) for fault in faults)
