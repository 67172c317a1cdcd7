"""From findings to facts: which findings count, and what the rules may know of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import floor

from mizan.policy.spans import common, inside, length, merge
from mizan.policy.variables import ENDLESS, FAR, KIND_OF_LABEL, MAY_ACT, Values, absent
from mizan.terms.finding import Finding
from mizan.terms.match import Span

Banked = dict[int, list[Span]]  # merged spans of banked text by part
_NAMED = {"named_self": "self_names", "named_exonym": "exonyms", "named_neutral": "neutral"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What the rules are asked about."""

    facts: Values  # every variable
    kinds: frozenset[str]  # the kinds that are present


def kind_of(finding: Finding) -> str | None:
    """Return the kind of evidence a finding is, or None when rules do not speak of it."""
    return KIND_OF_LABEL.get(finding.label)


def kinds_of(findings: Iterable[Finding]) -> frozenset[str]:
    """Return the kinds of evidence that findings are."""
    return frozenset(kind for one in findings if (kind := kind_of(one)))


def is_trusted(finding: Finding) -> bool:
    """Say whether a finding may lead to an action without a person."""
    match = finding.match
    return match is not None and match.bank.may_act == "auto" and match.confirmed


def banked_spans(findings: Iterable[Finding]) -> Banked:
    """Return where banked text stands, by part, each list merged."""
    spans: dict[int, list[Span]] = {}
    for finding in findings:
        if finding.label == "known_text":
            spans.setdefault(finding.part, []).extend(_spans(finding))
    return {part: merge(found) for part, found in spans.items()}


def _spans(copy: Finding) -> tuple[Span, ...]:
    return copy.spans or (copy.match.spans if copy.match else ())


def context_counts(finding: Finding, banked: Banked) -> bool:
    """Say whether a context speaks about the content rather than out of the banked text.

    A cue that stands within the banked text belongs to that text and counts for nothing. Quotation
    marks count when at least half of the part's banked text stands within them, or when nothing
    banked was found.
    """
    within = banked.get(finding.part, [])
    if finding.label == "quotation" and any(banked.values()):
        return 2 * common(merge(finding.spans), within) >= max(1, length(within))
    return not finding.spans or not all(inside(span, within) for span in finding.spans)


def gather(findings: Sequence[Finding], text: Values) -> Evidence:
    """Return the facts of findings that all count, beside those of the text."""
    facts = dict(text)
    by_kind: dict[str, list[Finding]] = {}
    for finding in findings:
        if kind := kind_of(finding):
            by_kind.setdefault(kind, []).append(finding)
    for kind in ("exact", "image", "copy", "link"):
        facts[f"{kind}.count"] = len({_entry(one) for one in by_kind.get(kind, ())})
    for kind in MAY_ACT:
        facts[f"{kind}.trusted"] = any(map(is_trusted, by_kind.get(kind, ())))
    facts["image.distance"] = min(map(_distance, by_kind.get("image", ())), default=FAR)
    copies, banked = by_kind.get("copy", ()), Banked()
    if copies:
        banked = banked_spans(copies)
        facts.update(_copy_facts(copies, banked))
    if learned := by_kind.get("learned"):
        facts["learned.score"] = _hundredths(max(_share(one.score) for one in learned))
    for finding in by_kind.get("named", ()):
        name = f"named.{_NAMED[finding.label]}"
        facts[name] = int(facts[name]) + 1
    for finding in by_kind.get("context", ()):
        facts[f"context.{finding.label}"] = True
    if "context" in by_kind:
        facts["context.quoted"] = _quoted(by_kind["context"], banked)
    return Evidence(facts=facts, kinds=frozenset(by_kind))


def trusted_only(findings: Sequence[Finding], text: Values) -> Evidence:
    """Return the facts as they would be if nothing but trusted files and images were there."""
    kept = [one for one in findings if kind_of(one) in MAY_ACT and is_trusted(one)]
    return gather(kept, text)


def text_facts(*, lang: str, script: str, words: int) -> Values:
    """Return every variable, neutral but for those of the text."""
    return absent() | {"text.lang": lang, "text.script": script, "text.words": words}


def strength(finding: Finding) -> float:
    """Return how strong a finding is of its kind, 0..1."""
    match = finding.match
    if match is None:
        return 1.0 if finding.score is None else _share(finding.score)
    if finding.label == "known_text":
        return max(_share(match.coverage), _share(match.share))
    if finding.label == "known_image":
        return max(0.0, 1.0 - _distance(finding) / 64)
    return 1.0


def _entry(finding: Finding) -> object:
    return finding.match.entry if finding.match else id(finding)


def _distance(finding: Finding) -> int:
    known = finding.match.distance if finding.match else None
    return FAR if known is None else int(known)


def _hundredths(share: float) -> float:
    """Return a share in hundredths, never more than it is: below a threshold it stays below."""
    return floor(share * 100 + 1e-9) / 100


def _share(value: float | None) -> float:
    return min(1.0, max(0.0, float(value or 0.0)))  # of no number, too, a share


def _copy_facts(copies: Sequence[Finding], banked: Banked) -> Values:
    """Return what all copies say together; numbers are rounded, so that memory helps."""
    matches = [one.match for one in copies if one.match]
    coverage = max((_share(one.coverage) for one in matches), default=0.0)
    return {
        "copy.coverage": round(coverage, 2),
        "copy.share": round(_whole_share(copies, banked), 2),
        "copy.letters": _letters(copies, banked),
        "copy.identical": any(one.distance == 0 for one in matches),
    }


def _whole_share(copies: Sequence[Finding], banked: Banked) -> float:
    """Return the largest share of a part that is banked text, all its matches together.

    Stretches of many statements make a text of banked text although none has a large share. The
    part's length follows from the match that holds most of it: its spans are its share.
    """
    largest = 0.0
    for part, spans in banked.items():
        matches = [one.match for one in copies if one.part == part and one.match]
        best = max(matches, key=lambda one: _share(one.share), default=None)
        share = _share(best.share) if best else 0.0
        known = length(best.spans) if best else 0
        together = share * length(spans) / known if known else share
        largest = max(largest, share, min(1.0, together))
    return largest


def _letters(copies: Sequence[Finding], banked: Banked) -> int:
    """Return how many code points are banked text, rounded up to tens; what is unknown is long."""
    if not all(map(_spans, copies)):
        return ENDLESS
    together = sum(map(length, banked.values()))
    return -(-together // 10) * 10


def _quoted(contexts: Sequence[Finding], banked: Banked) -> bool:
    """Say whether at least nine tenths of the banked text stand in quotation marks.

    A quotation more can only make it true: as every context it may lower and never raises.
    """
    marked: dict[int, list[Span]] = {}
    for one in contexts:
        if one.label == "quotation":
            marked.setdefault(one.part, []).extend(one.spans)
    within = sum(common(merge(marked.get(part, ())), spans) for part, spans in banked.items())
    return 10 * within >= max(1, 9 * sum(map(length, banked.values())))
