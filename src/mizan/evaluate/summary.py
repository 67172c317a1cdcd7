"""Summary: what the rows of a run add up to, as it is shown, compared and kept with a release."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import numpy as np

from mizan.classify.measures import Bin, Share, bins_of, calibration_error, mean, recall_at
from mizan.evaluate.figures import Row
from mizan.evaluate.slices import Role

RATES = (0.01, 0.001)  # mean false positive rates at which recall is told
HIDDEN = "disguised_"  # how the names of disguises begin
COUNTING = 30  # texts of a group before it counts for the mean: tiny ones would thin it out


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One group in one language, in counts."""

    key: str
    group: str
    lang: str  # BCP 47
    role: Role
    source: str
    way: str = ""
    total: int
    flagged: int  # not left alone
    act: int
    told: int = 0  # flagged, with a context that is told to the reviewer
    seen: tuple[str, ...] = ()  # shipped models that were trained on the texts
    weak: bool = False

    @property
    def share(self) -> Share:
        """Return how many are flagged."""
        return Share(self.flagged, self.total)

    @property
    def protected(self) -> bool:
        """Tell whether it counts for the mean over protected groups: not so disguised texts."""
        counts = self.role == "stay" and self.total >= COUNTING
        return counts and not self.way.startswith(HIDDEN)

    @property
    def plain(self) -> bool:
        """Tell whether it is support as it is written, labelled text by text."""
        return self.role == "support" and not self.way and not self.weak


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """Recall of a set where few of the protected groups are flagged on average."""

    source: str
    most: float  # mean share of the protected groups that may be flagged, 0..1
    rate: float  # that is
    hits: int
    total: int


class Pile(msgspec.Struct, frozen=True, kw_only=True):
    """A bin of the reliability diagram."""

    sure: float  # mean certainty of the model, 0..1
    hits: int  # texts that support terrorism
    total: int


class Tongue(msgspec.Struct, frozen=True, kw_only=True):
    """What holds of a language as a whole."""

    mean_rate: float  # share flagged, over protected groups, 0..1
    found: tuple[Found, ...] = ()
    error: float | None = None  # expected calibration error, 0..1
    bins: tuple[Pile, ...] = ()


class Summary(msgspec.Struct, frozen=True, kw_only=True):
    """One model on all slices. Counts only; no text, no id."""

    model: str  # base, research, file; none
    sha256: str = ""  # of the model's file
    version: str = ""  # of Mizan
    lines: tuple[Line, ...] = ()
    langs: dict[str, Tongue] = {}

    def of(self, *roles: Role) -> list[Line]:
        """Return the lines of some roles that have texts."""
        return [line for line in self.lines if line.role in roles and line.total]

    def worst(self) -> Line | None:
        """Return the protected group of which the largest share is surely flagged; None if none is.

        By the lower end of the interval: one text of eleven is not worse than fifty of a thousand.
        """
        flagged = [line for line in self.of("stay") if line.flagged]
        return max(flagged, key=lambda line: line.share.interval[0], default=None)

    def kept_in_disguise(self) -> list[tuple[Line, float]]:
        """Return each group of support that is disguised, too, with what is left of its recall.

        That is the mean share found over the disguises, as a part of the share found undisguised.
        """
        found = []
        for line in self.of("support"):
            some = [one for one in self.of("support") if one.key.startswith(f"{line.key}/{HIDDEN}")]
            if line.plain and line.flagged and some:
                found.append((line, mean(one.share for one in some) / line.share.value))
        return found


def summed(rows: Sequence[Row], *, model: str, sha256: str = "", version: str = "") -> Summary:
    """Return the summary of a run."""
    langs = sorted({row.slice.lang for row in rows})
    return Summary(
        model=model,
        sha256=sha256,
        version=version,
        lines=tuple(_line(row) for row in rows),
        langs={lang: _tongue([row for row in rows if row.slice.lang == lang]) for lang in langs},
    )


def _line(row: Row) -> Line:
    some = row.slice
    return Line(
        key=some.key,
        group=some.group,
        lang=some.lang,
        role=some.role,
        source=some.source,
        way=some.way,
        total=row.total,
        flagged=row.flagged,
        act=row.act,
        told=row.told,
        seen=some.seen,
        weak=some.weak,
    )


def _tongue(rows: Sequence[Row]) -> Tongue:
    protected = [row for row in rows if _line(row).protected]
    plain = [row for row in rows if _line(row).plain and row.total]
    silent = not any(row.certain.any() for row in rows)  # there is no model
    bins = _bins(plain, protected) if plain and protected and not silent else []
    return Tongue(
        mean_rate=mean(Share(row.flagged, row.total) for row in protected),
        found=tuple(one for row in plain for most in RATES for one in _found(row, protected, most)),
        error=calibration_error(bins),
        bins=tuple(Pile(sure=one.sure, hits=one.true.hits, total=one.true.total) for one in bins),
    )


def _found(row: Row, protected: Sequence[Row], most: float) -> list[Found]:
    at = recall_at(row.scores, [one.scores for one in protected], most)
    if at is None:
        return []
    source = f"{row.slice.source}, {row.slice.group}"
    hits, total = at.found.hits, at.found.total
    return [Found(source=source, most=most, rate=at.rate, hits=hits, total=total)]


def _bins(plain: Sequence[Row], protected: Sequence[Row]) -> list[Bin]:
    certain = np.concatenate([row.certain for row in (*plain, *protected)])
    true = np.zeros(len(certain), np.bool_)
    true[: sum(row.total for row in plain)] = True
    return bins_of(certain, true)
