"""What every code point is to one who looks for disguises, as a table for the kernel."""

from __future__ import annotations

import unicodedata
from functools import cache

import numpy as np
from numpy.typing import NDArray

from mizan.kernels import disguise as signs
from mizan.text.compiled import OVERRIDES, load_table
from mizan.text.definition import INVISIBLE
from mizan.text.script import letter_scripts

_BARE = "ٮٯڡں"
_POINTED = "بتثجخذزشضظغفقنية" + "پچژڤ"
_JOINERS = "\u00ad\u061c\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u2066\u2067\u2068\u2069"
_UNSEEN = "\u034f\u115f\u1160\u180e\u200b\u2060\u2061\u2062\u2063\u2064\u3164\ufeff\uffa0"
_CODES = "0134578@$!|+"
_TATWEEL = "\u0640"
_BMP = 0x10000
_SAMPLES = {"Latn": "a", "Arab": "ب", "Cyrl": "ж", "Grek": "λ", "Armn": "ժ"}


@cache
def sign_classes() -> NDArray[np.uint8]:
    """Return what every code point is, uint8[0x110000], as `mizan.kernels.disguise` numbers it."""
    scripts = letter_scripts()
    number = {name: int(scripts[ord(letter)]) for name, letter in _SAMPLES.items()}
    values = load_table().values()
    latin_form = (values >= ord("a")) & (values <= ord("z"))
    foreign = np.isin(scripts, [number[name] for name in ("Cyrl", "Grek", "Armn")])
    classes = np.where(scripts > 0, signs.LETTER, signs.PARTING).astype(np.uint8)
    classes[scripts == number["Latn"]] = signs.LATIN
    classes[scripts == number["Arab"]] = signs.ARABIC
    classes[foreign & latin_form] = signs.LOOKALIKE
    classes[(values >= ord("0")) & (values <= ord("9"))] = signs.NUMBER
    # Beyond the first plane stand the tags and selectors of emoji, and marks that few write with.
    for code in range(_BMP):
        category = unicodedata.category(chr(code))
        if category in ("Mn", "Me", "Mc", "Cf", "Lm") and scripts[code] == 0:
            classes[code] = signs.ADDED
        elif category[0] == "Z" or code in (0x09, 0x0A, 0x0D):
            classes[code] = signs.BLANK
    for some, kind in (
        ([sign for sign in INVISIBLE if sign < "\ufff0"], signs.ADDED),
        (_UNSEEN, signs.UNSEEN),
        (_JOINERS, signs.JOINER),
        (_CODES, signs.CODE),
        (_BARE, signs.BARE),
        (_POINTED, signs.POINTED),
        (OVERRIDES, signs.OVERRIDE),
        ("/", signs.SLASH),
        (_TATWEEL, signs.ADDED),
    ):
        classes[[ord(one) for one in some]] = kind
    return classes
