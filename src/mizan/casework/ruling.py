"""What a decision must say before it may be taken, and what is filled in for the person.

A decision that takes something from the one who posted is reasoned: Regulation (EU) 2021/784,
Article 1(3), wants the purpose assessed, and Regulation (EU) 2022/2065, Article 17, a statement
of reasons with ground, scope, duration and use of automated means.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from mizan.errors import CaseError
from mizan.terms.decision import (
    CONTENT_TYPES,
    DECISIONS,
    EXCLUSIONS,
    MEMBER_STATES,
    RELATIONS,
    STANCES,
    UNION,
    WORLD,
    DecisionKind,
    Ruling,
)
from mizan.terms.label import LABELS
from mizan.terms.reason import REASONS

LONGEST = 2_000  # characters of a note
LONGEST_CLAUSE = 200  # characters of a clause, and of a label

_NONE = "none_found"
_PLACES = frozenset((*MEMBER_STATES, UNION, WORLD))


def check(ruling: Ruling) -> None:
    """Raise the first fault of a ruling; see `faults`. One without faults may be decided."""
    for fault in faults(ruling):
        raise fault


def faults(ruling: Ruling) -> Iterator[CaseError]:
    """Yield every fault of a ruling, in the order of the form, each with its own code."""
    yield from _faults(ruling, _ALWAYS)
    if ruling.kind in DECISIONS and DECISIONS[ruling.kind].restricts:
        yield from _faults(ruling, _WHERE_IT_RESTRICTS)


def reasons_for(kind: DecisionKind) -> tuple[str, ...]:
    """Return the codes of the reasons that this kind may give, its default first."""
    fitting = [code for code, reason in REASONS.items() if kind in reason.kinds]
    return tuple(sorted(fitting, key=lambda code: kind not in REASONS[code].default_for))


def defaults(
    kind: DecisionKind,
    labels: tuple[str, ...] = (),
    *,
    clause: str = "",
    machine_found: bool = True,
    territory: tuple[str, ...] = (WORLD,),
) -> Ruling:
    """Return a ruling in which everything stands that need not be judged.

    `labels` are those of the findings. The assessment stays empty on purpose: a person makes it,
    by one key for the exclusions and one for the stance.
    """
    if not DECISIONS[kind].restricts:
        return Ruling(kind=kind, reason=reasons_for(kind)[0])
    evidence = tuple(name for name in labels if name in LABELS and LABELS[name].kind == "evidence")
    known = kind == "remove" and any(name.startswith("known_") for name in evidence)
    reason = "known_terrorist_content" if known else reasons_for(kind)[0]
    return Ruling(
        kind=kind,
        reason=reason,
        clause=clause,
        labels=evidence,
        content_types=REASONS[reason].content_types,
        machine_found=machine_found,
        territory=territory,
        open_ended=True,
    )


_Test = Callable[[Ruling], bool]
_Fault = tuple[_Test, str, str, str]  # what is wrong when it holds; code; message; way out


def _faults(ruling: Ruling, tests: tuple[_Fault, ...]) -> Iterator[CaseError]:
    for wrong, code, message, hint in tests:
        if wrong(ruling):
            yield CaseError(message, code=code, hint=hint)


def _unknown(ruling: Ruling) -> bool:
    said = ruling.assessment
    return (
        ruling.kind not in DECISIONS
        or ruling.relation not in RELATIONS
        or any(name not in CONTENT_TYPES for name in ruling.content_types)
        or any(name not in EXCLUSIONS for name in said.exclusions)
        or (said.stance is not None and said.stance not in STANCES)
    )


def _too_long(ruling: Ruling) -> bool:
    short = (ruling.clause, ruling.reason, *ruling.labels)
    return len(ruling.assessment.note) > LONGEST or any(len(t) > LONGEST_CLAUSE for t in short)


def _wrong_reason(ruling: Ruling) -> bool:
    known = REASONS.get(ruling.reason)
    return bool(ruling.reason) and (known is None or ruling.kind not in known.kinds)


def _none_and_some(ruling: Ruling) -> bool:
    return _NONE in ruling.assessment.exclusions and len(set(ruling.assessment.exclusions)) > 1


def _bad_territory(ruling: Ruling) -> bool:
    places = ruling.territory
    wide = {UNION, WORLD} & set(places)
    return any(place not in _PLACES for place in places) or bool(wide and len(places) > 1)


def _no_note(ruling: Ruling) -> bool:
    considered = set(ruling.assessment.exclusions) - {_NONE}
    return bool(considered) and not ruling.assessment.note.strip()


_ALWAYS: tuple[_Fault, ...] = (
    (
        _unknown,
        "case.unknown_choice",
        "the ruling names a choice that there is not",
        "take kind, exclusions, stance, content types and relation from their lists",
    ),
    (
        _too_long,
        "case.too_long",
        "a text of the ruling is too long",
        f"at most {LONGEST:,} characters for the note and {LONGEST_CLAUSE} for a clause or label",
    ),
    (
        _wrong_reason,
        "case.wrong_reason",
        "the reason is not one for this kind of decision",
        "take one that is offered for it",
    ),
    (
        _none_and_some,
        "case.none_and_some",
        "'none found' stands beside an exclusion",
        "choose the exclusions that were considered, or 'none found' alone",
    ),
    (
        _bad_territory,
        "case.bad_territory",
        "the territory cannot be read",
        "give 'world', 'EU', or codes of member states such as 'DE'",
    ),
    (
        lambda ruling: ruling.open_ended and ruling.until is not None,
        "case.bad_duration",
        "the decision has an end and is without end at once",
        "give one of the two",
    ),
)
_WHERE_IT_RESTRICTS: tuple[_Fault, ...] = (
    (lambda r: not r.reason, "case.no_reason", "a reason is missing", "choose one"),
    (
        lambda r: not r.clause.strip(),
        "case.no_clause",
        "the clause of the service's own terms is missing",
        "choose one; they are kept in the settings",
    ),
    (
        lambda r: not (r.labels or r.content_types),
        "case.no_label",
        "neither a label nor a type of content is given",
        "choose at least one",
    ),
    (
        lambda r: not r.assessment.exclusions,
        "case.no_assessment",
        "nobody has said whether the purpose is protected",
        "choose the exclusions that were considered, or 'none found'",
    ),
    (
        lambda r: r.assessment.stance is None,
        "case.no_stance",
        "the stance of the content is missing",
        "choose one",
    ),
    (
        lambda r: r.machine_found is None,
        "case.no_finder",
        "it is not said whether a machine found it",
        "say so",
    ),
    (lambda r: not r.territory, "case.no_territory", "where it holds is missing", "choose one"),
    (
        lambda r: r.until is None and not r.open_ended,
        "case.no_duration",
        "how long it holds is missing",
        "give an end, or say that it has none",
    ),
    (
        _no_note,
        "case.no_note",
        "an exclusion was considered and nothing says why it does not hold",
        "write a sentence, or leave the content up",
    ),
)
