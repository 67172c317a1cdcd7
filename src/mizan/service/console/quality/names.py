"""What quality calls things to people."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from mizan.casework.agreement import Agreement, Rate
from mizan.service.console.words import digits
from mizan.terms.choice import Choice
from mizan.terms.decision import DECISIONS
from mizan.terms.reason import REASONS

LANGUAGES = {"ar": _("Arabic"), "en": _("English"), "und": _("language not known")}
STRATA = {"removal": _("restricted"), "leave": _("left up")}
VERDICTS = {"ok": _("good enough"), "red": _("too low"), "too_few": _("too few")}
STRIKES = {  # word, icon, tone
    "in_force": (_("counts"), "flag", "warn"),
    "withdrawn": (_("withdrawn with the decision"), "undo", "quiet"),
    "lifted": (_("lifted by a person"), "check", "quiet"),
    "expired": (_("expired"), "clock", "quiet"),
}
KINDS = {
    "religion": _("religion"),
    "mourning": _("mourning"),
    "honorific": _("honorific"),
    "ambiguous": _("more than one sense"),
    "news": _("news"),
    "law": _("law"),
    "net": _("the net"),
    "dialect": _("dialect"),
}


def said(choice: Choice) -> str:
    """Return the name of a choice in the language of the page."""
    return choice.ar if (get_language() or "en").startswith("ar") else choice.en


def language(code: str) -> str:
    """Return the name of a language, or its code where there is none."""
    return str(LANGUAGES.get(code.partition("-")[0], code))


def decision(kind: str) -> str:
    """Return the name of a kind of decision."""
    return said(DECISIONS[kind]) if kind in DECISIONS else kind


def reason(code: str) -> str:
    """Return the name of a reason."""
    return said(REASONS[code]) if code in REASONS else code


def percent(share: float, choice: str) -> str:
    """Return a share of 0..1 as a percentage."""
    return digits(f"{share * 100:.1f} %", choice)


def rate(found: Rate, choice: str) -> tuple[str, ...]:
    """Return the cells of a rate: hits and n, share, interval, and whether it says anything."""
    low, high = found.interval
    return (
        digits(f"{found.hits} / {found.n}", choice),
        percent(found.share, choice),
        f"{percent(low, choice)} – {percent(high, choice)}",
        str(VERDICTS["too_few"]) if found.few else "",
    )


def agreed(found: Agreement, choice: str) -> tuple[str, ...]:
    """Return the cells of an agreement: n, share, Cohen's kappa, and what that means."""
    kappa = "–" if found.kappa is None else digits(f"{found.kappa:.2f}", choice)
    share = percent(found.share, choice)
    return digits(found.n, choice), share, kappa, str(VERDICTS[found.verdict])


def columns(*names: Any) -> list[dict[str, Any]]:
    """Return the columns of a table whose cells all stand like figures, but for the first."""
    return [{"label": name, "number": place > 0} for place, name in enumerate(names)]
