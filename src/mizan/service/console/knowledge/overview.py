"""The overview: how work and machine go, with the figures behind every chart."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mizan.service.console.access import needs
from mizan.service.console.charts import Drawing, Heading, bar_chart, line_chart, number
from mizan.service.console.knowledge import words
from mizan.service.console.pages import show
from mizan.service.reports import machine_queries, queries

WINDOWS = (7, 28, 90)  # days to choose from
HOUR = 3600
AXIS = 84  # letters that stand side by side below a chart
EVENTS = ("claimed", "skipped", "escalated", "approved", "refused", "undone", "reversed")


@needs("see")
def overview(request: HttpRequest) -> HttpResponse:
    """Show the figures of the last days."""
    asked = request.GET.get("days", "")
    days = int(asked) if asked in {str(one) for one in WINDOWS} else 28
    speeds = queries.speed_by_day(days)
    decided = queries.decisions_by_day(days)
    context = {
        "days": days,
        "windows": [(one, _days(one), one == days) for one in WINDOWS],
        "queues": [(words.queue(one.name), one) for one in queries.queues()],
        "decided": sum(one.total for one in decided),
        "speed": speeds[-1],
        "charts": [_decisions(decided), _speed(speeds[:-1]), *_findings(days)],
        "reversals": [
            (one.rule, words.language(one.lang), words.interval(one.share))
            for one in queries.reversals(days)
        ],
        **_people(days),
        **_machine(),
    }
    return show(request, "knowledge/overview.html", context)


def _people(days: int) -> dict[str, Any]:
    """Return what is known of how people work together; totals of the team only."""
    second, followed = queries.agreement(days)
    events = queries.event_counts(days)
    return {
        "second": words.interval(second),
        "followed": words.interval(followed),
        "events": [(words.event(kind), events[kind]) for kind in EVENTS if events.get(kind)],
        "skips": queries.skip_reasons(days),
        "exposure": queries.team_exposure(),
    }


def _machine() -> dict[str, Any]:
    room = machine_queries.storage()
    return {
        "work": machine_queries.work(),
        "lag": machine_queries.lag(),
        "deliveries": machine_queries.deliveries(),
        "storage": [
            (_("Database"), words.size(room.database)),
            (_("Data folder"), words.size(room.folder)),
            (_("Free on its disk"), words.size(room.free)),
        ],
    }


def _decisions(found: list[queries.Day]) -> Drawing:
    total = sum(one.total for one in found)
    heading = _heading(
        "decisions",
        _("Decisions a day"),
        _("%(total)d decisions in %(days)d days") % {"total": total, "days": len(found)},
        _("Day"),
    )
    series = [
        (_("Left up"), [float(one.left) for one in found]),
        (_("Restricted"), [float(one.restricted) for one in found]),
        (_("By a rule alone"), [float(one.automatic) for one in found]),
        (_("Put back"), [float(one.restored) for one in found]),
    ]
    return line_chart(heading, [one.day[5:] for one in found], series)


def _speed(found: list[queries.Speed]) -> Drawing:
    heading = _heading(
        "speed",
        _("Hours to a decision"),
        _("From the opening of a case to its decision by a person"),
        _("Day"),
    )
    series = [
        (_("Half of them within"), [_hours(one.median) for one in found]),
        (_("Nine in ten within"), [_hours(one.p90) for one in found]),
    ]
    return line_chart(heading, [one.day[5:] for one in found], series)


def _findings(days: int) -> list[Drawing]:
    """Draw cases by label, and by language."""
    counted = queries.findings(days)
    by_label, by_language = Counter[str](), Counter[str]()
    for (label, lang), n in counted.items():
        by_label[words.label(label)] += n
        by_language[words.language(lang)] += n
    about = _("Labels of the cases that were opened; a case may hold several")
    return [
        _bars("labels", _("Findings by label"), about, by_label),
        _bars("languages", _("Findings by language"), about, by_language),
    ]


def _bars(name: str, title: str, summary: str, counted: Counter[str]) -> Drawing:
    common = counted.most_common(12)
    room = AXIS // max(1, len(common))
    drawn = bar_chart(
        _heading(name, title, summary, _("What")),
        [shortened(label, room) for label, _n in common],
        [n for _label, n in common],
        name=_("Cases"),
    )
    return replace(drawn, rows=tuple((label, number(n)) for label, n in common))


def shortened(text: str, room: int) -> str:
    """Return a text that takes no more room than so many characters."""
    return text if len(text) <= room else f"{text[: max(1, room - 1)].rstrip()}…"


def _heading(name: str, title: str, summary: str, category: str) -> Heading:
    rtl = words.tongue() == "ar"
    return Heading(id=name, title=title, summary=summary, category=category, rtl=rtl)


def _hours(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds / HOUR, 2)


def _days(count: int) -> str:
    return ngettext("%(n)d day", "%(n)d days", count) % {"n": count}
