"""Named: organisations that a text names, and by whose word for them."""

from __future__ import annotations

from mizan.detect.protocol import Scene
from mizan.entities.gazetteer import Gazetteer, Role, load_gazetteer
from mizan.terms.finding import Finding
from mizan.terms.match import Span
from mizan.text.phrases import PhraseTable

LABELS: dict[Role, str] = {
    "self_name": "named_self",
    "exonym": "named_exonym",
    "neutral": "named_neutral",
}


class Named:
    """Finds the aliases of a gazetteer. A name is lexical: it says what a text is about."""

    name = "named"

    def __init__(self, gazetteer: Gazetteer | None = None) -> None:
        """Compile the names of `gazetteer`, by default the shipped one."""
        self._names = (gazetteer or load_gazetteer()).names()
        arabic = [alias.script == "Arab" for _, alias in self._names]
        self._table = PhraseTable([alias.text for _, alias in self._names], arabic)

    def detect(self, scene: Scene) -> list[Finding]:
        """Return one finding for each alias in each part, with every place of it.

        Where one name holds another ("the organisation of ..."), only the longer one is said.
        """
        hits = self._table.find_many(scene.batch.texts)
        order = sorted(
            range(len(hits.row)),
            key=lambda k: (hits.row[k], hits.start[k], -hits.end[k], hits.phrase[k]),
        )
        places: dict[tuple[int, int], list[Span]] = {}
        row, covered = -1, 0
        for k in order:
            if hits.row[k] != row:
                row, covered = int(hits.row[k]), 0
            start, end = int(hits.start[k]), int(hits.end[k])
            if end > covered:
                covered = end
                places.setdefault((row, int(hits.phrase[k])), []).append((start, end))
        return [
            self._finding(int(scene.batch.text_rows[row]), phrase, tuple(spans))
            for (row, phrase), spans in places.items()
        ]

    def _finding(self, part: int, phrase: int, spans: tuple[Span, ...]) -> Finding:
        owner, alias = self._names[phrase]
        return Finding(
            part=part,
            label=LABELS[alias.role],
            detector=self.name,
            spans=spans,
            cue=f"{owner.id}: {alias.text}",
        )
