"""Guards: what stops a flood, a rule that is often wrong, and a machine that acts too much."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from statistics import median

from mizan.terms.bank import MayAct, Purpose
from mizan.terms.entry import Opinion

FLOOD_FLOOR = 50  # matches a day of one entry; fewer are never a flood
LEAST_DECIDED = 20  # decisions before a rule's reversals say anything
TIMES = 3.0  # as often as usual is still no flood
MOST_REVERSED = 0.20  # share of a rule's removals that may be reversed
AUTOMATIC_SIGNALS = frozenset({"sha256", "sha1", "md5", "pdq"})

_SPREADS = 6.0  # so many usual spreads above the usual either
_TO_SIGMA = 1.4826  # median absolute deviation to standard deviation, of a normal distribution
_Z95 = 1.959964  # of a 95 % interval


def expected(past_days: Sequence[int], *, floor: int = FLOOD_FLOOR, times: float = TIMES) -> int:
    """Return how many matches a day of one entry, or rule, are not yet a flood.

    `past_days` are its matches on earlier days. The usual is their median and the spread their
    median deviation, or that of a Poisson process where that is more, so that one wild day does
    not raise what is expected.
    """
    if not past_days:
        return floor
    usual = median(past_days)
    deviation = median(abs(day - usual) for day in past_days)
    spread = max(sqrt(usual), _TO_SIGMA * deviation)
    return max(floor, round(usual * times), round(usual + _SPREADS * spread))


def is_flood(
    today: int, past_days: Sequence[int], *, floor: int = FLOOD_FLOOR, times: float = TIMES
) -> bool:
    """Tell whether today's matches are far more than expected: then it is for review only."""
    return today > expected(past_days, floor=floor, times=times)


def may_act(count_today: int, limit: int) -> bool:
    """Tell whether a rule may act once more today; a limit of 0 lets it never act."""
    return count_today < limit


def switch(
    reversed_: int, decided: int, *, least: int = LEAST_DECIDED, most: float = MOST_REVERSED
) -> bool:
    """Tell whether a rule must go to review only: too many of its removals were reversed.

    The share itself decides, not its interval: going to review only harms nobody, so the guard
    does not wait to be sure.
    """
    return decided >= least and reversed_ > most * decided


def wilson(hits: int, total: int, *, z: float = _Z95) -> tuple[float, float]:
    """Return the Wilson score interval of a share, 95 % unless told otherwise; (0, 1) of none."""
    if total <= 0:
        return 0.0, 1.0
    share = hits / total
    scale = 1 + z * z / total
    middle = share + z * z / (2 * total)
    half = z * sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    return max(0.0, (middle - half) / scale), min(1.0, (middle + half) / scale)


def automatic_allowed(
    signal: str,
    *,
    opinion: Opinion,
    purpose: Purpose,
    may_act: MayAct,
    rule_on: bool,
    public: bool = True,
) -> bool:
    """Tell whether a match may lead to action without a person.

    Only where the operator turned it on for this rule (`rule_on`) and this bank (`may_act` is
    `auto`), for an entry of known harm that the operator's own people confirmed, by a fingerprint
    of the whole file or image, in what was posted publicly. Names, a model, near text and links
    never suffice.
    """
    armed = rule_on and public and may_act == "auto" and purpose == "harm"
    return armed and opinion == "confirmed" and signal in AUTOMATIC_SIGNALS
