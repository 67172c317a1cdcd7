"""Facts: language, script and length of the contents' texts, as the policy may look at them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from mizan.policy.weigh import Facts
from mizan.terms.content import Content
from mizan.terms.match import Span
from mizan.text.batch import Batch
from mizan.text.fold import fold_many
from mizan.text.language import language_many
from mizan.text.script import script_many
from mizan.text.words import words_of

NO_TEXT = Facts(lang="und", script="Zyyy", words=0)


def facts_of(contents: Sequence[Content], batch: Batch) -> dict[int, Facts]:
    """Return what is known about the first text of each content that has one."""
    if not len(batch.text_rows):
        return {}
    scripts, langs = _languages(batch)
    words = _words(batch)
    facts: dict[int, Facts] = {}
    for text, row in enumerate(batch.text_rows):
        content = batch.parts[row].content
        if content not in facts:
            lang = contents[content].lang or langs[text]
            facts[content] = Facts(lang=lang, script=scripts[text], words=words[text])
    return facts


def _languages(batch: Batch) -> tuple[list[str], list[str]]:
    """Return script and language of each text, its addresses left out: they are in no language."""
    scripts = script_many(batch.texts)
    langs = language_many(batch.texts, scripts)
    bare = _without_links(batch)
    if bare:
        folded = fold_many([*bare.values()])
        again = script_many(folded)
        for row, script, lang in zip(bare, again, language_many(folded, again), strict=True):
            scripts[row], langs[row] = script, lang
    return scripts, langs


def _without_links(batch: Batch) -> dict[int, str]:
    """Return, by row of the text, the texts that hold addresses, with those cut out."""
    places: dict[tuple[int, str], list[Span]] = defaultdict(list)
    for part in batch.parts:
        if part.kind == "url" and part.place is not None:
            places[part.content, part.name.removesuffix(".link")].append(part.place)
    bare = {}
    for row, at in enumerate(batch.text_rows.tolist() if places else ()):
        part = batch.parts[at]
        own = places.get((part.content, part.name))
        if part.text is not None and part.origin is None and own:
            ends = [0, *(end for _, end in own)]
            starts = [*(start for start, _ in own), len(part.text)]
            pieces = (part.text[a:b] for a, b in zip(ends, starts, strict=True))
            bare[row] = " ".join(pieces)
    return bare


def _words(batch: Batch) -> list[int]:
    """Return the number of words of each text."""
    words = words_of(batch.texts)
    return list(np.bincount(words.rows, minlength=len(batch.texts)).tolist())
