"""Near-duplicate text: found when copied with changes, cut short, framed, or quoted in another.

The text is folded to its tight form and fingerprinted by winnowing at two scales
(`mizan.kernels.winnow`). An entry is kept at the scale of its length; a text is looked up at
both. The bytes of a value are described in `mizan.signals.sketch`. Parts of kind "digest" are not
looked up: without its text nobody could be shown what matched.
"""

from __future__ import annotations

import base64
import binascii
from typing import ClassVar

import numpy as np

from mizan.errors import SignalError
from mizan.kernels.winnow import KEPT
from mizan.signals.arrays import Sketches
from mizan.signals.protocol import IndexKind
from mizan.signals.sketch import EVERY, make_value, read_value, sketch_many
from mizan.terms.part import Part, PartKind
from mizan.text.batch import Batch
from mizan.text.fold import fold_many


class NearText:
    """Fingerprints of a text; two texts match when stretches of them agree."""

    name = "neartext"
    kinds: ClassVar[frozenset[PartKind]] = frozenset({"text"})
    index: IndexKind = "overlap"

    def sign(self, part: Part) -> bytes | None:
        """Return the value of the part's text, or None when it holds no letter."""
        return _value(part, passage=False)

    def sign_passage(self, part: Part) -> bytes | None:
        """Return a value with every fingerprint, for banks of shared passages.

        Winnowing keeps other fingerprints at the edges of a quotation than inside the whole
        text; with all of them, any stretch of the passage is known.
        """
        return _value(part, passage=True)

    def sign_many(self, batch: Batch) -> Sketches:
        """Return the sketches of all texts of the batch."""
        return sketch_many(batch.texts, batch.text_rows)

    def parse(self, written: str) -> bytes:
        """Return the value of its base64url form; SignalError when it is torn or too old."""
        try:
            padded = written.strip() + "=" * (-len(written.strip()) % 4)
            value = base64.b64decode(padded.encode("ascii"), altchars=b"-_", validate=True)
        except (binascii.Error, UnicodeEncodeError):
            raise SignalError(
                "a text fingerprint is not base64url",
                hint="give it as `mizan bank export` wrote it",
                code="signal.not_base64",
            ) from None
        read_value(value)
        return value

    def write(self, value: bytes) -> str:
        """Return the base64url form, without padding."""
        return base64.urlsafe_b64encode(value).rstrip(b"=").decode("ascii")

    def distance(self, one: bytes, other: bytes) -> float:
        """Return the Jaccard distance of the fingerprints, 0..1; 0 for equal texts.

        Of a value that holds every fingerprint as many count as windows would keep, when the
        other holds those that windows kept.
        """
        a, b = read_value(one), read_value(other)
        if a.digest == b.digest:
            return 0.0
        shared, mine, others = len(np.intersect1d(a.hashes, b.hashes)), len(a.hashes), len(b.hashes)
        if a.scale == EVERY != b.scale:
            mine = round(KEPT * mine)
        if b.scale == EVERY != a.scale:
            others = round(KEPT * others)
        return max(0.0, 1.0 - shared / max(1, mine + others - shared))

    def examples(self) -> tuple[tuple[Part, Part], ...]:
        """Return harmless texts that match: one with its spelling changed, one cut and framed."""
        english = "The library on the hill opens at nine and closes when the last reader has left."
        arabic = "تفتح المكتبة على التل أبوابها في التاسعة وتغلقها حين يغادرها آخر القرّاء"
        changed = "تفتح المكتبه علي التل ابوابها فى التاسعة و تغلقها حين يغادرها اخر القراء"
        framed = "They told us: " + english[:70] + " (we shall see)"
        return (_text(english), _text(framed)), (_text(arabic), _text(changed))


def _text(text: str) -> Part:
    return Part(content=0, name="text", kind="text", text=text)


def _value(part: Part, *, passage: bool) -> bytes | None:
    text = part.text or ""
    if not any(char.isalpha() for char in text):
        return None
    folded = fold_many([text])
    return make_value(folded, 0, passage=passage) if len(folded.tight.codes) else None
