"""Written rows: what was written for training, from templates and packs that are shipped.

News and talk about real groups is made with their names, from the gazetteer, and with those of
invented ones: what is said must decide, not who is named.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib import resources
from random import Random
from typing import Literal

from mizan.entities.gazetteer import load_gazetteer
from mizan.train.rows import WRITTEN, Row
from mizan.train.tables import invented_names
from mizan.train.templates import generate

Half = Literal["train", "test"]

SOURCE = "written"
SHARE = 0.35  # of the texts of the templates; the rest would only say the same again
SUPPORT_WEIGHT, OTHER_WEIGHT, PACK_WEIGHT = 1.0, 2.0, 5.0
_SCRIPTS = {"ar": "Arab", "en": "Latn"}
_SLOTS = {"self_name": "self_name", "exonym": "exonym", "neutral": "neutral_name"}


def written_rows(lang: str, *, seed: int) -> Iterator[Row]:
    """Yield rows of a language's templates, of its packs' halves for training, and its commons."""
    for number, names in enumerate((any_name(lang), real_names(lang))):
        random = Random(f"{seed} {number} {lang}")  # noqa: S311 - a choice of texts, no secret
        for one in generate(lang, seed=seed + number, real_names=names):
            if random.random() > SHARE:
                continue
            support = one.side == "harm"
            yield Row(
                text=one.text,
                support=support,
                lang=lang,
                group=one.family,
                kind=f"{WRITTEN}{one.kind}",
                source=SOURCE,
                weight=SUPPORT_WEIGHT if support else OTHER_WEIGHT,
            )
    yield from pack_rows(lang, "train")
    yield from common_rows(lang)


def common_rows(lang: str) -> Iterator[Row]:
    """Yield the passages that everybody shares: scripture, prayers, formulae."""
    path = resources.files("mizan.banks") / "shipped" / "commons.jsonl"
    for line in path.read_text(encoding="utf-8").splitlines():
        one = json.loads(line)
        if one["id"].startswith(f"{lang}."):
            yield Row(
                text=one["text"],
                support=False,
                lang=lang,
                group=f"common {one['id']}",
                kind=f"{WRITTEN}shared passages",
                source=SOURCE,
                weight=PACK_WEIGHT,
            )


def pack_rows(lang: str, half: Half) -> Iterator[Row]:
    """Yield one half of the condolences and prayers of a language; the other is to test by."""
    path = resources.files("mizan.train") / "packs" / f"condolences_{lang}.jsonl"
    for line in path.read_text(encoding="utf-8").splitlines():
        one = json.loads(line)
        if one["half"] == half:
            yield Row(
                text=one["text"],
                support=False,
                lang=lang,
                group=f"pack {one['id']}",
                kind=one["kind"],
                source=SOURCE,
                weight=PACK_WEIGHT,
            )


def any_name(lang: str) -> dict[str, list[str]]:
    """Return all invented names for every slot, so that none of them speaks for a side."""
    names = [name for some in invented_names(lang).values() for name in some]
    return dict.fromkeys(_SLOTS.values(), names)


def real_names(lang: str) -> dict[str, list[str]]:
    """Return names of real groups of the gazetteer by the slot of templates that they fill."""
    names: dict[str, list[str]] = {}
    for owner, alias in load_gazetteer().names():
        if alias.script == _SCRIPTS[lang] and not owner.fictitious and not alias.ambiguous:
            names.setdefault(_SLOTS[alias.role], []).append(alias.text)
    return names
