"""A segment whose digest is right but whose arrays would lead a look-up astray is refused."""

import numpy as np
import pytest

from mizan.banks.rows import make_rows
from mizan.banks.sections import read_sections, write_sections
from mizan.banks.segments import open_segment, write_segment
from mizan.errors import SegmentError
from mizan.signals.neartext import NearText
from mizan.terms.part import Part

TEXTS = (
    "The Black Lantern Front calls every lamp to the seventh bridge, there to sing at dusk.",
    "تدعو جبهة الفانوس الأسود كل مصباح إلى الجسر السابع ليغني هناك عند الغروب",
    "A third text about ferries, bread and the weather, which nobody would ever mind at all.",
)


def values_of(kind: str) -> list[bytes]:
    if kind == "overlap":
        parts = (Part(content=0, name="text", kind="text", text=text) for text in TEXTS)
        return [NearText().sign(part) for part in parts]
    size = 16 if kind == "equal" else 32
    return [n.to_bytes(size, "big") for n in range(3)]


def written(path, kind: str):
    labels = ("a", "ب", "a")
    found = [(n + 1, 1, "confirmed", labels[n], value) for n, value in enumerate(values_of(kind))]
    write_segment(path, signal="some", kind=kind, seq=1, rows=make_rows(kind, found))
    about, arrays = read_sections(path)
    return about, {name: array.copy() for name, array in arrays.items()}


def at(place, value):
    def change(array):
        array[place] = value
        return array

    return change


def shorter(array):
    return array[:-1].copy()


def other(array):
    return array.astype(np.uint16)


ALL = [
    ("ids", at(1, 1)),
    ("ids", shorter),
    ("ids", other),
    ("banks", shorter),
    ("flags", other),
    ("labels", at(2, 2)),
    ("labels", at(2, -1)),
    ("labels", shorter),
    ("label_bounds", at(1, 99)),
    ("label_bounds", at(-1, 99)),
    ("label_bounds", at(0, 1)),
]
OF_KIND = [
    *(("equal", name, change) for name, change in ALL),
    ("equal", "index.cells", at((0, 0), 3 << 59)),
    ("equal", "index.cells", shorter),
    ("equal", "index.cells", other),
    ("equal", "index.marks", at(0, 0)),
    ("equal", "index.marks", at(0, 0b10111)),
    ("equal", "index.marks", at(0, 2**64 - 1)),
    ("equal", "index.marks", at(0, 7 << 32)),
    ("equal", "index.marks", shorter),
    ("equal", "index.marks", other),
    ("equal", "index.starts", at(0, 1)),
    ("equal", "index.starts", shorter),
    ("equal", "index.starts", other),
    ("hamming", "index.columns", lambda array: array[:3].copy()),
    ("hamming", "index.columns", other),
    ("hamming", "index.shape", at(0, 4)),
    ("overlap", "index.postings", at(0, 1)),
    ("overlap", "index.postings", at(1, 10**9)),
    ("overlap", "index.postings", shorter),
    ("overlap", "index.lows", lambda array: array | np.uint8(255)),
    ("overlap", "index.lows", shorter),
    ("overlap", "index.equals", at(0, 1)),
    ("overlap", "index.equals", at(-1, 3)),
    ("overlap", "index.equals", at(-1, -1)),
    ("overlap", "index.equals", other),
    ("overlap", "index.whole", shorter),
    ("overlap", "index.every", shorter),
    ("overlap", "index.bits", at(0, 40)),
    ("overlap", "index.bits", at(1, -1)),
]


@pytest.mark.parametrize(("kind", "name", "change"), OF_KIND)
def test_arrays_that_lead_astray_are_refused(tmp_path, kind, name, change):
    path = tmp_path / "some-1.seg"
    about, arrays = written(path, kind)
    path.unlink()
    arrays[name] = change(arrays[name])

    sha256 = write_sections(path, about, arrays)

    (tmp_path / "some-1.seg.seen").unlink()
    with pytest.raises(SegmentError) as caught:
        open_segment(path, signal="some", kind=kind, sha256=sha256)
    assert caught.value.code == "segment.torn"


@pytest.mark.parametrize("kind", ["equal", "hamming", "overlap"])
def test_arrays_as_they_were_written_are_taken(tmp_path, kind):
    path = tmp_path / "some-1.seg"
    about, arrays = written(path, kind)
    path.unlink()

    sha256 = write_sections(path, about, arrays)

    (tmp_path / "some-1.seg.seen").unlink()
    chunk = open_segment(path, signal="some", kind=kind, sha256=sha256)
    assert [chunk.names[code] for code in chunk.labels] == ["a", "ب", "a"]
