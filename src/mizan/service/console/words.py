"""Moments, spans of time and numbers in words, in Arabic and English.

Months are written with their names; Arabic-Indic digits only by choice. Times are of the zone that
Django has active, which is UTC unless the operator says otherwise.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import get_language, gettext, ngettext, pgettext

if TYPE_CHECKING:
    from mizan.terms.time import Moment

_INDIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_MINUTE, _HOUR, _DAY = 60, 3600, 86400
_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "ar": "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
}


def digits(value: object, choice: str = "latin") -> str:
    """Return a number as text; with the choice "arabic" its digits are Arabic-Indic."""
    text = str(value)
    return text.translate(_INDIC) if choice == "arabic" else text


def month(number: int) -> str:
    """Return the name of a month, 1 to 12, in the language of the page."""
    language = "ar" if (get_language() or "en").startswith("ar") else "en"
    return _MONTHS[language].split()[number - 1]


def date(moment: Moment) -> str:
    """Return the day, such as 3 March 2026."""
    here = timezone.localtime(moment)
    return f"{here.day} {month(here.month)} {here.year}"


def moment_in_words(moment: Moment) -> str:
    """Return day and time of day, such as 3 March 2026, 14:05 (UTC)."""
    here = timezone.localtime(moment)
    comma = pgettext("between a date and a time", ", ")
    return f"{date(moment)}{comma}{here:%H:%M} ({here.tzname()})"


def length(seconds: float) -> str:
    """Return a span of time in words, in its largest unit: 2 hours, 3 days."""
    whole = max(0, int(seconds))
    if whole < _MINUTE:
        return ngettext("%(n)d second", "%(n)d seconds", whole) % {"n": whole}
    if whole < _HOUR:
        n = whole // _MINUTE
        return ngettext("%(n)d minute", "%(n)d minutes", n) % {"n": n}
    if whole < 2 * _DAY:
        n = whole // _HOUR
        return ngettext("%(n)d hour", "%(n)d hours", n) % {"n": n}
    n = whole // _DAY
    return ngettext("%(n)d day", "%(n)d days", n) % {"n": n}


def ago(moment: Moment, now: Moment) -> str:
    """Return how long ago something was, or how far ahead it is."""
    seconds = (now - moment).total_seconds()
    if abs(seconds) < _MINUTE:
        return gettext("just now")
    if seconds < 0:
        return gettext("in %(length)s") % {"length": length(-seconds)}
    if seconds < _HOUR:
        n = int(seconds // _MINUTE)
        return ngettext("%(n)d minute ago", "%(n)d minutes ago", n) % {"n": n}
    if seconds < 2 * _DAY:
        n = int(seconds // _HOUR)
        return ngettext("%(n)d hour ago", "%(n)d hours ago", n) % {"n": n}
    n = int(seconds // _DAY)
    return ngettext("%(n)d day ago", "%(n)d days ago", n) % {"n": n}


def left(moment: Moment, now: Moment) -> str:
    """Return how much time is left until a due time, or how long it is overdue."""
    seconds = (moment - now).total_seconds()
    pattern = left_pattern() if seconds >= 0 else overdue_pattern()
    return pattern.replace("%s", length(abs(seconds)))


def left_pattern() -> str:
    """Return the sentence about time that is left; %s stands for the length."""
    return gettext("%(length)s left") % {"length": "%s"}


def overdue_pattern() -> str:
    """Return the sentence about time that has run out; %s stands for the length."""
    return gettext("overdue by %(length)s") % {"length": "%s"}


def figures(seconds: float) -> str:
    """Return a span of time in figures: minutes and seconds below an hour, else hours, minutes."""
    whole = max(0, int(abs(seconds)))
    big, small = divmod(whole, _MINUTE) if whole < _HOUR else divmod(whole // _MINUTE, 60)
    return f"{big:02d}:{small:02d}"
