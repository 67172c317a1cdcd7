"""Named: organisations that a text names, by whose word for them, and who lists them."""

from __future__ import annotations

from mizan.detect.protocol import Scene
from mizan.entities.gazetteer import Alias, Gazetteer, Organisation, Role, load_gazetteer
from mizan.entities.spelling import spellings
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
        self._names: list[tuple[Organisation, Alias]] = []
        phrases: dict[str, int] = {}  # as spelled: its row in _names; the first owner keeps it
        for owner, alias in (gazetteer or load_gazetteer()).names():
            if alias.sought:
                for phrase in spellings(alias.text, alias.script):
                    phrases.setdefault(phrase, len(self._names))
                self._names.append((owner, alias))
        self._rows = list(phrases.values())
        arabic = [self._names[row][1].script == "Arab" for row in self._rows]
        self._references = [owner.reference() for owner, _ in self._names]
        self._table = PhraseTable(list(phrases), arabic)

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
                name = self._rows[int(hits.phrase[k])]
                places.setdefault((row, name), []).append((start, end))
        return [
            self._finding(int(scene.batch.text_rows[row]), name, tuple(spans))
            for (row, name), spans in places.items()
        ]

    def _finding(self, part: int, name: int, spans: tuple[Span, ...]) -> Finding:
        owner, alias = self._names[name]
        return Finding(
            part=part,
            label=LABELS[alias.role],
            detector=self.name,
            spans=spans,
            cue=f"{owner.id}: {alias.text}",
            reference=self._references[name],
        )
