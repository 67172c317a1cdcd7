"""Reading how one person wants to work: the comfort that casework knows, and the look of pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Literal

from mizan.casework.welfare import Comfort
from mizan.service.people.models import User


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How pages look to one person; nothing of it changes what is shown."""

    theme: Literal["auto", "light", "dark"] = "auto"  # auto follows the system
    digits: Literal["latin", "arabic"] = "latin"
    hold: bool = False  # the key uncovers only as long as it is held down


def comfort_of(user: User) -> Comfort:
    """Return a person's comfort; what was never chosen is as it comes."""
    return Comfort(**_known(Comfort, user.comfort))


def look_of(user: User) -> Look:
    """Return how pages look to a person."""
    return Look(**_known(Look, user.comfort))


def _known(kind: type, kept: Mapping[str, Any]) -> dict[str, Any]:
    names = {one.name for one in fields(kind)}
    return {name: value for name, value in kept.items() if name in names}
