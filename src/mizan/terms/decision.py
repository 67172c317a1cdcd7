"""Decision: what a person may decide about a case, and what they say with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from mizan.terms.choice import Choice
from mizan.terms.time import Moment

DecisionKind = Literal["leave", "remove", "limit", "label", "close_account", "restore"]
Exclusion = Literal[
    "educational",
    "journalistic",
    "artistic",
    "research",
    "preventing_or_countering",
    "polemic_or_controversial_views",
    "none_found",
]
Stance = Literal["reports", "condemns", "quotes", "neutral", "endorses", "unclear"]
ContentType = Literal[
    "a_incites", "b_solicits_offence", "c_solicits_participation", "d_instructs", "e_threatens"
]
Relation = Literal["directed", "inspired", "claimed", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind(Choice):
    """One kind of decision."""

    restricts: bool  # it takes something from the one who posted, so it must be reasoned


DECISIONS: dict[DecisionKind, Kind] = {
    "leave": Kind(key="1", restricts=False, en="leave up", ar="إبقاء المحتوى"),
    "remove": Kind(key="2", restricts=True, en="remove", ar="إزالة المحتوى"),
    "limit": Kind(key="3", restricts=True, en="limit its spread", ar="تقييد انتشاره"),
    "label": Kind(key="4", restricts=True, en="label it", ar="وضع تنبيه عليه"),
    "close_account": Kind(key="5", restricts=True, en="close the account", ar="إغلاق الحساب"),
    "restore": Kind(restricts=False, en="put it back", ar="إعادة المحتوى"),
}

# Regulation (EU) 2021/784, Article 1(3): what is not terrorist content because of its purpose.
EXCLUSIONS: dict[Exclusion, Choice] = {
    "educational": Choice(key="1", en="for education", ar="لغرض تعليمي"),
    "journalistic": Choice(key="2", en="for journalism", ar="لغرض صحفي"),
    "artistic": Choice(key="3", en="for art", ar="لغرض فني"),
    "research": Choice(key="4", en="for research", ar="لغرض بحثي"),
    "preventing_or_countering": Choice(
        key="5", en="to prevent or counter terrorism", ar="لمنع الإرهاب أو مكافحته"
    ),
    "polemic_or_controversial_views": Choice(
        key="6",
        en="polemic or controversial views in public debate",
        ar="آراء جدلية أو خلافية في النقاش العام",
    ),
    "none_found": Choice(key="0", en="none found", ar="لم يتبيّن شيء منها"),
}

STANCES: dict[Stance, Choice] = {
    "reports": Choice(key="1", en="reports it", ar="ينقله خبرًا"),
    "condemns": Choice(key="2", en="condemns it", ar="يدينه"),
    "quotes": Choice(key="3", en="quotes it", ar="يقتبسه"),
    "neutral": Choice(key="4", en="neutral", ar="محايد"),
    "endorses": Choice(key="5", en="endorses it", ar="يؤيّده"),
    "unclear": Choice(key="6", en="unclear", ar="غير واضح"),
}

# Regulation (EU) 2021/784, Article 2(7): what makes material terrorist content.
CONTENT_TYPES: dict[ContentType, Choice] = {
    "a_incites": Choice(
        key="a", en="incites terrorist offences", ar="يحرّض على ارتكاب جرائم إرهابية"
    ),
    "b_solicits_offence": Choice(
        key="b",
        en="asks someone to commit or contribute to one",
        ar="يدعو أحدًا إلى ارتكابها أو الإسهام فيها",
    ),
    "c_solicits_participation": Choice(
        key="c",
        en="asks someone to take part in a terrorist group",
        ar="يدعو أحدًا إلى المشاركة في جماعة إرهابية",
    ),
    "d_instructs": Choice(
        key="d", en="instructs in means of committing one", ar="يعلّم وسائل ارتكابها"
    ),
    "e_threatens": Choice(key="e", en="threatens to commit one", ar="يهدّد بارتكابها"),
}

# How an attack that a content claims relates to the group it names.
RELATIONS: dict[Relation, Choice] = {
    "directed": Choice(key="1", en="directed by the group", ar="بتوجيه من الجماعة"),
    "inspired": Choice(key="2", en="inspired by the group", ar="مستوحى من الجماعة"),
    "claimed": Choice(key="3", en="only claimed by the group", ar="تبنّته الجماعة فحسب"),
    "unknown": Choice(key="4", en="not known", ar="غير معروف"),
}

WORLD = "world"
UNION = "EU"
# Member States of the European Union, ISO 3166-1 alpha-2.
MEMBER_STATES: tuple[str, ...] = tuple(
    "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """What a person found about purpose and context. It is made by a person, never filled in.

    `exclusions` are those that were seriously considered, or `none_found` alone; empty means that
    nobody has looked yet.
    """

    exclusions: tuple[Exclusion, ...] = ()
    stance: Stance | None = None  # of the content towards what it shows; None: not yet said
    note: str = ""  # at most 2,000 characters; why it is restricted although one was considered


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """What a person fills in to decide."""

    kind: DecisionKind
    reason: str = ""  # a code of `mizan.terms.reason.REASONS`
    clause: str = ""  # of the service's own terms, as the operator numbers them
    labels: tuple[str, ...] = ()  # of `mizan.terms.label.LABELS`
    content_types: tuple[ContentType, ...] = ()
    assessment: Assessment = Assessment()
    relation: Relation = "unknown"
    machine_found: bool | None = None  # a machine found it, not a person; None: not yet said
    territory: tuple[str, ...] = ()  # (WORLD,), (UNION,), or some of MEMBER_STATES
    until: Moment | None = None  # when it ends
    open_ended: bool = False  # it has no end; else `until` says it
