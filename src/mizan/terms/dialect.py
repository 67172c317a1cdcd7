"""The dialects of Arabic that routing tells apart, as far as a reviewer's ear matters."""

from __future__ import annotations

from typing import Literal

from mizan.terms.choice import Choice

Dialect = Literal["MSA", "EGY", "LEV", "GLF", "IRQ", "MAG", "mixed", "arabizi", "und"]

DIALECTS: dict[Dialect, Choice] = {
    "MSA": Choice(en="Modern Standard Arabic", ar="العربية الفصحى"),
    "EGY": Choice(en="Egyptian", ar="المصرية"),
    "LEV": Choice(en="Levantine", ar="الشامية"),
    "GLF": Choice(en="Gulf", ar="الخليجية"),
    "IRQ": Choice(en="Iraqi", ar="العراقية"),
    "MAG": Choice(en="Maghrebi", ar="المغاربية"),
    "mixed": Choice(en="mixed", ar="لهجات مختلطة"),
    "arabizi": Choice(en="Arabic in Latin letters", ar="عربيزي (عربية بحروف لاتينية)"),
    "und": Choice(en="not known", ar="غير معروفة"),
}
