"""Learned: what a trained model makes of a text. It names no reason but its own certainty.

Without a model it says nothing. What it says may bring a text before a person, never more: a rule
that acts takes nothing but files and images.
"""

from __future__ import annotations

from math import exp, log

import numpy as np

from mizan.classify.model import LinearModel
from mizan.detect.protocol import Scene
from mizan.terms.finding import Finding


class Learned:
    """Gives a finding for each text of which the model is at least as sure as it was set to be."""

    name = "learned"

    def __init__(self, model: LinearModel | None = None, *, least: float = 0.5) -> None:
        """Take a model; `least` (above 0, below 1) is the score from which a text is told."""
        self._model = model
        self._least = log(least / (1 - least))  # as the model counts, in log odds

    def detect(self, scene: Scene) -> list[Finding]:
        """Return at most one finding for each text."""
        if self._model is None or not len(scene.batch.text_rows):
            return []
        scores = self._model.score_many(scene.batch.texts)
        return [
            Finding(
                part=int(scene.batch.text_rows[row]),
                label="learned_support",
                detector=self.name,
                score=round(1 / (1 + exp(-scores[row])), 3),
            )
            for row in np.flatnonzero(scores >= self._least).tolist()
        ]
