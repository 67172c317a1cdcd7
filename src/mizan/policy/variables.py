"""The variables that a rule may speak of: their kinds of evidence, types and meaning.

A rule lists the kinds it `needs` and sees the variables of those kinds and of `text` alone.
"""

from __future__ import annotations

from dataclasses import dataclass

from mizan.terms.label import LABELS

Fact = bool | int | float | str
Values = dict[str, Fact]  # every variable by its name

FAR = 256  # bits of a perceptual fingerprint: no image is farther
ENDLESS = 1_000_000_000  # letters of a copy that says of no stretch where it stands


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """One variable. Its type in CEL is that of `absent`."""

    name: str  # "kind.name"
    absent: Fact  # its value where there is no such evidence
    meaning: str  # a phrase


VARIABLES: dict[str, Variable] = {
    name: Variable(name=name, absent=absent, meaning=meaning)
    for name, absent, meaning in (
        ("exact.count", 0, "banked files that are the same file"),
        ("exact.trusted", False, "one of them is confirmed, in a bank that may act"),
        ("image.count", 0, "banked images that it looks like"),
        ("image.distance", FAR, "bits to the nearest of them, 0 to 256"),
        ("image.trusted", False, "one of them is confirmed, in a bank that may act"),
        ("copy.count", 0, "banked texts of which it holds a stretch"),
        ("copy.coverage", 0.0, "most that is here of one banked text, 0.0 to 1.0"),
        ("copy.share", 0.0, "how much of the text is banked text, 0.0 to 1.0"),
        ("copy.letters", 0, "length of all banked text in it, in characters, rounded up to tens"),
        ("copy.identical", False, "the whole text is a banked text"),
        ("link.count", 0, "links to banked addresses"),
        ("learned.score", 0.0, "how sure the trained model is, 0.0 to 1.0"),
        ("named.self_names", 0, "groups under the name they give themselves"),
        ("named.exonyms", 0, "groups under a name given by others"),
        ("named.neutral", 0, "groups under a neutral name"),
        ("context.reporting", False, "reported speech or news style"),
        ("context.quotation", False, "at least half of the banked text is in quotation marks"),
        ("context.quoted", False, "at least nine tenths of the banked text is in them"),
        ("context.condemnation", False, "it condemns"),
        ("context.research", False, "research or teaching"),
        ("context.scripture", False, "scripture or hadith, with its reference"),
        ("context.mourning", False, "mourning or condolence"),
        ("context.satire", False, "marked as satire"),
        ("context.testimony", False, "testimony of a victim or witness"),
        ("context.prayer", False, "a prayer or supplication"),
        ("context.question", False, "it asks about something"),
        ("context.history", False, "about the past"),
        ("context.fiction", False, "about a game, a film or a novel"),
        ("context.legal", False, "law, a court or a judgement"),
        ("text.words", 0, "words of the content's text"),
        ("text.lang", "und", "language of the text, BCP 47"),
        ("text.script", "Zyyy", "script of the text, ISO 15924"),
    )
}

KIND_OF_LABEL = {
    "known_file": "exact",
    "known_image": "image",
    "known_text": "copy",
    "known_link": "link",
    "learned_support": "learned",
    "named_self": "named",
    "named_exonym": "named",
    "named_neutral": "named",
    **{name: "context" for name in LABELS if f"context.{name}" in VARIABLES},
}
EVIDENCE = ("exact", "image", "copy", "link", "learned")  # kinds that may raise
MAY_ACT = ("exact", "image")  # kinds that may act without a person
KINDS = (*EVIDENCE, "named", "context")  # what a rule may need; `text` is always there


def of_kinds(kinds: frozenset[str]) -> list[Variable]:
    """Return the variables that a rule with these needs may speak of."""
    seen = kinds | {"text"}
    return [one for one in VARIABLES.values() if one.name.partition(".")[0] in seen]


_ABSENT: Values = {name: variable.absent for name, variable in VARIABLES.items()}


def absent() -> Values:
    """Return every variable with its neutral value, fresh for each caller."""
    return dict(_ABSENT)
