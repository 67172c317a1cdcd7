"""Disguised: texts whose letters were disguised, with the kinds of disguise and their places.

Never evidence of harm: laughter, play and fear of filters disguise letters too.
"""

from __future__ import annotations

from mizan.detect.protocol import Scene
from mizan.terms.finding import Finding
from mizan.text.disguise import undone_of


class Disguised:
    """Gives a finding for each disguised text; its cue names the kinds."""

    name = "disguised"

    def detect(self, scene: Scene) -> list[Finding]:
        """Return at most one finding for each text."""
        undone = undone_of(scene.batch.texts)
        return [
            Finding(
                part=int(scene.batch.text_rows[row]),
                label="disguised",
                detector=self.name,
                spans=spans,
                cue=", ".join(kinds),
            )
            for row, kinds, spans in zip(
                undone.rows.tolist(), undone.kinds, undone.where, strict=True
            )
        ]
