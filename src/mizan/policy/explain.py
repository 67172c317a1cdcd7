"""A policy in words, for `mizan policy explain`."""

from __future__ import annotations

from collections.abc import Sequence

from mizan.policy.policy import Policy
from mizan.policy.rulebook import Lang, Rule

_WORDS: dict[str, tuple[str, str]] = {
    "policy": ("Policy", "السياسة"),
    "version": ("version", "الإصدار"),
    "rules": ("What raises the level", "ما يرفع المستوى"),
    "contexts": (
        "What lowers it again (contexts can do nothing else)",
        "ما يُخفِّضه (ولا تملك السياقات غير ذلك)",
    ),
    "floors": ("What contexts cannot lower", "ما لا تُخفِّضه السياقات"),
    "needs": ("looks at", "تنظر في"),
    "when": ("when", "الشرط"),
    "score": (
        "The score, which orders queues and decides nothing",
        "الدرجة، وهي ترتّب الطابور ولا تقرّر شيئًا",
    ),
    "cap": ("together at most", "مجموعها لا يتجاوز"),
    "none": ("nothing", "لا شيء"),
    "leave": ("leave", "إبقاء"),
    "review": ("review", "مراجعة"),
    "act": ("act", "إجراء"),
    "exact": ("files", "الملفات"),
    "image": ("images", "الصور"),
    "copy": ("copied text", "النصوص المنسوخة"),
    "link": ("links", "الروابط"),
    "learned": ("the trained model", "النموذج المدرَّب"),
    "named": ("names", "الأسماء"),
    "context": ("contexts", "السياقات"),
}


def explain(policy: Policy, lang: Lang = "en") -> str:
    """Return the policy as readable text in English or Arabic, ending in a line break."""
    book, ref = policy.book, policy.ref
    lines = [f"{_word('policy', lang)}: {ref.name}, {_word('version', lang)} {ref.version}"]
    lines.append(f"sha256: {ref.sha256}")
    for title, rules in (
        ("rules", book.rules),
        ("contexts", book.contexts),
        ("floors", book.floors),
    ):
        lines += ["", f"{_word(title, lang)}:", *_rules(rules, lang)]
    lines += ["", f"{_word('score', lang)}:", *_weights(policy, lang)]
    return "\n".join(lines) + "\n"


def _rules(rules: Sequence[Rule], lang: Lang) -> list[str]:
    lines = []
    for rule in rules:
        comma = "، " if lang == "ar" else ", "
        needs = comma.join(_word(kind, lang) for kind in sorted(rule.needs))
        condition = " ".join(rule.condition.source.split())
        lines += [
            f"  {rule.name}: {_word(rule.level, lang)}",
            f"    {rule.because[lang]}",
            f"    {_word('needs', lang)}: {needs}",
            f"    {_word('when', lang)}: {condition}",
        ]
    return lines or [f"  {_word('none', lang)}"]


def _weights(policy: Policy, lang: Lang) -> list[str]:
    lines = []
    for group, cap in policy.book.caps.items():
        members = [
            f"{label} {one.weight:+g}"
            for label, one in policy.book.weights.items()
            if one.group == group
        ]
        lines.append(f"  {group} ({_word('cap', lang)} {cap:g}): {', '.join(members)}")
    return lines or [f"  {_word('none', lang)}"]


def _word(key: str, lang: Lang) -> str:
    return _WORDS[key][lang == "ar"]
