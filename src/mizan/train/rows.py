"""Rows: the texts that a model is made from, wherever they come from."""

from __future__ import annotations

from dataclasses import dataclass

WRITTEN = "written: "  # begins kinds of rows that were written for training


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One text with what people said of it. Lives in memory only; no text is ever written."""

    text: str
    support: bool  # it supports terrorism
    lang: str  # BCP 47
    group: str  # rows of one origin are never parted between training and testing
    kind: str  # what kind of speech it is: a protected kind, or a kind of support
    source: str  # name of its set
    weight: float = 1.0  # how much it counts in training
    weak: bool = False  # the label is that of an account: never measured by
    held: bool = False  # never learned from: thresholds are chosen by it
    made: bool = False  # in a wrapper, whose wording recurs: likeness makes no group of it
