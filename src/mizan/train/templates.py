"""Training texts made from templates: support on one side, speech about it on the other.

Of every kind of support there are families on the other side in nearly the same words: reported,
asked, condemned, denied, played. So a model learns the stance and not the topic (the idea of the
functional tests of HateCheck, Röttger et al., ACL 2021, turned to training). Groups, attacks and
persons are invented. With `real_names`, which a training gives and no file ships, both sides speak
of real ones: then a name says nothing about the stance.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from itertools import product
from random import Random

from mizan.text.fold import fold
from mizan.train.grammar import Parts, Slots, check, fault, fill, parse
from mizan.train.tables import FOLDER, Row, check_fields, read, strings

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
OTHER_BOOKS = ("second", "third", "fourth")  # folders of files by other hands, in other words
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
    texts: tuple[Parts, ...]
    most: int


@dataclass(frozen=True, slots=True)
class Book:
    """One file of templates."""

    slots: Slots
    families: tuple[Family, ...]


def generate(
    lang: str,
    *,
    seed: int,
    real_names: Mapping[str, Sequence[str]] | None = None,
    folder: Traversable | None = None,
) -> Iterator[TemplateRow]:
    """Yield the texts of a language, the same for the same seed, none twice after folding.

    `folder` holds one book; by default all that are shipped. `real_names` fills the slots of
    NAMES in place of the invented ones. MizanError `train.template` for the first fault of a file.
    """
    seen: set[str] = set()
    for side, where in product(SIDES, [folder] if folder else _books(lang)):
        book = load(lang, side, folder=where)
        slots = {**book.slots, **_literal(real_names or {})}
        for family in book.families:
            for text in _texts(family, slots, Random(f"{seed} {family.id}")):  # noqa: S311 words
                if (folded := fold(text)) and folded not in seen:
                    seen.add(folded)
                    yield TemplateRow(family.id, family.kind, side, lang, text)


def _books(lang: str) -> list[Traversable]:
    others = [FOLDER / name for name in OTHER_BOOKS]
    return [FOLDER, *(one for one in others if (one / f"harm_{lang}.toml").is_file())]


def _texts(family: Family, slots: Slots, random: Random) -> Iterator[str]:
    """Yield up to `most` different texts, from each template in turn."""
    found: dict[str, str] = {}
    for number in range(family.most * TRIES):
        text = fill(family.texts[number % len(family.texts)], slots, random)
        found.setdefault(fold(text), text)
        if len(found) == family.most:
            break
    yield from found.values()


def load(lang: str, side: str, *, folder: Traversable | None = None) -> Book:
    """Return the templates of a language and a side, checked."""
    slots, rows = read(f"{side}_{lang}.toml", lang, "family", folder)
    families = tuple(_family(row, side) for row in rows)
    check(
        slots,
        {
            f"family {family.id}, text {number}": parts
            for family in families
            for number, parts in enumerate(family.texts, 1)
        },
    )
    return Book(slots, families)


def _family(row: Row, side: str) -> Family:
    where = f"family {row.get('id', 'without id')}"
    check_fields(row, {"id", "kind", "texts"}, where, {"most"})
    if row["kind"] not in SIDES[side]:
        raise fault(f"{where}: the kind is none of {', '.join(SIDES[side])}")
    most = row.get("most", MOST)
    if type(most) is not int or most < 1:
        raise fault(f"{where}: most is no number above 0")
    texts = strings(row["texts"], where)
    parts = tuple(parse(text, f"{where}, text {n}") for n, text in enumerate(texts, 1))
    return Family(row["id"], row["kind"], parts, most)


def _literal(names: Mapping[str, Sequence[str]]) -> Slots:
    """Return names as slots; what looks like a sign of the grammar in them is none."""
    if strange := names.keys() - set(NAMES):
        raise fault(f"no names can be given for {', '.join(sorted(strange))}")
    return {
        name: tuple((value,) for value in strings(values, f"slot {name}"))
        for name, values in names.items()
    }
