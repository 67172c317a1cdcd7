"""Who can read what: the languages and dialects of a reviewer against those of a content."""

from __future__ import annotations

from collections.abc import Collection

from mizan.terms.dialect import Dialect

# Where a dialect is at home, ISO 3166-1 alpha-2.
REGIONS: dict[Dialect, frozenset[str]] = {
    "EGY": frozenset({"EG", "SD"}),
    "LEV": frozenset({"SY", "LB", "JO", "PS"}),
    "GLF": frozenset({"SA", "AE", "KW", "QA", "BH", "OM", "YE"}),
    "IRQ": frozenset({"IQ"}),
    "MAG": frozenset({"MA", "DZ", "TN", "LY", "MR"}),
}


def reads(skills: Collection[str], lang: str, dialect: Dialect = "und") -> bool:
    """Tell whether somebody with these skills (BCP 47) reads a content of this language.

    - Without skills nothing is ruled out, and a language that could not be told is for all.
    - `ar` reads standard Arabic and what is of no certain dialect; `ar-EG` the Egyptian dialect
      as well, and what is mixed; `ar-Latn` what is written in Latin letters.
    - Of other languages the first subtag decides: `en-GB` reads `en`.
    """
    primary = lang.lower().partition("-")[0]
    if not skills or primary in ("", "und"):
        return True
    own = [tags for tags in map(_subtags, skills) if tags[0] == primary]
    if primary != "ar" or not own:
        return bool(own)
    return _reads_dialect(own, _region_dialect(lang) if dialect == "und" else dialect)


def _reads_dialect(skills: list[list[str]], dialect: Dialect) -> bool:
    further = {tag.upper() for tags in skills for tag in tags[1:]}
    if dialect == "arabizi":
        return "LATN" in further
    if dialect == "mixed":
        return any(further & regions for regions in REGIONS.values())
    return dialect not in REGIONS or bool(further & REGIONS[dialect])


def _region_dialect(lang: str) -> Dialect:
    further = {tag.upper() for tag in _subtags(lang)[1:]}
    if "LATN" in further:
        return "arabizi"
    return next((name for name, regions in REGIONS.items() if further & regions), "und")


def _subtags(tag: str) -> list[str]:
    return tag.lower().replace("_", "-").split("-")
