"""The form of a decision: what it offers, what is filled in, and what of it is missing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast
from uuid import uuid4

from django.http import QueryDict
from django.utils.translation import gettext as _

from mizan.casework.ruling import LONGEST, defaults, faults
from mizan.errors import CaseError, MizanError
from mizan.service.cases.models import Case
from mizan.service.console.review import names
from mizan.service.ground.profile import profile
from mizan.terms.decision import (
    CONTENT_TYPES,
    DECISIONS,
    EXCLUSIONS,
    MEMBER_STATES,
    RELATIONS,
    STANCES,
    UNION,
    WORLD,
    Assessment,
    DecisionKind,
    Ruling,
)
from mizan.terms.label import LABELS
from mizan.terms.reason import REASONS
from mizan.terms.time import Moment, now, shift

TAKING: tuple[DecisionKind, ...] = ("remove", "limit", "label", "close_account")
DAYS = (7, 30, 90, 365)  # how long a restriction may hold, beside without end
EXAMPLES = 3  # texts shown before a decision over all items
_FIELDS = {  # of the fault -> which field it stands at
    "case.no_reason": "reason",
    "case.wrong_reason": "reason",
    "case.no_clause": "clause",
    "case.no_label": "labels",
    "case.no_assessment": "exclusions",
    "case.none_and_some": "exclusions",
    "case.no_stance": "stance",
    "case.no_finder": "machine",
    "case.no_territory": "territory",
    "case.bad_territory": "territory",
    "case.no_duration": "duration",
    "case.bad_duration": "duration",
    "case.no_note": "note",
    "case.too_long": "note",
}


def ruling_of(sent: QueryDict) -> Ruling:
    """Return the ruling that a form sent. What it names and there is not shows in `problems`."""
    if sent.get("kind") == "leave":
        return defaults("leave")
    kind = next((name for name in TAKING if name == sent.get("kind")), cast("DecisionKind", ""))
    territory = sent.get("territory", "")
    return Ruling(
        kind=kind,
        reason=sent.get("reason", ""),
        clause=sent.get("clause", "").strip(),
        labels=tuple(name for name in sent.getlist("labels") if name in LABELS),
        content_types=cast("Any", tuple(sent.getlist("content_types"))),
        assessment=Assessment(
            exclusions=cast("Any", tuple(sent.getlist("exclusions"))),
            stance=cast("Any", sent.get("stance") or None),
            note=sent.get("note", "").strip(),
        ),
        relation=cast("Any", sent.get("relation") or "unknown"),
        machine_found={"yes": True, "no": False}.get(sent.get("machine", "")),
        territory=tuple(sent.getlist("states")) if territory == "states" else _one(territory),
        until=_until(sent.get("duration", "")),
        open_ended=sent.get("duration") == "open",
    )


def problems(ruling: Ruling) -> dict[str, list[str]]:
    """Return what a ruling lacks, by the field it is missing at, in the language of the page."""
    found: dict[str, list[str]] = {}
    for fault in faults(ruling):
        found.setdefault(_FIELDS.get(fault.code, "kind"), []).append(told(fault))
    return found


def told(fault: MizanError) -> str:
    """Return a fault of a ruling as a sentence to people."""
    if not isinstance(fault, CaseError):
        return fault.message
    return {
        "case.no_reason": _("Choose a reason."),
        "case.wrong_reason": _("This reason does not fit this decision. Choose another."),
        "case.no_clause": _("Choose the clause of your terms."),
        "case.no_label": _("Choose at least one label or type of content."),
        "case.no_assessment": _(
            "Say whether the purpose is protected: the exclusions you considered, or none found."
        ),
        "case.none_and_some": _("“None found” cannot stand beside an exclusion."),
        "case.no_stance": _("Say how the content stands to what it shows."),
        "case.no_finder": _("Say whether a machine found it."),
        "case.no_territory": _("Say where it holds."),
        "case.bad_territory": _("Choose the whole world, the Union, or some of its states."),
        "case.no_duration": _("Say how long it holds."),
        "case.bad_duration": _("It has an end, or none: choose one."),
        "case.no_note": _(
            "You considered an exclusion: write in a sentence why it does not hold, or leave it up."
        ),
        "case.too_long": _("The text is too long: at most %(n)d characters.") % {"n": LONGEST},
    }.get(fault.code, _("This choice is not there any more. Load the page again."))


def offered(case: Case, sent: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return everything the form shows for a case; `sent` is what came back with faults."""
    clauses = profile().clauses
    return {
        "once": uuid4().hex,
        "kinds": [_kind(name, case) for name in TAKING],
        "reasons": _reasons(),
        "exclusions": _choices(EXCLUSIONS),
        "stances": _choices(STANCES),
        "content_types": _choices(CONTENT_TYPES),
        "relations": _choices(RELATIONS),
        "clauses": [
            {"code": code, "title": title_ar if names.arabic() else title, "digit": digit}
            for digit, (code, title, title_ar) in enumerate(clauses, 1)
        ],
        "labels": [(name, names.label(name)) for name in LABELS if LABELS[name].kind == "evidence"],
        "days": DAYS,
        "member_states": MEMBER_STATES,
        "longest": LONGEST,
        "more": _more(),
        "sent": sent or _filled(case, clauses[0][0]),
    }


def _more() -> list[tuple[str, str, str]]:
    """Return the fields that are filled in, each with its key and title."""
    return [
        ("reason", "r", _("Reason")),
        ("labels", "l", _("Labels")),
        ("content_types", "y", _("Type of content")),
        ("machine", "m", _("Found by")),
        ("territory", "w", _("Where it holds")),
        ("duration", "d", _("For how long")),
        ("relation", "p", _("Relation of an attack")),
    ]


def _filled(case: Case, clause: str) -> dict[str, Any]:
    """Return what stands in the form before anybody chose: for a removal, from the findings."""
    ruling = defaults(
        "remove",
        tuple(case.labels),
        clause=clause,
        machine_found=case.origin != "report",
        territory=(WORLD,),
    )
    return {
        "kind": "remove",
        "reason": ruling.reason,
        "clause": ruling.clause,
        "labels": list(ruling.labels),
        "content_types": list(ruling.content_types),
        "exclusions": [],
        "stance": "",
        "note": "",
        "relation": case.relation,
        "machine": "yes" if ruling.machine_found else "no",
        "territory": WORLD,
        "states": [],
        "duration": "open",
        "scope": "lead",
    }


def as_sent(sent: QueryDict) -> dict[str, Any]:
    """Return what a form sent, so that it can be shown again."""
    many = ("labels", "content_types", "exclusions", "states")
    one = ("kind", "reason", "clause", "stance", "note", "relation", "machine", "territory")
    return {
        **{name: sent.getlist(name) for name in many},
        **{name: sent.get(name, "") for name in (*one, "duration", "scope")},
    }


def _kind(name: DecisionKind, case: Case) -> dict[str, Any]:
    return {
        "name": name,
        "key": DECISIONS[name].key,
        "word": names.word(DECISIONS[name]),
        "reason": defaults(name, tuple(case.labels)).reason,
    }


def _reasons() -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "word": names.word(reason),
            "kinds": " ".join(reason.kinds),
            "types": " ".join(reason.content_types),
        }
        for name, reason in REASONS.items()
        if set(reason.kinds) & set(TAKING)
    ]


def _choices(catalogue: Mapping[Any, Any]) -> list[dict[str, str]]:
    return [
        {"name": name, "word": names.word(one), "key": one.key} for name, one in catalogue.items()
    ]


def _one(territory: str) -> tuple[str, ...]:
    return (territory,) if territory in {WORLD, UNION} else ()


def _until(duration: str) -> Moment | None:
    """Return when a restriction of so many days ends; None for what is no such number."""
    known = duration.isdecimal() and int(duration) in DAYS
    return shift(now(), days=int(duration)) if known else None
