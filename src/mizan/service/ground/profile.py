"""The operator's profile: every figure that the desk works by, with its default and bounds."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any, Literal

from mizan.errors import DeskError
from mizan.service.ground.models import Setting

Team = Literal["team", "solo"]


def _figure(default: int, least: int, most: int) -> Any:
    """Describe a whole number with its bounds, for `check`."""
    return field(default=default, metadata={"least": least, "most": most})


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """The figures in force."""

    team: Team = "team"  # solo: a delay stands in for the second person
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
    if name == "team":
        if value not in {"team", "solo"}:
            raise _bad(name, "team or solo")
        return value
    if bounds := known[name].metadata:
        whole = isinstance(value, int) and not isinstance(value, bool)
        if not whole or not bounds["least"] <= value <= bounds["most"]:
            raise _bad(name, f"a whole number from {bounds['least']} to {bounds['most']}")
        return value
    return _check_list(name, value)


def _check_list(name: str, value: Any) -> Any:
    """Check the lists: of surfaces, or of (rule, bank)."""
    pairs = name == "automatic"
    good = isinstance(value, (list, tuple)) and all(
        (isinstance(one, (list, tuple)) and len(one) == 2 and all(isinstance(x, str) for x in one))
        if pairs
        else isinstance(one, str)
        for one in value
    )
    if not good:
        raise _bad(name, "a list of [rule, bank]" if pairs else "a list of names")
    return [list(one) if pairs else one for one in value]


def _bad(name: str, wanted: str) -> DeskError:
    return DeskError(
        f"the setting {name[:64]} cannot be this", hint=f"give {wanted}", code="desk.bad_setting"
    )


def _frozen(value: Any) -> Any:
    return tuple(_frozen(one) for one in value) if isinstance(value, list) else value
