"""The trained model in force, as the public page tells of it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mizan.classify.about import ANY, LIMITS, Measure
from mizan.classify.registry import Chosen
from mizan.service.console.knowledge import words

KINDS = {
    "base": _("Shipped, of free data"),
    "research": _("Shipped, of research data"),
    "own": _("Trained on own decisions"),
}
KNOWN_LIMITS = {
    LIMITS: _("short posts of the years of ISIS, 2015 and 2016; of others too little is known")
}


def told(chosen: Chosen | None) -> dict[str, Any] | None:
    """Return what the page says of a model; None where there is none."""
    if chosen is None:
        return None
    about, calibration = chosen.about, chosen.calibration
    by = gettext("Chosen by the makers of the model")
    if calibration is not None:
        figures = {"n": f"{calibration.budget:g}"}
        by = gettext("By a budget of %(n)s cases a day opened without cause") % figures
    return {
        "name": about.name,
        "version": about.version,
        "kind": words.said(KINDS, about.kind),
        "licence": about.licence,
        "limits": words.said(KNOWN_LIMITS, about.limits),
        "recall": _measure(about.recall),
        "thresholds": [
            (_language(lang), f"{value:.3f}")
            for lang, value in sorted(chosen.thresholds.items())
            if lang != ANY or len(chosen.thresholds) == 1
        ],
        "by": by,
        "outdated": chosen.outdated,
        "sha256": chosen.sha256,
    }


def _language(code: str) -> str:
    return gettext("all languages") if code == ANY else words.language(code)


def _measure(measure: Measure | None) -> str:
    """Write a measure with its interval."""
    if measure is None:
        return gettext("not measured")
    if measure.low is None or measure.high is None:
        return gettext("%(value)s, interval not known") % {"value": words.share(measure.value)}
    ends = {"low": words.share(measure.low), "high": words.share(measure.high)}
    return gettext("%(value)s, between %(low)s and %(high)s") % {
        "value": words.share(measure.value),
        **ends,
    }
