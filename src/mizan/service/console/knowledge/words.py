"""What codes are called to people: levels, states, purposes, signals, events, queues, languages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from mizan.service.console.sentences import sentence, way_out
from mizan.terms.case import EVENTS
from mizan.terms.label import LABELS

if TYPE_CHECKING:
    from mizan.errors import MizanError
    from mizan.policy.rulebook import Lang
    from mizan.service.reports.intervals import Share

LEVELS = {"leave": _("Leave up"), "review": _("Review"), "act": _("Act")}
SAID = {
    **LEVELS,
    "silenced": _("Known as innocent"),
    "capped": _("Held back"),
    "kept": _("Kept as it is"),
}
PURPOSES = {"harm": _("Known harm"), "allow": _("Known innocent"), "commons": _("Shared passages")}
MAY_ACT = {"never": _("Only shown"), "queue": _("May queue"), "auto": _("May act")}
ENTRY_STATES = {"active": _("In force"), "disabled": _("Switched off"), "removed": _("Removed")}
OPINIONS = {"confirmed": _("Confirmed"), "unconfirmed": _("Not confirmed")}
VERSION_STATES = {
    "draft": _("Draft"),
    "shadow": _("Shadow"),
    "live": _("In force"),
    "retired": _("Retired"),
}
SIGNALS = {
    "neartext": _("Text"),
    "pdq": _("Image"),
    "sha256": _("File"),
    "sha1": _("File (SHA-1)"),
    "md5": _("File (MD5)"),
    "url": _("Address"),
}
LANGUAGES = {"ar": _("Arabic"), "en": _("English"), "und": _("Not known")}
QUEUES = {
    "review.ar": _("Arabic"),
    "review.en": _("English"),
    "review.other": _("Other languages"),
}
CAUSES = {
    "flood": _("matched far more than expected"),
    "breaker": _("acted too often in a day"),
    "reversals": _("its removals were reversed too often"),
    "person": _("held by a person"),
}
DEEDS = {
    "confirm": (_("Confirm"), _("Your own people stand behind it.")),
    "deconfirm": (
        _("Take the confirmation back"),
        _("No action may rest on it any more; it still opens cases."),
    ),
    "disable": (_("Retire"), _("It matches nothing until it is put back in force.")),
    "enable": (_("Put back in force"), _("It matches again from now on.")),
    "remove": (
        _("Remove for good"),
        _("Its fingerprint is deleted; number and origin stay, and no list brings it back."),
    ),
}
PARTS = {
    "text": _("text"),
    "html": _("page"),
    "url": _("address"),
    "file": _("file"),
    "image": _("image"),
}
PACKS = {
    "stay-up pack, Arabic": _("Stay-up pack, Arabic"),
    "stay-up pack, English": _("Stay-up pack, English"),
    "shared passages, Arabic": _("Shared passages, Arabic"),
    "shared passages, English": _("Shared passages, English"),
}


def said(table: dict[str, Any], code: str) -> str:
    """Return what a code of one of the tables is called; the code itself when it is not there."""
    return str(table.get(code, code))


def tongue() -> Lang:
    """Return the language of the page, as the engine calls it."""
    return "ar" if (get_language() or "en").startswith("ar") else "en"


def label(name: str) -> str:
    """Return what a label means, in the language of the page."""
    return str(getattr(LABELS[name], tongue())) if name in LABELS else name


def event(kind: str) -> str:
    """Return what an event of a case is called."""
    return str(getattr(EVENTS[kind], tongue())) if kind in EVENTS else kind


def queue(name: str) -> str:
    """Return what a queue is called."""
    return said(QUEUES, name)


def language(code: str) -> str:
    """Return what a language is called; of others than the two, its code."""
    return said(LANGUAGES, code.partition("-")[0])


def fault(error: MizanError) -> str:
    """Return what went wrong and the way out."""
    return f"{sentence(error)} {way_out(error)}".strip()


def share(part: float) -> str:
    """Write a share 0..1 in per cent."""
    return gettext("%(n)s %%") % {"n": f"{100 * part:.0f}"}


def interval(one: Share) -> str:
    """Write a share with its number and interval; below 30 it only says that they are too few."""
    figures = {"part": one.part, "whole": one.whole}
    if one.few:
        return gettext("too few to say (%(part)d of %(whole)d)") % figures
    ends = {"value": share(one.value), "low": share(one.low), "high": share(one.high)}
    return gettext("%(value)s, between %(low)s and %(high)s (%(part)d of %(whole)d)") % {
        **figures,
        **ends,
    }


def weight(value: float) -> str:
    """Write a weight with its sign: +0.62, −0.20."""
    return f"{'−' if value < 0 else '+' if value else ''}{abs(value):.2f}"


def size(count: float) -> str:
    """Write a number of bytes in the unit that fits."""
    for unit in ("B", "KiB", "MiB", "GiB"):
        if count < 1024:
            return f"{count:.0f} {unit}" if unit == "B" else f"{count:.1f} {unit}"
        count /= 1024
    return f"{count:.1f} TiB"


def deed(code: str) -> tuple[str, str]:
    """Return what something that can be done with an entry is called, and what it does."""
    word, effect = DEEDS[code]
    return str(word), str(effect)


def part(name: str) -> str:
    """Return what a part of a content is called: text, page, an address in the text."""
    whole = name.removeprefix("file.")
    where = said(PARTS, whole.removesuffix(".link"))
    return gettext("an address in the %(part)s") % {"part": where} if "." in whole else where


def pack(name: str) -> str:
    """Return what a collection of texts that must stay up is called."""
    return said(PACKS, name)
