"""The order of a queue: due time, then severity x confidence, then reach; never plain first-in."""

from __future__ import annotations

from collections.abc import Collection
from math import isnan
from typing import Literal, NamedTuple

from mizan.terms.label import LABELS
from mizan.terms.time import Moment

Duty = Literal["review", "threat", "order", "appeal", "notice"]

MOST_SEVERE = 3  # a threat to life
_UNSURE = 0.5  # the confidence of what has no score
_SEVERITIES = {
    "known_file": 2,
    "known_image": 2,
    "known_text": 2,
    "known_link": 2,
    "learned_support": 1,
    "named_self": 1,
    "named_exonym": 1,
    "named_neutral": 1,
}


class Rank(NamedTuple):
    """A case's place in its queue: the smaller comes first.

    In SQL the same order is `due ASC NULLS LAST, weight DESC, reach DESC, opened ASC, id ASC`.
    """

    has_no_due: bool
    due: float  # seconds since 1970; 0 where there is none
    lightness: float  # minus the weight
    obscurity: int  # minus the reach
    opened: float  # seconds since 1970
    id: int | str  # of one kind in one queue


def rank(
    *, due: Moment | None, weight: float, reach: int, opened: Moment, case_id: int | str
) -> Rank:
    """Return the rank of a case; `reach` is how many people may have seen it, >= 0."""
    return Rank(
        has_no_due=due is None,
        due=due.timestamp() if due is not None else 0.0,
        lightness=-weight,
        obscurity=-reach,
        opened=opened.timestamp(),
        id=case_id,
    )


def severity_of(labels: Collection[str], *, threat: bool = False) -> int:
    """Return how bad it would be if the labels were right: 0 (nothing said) to 3 (threat to life).

    A label of kind evidence that is not known here counts as 1.
    """
    if threat:
        return MOST_SEVERE
    return max((_severity(name) for name in labels), default=0)


def confidence_of(score: float | None) -> float:
    """Return a verdict's score as a confidence, 0 to 1; what has no score lies in the middle."""
    if score is None or isnan(score):
        return _UNSURE
    return min(max(score, 0.0), 1.0)


def weight(severity: int, confidence: float) -> float:
    """Return severity x confidence, 0 to 4, as the row keeps it.

    The severity counts from one, so that the confidence still orders what is not severe. What a
    person flagged is sure: give 1.0.
    """
    return round((severity + 1) * confidence, 6)


def queue_of(lang: str, duty: Duty = "review") -> str:
    """Return the name of the queue for a language (BCP 47) and a duty, such as `review.ar`."""
    primary = lang.lower().partition("-")[0]
    return f"{duty}.{primary if primary in ('ar', 'en') else 'other'}"


def _severity(label: str) -> int:
    known = LABELS.get(label)
    return _SEVERITIES.get(label, int(known is not None and known.kind == "evidence"))
