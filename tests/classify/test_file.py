"""A model file holds numbers; what is not whole or not ours is refused."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mizan.classify.file import _HEAD, MAGIC, VERSION, load_model, save_model
from mizan.classify.linear import LinearTable
from mizan.classify.model import FEATURES, Model, Reader
from mizan.classify.net import Net, WordVectors
from mizan.classify.scale import Scale
from mizan.errors import ModelError
from mizan.kernels.linear import SLOTS
from mizan.text.fold import fold_many

RNG = np.random.default_rng(5)
SCALE = Scale(slope=1.5, offset=-0.5, review=0.25)
TABLE = RNG.normal(0, 1, (SLOTS, 2)).astype("<f2").astype(np.float32)
WORDS = WordVectors(
    np.arange(1, 5, dtype=np.uint64) << np.uint64(40),
    RNG.integers(-127, 128, (4, 2), np.int8),
    np.ones(4, np.float32),
)
NET = Net(WORDS, np.ones((6, 3), np.float32), np.zeros(3, np.float32), np.ones(3, np.float32), 0.5)
READER = Reader(table=LinearTable(TABLE), scale=SCALE, net=NET, net_share=0.75)
MODEL = Model({"en": {"plain": (READER,)}}, {"اسم": "تجربة"}, {"recall": 0.5}, {"en": [(0.5, 0.9)]})


def parts() -> tuple[dict[str, Any], bytes]:
    """The header and the arrays of a whole file."""
    with TemporaryDirectory() as folder:
        save_model(MODEL, Path(folder) / "model")
        data = (Path(folder) / "model").read_bytes()
    _, _, length, _ = _HEAD.unpack_from(data)
    return json.loads(data[_HEAD.size : _HEAD.size + length]), data[_HEAD.size + length :]


HEADER, BODY = parts()


def sealed(header: object, body: bytes = BODY) -> bytes:
    """A file with a right digest and whatever is given."""
    text = json.dumps(header).encode()
    digest = hashlib.sha256(text + body).digest()
    return _HEAD.pack(MAGIC, VERSION, len(text), digest) + text + body


def with_array(number: int, **other: object) -> bytes:
    arrays = [dict(one) for one in HEADER["arrays"]]
    arrays[number] |= other
    return sealed({**HEADER, "arrays": arrays})


def with_reader(**other: object) -> bytes:
    return sealed({**HEADER, "readers": [{**HEADER["readers"][0], **other}]})


def test_a_model_comes_back_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "model"
    folded = fold_many(["a cup of tea", ""])
    given = (folded.codes, folded.bounds, np.arange(2, dtype=np.int32))

    save_model(MODEL, path)
    loaded = load_model(path)

    [reader] = loaded.languages["en"]["plain"]
    assert (reader.scale, reader.net_share, loaded.about) == (SCALE, 0.75, MODEL.about)
    assert (loaded.measures, loaded.curve) == (MODEL.measures, MODEL.curve)
    assert reader.table.table.tobytes() == TABLE.tobytes()
    assert reader.scores(*given).tolist() == READER.scores(*given).tolist()
    assert [each.name for each in tmp_path.iterdir()] == ["model"]


def test_the_same_model_gives_the_same_file(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"

    assert save_model(MODEL, one) == save_model(MODEL, other)
    assert one.read_bytes() == other.read_bytes()


def test_a_model_that_cannot_be_written_leaves_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "model"
    path.mkdir()

    with pytest.raises(OSError, match="directory"):
        save_model(MODEL, path)

    assert [each.name for each in tmp_path.iterdir()] == ["model"]


@given(st.data())
@settings(deadline=None, max_examples=30)
def test_a_file_with_any_byte_lost_or_altered_is_refused(data: st.DataObject) -> None:
    whole = bytearray(sealed(HEADER))
    place = data.draw(st.integers(0, 300) | st.integers(0, len(whole) - 1))
    if data.draw(st.booleans()):
        whole[place] ^= data.draw(st.integers(1, 255))
    else:
        del whole[place:]

    with TemporaryDirectory() as folder:
        path = Path(folder) / "model"
        path.write_bytes(bytes(whole))
        with pytest.raises(ModelError):
            load_model(path)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "model.foreign"),
        (b"\x80\x04K\x01." * 40, "model.foreign"),
        (_HEAD.pack(MAGIC, VERSION + 1, 0, bytes(32)), "model.version"),
        (sealed({**HEADER, "features": FEATURES + 1}), "model.version"),
        (sealed([1]), "model.torn"),
        (sealed({"features": FEATURES}), "model.torn"),
        (sealed({**HEADER, "readers": []}), "model.torn"),
        (sealed({**HEADER, "arrays": HEADER["arrays"][:-1]}), "model.torn"),
        (sealed({**HEADER, "arrays": []}, b""), "model.torn"),
        (sealed(HEADER, BODY + bytes(64)), "model.torn"),
        (sealed(HEADER, b"\xff" * len(BODY)), "model.torn"),
        (with_array(0, shape=[2**62, 2**62]), "model.torn"),
        (with_array(0, shape=[-1, -2]), "model.torn"),
        (with_array(0, shape=[2, SLOTS]), "model.torn"),
        (with_array(0, kind="|O"), "model.torn"),
        (with_array(4, shape=[3, 6]), "model.torn"),
        (with_array(0, name="other"), "model.torn"),
        (with_reader(reading="backwards"), "model.torn"),
        (with_reader(reading="tight"), "model.torn"),
        (with_reader(review=0), "model.torn"),
        (with_reader(review=1.5), "model.torn"),
        (with_reader(slope=float("nan")), "model.torn"),
        (with_reader(net_bias=float("inf")), "model.torn"),
    ],
)
def test_what_is_no_model_has_a_code(data: bytes, code: str, tmp_path: Path) -> None:
    path = tmp_path / "model"
    path.write_bytes(data)

    with pytest.raises(ModelError) as caught:
        load_model(path)

    assert caught.value.code == code
    assert caught.value.hint


def test_a_model_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(ModelError) as caught:
        load_model(tmp_path / "none")

    assert caught.value.code == "model.unreadable"
