"""Slices: the groups of texts that a release is judged by, each in one language.

What is shipped is always there: the stay-up packs, MizanCheck, the halves of the condolences and
prayers that nothing is trained on, and the sample articles. No text of a slice is ever printed.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Literal

from mizan.evaluate.cases import LANGS, SIDES
from mizan.evaluate.functional import all_cases

Role = Literal["stay", "article", "support", "quoted"]
FIRST = 280  # characters of the first piece of a text
PACK, CHECK, WRITTEN = "stay-up pack", "MizanCheck", "own"  # where shipped texts are from
ALL = "all kinds"
ARTICLES = {"ar": "article_ar.txt", "en": "article_en.txt"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    """Texts of one group in one language, of which the same is right to say."""

    group: str
    lang: str  # BCP 47
    role: Role  # must stay up; article: in every form; must be found; quoted: review at most
    source: str  # where the texts are from
    items: tuple[str | bytes, ...]  # bytes: of a page
    way: str = ""  # what was done to them: a disguise, a wrapper, a piece; "" = as written
    seen: tuple[str, ...] = ()  # shipped models that were trained on them: not blind
    weak: bool = False  # the label is that of an account, not of the text

    @property
    def key(self) -> str:
        """Return what it is called from release to release."""
        return f"{self.lang}/{self.source}/{self.group}" + (f"/{self.way}" if self.way else "")


def shipped_slices() -> Iterator[Slice]:
    """Yield what goes with Mizan, language by language. MizanError mizancheck.invalid."""
    for lang in LANGS:
        kinds = pack_texts(lang)
        everything = tuple(text for texts in kinds.values() for text in texts)
        for kind, texts in {**kinds, ALL: everything}.items():
            yield Slice(group=kind, lang=lang, role="stay", source=PACK, items=texts)
        for kind, texts in unseen_texts(lang).items():
            yield Slice(group=kind, lang=lang, role="stay", source=WRITTEN, items=texts)
        yield from own_articles(lang)
    yield from check_slices()


def pack_texts(lang: str) -> dict[str, tuple[str, ...]]:
    """Return the texts of a language's stay-up pack by kind."""
    return _by_kind(_rows(files("mizan.banks") / "shipped" / f"stayup_{lang}.jsonl"))


def unseen_texts(lang: str) -> dict[str, tuple[str, ...]]:
    """Return the condolences and prayers of a language that nothing is trained on, by kind."""
    rows = _rows(files("mizan") / "train" / "packs" / f"condolences_{lang}.jsonl")
    return _by_kind(row for row in rows if row["half"] == "test")


def check_slices() -> Iterator[Slice]:
    """Yield both sides of MizanCheck in each language, disguised cases among them."""
    cases = all_cases()
    for lang in LANGS:
        for side in SIDES:
            some = tuple(one.text for one in cases if (one.lang, one.side) == (lang, side))
            role: Role = "support" if side == "harm" else "stay"
            group = "all that must be found" if side == "harm" else "all that stays up"
            yield Slice(group=group, lang=lang, role=role, source=CHECK, items=some)


def own_articles(lang: str) -> Iterator[Slice]:
    """Yield the sample article of a language in every form, where the examples are here."""
    folder = examples()
    if folder is None:
        return
    text = (folder / ARTICLES[lang]).read_text("utf-8")
    yield from article_forms(text, group="own article", lang=lang, source=WRITTEN)


def article_forms(text: str, *, group: str, lang: str, source: str) -> Iterator[Slice]:
    """Yield an article whole, its headline (the first line), its beginning, and as a page."""
    headline, _, body = text.strip().partition("\n")
    page = f"<html lang={lang}><title>{escape(headline)}</title><h1>{escape(headline)}</h1>"
    paragraphs = "".join(f"<p>{escape(line)}</p>" for line in body.splitlines() if line.strip())
    forms: dict[str, str | bytes] = {
        "headline": headline,
        "first 280": text[:FIRST],
        "whole": text,
        "page": f"<!doctype html>{page}{paragraphs}</html>".encode(),
    }
    for form, item in forms.items():
        yield Slice(group=group, lang=lang, role="article", source=source, items=(item,), way=form)


def examples() -> Path | None:
    """Return the folder of examples, in the installed package or in the checkout; None if gone."""
    package = Path(__file__).parents[1]
    places = (package / "examples", package.parents[1] / "examples")
    return next((one for one in places if (one / ARTICLES["ar"]).is_file()), None)


def _rows(path: Traversable) -> Iterator[dict[str, Any]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            yield json.loads(line)


def _by_kind(rows: Iterator[dict[str, Any]]) -> dict[str, tuple[str, ...]]:
    kinds = defaultdict[str, list[str]](list)
    for row in rows:
        kinds[row["kind"]].append(row["text"])
    return {kind: tuple(texts) for kind, texts in kinds.items()}
