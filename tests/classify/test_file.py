"""A model file holds numbers; what is not whole or not ours is refused."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mizan.classify.file import _HEAD, MAGIC, VERSION, load_model, save_model
from mizan.classify.model import FEATURES, LinearModel
from mizan.errors import ModelError
from mizan.kernels.linear import SLOTS

WEIGHTS = np.random.default_rng(5).normal(0, 1, SLOTS).astype(np.float32)
MODEL = LinearModel(WEIGHTS, -0.5, {"name": "trial", "اسم": "تجربة"})


def written(header: object, weights: bytes | None = None) -> bytes:
    """A file with a right digest and whatever is given."""
    text = json.dumps(header).encode()
    body = text + (WEIGHTS.astype("<f4").tobytes() if weights is None else weights)
    return _HEAD.pack(MAGIC, VERSION, len(text), hashlib.sha256(body).digest()) + body


def test_a_model_comes_back_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "model"

    save_model(MODEL, path)
    loaded = load_model(path)

    assert loaded.weights.tobytes() == MODEL.weights.tobytes()
    assert (loaded.bias, loaded.about) == (MODEL.bias, MODEL.about)
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
@settings(deadline=None, max_examples=40)
def test_a_file_with_any_byte_lost_or_altered_is_refused(data: st.DataObject) -> None:
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        path = Path(folder) / "model"
        save_model(MODEL, path)
        whole = bytearray(path.read_bytes())
        place = data.draw(st.integers(0, 300) | st.integers(0, len(whole) - 1))
        if data.draw(st.booleans()):
            whole[place] ^= data.draw(st.integers(1, 255))
        else:
            del whole[place:]
        path.write_bytes(bytes(whole))

        with pytest.raises(ModelError):
            load_model(path)


SOUND = {"features": FEATURES, "bias": 0.5, "about": {}}


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "model.foreign"),
        (b"\x80\x04K\x01." * 40, "model.foreign"),
        (_HEAD.pack(MAGIC, VERSION + 1, 0, bytes(32)), "model.version"),
        (written({**SOUND, "features": FEATURES + 1}), "model.version"),
        (written([1]), "model.torn"),
        (written({"features": FEATURES}), "model.torn"),
        (written({**SOUND, "bias": float("nan")}), "model.torn"),
        (written({**SOUND, "about": {"a": 1}}), "model.torn"),
        (written(SOUND, bytes(8)), "model.torn"),
        (written(SOUND, b"\xff" * (4 * SLOTS)), "model.torn"),
    ],
    ids=["empty", "pickle", "layout", "features", "list", "no bias", "nan", "about", "few", "nans"],
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
