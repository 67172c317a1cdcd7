"""Training texts made from templates: support on one side, speech about it on the other.

Of every kind of support there are families on the other side in nearly the same words: reported,
asked, condemned, denied, played. So a model learns the stance and not the topic (the idea of the
functional tests of HateCheck, Röttger et al., ACL 2021, turned to training). Groups, attacks and
persons are invented. With `real_names`, which a training gives and no file ships, news speaks
of real ones.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from random import Random
from typing import Any

from mizan.text.fold import fold
from mizan.train.grammar import Parts, Slots, check, fault, fill, parse

HARM = (
    "praise_attack praise_group glorify pledge recruit call threat instruction finance claim "
    "travel slogan"
).split()
STAY = (
    "news headline tweet_news war_commentary quote_condemn condemn counter question research "
    "teaching mourning condolence prayer scripture sermon satire testimony negation history games "
    "film legal politics insult metaphor names neutral everyday sports adverts"
).split()
SIDES: Mapping[str, Sequence[str]] = {"harm": HARM, "stay": STAY}
NAMES = ("self_name", "exonym", "neutral_name")  # slots that `real_names` fills
MOST = 40  # texts of a family
TRIES = 6  # drawings for each text that is wanted, since some come out alike


@dataclass(frozen=True, slots=True)
class TemplateRow:
    """One text to train on."""

    family: str  # texts of one family stay together when rows are parted
    kind: str  # one of HARM or STAY
    side: str  # harm or stay
    lang: str  # BCP 47
    text: str


@dataclass(frozen=True, slots=True)
class Family:
    """Templates that say the same in other words."""

    id: str
    kind: str
    side: str
    texts: tuple[Parts, ...]
    most: int


@dataclass(frozen=True, slots=True)
class Book:
    """One file of templates."""

    version: str
    lang: str
    slots: Slots
    families: tuple[Family, ...]


def generate(
    lang: str,
    *,
    seed: int,
    real_names: Mapping[str, Sequence[str]] | None = None,
    folder: Path | None = None,
) -> Iterator[TemplateRow]:
    """Yield the texts of a language, the same for the same seed, none twice after folding.

    `real_names` fills the slots of NAMES in place of the invented ones. MizanError
    `train.template` for the first fault of a file.
    """
    seen: set[str] = set()
    for side in SIDES:
        book = load(lang, side, folder=folder)
        slots = {**book.slots, **parsed(real_names or {}, literal=True)}
        for family in book.families:
            for text in _texts(family, slots, Random(f"{seed} {family.id}")):  # noqa: S311 words
                if (folded := fold(text)) and folded not in seen:
                    seen.add(folded)
                    yield TemplateRow(family.id, family.kind, side, lang, text)


def _texts(family: Family, slots: Slots, random: Random) -> Iterator[str]:
    """Yield up to `most` different texts, from each template in turn."""
    found: dict[str, str] = {}
    for number in range(family.most * TRIES):
        text = fill(family.texts[number % len(family.texts)], slots, random)
        found.setdefault(fold(text), text)
        if len(found) == family.most:
            break
    yield from found.values()


def load(lang: str, side: str, *, folder: Path | None = None) -> Book:
    """Return the templates of a language and a side, checked."""
    name = f"{side}_{lang}.toml"
    written = read(name, folder, {"version", "lang", "family"}, {"slots"})
    if written["lang"] != lang:
        raise fault(f"{name}: the language is not {lang}")
    slots = parsed({**invented_names(lang), **written.get("slots", {})})
    rows = written["family"]
    families = tuple(_family(row, side) for row in rows)
    ids = [family.id for family in families]
    if repeated := {one for one in ids if ids.count(one) > 1}:
        raise fault(f"{name}: there twice: {', '.join(sorted(repeated))}")
    check(
        slots,
        {
            f"{family.id}, text {number}": parts
            for family in families
            for number, parts in enumerate(family.texts, 1)
        },
    )
    return Book(str(written["version"]), lang, slots, families)


def invented_names(lang: str) -> Mapping[str, Sequence[str]]:
    """Return the names of invented groups that stand for real ones in what is shipped."""
    names: Mapping[str, Sequence[str]] = read("names.toml", None, {"version", "en", "ar"})[lang]
    return names


def read(
    name: str, folder: Path | None, needed: set[str], optional: set[str] | None = None
) -> dict[str, Any]:
    """Return a file of templates with just these fields, by default a shipped one."""
    source = (folder or resources.files("mizan.train") / "templates") / name
    try:
        written = tomllib.loads(source.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise fault(f"{name} cannot be read: {type(error).__name__}") from error
    check_fields(written, needed, name, optional or set())
    return written


def check_fields(
    row: Mapping[str, Any], needed: set[str], where: str, optional: set[str] = frozenset()
) -> None:
    """Refuse a table that lacks a field or has one that means nothing."""
    if missing := needed - row.keys():
        raise fault(f"{where} lacks {', '.join(sorted(missing))}")
    if strange := row.keys() - needed - optional:
        raise fault(f"{where} has {', '.join(sorted(strange))}, which means nothing here")


def _family(row: Mapping[str, Any], side: str) -> Family:
    where = f"family {row.get('id', 'without id')}"
    check_fields(row, {"id", "kind", "texts"}, where, {"most"})
    if row["kind"] not in SIDES[side]:
        raise fault(f"{where}: the kind is none of {', '.join(SIDES[side])}")
    most = row.get("most", MOST)
    if type(most) is not int or most < 1:
        raise fault(f"{where}: most is no number above 0")
    texts = _strings(row["texts"], where)
    parsed = tuple(parse(text, f"{where}, text {n}") for n, text in enumerate(texts, 1))
    return Family(row["id"], row["kind"], side, parsed, most)


def parsed(slots: Mapping[str, Any], *, literal: bool = False) -> dict[str, tuple[Parts, ...]]:
    """Return slots in their parts; `literal` values hold no signs, as a name from a list."""
    return {
        name: tuple(
            (value,) if literal else parse(value, f"slot {name}")
            for value in _strings(values, f"slot {name}")
        )
        for name, values in slots.items()
    }


def _strings(values: object, where: str) -> Sequence[str]:
    if not isinstance(values, list | tuple) or not values:
        raise fault(f"{where} is no list of texts")
    if not all(isinstance(value, str) for value in values):
        raise fault(f"{where} holds something other than texts")
    return values
