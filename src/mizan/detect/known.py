"""Known: what the banks of files, images and texts recognised."""

from __future__ import annotations

from mizan.detect.protocol import Scene
from mizan.terms.finding import Finding
from mizan.terms.match import Match
from mizan.terms.part import PartKind

LINKS = "url"  # the signal that `linked` speaks about
_WHOLE = frozenset({"sha256", "sha1", "md5"})  # equal bytes: the same file, whatever it shows
_LABELS: dict[PartKind, str] = {"image": "known_image", "text": "known_text"}
_LABELS_OF_DIGESTS = {"pdq": "known_image", "neartext": "known_text"}  # others are of files


class Known:
    """Turns matches of content itself into findings; an allow bank's say `allowed`.

    Passages of a commons bank are everybody's: they give no finding.
    """

    name = "known"

    def detect(self, scene: Scene) -> list[Finding]:
        """Return one finding for each match but those of links."""
        return [
            Finding(
                part=match.part,
                label=label_of(match, _label(scene, match)),
                detector=self.name,
                spans=match.spans,
                match=match,
            )
            for match in scene.matches
            if match.signal != LINKS and match.bank.purpose != "commons"
        ]


def label_of(match: Match, label: str) -> str:
    """Return `label`, or "allowed" when the match is one of an allow bank."""
    return "allowed" if match.bank.purpose == "allow" else label


def _label(scene: Scene, match: Match) -> str:
    if match.signal in _WHOLE:
        return "known_file"
    kind = scene.batch.parts[match.part].kind
    if kind == "digest":
        return _LABELS_OF_DIGESTS.get(match.signal, "known_file")
    return _LABELS.get(kind, "known_file")
