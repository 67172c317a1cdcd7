"""Advise: weigh the findings of each content and put its verdict together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from mizan.engine.examine import Examined
from mizan.engine.facts import NO_TEXT, facts_of
from mizan.engine.unpack import Unpacked
from mizan.errors import ContentError
from mizan.policy.policy import Policy
from mizan.terms.content import Content
from mizan.terms.finding import Finding
from mizan.terms.match import Span
from mizan.terms.part import Part
from mizan.terms.time import ticks
from mizan.terms.verdict import Verdict


def advise(
    examined: Examined, *, policy: Policy, started: float, quote: bool
) -> list[Verdict | ContentError]:
    """Return each content's verdict or error, in order; `started` is when the batch began."""
    contents, unpacked, batch = examined.contents, examined.unpacked, examined.batch
    found: dict[int, list[Finding]] = defaultdict(list)
    for finding in examined.findings:
        found[batch.parts[finding.part].content].append(finding)
    facts = facts_of(contents, batch)
    errors = _errors(contents, unpacked, found)
    judgements = {
        row: policy.weigh(found.get(row, ()), facts.get(row, NO_TEXT))
        for row in range(len(contents))
        if row not in errors
    }
    ms = round((ticks() - started) * 1000 / max(1, len(contents)), 3)
    verdicts: list[Verdict | ContentError] = []
    for row, content in enumerate(contents):
        if row in errors:
            verdicts.append(errors[row])
            continue
        judgement, fact = judgements[row], facts.get(row, NO_TEXT)
        gaps = tuple(unpacked.gaps.get(row, ()))
        shown, names = _shown(found.get(row, ()), judgement.weights, batch.parts, quote=quote)
        verdicts.append(
            Verdict(
                id=content.id,
                verdict=judgement.level,
                score=None if gaps and not shown else judgement.score,
                labels=judgement.labels,
                lang=fact.lang,
                script=fact.script,
                complete=not gaps,
                not_examined=gaps,
                findings=shown,
                parts=names,
                trail=judgement.trail,
                policy=policy.ref,
                bank_seq=examined.bank_seq,
                ms=ms,
            )
        )
    return verdicts


def _errors(
    contents: Sequence[Content], unpacked: Unpacked, found: Mapping[int, list[Finding]]
) -> dict[int, ContentError]:
    """Return the contents that get an error for an answer.

    Those whose fields all failed to be read, and whose bytes matched nothing, are among them;
    where one could be read, there is a verdict, not complete.
    """
    unread = {}
    for row, faults in unpacked.faults.items():
        content = contents[row]
        fields = {"text": content.text, "url": content.url, "data": content.data}
        read = [name for name, value in fields.items() if value and name not in faults]
        if not read and not found.get(row):
            unread[row] = next(iter(faults.values()))
    return unpacked.errors | unread


def _shown(
    findings: Sequence[Finding], weights: Sequence[float], parts: Sequence[Part], *, quote: bool
) -> tuple[tuple[Finding, ...], tuple[str, ...]]:
    """Point the findings at the content's own parts, with spans in the text as it came in."""
    if not findings:
        return (), ()
    rows: dict[int, int] = {}
    for finding in findings:
        rows.setdefault(finding.part, len(rows))
    shown = [
        _told(one, weight, rows[one.part], parts[one.part], quote=quote)
        for one, weight in zip(findings, weights, strict=True)
    ]
    return tuple(shown), tuple([parts[part].name for part in rows])


def _told(finding: Finding, weight: float, row: int, part: Part, *, quote: bool) -> Finding:
    """Return a finding with its weight, and its part's row among the content's own."""
    match = finding.match
    return Finding(
        part=row,
        label=finding.label,
        detector=finding.detector,
        spans=_original(part, finding.spans),
        match=replace(match, part=row) if match and match.part != row else match,
        cue=finding.cue,
        reference=finding.reference,
        score=finding.score,
        weight=weight,
        text=_quote(part, finding.spans) if quote else None,
    )


def _original(part: Part, spans: tuple[Span, ...]) -> tuple[Span, ...]:
    origin, ends = part.origin, part.ends
    if origin is None or ends is None or part.kind != "text":
        return spans
    return tuple((origin[start], ends[end - 1]) for start, end in spans)


def _quote(part: Part, spans: tuple[Span, ...]) -> str | None:
    if part.text is None or not spans:
        return None
    return " … ".join(part.text[start:end] for start, end in spans)
