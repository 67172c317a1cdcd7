"""The reasons a decision may give: stable codes, each with its meaning in English and Arabic."""

from __future__ import annotations

from dataclasses import dataclass

from mizan.terms.choice import Choice
from mizan.terms.decision import ContentType, DecisionKind

_TAKES: tuple[DecisionKind, ...] = ("remove", "limit", "label", "close_account")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason(Choice):
    """One reason; its code, the key in the catalogue, never changes its meaning."""

    kinds: tuple[DecisionKind, ...]  # of decision that may give it
    default_for: tuple[DecisionKind, ...] = ()  # kinds for which it is offered first
    content_types: tuple[ContentType, ...] = ()  # of Article 2(7) that it implies


REASONS: dict[str, Reason] = {
    "known_terrorist_content": Reason(
        kinds=_TAKES,
        en="the same as content known to be terrorist",
        ar="مطابق لمحتوى معروف بأنه إرهابي",
    ),
    "incites": Reason(
        kinds=_TAKES,
        content_types=("a_incites",),
        en="incites or calls for terrorist offences",
        ar="يحرّض على جرائم إرهابية أو يدعو إليها",
    ),
    "recruits": Reason(
        kinds=_TAKES,
        content_types=("c_solicits_participation",),
        en="recruits for a terrorist group",
        ar="يجنّد لجماعة إرهابية",
    ),
    "instructs": Reason(
        kinds=_TAKES,
        content_types=("d_instructs",),
        en="instructs in means of attack",
        ar="يعلّم وسائل الهجوم",
    ),
    "threatens": Reason(
        kinds=_TAKES,
        content_types=("e_threatens",),
        en="threatens an attack",
        ar="يهدّد بهجوم",
    ),
    "supports_listed_group": Reason(
        kinds=_TAKES,
        default_for=("remove", "limit"),
        en="supports a listed group",
        ar="يؤيّد جماعة مدرجة في القوائم",
    ),
    "account_serves_group": Reason(
        kinds=("close_account",),
        default_for=("close_account",),
        en="the account serves a listed group",
        ar="الحساب يخدم جماعة مدرجة في القوائم",
    ),
    "needs_warning": Reason(
        kinds=("limit", "label"),
        default_for=("label",),
        en="may stay, but not without a warning",
        ar="يمكن أن يبقى، لكن مع تنبيه",
    ),
    "lawful_reporting": Reason(
        kinds=("leave", "restore"),
        en="reporting, research, art or debate",
        ar="خبر أو بحث أو فن أو نقاش عام",
    ),
    "lawful_other": Reason(
        kinds=("leave", "restore"),
        en="lawful for another reason",
        ar="مشروع لسبب آخر",
    ),
    "no_violation": Reason(
        kinds=("leave", "restore"),
        default_for=("leave",),
        en="breaks no rule",
        ar="لا يخالف أي قاعدة",
    ),
    "wrong_match": Reason(
        kinds=("leave", "restore"),
        default_for=("restore",),
        en="the match was wrong",
        ar="كانت المطابقة خاطئة",
    ),
}
