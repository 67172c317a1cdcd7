"""Shadow: a draft of the rules is weighed beside the live ones, counted, and has no effect.

What is known of a batch is examined once; only the weighing is done twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from django.db.models import F

from mizan.engine.advise import advise
from mizan.engine.keep import Kept, keep
from mizan.errors import ContentError
from mizan.policy.policy import Policy
from mizan.policy.reading import read_rules
from mizan.service.curation.models import RulesVersion, ShadowDay
from mizan.service.ground.engine import engine
from mizan.terms.content import Content
from mizan.terms.time import day_of, now, ticks
from mizan.terms.verdict import PolicyRef, Verdict

Answer = Verdict | ContentError
Scanned = list[tuple[Answer, list[Kept]]]
Draft = tuple[int, list[Answer]]  # number of the version's row, and what it says in order


def scan_beside(contents: Sequence[Content]) -> tuple[Scanned, Draft | None]:
    """Scan contents as the engine does; with what the draft on trial says, when there is one."""
    draft = RulesVersion.objects.filter(state="shadow").first()
    policy = _policy(draft.sha256, draft.text) if draft else None
    if draft is None or policy is None:
        return engine().scan_and_keep(contents), None
    started, examined = ticks(), engine().examine(contents)
    live = advise(examined, policy=engine().rules.now(), started=started, quote=False)
    kept = keep(examined.batch, examined.signals, len(contents))
    beside = advise(examined, policy=policy, started=started, quote=False)
    return list(zip(live, kept, strict=True)), (draft.pk, beside)


def note_shadow(live: Sequence[Answer], draft: Draft) -> None:
    """Count what a draft says beside what was said. Within a recorded change of the caller."""
    version, beside = draft
    counts = Counter(
        (_raised(then), before.verdict, then.verdict)
        for before, then in zip(live, beside, strict=True)
        if isinstance(before, Verdict) and isinstance(then, Verdict)
    )
    if not RulesVersion.objects.filter(pk=version).exists():
        return
    for (rule, before, then), more in sorted(counts.items()):
        row, _ = ShadowDay.objects.get_or_create(
            version_id=version, day=day_of(now()), rule=rule, live=before, level=then
        )
        ShadowDay.objects.filter(pk=row.pk).update(items=F("items") + more)


def _raised(verdict: Verdict) -> str:
    steps = [step.rule for step in verdict.trail if step.said in {"review", "act"}]
    return steps[-1][:64] if steps else ""


@lru_cache(2)
def _policy(digest: str, text: str) -> Policy | None:
    book, _ = read_rules(text)
    if book is None:  # saved by an earlier release, and refused by this one
        return None
    return Policy(book, PolicyRef(name=book.name, version=book.version, sha256=digest), "en")
