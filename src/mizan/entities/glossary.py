"""The glossary: what words mean that a reviewer may not know, or may read too quickly.

An aid for people. It is read from a checked data file, asks nobody, and is no signal: nothing that
judges a content may import it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Literal, get_args

from mizan.errors import MizanError
from mizan.text.fold import fold, fold_many
from mizan.text.phrases import PhraseTable

Kind = Literal["religion", "mourning", "honorific", "ambiguous", "news", "law", "net", "dialect"]
MOST = 60  # terms that are explained of one text

_NEEDED = {"ar", "en", "kind", "note_en", "note_ar"}
_ALLOWED = _NEEDED | {"name_en", "name_ar"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One term, with its sense in both languages."""

    ar: tuple[str, ...]  # forms, as they are written
    en: tuple[str, ...]
    kind: Kind
    name_en: str  # what a reader of English calls it
    name_ar: str
    note_en: str  # its sense, a sentence or two
    note_ar: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """A term found in a text, in the language of the reader."""

    spans: tuple[tuple[int, int], ...]  # in code points of the original, ends exclusive
    found: str  # as the text has it, the first time
    term: str  # what the reader calls it
    sense: str
    kind: Kind


class Glossary:
    """Terms, compiled for looking up. Immutable and thread-safe."""

    def __init__(self, terms: tuple[Term, ...], version: str = "") -> None:
        self.terms, self.version = terms, version
        forms = [(n, form) for n, one in enumerate(terms) for form in (*one.ar, *one.en)]
        arabic = ["\u0600" <= form[0] <= "\u06ff" for _, form in forms]
        self._owners = [number for number, _ in forms]
        self._table = PhraseTable([form for _, form in forms], arabic, disguised=False)

    def explain(self, text: str, language: str) -> list[Explained]:
        """Return the terms that a text holds, in order, each once, in a reader's language.

        language  "ar" for Arabic; every other gets English

        Where one term holds another, only the longer one is explained there.
        """
        if not text:
            return []
        hits = self._table.find_many(fold_many([text]))
        places = sorted(
            zip(hits.start.tolist(), hits.end.tolist(), hits.phrase.tolist(), strict=True),
            key=lambda place: (place[0], -place[1], place[2]),
        )
        spans: dict[int, list[tuple[int, int]]] = {}
        covered = 0
        for start, end, phrase in places:
            if end > covered:
                covered = end
                spans.setdefault(self._owners[phrase], []).append((start, end))
        return [
            self._explained(number, tuple(all_), text, arabic=language == "ar")
            for number, all_ in list(spans.items())[:MOST]
        ]

    def _explained(
        self, number: int, spans: tuple[tuple[int, int], ...], text: str, *, arabic: bool
    ) -> Explained:
        one, (start, end) = self.terms[number], spans[0]
        return Explained(
            spans=spans,
            found=text[start:end],
            term=one.name_ar if arabic else one.name_en,
            sense=one.note_ar if arabic else one.note_en,
            kind=one.kind,
        )


def explain(text: str, language: str) -> list[Explained]:
    """Return the terms of the shipped glossary that a text holds; see `Glossary.explain`."""
    return _shipped().explain(text, language)


def load_glossary(path: Path | None = None) -> Glossary:
    """Return the glossary of a TOML file, by default the shipped one.

    MizanError `entities.unreadable` when it cannot be read, `entities.invalid` for its first fault.
    """
    source = path if path is not None else resources.files("mizan.entities") / "glossary.toml"
    try:
        written = tomllib.loads(source.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise MizanError(
            f"the glossary {path or 'glossary.toml'} cannot be read: {type(error).__name__}",
            hint="give a TOML file in UTF-8",
            code="entities.unreadable",
        ) from error
    if set(written) != {"version", "terms"}:
        raise _fault("the file needs a version and terms, and nothing else")
    terms = tuple(_term(row, n) for n, row in enumerate(written["terms"], 1))
    seen: set[str] = set()
    for number, one in enumerate(terms, 1):
        forms = {fold(form) for form in (*one.ar, *one.en)}
        if forms & seen:
            raise _fault(f"a form of term {number} belongs to an earlier one")
        seen |= forms
    return Glossary(terms, str(written["version"]))


def _term(row: Mapping[str, Any], number: int) -> Term:
    if _NEEDED - row.keys() or row.keys() - _ALLOWED:
        raise _fault(f"term {number} has a field too many or too few")
    if row["kind"] not in get_args(Kind):
        raise _fault(f"term {number}: the kind is none of {', '.join(get_args(Kind))}")
    ar, en = tuple(row["ar"]), tuple(row["en"])
    name_ar, name_en = (
        row.get("name_ar", next(iter(ar), "")),
        row.get("name_en", next(iter(en), "")),
    )
    if not (ar or en) or not name_ar or not name_en or not all(map(fold, (*ar, *en))):
        raise _fault(f"term {number} has no form, or no name in one of the languages")
    return Term(
        ar=ar,
        en=en,
        kind=row["kind"],
        name_en=name_en,
        name_ar=name_ar,
        note_en=row["note_en"],
        note_ar=row["note_ar"],
    )


def _fault(message: str) -> MizanError:
    return MizanError(message, hint="mend the glossary's file", code="entities.invalid")


@cache
def _shipped() -> Glossary:
    return load_glossary()
