"""Spelling: the ways in which a name in Latin letters is transliterated.

Folding evens out case and diacritics, and takes hyphens for blanks; what is left are the article
and the apostrophes. Arabic clitics are the phrase table's business.
"""

from __future__ import annotations

import re
from itertools import product

_ARTICLE = re.compile(r"\b(?:al|el)(?=[-\s])", re.IGNORECASE)
_MARKS = re.compile(r"(?<=\w)['’‘ʼʻ`´ʿʾ](?=\w)")


def spellings(name: str, script: str) -> tuple[str, ...]:
    """Return a name as it is, and in Latin script with al- and el-, without its apostrophes."""
    if script != "Latn":
        return (name,)
    articles = (name, _ARTICLE.sub("al", name), _ARTICLE.sub("el", name))
    marks = (lambda text: text, lambda text: _MARKS.sub("", text))
    return tuple(dict.fromkeys(change(text) for text, change in product(articles, marks)))
