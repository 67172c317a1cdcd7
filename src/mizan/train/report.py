"""Report: what was measured while a model was made, as figures for its file and as its card."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from mizan.classify.measures import Share
from mizan.classify.measures import recall_at as recall_of
from mizan.classify.readings import PLAIN
from mizan.train.recipe import Recipe
from mizan.train.rows import WRITTEN
from mizan.train.run import POSTS, Measured, Trained
from mizan.train.scaling import calibration_error

CERTAIN = 0.5  # certainty from which on a text is for review
RATES = (0.01, 0.001)  # of false cases, at which the ranking is told
LIMITS = "ISIS-era short posts"
SUPPORT, BY_ACCOUNT = "support", "support by account"
_CURVE = tuple(round(0.5 + step / 40, 3) for step in range(20))  # certainties

Flags = NDArray[np.bool_]


def shares(trained: Trained) -> Mapping[tuple[str, str], Share]:
    """Return what share of every kind of each language is for review, in plain writing.

    By language and kind; of rows that had not been seen, by the surest reader. Kinds of support
    are there as "support" (posts), "support by account" (weak labels) and as they were written.
    """
    found: dict[tuple[str, str], Share] = {}
    for lang in sorted({lang for lang, _, _ in trained.measured}):
        certain, rows = _surest(trained, lang)
        for kind in sorted(set(rows.values())):
            places = [place for place, one in rows.items() if one == kind]
            over = sum(certain[place] >= CERTAIN for place in places)
            found[lang, kind] = Share(over, len(places))
    return found


def _surest(trained: Trained, lang: str) -> tuple[dict[int, float], dict[int, str]]:
    certain: dict[int, float] = {}
    kinds: dict[int, str] = {}
    for (own, reading, _), seen in trained.measured.items():
        if own != lang or reading != PLAIN:
            continue
        rows = zip(seen.places, seen.certainties, seen.kinds, seen.labels, seen.weak, strict=True)
        for place, certainty, kind, label, weak in rows:
            certain[int(place)] = max(float(certainty), certain.get(int(place), 0.0))
            if label and not kind.startswith(WRITTEN):
                kinds[int(place)] = BY_ACCOUNT if weak else SUPPORT
            else:
                kinds[int(place)] = f"{kind} (support)" if label else str(kind)
    return certain, kinds


def measures(trained: Trained) -> dict[str, float]:
    """Return figures by name, as `mizan.classify.about` reads them."""
    made: dict[str, float] = {}
    found = shares(trained)
    labelled = [share for (_, kind), share in found.items() if kind == SUPPORT]
    by_account = [share for (_, kind), share in found.items() if kind == BY_ACCOUNT]
    _put(
        made, "recall", _together(labelled or by_account)
    )  # where people labelled none, by account
    for (lang, kind), share in found.items():
        if kind == SUPPORT:
            _put(made, f"recall.{lang}", share)
        elif kind == BY_ACCOUNT:
            _put(made, f"recall_by_account.{lang}", share)
        elif not kind.startswith(WRITTEN):
            _put(made, f"flagged.{lang}.{kind}", share)
    for (lang, reading, name), seen in trained.measured.items():
        if reading == PLAIN:
            sure = ~seen.weak
            error = calibration_error(seen.probabilities[sure], seen.labels[sure])
            made[f"calibration_error.{lang}.{name}"] = round(error, 4)
    return made


def recall_at(trained: Trained, lang: str, rate: float) -> float | None:
    """Return the recall of labelled posts where a share of protected speech, on average, is higher.

    rate  the mean over the real kinds, each counting the same, 0..1
    None without labelled posts or real kinds. By the surest reader, of rows that were not seen.
    """
    certain, kinds = _surest(trained, lang)
    values: dict[str, list[float]] = {}
    for place, kind in kinds.items():
        values.setdefault(kind, []).append(certain[place])
    protected = [
        np.array(some)
        for kind, some in values.items()
        if kind not in (SUPPORT, BY_ACCOUNT) and not kind.startswith(WRITTEN)
    ]
    found = recall_of(np.array(values.get(SUPPORT, ())), protected, rate)
    return None if found is None else found.found.value


def _together(some: Sequence[Share]) -> Share:
    return Share(sum(one.hits for one in some), sum(one.total for one in some))


def _put(made: dict[str, float], name: str, share: Share) -> None:
    low, high = share.interval
    made |= {
        name: round(share.value, 4),
        f"{name}.low": round(low, 4),
        f"{name}.high": round(high, 4),
    }


def curves(trained: Trained) -> dict[str, list[tuple[float, float]]]:
    """Return by language which share of support is as certain as that, or more."""
    found = {}
    for (lang, reading, name), seen in trained.measured.items():
        if reading == PLAIN and name == POSTS and seen.labels.any():
            certain = seen.certainties[seen.labels]
            found[lang] = [(at, round(float((certain >= at).mean()), 4)) for at in _CURVE]
    return found


def card(trained: Trained, recipe: Recipe, sha256: str, without: frozenset[str]) -> str:
    """Return the model's card, in Markdown."""
    return "\n".join(_card(trained, recipe, sha256, without)) + "\n"


def _card(trained: Trained, recipe: Recipe, sha256: str, without: frozenset[str]) -> Iterator[str]:
    yield f"# The model `{recipe.name}`"
    yield f"\nMade by `mizan train`; written by it. sha256 of the file: `{sha256}`"
    yield f"\nLicence of the weights: {recipe.licence}. They hold hashed features, no text."
    yield (
        f"\n**Limits: {LIMITS}.** Support that it learned from is of 2014 to 2016, in Arabic and"
        " English, of one movement, and short; the rest was written for training. Of other"
        " groups, years and long texts nothing is known. It opens cases and never acts."
    )
    yield "\n## Made of\n\n| set | licence |\n| --- | --- |"
    for one in recipe.sets:
        if one.name not in without:
            yield f"| {one.name} | {one.licence} |"
    if recipe.templates:
        yield "| templates and packs, written for training | Apache-2.0 |"
    yield "\n## Seen while it was made"
    yield (
        "\nShares for review, of texts that the model of that round of a cross-validation had not"
        " seen (near-copies never parted), with 95 % intervals (Wilson). Thresholds were chosen"
        " by the same rows, so these are no figures of a blind test."
    )
    yield "\n| language | kind | texts | for review | interval |\n| --- | --- | --- | --- | --- |"
    for (lang, kind), share in shares(trained).items():
        low, high = share.interval
        yield f"| {lang} | {kind} | {share.total} | {share.value:.2%} | {low:.2%} to {high:.2%} |"
    yield from _ranking(trained)
    yield "\n## Thresholds\n\n| language | reading | reader | probability | calibration error |"
    yield "| --- | --- | --- | --- | --- |"
    for (lang, reading, name), seen in trained.measured.items():
        yield f"| {lang} | {reading} | {name} | {seen.choice.review:.4f} | {_error(seen):.4f} |"
    yield (
        "\nChosen so that, with probability 0.9 over the rows they were chosen by, no kind with"
        " rows enough has more than 2.5 % (reader `acts`: 1 %) flagged, for texts drawn as those"
        " were (learn then test; Angelopoulos and others, 2021). For other sources it is no"
        " guarantee."
    )


def _ranking(trained: Trained) -> Iterator[str]:
    yield "\n## Recall of posts that people labelled, by the mean of the protected kinds flagged"
    yield "\n| language | mean flagged | recall |\n| --- | --- | --- |"
    for lang in sorted({lang for lang, _, _ in trained.measured}):
        for rate in RATES:
            recall = recall_at(trained, lang, rate)
            told = "no such posts" if recall is None else f"{recall:.1%}"
            yield f"| {lang} | {rate:.1%} | {told} |"


def _error(seen: Measured) -> float:
    return calibration_error(seen.probabilities[~seen.weak], seen.labels[~seen.weak])
