"""Linked: addresses that a bank holds."""

from __future__ import annotations

from mizan.detect.known import LINKS, label_of
from mizan.detect.protocol import Scene
from mizan.terms.finding import Finding
from mizan.terms.match import Span
from mizan.terms.part import Part


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
                spans=_place(scene.batch.parts[match.part]),
                match=match,
            )
            for match in scene.matches
            if match.signal == LINKS and match.bank.purpose != "commons"
        ]


def _place(part: Part) -> tuple[Span, ...]:
    """Return where the address stands in the content's text; nothing for one that came alone."""
    return () if part.place is None else (part.place,)
