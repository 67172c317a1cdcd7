"""Care for those who look: how things are covered, when a break is due, which keys do what."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from mizan.errors import CaseError

Advice = Literal["continue", "offer_break", "no_more_graphic"]

# What each key does, by its physical position (`event.code`), so that any layout will do.
KEYS: dict[str, str] = {
    "leave": "Digit1",
    "remove": "Digit2",
    "limit": "Digit3",
    "label": "Digit4",
    "close_account": "Digit5",
    "reason": "KeyR",
    "escalate": "KeyE",
    "threat": "KeyT",
    "uncover": "KeyZ",
    "undo": "KeyU",
    "next": "KeyN",
    "skip": "KeyS",
    "filter": "KeyF",
    "down": "KeyJ",
    "up": "KeyK",
    "open": "Enter",
    "help": "Slash",
}
MOST_BLUR = 60  # pixels
_BREAKS = range(5, 241)  # minutes
_CODE = re.compile(
    r"Key[A-Z]|Digit[0-9]|Numpad[0-9]|F[1-9]|F1[0-2]|Enter|Space|Slash|Period|Comma|Semicolon"
    r"|Quote|BracketLeft|BracketRight|Backslash|Minus|Equal|Backquote|IntlBackslash"
    r"|Arrow(?:Up|Down|Left|Right)|Home|End|PageUp|PageDown|Insert|Delete"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Comfort:
    """One person's own settings; nobody else sees them."""

    grey: bool = True  # graphic media without colour
    blur: int = 20  # pixels, 0..60
    cover_text: bool = True  # a cover over text with a graphic label
    mute: bool = True
    stills: bool = True  # video as a strip of stills
    animation_off: bool = True
    break_after: int = 45  # minutes of uncovered graphic content, 5..240
    daily_items: int | None = None  # uncovered graphic items a day, > 0; None: no cap
    daily_minutes: int | None = None  # minutes of them a day, > 0; None: no cap
    keys: Mapping[str, str] = field(default_factory=dict)  # deed of KEYS -> `event.code`
    keys_off: bool = False  # no single keys at all


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What one person has uncovered of graphic content."""

    minutes_since_break: float = 0.0
    items_today: int = 0
    minutes_today: float = 0.0


def check(comfort: Comfort) -> None:
    """Raise a `CaseError` for settings that cannot be: `case.bad_comfort` or `case.bad_keys`."""
    for wrong, name in _out_of_range(comfort):
        if wrong:
            raise CaseError(
                f"'{name}' is out of range",
                code="case.bad_comfort",
                hint=f"blur 0 to {MOST_BLUR} pixels, a break after {_BREAKS[0]} to {_BREAKS[-1]} "
                "minutes, caps of at least 1",
            )
    strange = [deed for deed, code in comfort.keys.items() if deed not in KEYS or not _is_key(code)]
    codes = list({**KEYS, **comfort.keys}.values())
    if strange or len(set(codes)) < len(codes):
        raise CaseError(
            "the keys do not fit: one is unknown, or serves two deeds",
            code="case.bad_keys",
            hint="give each deed a key of its own by its position, such as 'KeyR'",
        )


def keys_of(comfort: Comfort) -> dict[str, str]:
    """Return which key does what for this person; empty where keys are switched off."""
    return {} if comfort.keys_off else {**KEYS, **comfort.keys}


def advise(comfort: Comfort, seen: Seen) -> Advice:
    """Return what a person should be told after what they have uncovered.

    A cap that is reached outweighs a break that is due. A break is offered, never forced.
    """
    items, minutes = comfort.daily_items, comfort.daily_minutes
    if items is not None and seen.items_today >= items:
        return "no_more_graphic"
    if minutes is not None and seen.minutes_today >= minutes:
        return "no_more_graphic"
    return "offer_break" if seen.minutes_since_break >= comfort.break_after else "continue"


def _out_of_range(comfort: Comfort) -> Iterator[tuple[bool, str]]:
    yield not 0 <= comfort.blur <= MOST_BLUR, "blur"
    yield comfort.break_after not in _BREAKS, "break_after"
    yield comfort.daily_items is not None and comfort.daily_items < 1, "daily_items"
    yield comfort.daily_minutes is not None and comfort.daily_minutes < 1, "daily_minutes"


def _is_key(code: str) -> bool:
    return _CODE.fullmatch(code) is not None
