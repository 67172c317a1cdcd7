"""The labels a finding may carry, each with its meaning in English and Arabic."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

LabelKind = Literal["evidence", "lexical", "context"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """One label of the catalogue."""

    name: str
    kind: LabelKind  # evidence may raise; lexical never does alone; context only lowers
    en: str  # what it means, a phrase
    ar: str  # the same in Arabic


LABELS: dict[str, Label] = {
    label.name: label
    for label in (
        Label(
            name="known_file",
            kind="evidence",
            en="the same file as a banked one",
            ar="الملف نفسه محفوظ في بنك",
        ),
        Label(
            name="known_image",
            kind="evidence",
            en="looks like a banked image",
            ar="صورة تشبه صورة في بنك",
        ),
        Label(
            name="known_text",
            kind="evidence",
            en="holds text of a banked statement",
            ar="يحوي نصًّا من بيان محفوظ",
        ),
        Label(
            name="known_link",
            kind="evidence",
            en="links to a banked address",
            ar="يحوي رابطًا إلى عنوان محفوظ",
        ),
        Label(
            name="learned_support",
            kind="evidence",
            en="a trained model takes it for support of terrorism",
            ar="يعدّه نموذج مدرَّب تأييدًا للإرهاب",
        ),
        Label(
            name="disguised",
            kind="lexical",
            en="letters disguised, as to escape a filter",
            ar="حروف مموَّهة كأنها تتفادى مرشِّحًا",
        ),
        Label(
            name="allowed",
            kind="context",
            en="known to be innocent",
            ar="معروف بأنه بريء",
        ),
        Label(
            name="named_self",
            kind="lexical",
            en="a group under the name it gives itself",
            ar="جماعة بالاسم الذي تسمّي به نفسها",
        ),
        Label(
            name="named_exonym",
            kind="lexical",
            en="a group under a name given by others",
            ar="جماعة باسم أطلقه عليها غيرها",
        ),
        Label(
            name="named_neutral",
            kind="lexical",
            en="a group under a neutral name",
            ar="جماعة باسم محايد",
        ),
        Label(
            name="reporting",
            kind="context",
            en="reported speech or news style",
            ar="نقل أو أسلوب خبري",
        ),
        Label(
            name="quotation",
            kind="context",
            en="inside quotation marks",
            ar="بين علامتي تنصيص",
        ),
        Label(
            name="condemnation",
            kind="context",
            en="condemns",
            ar="إدانة",
        ),
        Label(
            name="research",
            kind="context",
            en="research or teaching",
            ar="بحث أو تعليم",
        ),
        Label(
            name="scripture",
            kind="context",
            en="scripture or hadith, with its reference",
            ar="آية أو حديث مع مرجعه",
        ),
        Label(
            name="mourning",
            kind="context",
            en="mourning or condolence",
            ar="حداد أو تعزية",
        ),
        Label(
            name="satire",
            kind="context",
            en="marked as satire",
            ar="سخرية مُعلَنة",
        ),
        Label(
            name="testimony",
            kind="context",
            en="testimony of a victim or witness",
            ar="شهادة ضحية أو شاهد",
        ),
    )
}
