from __future__ import annotations

import gc
import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from mizan.errors import MediaError, SignalError
from mizan.media.image import ImagePrint, ImageReader
from mizan.signals import pdq as module
from mizan.signals.pdq import Pdq, read_images
from mizan.terms.part import Part
from mizan.text.batch import make_batch

IMAGES = Path(__file__).parent.parent / "data" / "images"
KIND = Pdq()


def picture(name: str, row: int = 0) -> Part:
    return Part(content=row, name="image", kind="image", data=(IMAGES / name).read_bytes())


BROKEN = Part(content=0, name="image", kind="image", data=b"\xff\xd8\xff\xe0")


def test_the_examples_are_near_each_other() -> None:
    for one, other in KIND.examples():
        signed, copied = KIND.sign(one), KIND.sign(other)

        assert signed is not None
        assert copied is not None
        assert KIND.distance(signed, copied) <= 31


def test_a_recompressed_and_smaller_copy_is_near() -> None:
    file = io.BytesIO()
    with Image.open(IMAGES / "plain.png") as image:
        image.convert("RGB").resize((200, 150)).save(file, "JPEG", quality=30)

    signed = KIND.sign(picture("plain.png"))
    copied = KIND.sign(Part(content=0, name="image", kind="image", data=file.getvalue()))

    assert signed is not None
    assert copied is not None
    assert KIND.distance(signed, copied) <= 31


@pytest.mark.parametrize("name", ["flat.png", "sliver.png", "sixteen.png"])
def test_an_image_with_little_to_see_has_no_signal_and_is_no_error(name: str) -> None:
    batch = make_batch([picture(name)])

    assert KIND.sign(picture(name)) is None
    assert KIND.sign_many(batch).rows.shape == (0, 4)
    assert isinstance(read_images(batch)[0], ImagePrint)


def test_an_unreadable_image_is_raised_alone_and_told_in_a_batch() -> None:
    batch = make_batch([picture("plain.jpg"), BROKEN, picture("plain.png", 2)])

    signals, results = KIND.sign_many(batch), read_images(batch)

    assert signals.owner.tolist() == [0, 2]
    assert isinstance(results[1], MediaError)
    with pytest.raises(MediaError):
        KIND.sign(BROKEN)


def test_a_batch_gives_words_of_images_and_of_its_own_digests() -> None:
    given = bytes(range(32))
    parts = [
        Part(content=0, name="pdq", kind="digest", signal="pdq", value=given),
        Part(content=0, name="sha1", kind="digest", signal="sha1", value=bytes(20)),
        picture("plain.jpg"),
    ]

    signals = KIND.sign_many(make_batch(parts))

    assert signals.owner.tolist() == [0, 2]
    assert signals.rows.dtype == np.uint64
    assert [row.tobytes() for row in signals.rows] == [given, KIND.sign(parts[2])]


def test_images_of_a_batch_are_read_once_and_then_forgotten(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Counting(ImageReader):
        calls = 0

        def hash_many(self, images, *, full=True):  # type: ignore[no-untyped-def]
            self.calls += 1
            return [ImagePrint(bytes(32), 90, 1, 1) for _ in images]

    reader = Counting()
    monkeypatch.setattr(module, "shared_reader", lambda: reader)
    batch = make_batch([picture("plain.jpg")])

    read_images(batch)
    KIND.sign_many(batch)
    assert reader.calls == 1

    del batch
    gc.collect()
    assert not module._results


def test_a_written_hash_is_read_back_in_either_case() -> None:
    value = bytes(range(32))

    assert KIND.parse(KIND.write(value).upper()) == value


@pytest.mark.parametrize("written", ["", "ab" * 31, "ab" * 33, "zz" * 32, "ab " * 32])
def test_a_wrong_hash_is_refused(written: str) -> None:
    with pytest.raises(SignalError):
        KIND.parse(written)
