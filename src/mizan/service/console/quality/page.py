"""The page of quality: do people agree, and what is overturned?"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext as _

from mizan.casework.agreement import FEW, RED, Rate
from mizan.service.console import charts
from mizan.service.console.access import needs, person
from mizan.service.console.pages import show
from mizan.service.console.quality import names
from mizan.service.console.words import digits
from mizan.service.people.rights import may
from mizan.service.quality import queries
from mizan.service.quality.models import Golden

Context = dict[str, Any]
MOST_ROWS = 40  # of a table


@needs("see")
def quality(request: HttpRequest) -> HttpResponse:
    """Show agreement by language, golden items, and how often decisions are overturned."""
    user = person(request)
    choice = user.comfort.get("digits", "latin")
    golden = Golden.objects.filter(retired_at=None).select_related("decision")
    context: Context = {
        "days": queries.DAYS,
        "few": FEW,
        "red": RED,
        "tables": [
            _agreement(choice),
            _golden(choice),
            *(_overturned(by, title, name, choice) for by, title, name in _groups()),
            _sampled(choice),
        ],
        "may_answer": may(user.role, "decide"),
        "may_mark": may(user.role, "second"),
        "golden": [
            {"row": one, "expected": names.decision(one.expected), "lang": names.language(one.lang)}
            for one in golden.order_by("-id")[:MOST_ROWS]
        ]
        if may(user.role, "second")
        else [],
    }
    return show(request, "quality/page.html", context)


def _groups() -> tuple[tuple[queries.By, str, str], ...]:
    return (
        ("rule", _("Overturned, by rule"), _("Rule")),
        ("bank", _("Overturned, by bank"), _("Bank")),
        ("lang", _("Overturned, by language"), _("Language")),
    )


def _agreement(choice: str) -> Context:
    found = queries.agreement_by_language()
    labels = [names.language(lang) for lang in found]
    shares = [round(one.share * 100, 1) for one in found.values()]
    red = [names.language(lang) for lang, one in found.items() if one.verdict == "red"]
    said = (
        _("Too low in: %(names)s") % {"names": ", ".join(red)}
        if red
        else _("Nowhere too low where enough was compared.")
    )
    return {
        "id": "agreement",
        "title": _("Agreement, by language"),
        "note": _("Of blind second looks at random decisions: is something restricted or not?"),
        "columns": names.columns(
            _("Language"), _("Compared"), _("Agree"), _("Cohen’s kappa"), _("Verdict")
        ),
        "rows": [
            (label, *names.agreed(one, choice))
            for label, one in zip(labels, found.values(), strict=True)
        ],
        "chart": _chart("agreement", _("Agreement, %"), said, labels, shares),
    }


def _golden(choice: str) -> Context:
    found = queries.golden_by_language()
    return {
        "id": "golden",
        "title": _("Golden items, by language"),
        "note": _("How often people answered as a lead expects, without knowing it."),
        "columns": _rate_columns(_("Language"), _("Right")),
        "rows": [(names.language(lang), *names.rate(one, choice)) for lang, one in found.items()],
    }


def _overturned(by: queries.By, title: str, name: str, choice: str) -> Context:
    found = sorted(queries.overturned(by).items(), key=lambda one: -one[1].n)
    shown = found[:MOST_ROWS]
    whole: dict[str, list[Rate]] = {}
    for (group, lang), one in found:
        whole.setdefault(names.language(lang) if by == "lang" else group, []).append(one)
    labels = [label or gettext("none") for label in whole][:12]
    sums = [
        Rate(hits=sum(r.hits for r in all_), n=sum(r.n for r in all_)) for all_ in whole.values()
    ]
    shares = [round(one.share * 100, 1) for one in sums][:12]
    total = Rate(hits=sum(one.hits for one in sums), n=sum(one.n for one in sums))
    said = _("%(share)s of %(n)s decisions were reversed.") % {
        "share": names.percent(total.share, choice),
        "n": digits(total.n, choice),
    }
    return {
        "id": f"overturned-{by}",
        "title": title,
        "note": _("Of decisions that restricted something, those reversed since."),
        "columns": _rate_columns(name, _("Reversed")),
        "rows": [
            (_group(by, group, lang), *names.rate(one, choice)) for (group, lang), one in shown
        ],
        "chart": _chart(f"overturned-{by}", _("Reversed, %"), said, labels, shares),
    }


def _group(by: queries.By, group: str, lang: str) -> str:
    language = names.language(lang)
    return language if by == "lang" else f"{group or gettext('none')} · {language}"


def _sampled(choice: str) -> Context:
    return {
        "id": "sampled",
        "title": _("Looked at again, this month"),
        "note": _("Chosen at random from a secret seed; who looks does not see the decision."),
        "columns": names.columns(
            _("Language and kind"), _("Decided"), _("Chosen"), _("Share"), _("Answered")
        ),
        "rows": [
            (
                f"{names.language(one.lang)} · {names.STRATA[one.stratum]}",
                digits(one.decided, choice),
                digits(one.chosen, choice),
                names.percent(one.chosen / one.decided if one.decided else 0.0, choice),
                digits(one.answered, choice),
            )
            for one in queries.sampled_this_month()
        ],
    }


def _rate_columns(name: str, hits: str) -> list[Context]:
    return names.columns(name, hits, _("Share"), _("95 % interval"), _("Remark"))


def _chart(
    name: str, title: str, said: str, labels: list[str], values: list[float]
) -> charts.Drawing | None:
    if not values:
        return None
    heading = charts.Heading(
        id=f"chart-{name}",
        title=title,
        summary=said,
        category=title,
        rtl=(get_language() or "en").startswith("ar"),
    )
    return charts.bar_chart(heading, labels, values, name=title)
