"""What things are called to people, in the language of the page."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language, gettext, pgettext
from django.utils.translation import gettext_lazy as _

from mizan.terms.choice import Choice
from mizan.terms.label import LABELS
from mizan.terms.reason import REASONS

LANGUAGES = {"ar": _("Arabic"), "en": _("English"), "und": _("language not known")}
DIALECTS = {
    "MSA": _("standard Arabic"),
    "EGY": _("Egyptian"),
    "LEV": _("Levantine"),
    "GLF": _("Gulf"),
    "IRQ": _("Iraqi"),
    "MAG": _("Maghrebi"),
    "arabizi": _("in Latin letters"),
    "mixed": _("mixed dialects"),
}
QUEUES = {
    "review.ar": _("Arabic"),
    "review.en": _("English"),
    "review.other": _("Other languages"),
    "appeal.ar": _("Appeals, Arabic"),
    "appeal.en": _("Appeals, English"),
    "appeal.other": _("Appeals, other languages"),
}
SEVERITIES = (  # word, icon, tone
    (_("Low"), "info", "quiet"),
    (_("Middle"), "flag", ""),
    (_("High"), "up", "warn"),
    (_("Threat to life"), "warn", "bad"),
)
ORIGINS = {
    "verdict": _("found by a rule"),
    "report": _("reported by a user"),
    "retro": _("found looking back"),
    "manual": _("opened by a person"),
    "requeue": _("looked at again"),
    "appeal": _("appealed"),
}
KINDS = {
    "text": _("text"),
    "html": _("web page"),
    "file": _("file"),
    "url": _("link"),
    "digest": _("fingerprints only"),
}
MEMBERS = {
    "lead": _("the first"),
    "same": _("the same"),
    "near": _("a near-copy"),
    "campaign": _("of the same entry"),
    "report": _("reported with it"),
}
STANDINGS = {
    "up": _("is up"),
    "removed": _("is removed"),
    "limited": _("is limited"),
    "labelled": _("carries a label"),
}
DONE = {
    "leave": _("left up"),
    "remove": _("removed"),
    "limit": _("limited"),
    "label": _("labelled"),
    "close_account": _("account closed"),
    "restore": _("put back"),
}
DECISION_STATES = {
    "waiting": _("waits for a second person"),
    "pending": _("leaves when its undo window ends"),
    "in_force": _("in force"),
    "withdrawn": _("taken back"),
    "refused": _("refused by a second person"),
    "reversed": _("reversed"),
}
SAID = {  # by a step of the trail
    "leave": _("leave"),
    "review": _("a person should look"),
    "act": _("act"),
    "silenced": _("does not count"),
    "capped": _("not above review"),
    "kept": _("unchanged"),
}


def word(choice: Choice | Any) -> str:
    """Return what a choice or label of a catalogue means, in the language of the page."""
    return str(choice.ar if arabic() else choice.en)


def arabic() -> bool:
    """Tell whether the page is in Arabic."""
    return (get_language() or "en").startswith("ar")


def label(name: str) -> str:
    """Return what a label means; one of a plug-in is called by its name."""
    known = LABELS.get(name)
    return word(known) if known else name


def language(lang: str, dialect: str = "und") -> str:
    """Return a language with its dialect, where one is known."""
    primary = lang.lower().partition("-")[0]
    name = str(LANGUAGES.get(primary, lang))
    local = DIALECTS.get(dialect)
    comma = pgettext("between two words of a list", ", ")
    return f"{name}{comma}{local}" if local else name


GIVEN = {  # whys that the desk itself writes, and those a person chooses by a digit
    "opened it": _("opened the page"),
    "next": _("the next one"),
    "went on": _("went on to the next"),
    "given back": _("given back"),
    "a break": _("a break"),
    "end of shift": _("end of shift"),
    "assessed": _("assessed"),
    "its time has come": _("the undo window ended"),
    "undone in time": _("undone in time"),
    "agreed": _("agreed"),
    "a user reported it": _("a user reported it"),
    "reported again": _("reported again"),
    "language": _("I do not read this language or dialect"),
    "too hard now": _("It is too hard for me now"),
    "not mine to judge": _("I know somebody in it"),
    "other": _("Another reason"),
    "unsure of the law": _("I am not sure what the law says"),
    "needs an expert": _("It needs somebody who knows the group or the place"),
    "public interest": _("It matters to the public"),
    "threat to life": _("Threat to life"),
    "content gone": _("its content was dropped before it was reported; hand it in again"),
    "on review-only": _("a guard held the automatic action: on review-only"),
}


def given(why: str) -> str:
    """Return a why in the language of the page where the desk knows it; what people wrote stays."""
    head, parted, words = why.partition(": ")
    if head in GIVEN:
        return f"{GIVEN[head]}{parted}{words}"
    return word(REASONS[why]) if why in REASONS else why


def actor(name: str) -> str:
    """Return who did something: a person by name, the rest by what it is."""
    door, _, who = name.partition(":")
    if door == "user":
        return who
    shown = {
        "worker": gettext("Mizan"),
        "token": gettext("program “%(name)s”") % {"name": who},
        "rule": gettext("rule “%(name)s”") % {"name": who},
        "cli": gettext("command line, %(name)s") % {"name": who},
    }
    return shown.get(door, name)
