"""Linked: addresses that a bank holds."""

from __future__ import annotations

from mizan.detect.known import LINKS, label_of
from mizan.detect.protocol import Scene
from mizan.terms.finding import Finding


class Linked:
    """Turns matches of addresses into findings; nothing is ever fetched."""

    name = "linked"

    def detect(self, scene: Scene) -> list[Finding]:
        """Return one finding for each match of a link, but those of commons banks."""
        return [
            Finding(
                part=match.part,
                label=label_of(match, "known_link"),
                detector=self.name,
                spans=match.spans,
                match=match,
            )
            for match in scene.matches
            if match.signal == LINKS and match.bank.purpose != "commons"
        ]
