"""Warm: run every kernel once, so that it is compiled into the cache before it is needed."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from mizan.terms.content import Content

# Quotation marks, two scripts, spelled-out letters, an override of direction (U+202E), an address:
# each has a kernel of its own.
TEXT = (
    'The \u202eroyam\u202c said: "We will meet a g a i n". وقال العمدة إننا سنلتقي مجددا في الساحة'
    " https://lantern.example/calls"
)


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to warm up."""

    name: str  # for a progress bar
    run: Callable[[], None]


def warm_steps() -> list[Step]:
    """Return the steps that together call every kernel: each of them once, on tiny inputs."""
    return [
        Step("texts and banks", _line),
        Step("large banks", _large_bank),
        Step("background", _background),
        Step("classifier", _classifier),
        Step("images", _image),
    ]


def _line() -> None:
    """Bank a text and a fingerprint in a folder of its own; try, scan and look back for them."""
    from mizan.banks import changes
    from mizan.engine.admit import values_of
    from mizan.engine.build import open_engine
    from mizan.engine.keep import Kept
    from mizan.engine.lookback import look_back
    from mizan.engine.trial import refusals

    with tempfile.TemporaryDirectory() as folder, open_engine(Path(folder)) as engine:
        changes.create_bank(engine.store, name="warm", purpose="harm", actor="mizan", why="warm-up")
        given = Content(id="warm", text=TEXT, pdq="0f" * 32, sha256="00" * 32)
        rows = [
            changes.NewEntry(signal=signal, value=value)
            for signal, value in values_of(given, engine.signals, "harm")
        ]
        changes.add_entries(engine.store, bank="warm", rows=rows, actor="mizan", why="warm-up")
        engine.reader.refresh(now=True)
        refusals(engine, rows)
        kept = [(0, Kept(signal=row.signal, value=row.value)) for row in rows]
        list(look_back(engine, [(row.signal, row.value) for row in rows], kept))
        engine.scan_many([given, Content(id="other", text=TEXT, pdq="f0" * 32)])


def _large_bank() -> None:
    """Search as large banks of images are searched: by bands."""
    import numpy as np

    from mizan.banks.indexes.hamming import HammingIndex, build, check
    from mizan.banks.indexes.plan import FLAT_ROWS
    from mizan.signals.arrays import Bits

    arrays = build(np.zeros((FLAT_ROWS, 4), np.uint64))
    check(arrays, FLAT_ROWS)
    index = HammingIndex(arrays)
    asked = Bits(np.zeros(1, np.int32), np.full((1, 4), 2**64 - 1, np.uint64))
    index.search(asked, radius=31)


def _background() -> None:
    from mizan.banks.background import build_background

    build_background([TEXT, TEXT])


def _classifier() -> None:
    """Fit models in one step, and ask them, with every reading and a net."""
    import numpy as np

    from mizan.classify.fit import fit, fit_plain
    from mizan.classify.net import Net, WordVectors, hashed_words
    from mizan.classify.own import languages_of, own_words
    from mizan.classify.readings import readings
    from mizan.text.disguise import undo_many
    from mizan.text.fold import fold_many

    folded, labels = fold_many([TEXT, "harbour news"]), np.array([True, False])
    model = fit_plain(folded, labels, most_steps=1)
    codes, rows = own_words(folded, (np.zeros(1, np.int32),) * 3), np.arange(2, dtype=np.int32)
    for reading in readings():
        made = fit(codes, folded.bounds, labels, reading=reading, most_steps=1)
        made.table.score_rows(codes, folded.bounds, rows)
    languages_of(codes, folded.bounds)
    model.explain("en", codes)
    known = np.unique(hashed_words(codes, folded.bounds)[0])
    words = WordVectors(known, np.ones((len(known), 1), np.int8), np.ones(len(known), np.float32))
    layer = np.ones((3, 1), np.float32)
    Net(words, layer, layer[0], layer[0], 0.0).score_many(codes, folded.bounds)
    undo_many(folded)
    folded.span(0, 0, 1)
    folded.tight.span(0, 0, 1)


def _image() -> None:
    """Hash a drawn image in the child process, where the kernels of images run."""
    from mizan.media.image import shared_reader

    shared_reader().hash_many([_drawing()])


def _drawing() -> bytes:
    from PIL import Image

    image = Image.linear_gradient("L").resize((160, 120))
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()
