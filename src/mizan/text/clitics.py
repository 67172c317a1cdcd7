"""Arabic clitics: the small words that are written onto the front of the next one."""

from __future__ import annotations

ARTICLE = "ال"
_AND = ("", "و", "ف")  # wa-, fa-
_TO = ("", "ب", "ك", "ل")  # bi-, ka-, li-
_SHORTEST = 3  # letters of a lone word that may bear a clitic


def with_clitics(phrase: str) -> list[str]:
    """Return a folded phrase's forms with wa- fa- bi- ka- li- al- and their combinations.

    The phrase itself is not among them. There are none for a phrase that does not begin with an
    Arabic letter, nor for a lone word of two letters or fewer, which would meet too many others.
    The article is added where it is missing; with li- it is contracted (ل + ال = لل).
    """
    first, blank, rest = phrase.partition(" ")
    if not "\u0621" <= first[:1] <= "\u064a" or (not rest and len(first) < _SHORTEST):
        return []
    stem = first.removeprefix(ARTICLE)
    bare = [] if stem != first else [to + first for to in _TO]
    definite = [to + ARTICLE + stem for to in _TO if to != "ل"]
    definite.append("ل" + stem if stem.startswith("ل") else "لل" + stem)
    heads = {conjunction + head for conjunction in _AND for head in bare + definite}
    return [head + blank + rest for head in sorted(heads - {first})]
