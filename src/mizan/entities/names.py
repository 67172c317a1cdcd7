"""Names: what stands in a name field of a list, taken apart by script.

Lists put acronyms, translations and other scripts into one string: "Hay'at ... (HTS) (هيئة ...)".
The string itself is kept as the entry's name; what is looked for are its pieces.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from mizan.entities.gazetteer import SCRIPTS
from mizan.entities.lists import ListedName, Quality
from mizan.text.fold import fold

UNKNOWN = "Zyyy"  # ISO 15924: undetermined
_BRACKETS = re.compile(r"\(([^()]*)\)?")
_CUTS = re.compile(r"[;،؛]|\s/\s")
_SPACE = re.compile(r"\s+")
_EDGES = ' \t\n"“”«»,.:;-–—()'
_ACRONYM = re.compile(r"[A-Z][A-Za-z0-9-]{1,9}")
_ARTICLES = {"al", "el", "ul", "the", "le", "la", "les", "los"}
_FEWEST_LETTERS = 8  # of a name of a list that is looked for


def split_names(raw: str, quality: Quality) -> Iterator[ListedName]:
    """Give the names in one field, each in one script; nothing for an empty field.

    What stands in brackets is a name when it is an acronym or in another script than the rest;
    otherwise it explains ("branch in ...") and is left out.
    """
    whole = _SPACE.sub(" ", raw).strip()
    outer = _BRACKETS.sub(" ; ", whole)
    found = [(piece, quality) for piece in _CUTS.split(outer)]
    script = script_of(outer)
    for inner in _BRACKETS.findall(whole):
        for piece in _CUTS.split(inner):
            if _ACRONYM.fullmatch(piece.strip()):
                found.append((piece, "low"))
            elif script_of(piece) not in {script, UNKNOWN}:
                found.append((piece, quality))
    for piece, how in found:
        text = _SPACE.sub(" ", piece).strip(_EDGES)
        if (spoken := script_of(text)) != UNKNOWN:
            yield ListedName(text=text, script=spoken, quality=how)


def distinct(names: Iterable[ListedName]) -> tuple[ListedName, ...]:
    """Return the names without those that read the same as one before them."""
    seen: dict[str, ListedName] = {}
    for name in names:
        if key := fold(name.text):
            seen.setdefault(key, name)
    return tuple(seen.values())


def script_of(text: str) -> str:
    """Return the ISO 15924 code of the one script of a text's letters; Zyyy for none or several."""
    words = {unicodedata.name(letter, "").split(" ")[0] for letter in text if letter.isalpha()}
    words.discard("MODIFIER")  # half rings and apostrophes of transliterations
    found = [code for code, word in SCRIPTS.items() if words == {word}]
    return found[0] if found else UNKNOWN


def is_telling(name: ListedName) -> bool:
    """Tell whether a text that holds the name speaks of its bearer.

    A single word does not, whatever list it stands on: LET, MAK, the base, the masked men; nor
    does a short one, nor two words that are of low quality: "the helpers of" something. People
    say which of those are to be looked for, in the curated file.
    """
    words = [word for word in fold(name.text).split() if word not in _ARTICLES and len(word) > 1]
    fewest = 3 if name.quality == "low" else 2
    return len(words) >= fewest and sum(map(len, words)) >= _FEWEST_LETTERS
