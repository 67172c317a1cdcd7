"""Draws the images of tests/data/images: every mode and oddity that a hash must survive.

    python benchmarks/peers/draw_images.py tests/data/images

The files are committed, because encoders differ from version to version; run it only to add one.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw


def harbour(width: int, height: int, seed: int) -> Image.Image:
    """Return a drawing of boats on bands of water under a sun."""
    rng = np.random.default_rng(seed)
    image = Image.new("RGB", (width, height), (236, 220, 180))
    draw = ImageDraw.Draw(image)
    for band in range(6):
        top = height * (band + 5) // 12
        shade = tuple(int(c) for c in rng.integers(20, 160, 3))
        draw.rectangle((0, top, width, height), fill=shade)
    draw.ellipse(
        (width * 6 // 10, height // 12, width * 8 // 10, height * 4 // 10), fill=(250, 90, 30)
    )
    for _ in range(7):
        x, y = int(rng.integers(0, width)), int(rng.integers(height // 3, height))
        size = int(rng.integers(width // 12, width // 4 + 1))
        shade = tuple(int(c) for c in rng.integers(0, 256, 3))
        draw.polygon([(x, y), (x + size, y), (x + size // 2, y - size)], fill=shade)
        draw.rectangle((x, y, x + size, y + size // 4), fill=(30, 20, 10))
    return image


def main() -> int:
    """Draw all images into the folder named on the command line."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    base = harbour(320, 240, 1)
    clear = base.convert("RGBA")
    clear.putalpha(Image.linear_gradient("L").resize(base.size))
    sixteen = np.asarray(base.convert("L"), np.uint16) * 257
    rotated = Image.Exif()
    rotated[0x0112] = 6  # orientation: turn a quarter to the right to show
    second = harbour(160, 120, 3)

    base.save(folder / "plain.jpg", quality=80)
    base.save(folder / "turned.jpg", quality=80, exif=rotated)
    base.convert("L").save(folder / "gray.jpg", quality=80)
    base.convert("CMYK").save(folder / "cmyk.jpg", quality=70)
    base.save(folder / "plain.png", optimize=True)
    clear.save(folder / "alpha.png", optimize=True)
    base.quantize(32).save(folder / "palette.png", optimize=True)
    base.convert("1").save(folder / "bilevel.png", optimize=True)
    Image.fromarray(sixteen).save(folder / "sixteen.png")
    base.save(folder / "plain.webp", quality=75)
    base.save(folder / "plain.avif", quality=70)
    harbour(96, 72, 2).save(folder / "plain.bmp")
    harbour(96, 72, 2).save(folder / "plain.tiff", compression="tiff_lzw")
    second.save(folder / "moving.gif", save_all=True, append_images=[harbour(160, 120, 4)])
    harbour(64, 64, 5).save(folder / "square64.png", optimize=True)
    harbour(7, 5, 6).save(folder / "tiny.png")
    harbour(3, 200, 7).save(folder / "sliver.png")
    Image.new("RGB", (120, 90), (90, 120, 60)).save(folder / "flat.png", optimize=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
