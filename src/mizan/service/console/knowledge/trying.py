"""Trying a content: what the rules in force and those in shadow say of it. Nothing is stored."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256

from mizan.engine.admit import values_of
from mizan.engine.advise import advise
from mizan.engine.examine import Examined
from mizan.errors import ContentError, MizanError, PolicyError
from mizan.policy.policy import Policy
from mizan.policy.reading import read_rules
from mizan.policy.rulebook import Lang
from mizan.service.console.knowledge import words
from mizan.service.console.usertext import Span
from mizan.service.curation.models import RulesVersion
from mizan.service.ground.engine import engine
from mizan.terms.content import Content
from mizan.terms.finding import Finding
from mizan.terms.label import LABELS
from mizan.terms.time import ticks
from mizan.terms.verdict import Verdict

MOST_SHOWN = 20_000  # code points of a text that are shown with its marks


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One finding, in words."""

    key: str  # lights its marks in the text
    label: str
    weight: str
    where: str  # the part it was found in
    bank: str
    entry: int | None
    facts: tuple[str, ...]  # how near it is, in words


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A text that was looked at, with what was found in it."""

    name: str
    text: str
    spans: tuple[Span, ...]
    cut: bool  # there is more of it


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What came of a try."""

    verdict: Verdict
    found: tuple[Found, ...]
    texts: tuple[Shown, ...]
    rule: str  # the step of the trail that named the level in force
    shadow: Verdict | None  # by the rules in shadow; None when there are none
    values: str  # what a bank would keep of it, a line each: TYPE:VALUE; never the content


def attempt(content: Content, lang: Lang) -> Tried:
    """Judge a content by the rules in force, and by those in shadow. ContentError."""
    here = engine()
    examined = here.examine([content])
    verdict = _judged(examined, _in_language(here.rules.now(), lang))
    shadow = shadow_policy(lang)
    return Tried(
        verdict=verdict,
        found=tuple(_found(place, one, verdict) for place, one in enumerate(verdict.findings)),
        texts=tuple(_texts(examined, verdict)),
        rule=next((s.rule for s in reversed(verdict.trail) if s.said in words.LEVELS), ""),
        shadow=_judged(examined, shadow) if shadow else None,
        values=written_values(content),
    )


def written_values(content: Content) -> str:
    """Return what a bank would keep of a content, written out; empty when it gives nothing."""
    types = engine().signals
    try:
        values = values_of(content, types, "harm")
    except MizanError:
        return ""
    return "\n".join(f"{name}:{types[name].write(value)}" for name, value in values)


def shadow_policy(lang: Lang) -> Policy | None:
    """Return the policy that is tried beside the one in force, or None."""
    version = RulesVersion.objects.filter(state="shadow").order_by("-number").first()
    return policy_of(version.text, lang) if version else None


@lru_cache(8)
def policy_of(text: str, lang: Lang) -> Policy:
    """Return the policy of a rules file's text. PolicyError policy.invalid when it has faults."""
    from mizan.terms.verdict import PolicyRef

    book, faults = read_rules(text)
    if book is None:
        error = PolicyError("the rules have faults", hint="open them in the editor")
        error.faults = tuple(faults)
        raise error
    digest = sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return Policy(book, PolicyRef(name=book.name, version=book.version, sha256=digest), lang)


def _in_language(policy: Policy, lang: Lang) -> Policy:
    return policy if policy.lang == lang else Policy(policy.book, policy.ref, lang)


def _judged(examined: Examined, policy: Policy) -> Verdict:
    [verdict] = advise(examined, policy=policy, started=ticks(), quote=False)
    if isinstance(verdict, ContentError):
        raise verdict
    return verdict


def _found(place: int, one: Finding, verdict: Verdict) -> Found:
    return Found(
        key=f"f{place}",
        label=words.label(one.label),
        weight=words.weight(one.weight),
        where=words.part(verdict.parts[one.part]),
        bank=one.match.bank.name if one.match else "",
        entry=one.match.entry if one.match else None,
        facts=tuple(_facts(one)),
    )


def _facts(one: Finding) -> list[str]:
    from django.utils.translation import gettext as _

    facts = []
    if match := one.match:
        if match.coverage is not None:
            facts.append(
                _("%(share)s of the entry is here") % {"share": words.share(match.coverage)}
            )
        if match.share is not None:
            facts.append(_("%(share)s of this text is of it") % {"share": words.share(match.share)})
        if match.distance is not None and match.signal == "pdq":
            facts.append(_("%(bits)d bits apart") % {"bits": match.distance})
        if not match.confirmed:
            facts.append(_("not confirmed by your own people"))
    if one.score is not None:
        facts.append(_("the model is %(share)s sure") % {"share": words.share(one.score)})
    if one.cue:
        facts.append(one.cue)
    if one.reference:
        facts.append(one.reference)
    return facts


def _texts(examined: Examined, verdict: Verdict) -> list[Shown]:
    """Return each text with its marks; an address that was found in it is marked where it stands.

    The places of `examined` are those in the part's own text, also of text out of a page.
    """
    marks: dict[int, list[Span]] = {}
    parts = examined.batch.parts
    home = {part.name: row for row, part in enumerate(parts) if part.kind == "text"}
    for place, finding in enumerate(examined.findings):
        part = parts[finding.part]
        row, spans = finding.part, finding.spans
        if part.kind == "url" and part.place and part.name.endswith(".link"):
            row = home.get(part.name.removesuffix(".link"), -1)
            spans = (part.place,) if row >= 0 and parts[row].origin is None else ()
        kind = LABELS[finding.label].kind if finding.label in LABELS else "evidence"
        marks.setdefault(row, []).extend(
            Span(start=start, end=end, label=words.label(finding.label), kind=kind, key=f"f{place}")
            for start, end in spans
        )
    return [
        Shown(
            name=words.part(part.name),
            text=(part.text or "")[:MOST_SHOWN],
            spans=tuple(marks.get(row, ())),
            cut=len(part.text or "") > MOST_SHOWN,
        )
        for row, part in enumerate(parts)
        if part.kind == "text"
    ]
