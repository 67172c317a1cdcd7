"""JPEGs read without Pillow are the very pixels that Pillow gives, or are left to it."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image

from mizan.errors import MediaError
from mizan.media.jpeg import LEAST_SIDE, read_jpeg, read_scaled
from mizan.media.pdq import MOST_UNSURE, hash_bytes, hash_file, hash_rgb
from mizan.media.pixels import MAX_PIXELS, read_pixels

IMAGES = Path(__file__).parent.parent / "data" / "images"
SCENE = np.random.default_rng(3).integers(0, 256, (9, 12, 3), dtype=np.uint8)


def jpeg(width: int = 97, height: int = 61, mode: str = "RGB", **options: Any) -> bytes:
    file = io.BytesIO()
    scene = Image.fromarray(SCENE).resize((width, height), Image.Resampling.BICUBIC)
    scene.convert(mode).save(file, "JPEG", **options)
    return file.getvalue()


def by_pillow(data: bytes) -> NDArray[np.uint8]:
    with Image.open(io.BytesIO(data)) as image:
        return np.asarray(image.convert("RGB"))


KINDS: dict[str, bytes] = {
    "plain": jpeg(),
    "progressive": jpeg(progressive=True),
    "full colour": jpeg(subsampling=0),
    "half colour": jpeg(subsampling=1, optimize=True),
    "restarts": jpeg(restart_marker_blocks=3),
    "gray": jpeg(mode="L"),
    "coarse": jpeg(quality=5),
    "one pixel": jpeg(1, 1),
    "turned": (IMAGES / "turned.jpg").read_bytes(),
    "garbage behind": jpeg() + b"PK\x03\x04" + bytes(300),
}


@pytest.mark.parametrize("kind", KINDS)
def test_pixels_are_those_of_pillow(kind: str) -> None:
    pixels = read_jpeg(KINDS[kind], max_pixels=MAX_PIXELS)

    assert pixels is not None
    assert np.array_equal(pixels, by_pillow(KINDS[kind]))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xd8\xff",
        jpeg()[:-400],
        jpeg()[:200],
        jpeg(progressive=True)[:-400],
        jpeg().replace(b"\xff\xc0\x00\x11\x08", b"\xff\xc9\x00\x11\x08"),  # arithmetic, it says
        jpeg().replace(b"\xff\xda", b"\x00\x00\xff\xda"),  # a remark of the decoder's
        (IMAGES / "cmyk.jpg").read_bytes(),
        (IMAGES / "plain.png").read_bytes(),
    ],
    ids=["empty", "sign", "cut", "head", "cut progressive", "arithmetic", "odd", "cmyk", "png"],
)
def test_what_is_odd_is_left_to_pillow(data: bytes) -> None:
    assert read_jpeg(data, max_pixels=MAX_PIXELS) is None


def test_a_jpeg_that_claims_too_many_pixels_is_not_decoded() -> None:
    sizes = jpeg()
    at = sizes.index(b"\xff\xc0") + 5
    claims = sizes[:at] + b"\xff\xdc\xff\xdc" + sizes[at + 4 :]

    assert read_jpeg(sizes, max_pixels=97 * 61 - 1) is None
    assert read_scaled(claims, max_pixels=MAX_PIXELS) is None
    with pytest.raises(MediaError) as caught:
        read_pixels(claims)
    assert caught.value.code == "media.too_many_pixels"


@given(
    kind=st.sampled_from(sorted(KINDS)),
    edits=st.lists(st.tuples(st.integers(2, 2000), st.integers(0, 255)), min_size=1, max_size=4),
)
@settings(deadline=None, max_examples=150)
def test_a_damaged_jpeg_gives_what_pillow_gives_or_the_same_error(
    kind: str, edits: list[tuple[int, int]]
) -> None:
    data = bytearray(KINDS[kind])
    for place, byte in edits:
        data[place % len(data)] = byte

    pixels = read_jpeg(bytes(data), max_pixels=10**6)

    if pixels is not None:
        assert np.array_equal(pixels, by_pillow(bytes(data)))


@pytest.mark.parametrize(
    ("width", "height", "scale"),
    [
        (LEAST_SIDE * 2, LEAST_SIDE * 2 - 1, None),
        (LEAST_SIDE * 2, LEAST_SIDE * 2, 2),
        (LEAST_SIDE * 4 + 3, LEAST_SIDE * 3, 2),
        (LEAST_SIDE * 4 + 1, LEAST_SIDE * 4 + 2, 4),
        (6000, 900, None),
    ],
)
def test_an_image_is_made_smaller_as_far_as_both_sides_stay_long_enough(
    width: int, height: int, scale: int | None
) -> None:
    scaled = read_scaled(jpeg(width, height), max_pixels=MAX_PIXELS)

    assert (scaled and scaled.scale) == scale
    if scaled is not None and scale is not None:
        assert (scaled.width, scaled.height) == (width, height)
        assert scaled.pixels.shape == (-(-height // scale), -(-width // scale), 3)


@pytest.mark.parametrize("options", [{}, {"quality": 30}, {"progressive": True}], ids=str)
@pytest.mark.parametrize("grain", [0, 20])
def test_a_hash_of_a_smaller_decoding_is_off_by_no_more_than_the_bits_in_doubt(
    options: dict[str, Any], grain: int
) -> None:
    rng = np.random.default_rng(grain)
    scene = Image.fromarray(rng.integers(0, 256, (24, 30, 3), dtype=np.uint8))
    pixels = np.asarray(scene.resize((1601, 1447), Image.Resampling.BICUBIC)).astype(np.int16)
    pixels += rng.normal(0, grain, (*pixels.shape[:2], 1)).astype(np.int16)
    file = io.BytesIO()
    Image.fromarray(pixels.clip(0, 255).astype(np.uint8)).save(file, "JPEG", **options)

    quick, full = hash_file(file.getvalue(), full=False), hash_file(file.getvalue(), full=True)

    apart = (int.from_bytes(quick.pdq) ^ int.from_bytes(full.pdq)).bit_count()
    assert 0 < quick.unsure <= MOST_UNSURE
    assert apart <= min(4, quick.unsure)
    assert (quick.width, quick.height, quick.quality) == (1601, 1447, full.quality)
    assert full.unsure == 0
    assert (full.pdq, full.quality) == hash_bytes(file.getvalue())


@pytest.mark.parametrize("kind", ["mirrored", "flat"])
def test_an_image_with_many_bits_in_doubt_is_hashed_at_full_size(kind: str) -> None:
    scene = np.asarray(Image.fromarray(SCENE).resize((1600, 1500)))
    if kind == "mirrored":  # half of its waves are nothing but noise
        scene = np.concatenate([scene[:, :800], scene[:, 799::-1]], axis=1)
    else:
        scene = np.full_like(scene, 90)
    file = io.BytesIO()
    Image.fromarray(scene).save(file, "JPEG")

    hashed = hash_file(file.getvalue(), full=False)

    assert hashed.unsure == 0
    assert (hashed.pdq, hashed.quality) == hash_rgb(by_pillow(file.getvalue()))
