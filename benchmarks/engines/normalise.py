"""Normalisation."""

from mizan.text.fold import fold_many as _f


def fold_many(texts):
    folded = _f(texts)
    return folded.codes, folded.bounds
