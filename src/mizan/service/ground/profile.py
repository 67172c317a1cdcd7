"""The operator's profile: every figure that the desk works by, with its default and bounds."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any, Literal, get_args

from mizan.errors import DeskError
from mizan.service.ground.models import Setting

Team = Literal["team", "solo"]
SecondFactor = Literal["always", "remote", "never"]
CHOICES = {"team": get_args(Team), "second_factor": get_args(SecondFactor)}
CLAUSES = (  # of the service's own terms: code, title in English, title in Arabic
    ("4.2", "Terrorist content", "المحتوى الإرهابي"),
    ("4.3", "Support for listed groups", "تأييد الجماعات المدرجة"),
    ("4.4", "Threats and incitement", "التهديد والتحريض"),
)


def _figure(default: int, least: int, most: int) -> Any:
    """Describe a whole number with its bounds, for `check`."""
    return field(default=default, metadata={"least": least, "most": most})


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """The figures in force."""

    team: Team = "team"  # solo: a delay stands in for the second person
    second_factor: SecondFactor = "remote"  # who must have one: all, all who come from elsewhere
    solo_delay_hours: int = _figure(24, 1, 168)
    undo_seconds: int = _figure(60, 0, 3600)  # between a decision and its action
    claim_minutes: int = _figure(15, 1, 240)  # without a sign of life, a claim runs out
    leave_days: int = _figure(30, 0, 365)  # how long hash and id of a left item are kept
    recent_days: int = _figure(30, 0, 365)  # how far back new entries look
    recent_rows: int = _figure(2_000_000, 0, 100_000_000)  # signals kept at most
    mass_items: int = _figure(25, 1, 10_000)  # one decision over more needs a second person
    flood_floor: int = _figure(50, 1, 1_000_000)  # matches of an entry a day that are never a flood
    flood_times: int = _figure(10, 2, 1000)  # beyond so many times its usual day, an entry is held
    auto_per_day: int = _figure(20, 0, 100_000)  # automatic actions of a rule a day
    automatic: tuple[tuple[str, str], ...] = ()  # (rule, bank) that may act without a person
    reversal_least: int = _figure(20, 1, 10_000)  # R8: decisions before a rule is judged
    strike_days: int = _figure(180, 1, 3650)  # how long a strike counts, and is kept
    audit_percent: int = _figure(1, 0, 100)  # R12: share of decisions looked at again, blind
    audit_least: int = _figure(50, 0, 10_000)  # R12: at least so many a month, kind and language
    audit_days: int = _figure(14, 1, 90)  # how long they wait for it, with what was left up
    reversal_percent: int = _figure(20, 1, 100)  # R8: reversed beyond this, the rule steps back
    closed_surfaces: tuple[
        str, ...
    ] = ()  # surfaces that are not public and are scanned all the same
    clauses: tuple[tuple[str, str, str], ...] = CLAUSES  # offered where a decision restricts


_LONGEST = 200  # characters of what stands in a list
_LISTS = {  # how many texts a row has, 0 for a plain one; and what is wanted
    "automatic": (2, "a list of [rule, bank]"),
    "closed_surfaces": (0, "a list of names"),
    "clauses": (3, "a list of [code, title, title in Arabic], at least one"),
}


def profile() -> Profile:
    """Return the profile in force."""
    known = {one.name for one in fields(Profile)}
    rows = Setting.objects.filter(name__in=known).values_list("name", "value")
    return Profile(**{name: _frozen(value) for name, value in rows})


def check(name: str, value: Any) -> Any:
    """Return a value as the profile keeps it; DeskError desk.bad_setting when it cannot be."""
    known = {one.name: one for one in fields(Profile)}
    if name not in known:
        raise _bad(name, f"one of {', '.join(known)}")
    if allowed := CHOICES.get(name):
        if value not in allowed:
            raise _bad(name, f"one of {', '.join(allowed)}")
        return value
    if bounds := known[name].metadata:
        whole = isinstance(value, int) and not isinstance(value, bool)
        if not whole or not bounds["least"] <= value <= bounds["most"]:
            raise _bad(name, f"a whole number from {bounds['least']} to {bounds['most']}")
        return value
    return _check_list(name, value)


def _check_list(name: str, value: Any) -> Any:
    """Check the lists: of surfaces, of (rule, bank), or of (code, title, title in Arabic)."""
    width, wanted = _LISTS[name]
    good = isinstance(value, (list, tuple)) and all(_is_row(one, width) for one in value)
    if not good or (name == "clauses" and not value):
        raise _bad(name, wanted)
    return [list(one) if width else one for one in value]


def _is_row(one: Any, width: int) -> bool:
    if not width:
        return isinstance(one, str)
    whole = isinstance(one, (list, tuple)) and len(one) == width
    return whole and all(isinstance(x, str) and 0 < len(x) <= _LONGEST for x in one)


def _bad(name: str, wanted: str) -> DeskError:
    return DeskError(
        f"the setting {name[:64]} cannot be this", hint=f"give {wanted}", code="desk.bad_setting"
    )


def _frozen(value: Any) -> Any:
    return tuple(_frozen(one) for one in value) if isinstance(value, list) else value
