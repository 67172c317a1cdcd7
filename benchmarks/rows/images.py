"""From a JPEG file to its PDQ hash, beside Pillow with the reference implementation."""

from __future__ import annotations

import io

import numpy as np
from numpy.typing import NDArray

from benchmarks import timing
from benchmarks.engines import images
from benchmarks.report import PRODUCT, Report

SIZES = {
    "quick": ((640, 480),),
    "usual": ((640, 480), (1920, 1080), (4000, 3000)),
    "full": ((640, 480), (1920, 1080), (4000, 3000)),
}
EACH = 4
DRIFT = 4  # bits that the fast path may be away from the exact hash


def run(report: Report, scale: str) -> None:
    import pdqhash

    for width, height in SIZES[scale]:
        pixels = [_drawing(width, height, seed) for seed in range(EACH)]
        files = [_jpeg(one) for one in pixels]
        title = f"images, {width} x {height}"
        exact = [pdqhash.compute(one) for one in pixels]
        own = [images.hash_rgb(one) for one in pixels]
        same = all(
            (np.packbits(bits).tobytes(), quality) == hashed
            for (bits, quality), hashed in zip(exact, own, strict=True)
        )
        report.check(f"{title}: from pixels, equal to the last bit, quality too", same)
        known = [_by_pillow(file) for file in files]
        drift = max(
            _apart(images.hash_bytes(file)[0], bits)
            for file, bits in zip(files, known, strict=True)
        )
        report.check(f"{title}: from a file, at most {DRIFT} bits away", drift <= DRIFT, f"{drift}")
        calls = {
            PRODUCT: lambda i, f=files: images.hash_bytes(f[i]),
            "pillow + pdqhash": lambda i, f=files: _by_pillow(f[i]),
        }
        turns = [turn % EACH for turn in range(3 * EACH)]
        report.times(f"{title}, one JPEG", timing.singles(calls, turns))


def _by_pillow(file: bytes) -> bytes:
    import pdqhash
    from PIL import Image

    with Image.open(io.BytesIO(file)) as image:
        bits, _ = pdqhash.compute(np.asarray(image.convert("RGB")))
    return np.packbits(bits).tobytes()


def _apart(one: bytes, other: bytes) -> int:
    return (int.from_bytes(one) ^ int.from_bytes(other)).bit_count()


def _drawing(width: int, height: int, seed: int) -> NDArray[np.uint8]:
    """Return a smooth picture with some texture on it."""
    chance = np.random.default_rng(seed)
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    layers = [
        np.sin(x * chance.uniform(2, 14) / width + y * chance.uniform(2, 14) / height + phase)
        for phase in chance.uniform(0, 6, 3)
    ]
    grain = chance.normal(0, 6, (height, width, 1)).astype(np.float32)
    return np.clip(np.stack(layers, axis=2) * 90 + 128 + grain, 0, 255).astype(np.uint8)


def _jpeg(pixels: NDArray[np.uint8]) -> bytes:
    from PIL import Image

    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "JPEG", quality=85)
    return file.getvalue()
