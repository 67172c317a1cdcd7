from __future__ import annotations

import gc
import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from mizan.errors import MediaError, SignalError
from mizan.media.image import ImagePrint, ImageReader
from mizan.media.pdq import MOST_UNSURE, hash_bytes
from mizan.signals import pdq as module
from mizan.signals.pdq import Pdq, in_doubt, read_images, settle
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


def large_jpeg() -> bytes:
    """An image that a scan hashes from a smaller decoding."""
    rng = np.random.default_rng(9)
    patches = rng.integers(0, 256, (24, 30, 3), dtype=np.uint8)
    file = io.BytesIO()
    Image.fromarray(patches).resize((1601, 1447)).save(file, "JPEG", quality=90)
    return file.getvalue()


def test_a_large_image_is_signed_at_full_size_for_a_bank_and_quickly_for_a_scan(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("MIZAN_FAST_IMAGES", "1")
    part = Part(content=0, name="image", kind="image", data=large_jpeg())
    batch = make_batch([part, picture("plain.jpg", 1)])

    signed = KIND.sign(part)
    doubts = in_doubt(batch)

    assert signed == hash_bytes(large_jpeg())[0]
    assert doubts.hashes.owner.tolist() == [0]
    assert 0 < doubts.bits <= MOST_UNSURE


def test_settling_an_image_gives_it_the_hash_of_its_full_size(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("MIZAN_FAST_IMAGES", "1")
    part = Part(content=0, name="image", kind="image", data=large_jpeg())
    batch = make_batch([picture("plain.jpg"), part])
    before = read_images(batch)[0]

    settle(batch, [1])

    assert [row.tobytes() for row in KIND.sign_many(batch).rows][1] == KIND.sign(part)
    assert not len(in_doubt(batch).hashes.owner)
    assert read_images(batch)[0] is before


@pytest.mark.parametrize("said", [None, "", "0"])
def test_every_image_is_hashed_at_full_size_unless_speed_is_asked_for(
    said: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MIZAN_FAST_IMAGES", raising=False)
    if said is not None:
        monkeypatch.setenv("MIZAN_FAST_IMAGES", said)
    batch = make_batch([Part(content=0, name="image", kind="image", data=large_jpeg())])

    assert not len(in_doubt(batch).hashes.owner)


def test_a_large_image_is_in_doubt_where_speed_is_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("MIZAN_FAST_IMAGES", "1")
    batch = make_batch([Part(content=0, name="image", kind="image", data=large_jpeg())])

    assert len(in_doubt(batch).hashes.owner)
