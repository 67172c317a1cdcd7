"""Who reads what."""

from __future__ import annotations

import pytest

from mizan.casework.routing import reads
from mizan.terms.dialect import DIALECTS, Dialect


@pytest.mark.parametrize(
    ("skills", "lang", "dialect", "can"),
    [
        ("ar", "ar", "MSA", True),
        ("ar", "ar", "und", True),
        ("ar", "ar", "EGY", False),
        ("ar", "ar", "mixed", False),
        ("ar", "ar", "arabizi", False),
        ("ar-EG", "ar", "EGY", True),
        ("ar-EG", "ar", "MSA", True),
        ("ar-EG", "ar", "mixed", True),
        ("ar-EG", "ar", "MAG", False),
        ("ar-SY ar-MA", "ar", "MAG", True),
        ("ar-JO", "ar", "LEV", True),
        ("ar-IQ", "ar", "IRQ", True),
        ("ar-KW", "ar", "GLF", True),
        ("ar_dz", "ar", "MAG", True),
        ("ar", "ar-EG", "und", False),
        ("ar-EG", "ar-EG", "und", True),
        ("ar-Latn", "ar", "arabizi", True),
        ("ar-Latn", "ar", "MSA", True),
        ("ar-Latn-EG", "ar", "EGY", True),
        ("ar-Latn", "ar-Latn", "und", True),
        ("ar", "ar-Latn", "und", False),
        ("en-GB", "en", "und", True),
        ("en", "ar", "MSA", False),
        ("ar", "en", "und", False),
        ("ar", "fa", "und", False),
        ("fa", "fa-IR", "und", True),
        ("en", "und", "und", True),
        ("en", "", "und", True),
        ("", "ar", "MAG", True),
    ],
)
def test_skills_and_languages_meet(skills: str, lang: str, dialect: Dialect, can: bool) -> None:
    assert reads(skills.split(), lang, dialect) is can


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_team_of_all_skills_reads_everything(dialect: Dialect) -> None:
    skills = ["ar-EG", "ar-LB", "ar-SA", "ar-IQ", "ar-MA", "ar-Latn"]

    assert reads(skills, "ar", dialect)
