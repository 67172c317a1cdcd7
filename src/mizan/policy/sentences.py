"""The policy's own sentences, in English and Arabic; rules bring theirs in the rules file."""

from __future__ import annotations

import re

from mizan.policy.rulebook import Lang

_SENTENCES: dict[str, tuple[str, str]] = {
    "nothing": (
        "nothing was found",
        "لم يُعثر على شيء",
    ),
    "names": (
        "names and words alone are never a ground",
        "الأسماء والكلمات وحدها ليست سببًا أبدًا",
    ),
    "no_rule": (
        "no rule speaks about what was found",
        "لا قاعدة تتناول ما عُثر عليه",
    ),
    "nothing_left": (
        "nothing is left to weigh",
        "لم يبقَ ما يُوزن",
    ),
    "stopped": (
        "a context lowers it, and a floor stops it here",
        "يُخفِّضه سياق، ويوقفه حدٌّ أدنى هنا",
    ),
    "silenced": (
        "the allow bank {bank} knows it as innocent (entry {entry})",
        "بنك السماح {bank} يعرفه بريئًا (القيد {entry})",
    ),
    "never": (
        "the bank {bank} never acts; its matches are only shown",
        "البنك {bank} لا يُبنى عليه أي إجراء، وما يطابقه يُعرَض فقط",
    ),
    "capped": (
        "a person decides: it rests on banks that may only queue, or on unconfirmed entries",
        "القرار لإنسان: الدليل من بنوك لا يجوز لها إلا الإحالة إلى المراجعة، أو من قيود غير مؤكَّدة",
    ),
    "failed_rule": (
        "the rule could not be worked out, so a person should look",
        "تعذّر تقييم القاعدة، فينبغي أن ينظر فيها إنسان",
    ),
    "failed_context": (
        "the rule could not be worked out, so it lowers nothing",
        "تعذّر تقييم القاعدة، فلا تُخفِّض شيئًا",
    ),
    "failed_floor": (
        "the rule could not be worked out, so the level is kept",
        "تعذّر تقييم القاعدة، فيبقى المستوى كما هو",
    ),
}


def say(key: str, lang: Lang, **named: object) -> str:
    """Return a sentence in a language, with the things it names."""
    return _SENTENCES[key][lang == "ar"].format(**named)


def said_in(sentence: str, lang: Lang) -> str | None:
    """Return one of the policy's own English sentences in another language; None for others."""
    for english, arabic in _SENTENCES.values():
        pattern = re.sub(r"\\{(\w+)\\}", r"(?P<\1>.+)", re.escape(english))
        if found := re.fullmatch(pattern, sentence):
            return (arabic if lang == "ar" else english).format(**found.groupdict())
    return None
