"""Try rules: what candidate rules would change, before they are in force."""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from mizan.config import BATCH
from mizan.engine.advise import advise
from mizan.engine.scan import Engine
from mizan.engine.trial import STAY_UP, stay_up_texts
from mizan.errors import ContentError
from mizan.policy.load import load_policy
from mizan.policy.policy import Policy
from mizan.terms.content import Content
from mizan.terms.time import ticks
from mizan.terms.verdict import LEVELS, Level, PolicyRef, Verdict

MOST_CHANGES = 1000  # changes that are listed; all are counted


@dataclass(frozen=True, slots=True)
class Change:
    """A content whose level the candidate changes."""

    id: str  # of the content
    before: Level
    after: Level


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesTrial:
    """What candidate rules would do."""

    policy: PolicyRef  # the candidate
    pack: int  # texts of the shipped stay-up pack that were tried
    raised: Mapping[str, int]  # of those, by kind: what the candidate raises to review or act
    contents: int  # given contents that were tried; what cannot be examined is left out
    before: Mapping[Level, int]  # of those, by level, as the rules in force say
    after: Mapping[Level, int]  # ... as the candidate says
    fired: Mapping[str, int]  # contents by rule of the candidate, as its trails name them
    changed: int  # contents whose level changes
    changes: tuple[Change, ...]  # the first 1,000 of them, in the order given

    @property
    def refused(self) -> bool:
        """Whether the rules raise what must stay up."""
        return bool(self.raised)


def try_rules(
    engine: Engine, rules: str | os.PathLike[str], contents: Iterable[Content] = ()
) -> RulesTrial:
    """Try a rules file's text (or the file of a path) on the stay-up pack and on given contents.

    The pack is examined with the engine's banks and detectors as they are. Rules that rest on
    names or words alone are refused before that: PolicyError with `faults`, as by `load_policy`.
    """
    candidate = _load(rules)
    raised, pack = Counter[str](), 0
    for kind, verdict in _on_pack(engine, candidate):
        pack += 1
        raised[kind] += verdict != LEVELS[0]
    before, after, fired = Counter[Level](), Counter[Level](), Counter[str]()
    changes, changed = list[Change](), 0
    for now, then in _compared(engine, candidate, contents):
        before[now.verdict] += 1
        after[then.verdict] += 1
        fired.update({step.rule for step in then.trail} & set(_names(candidate)))
        if now.verdict != then.verdict:
            changed += 1
            if len(changes) < MOST_CHANGES:
                changes.append(Change(now.id, now.verdict, then.verdict))
    return RulesTrial(
        policy=candidate.ref,
        pack=pack,
        raised=dict(+raised),
        contents=before.total(),
        before=dict(before),
        after=dict(after),
        fired=dict(fired),
        changed=changed,
        changes=tuple(changes),
    )


def _load(rules: str | os.PathLike[str]) -> Policy:
    if not isinstance(rules, str):
        return load_policy(Path(rules))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rules.yaml"
        path.write_text(rules, "utf-8")
        return load_policy(path)


def _names(policy: Policy) -> Iterator[str]:
    for rule in (*policy.book.rules, *policy.book.contexts, *policy.book.floors):
        yield rule.name


def _on_pack(engine: Engine, policy: Policy) -> Iterator[tuple[str, Level]]:
    """Yield the kind of each text that must stay up, and its level."""
    texts = [text for _, file in STAY_UP for text in stay_up_texts(file)]
    contents = [Content(id=str(place), text=text) for place, (_, text) in enumerate(texts)]
    for (kind, _), verdict in zip(texts, _weighed(engine, contents, [policy])[0], strict=True):
        if isinstance(verdict, Verdict):
            yield kind, verdict.verdict


def _compared(
    engine: Engine, candidate: Policy, contents: Iterable[Content]
) -> Iterator[tuple[Verdict, Verdict]]:
    """Yield each content's verdict by the rules in force and by the candidate."""
    left = iter(contents)
    while some := [*islice(left, BATCH)]:
        for now, then in zip(*_weighed(engine, some, [engine.rules.now(), candidate]), strict=True):
            if isinstance(now, Verdict) and isinstance(then, Verdict):
                yield now, then


def _weighed(
    engine: Engine, contents: Sequence[Content], policies: Sequence[Policy]
) -> list[list[Verdict | ContentError]]:
    """Return what each policy says of contents that are examined once."""
    started, examined = ticks(), engine.examine(contents)
    return [advise(examined, policy=one, started=started, quote=False) for one in policies]
