"""Writes tests/data/pdq_vectors.json: what pdqhash 0.2.8 says of folders of images.

    python benchmarks/peers/make_pdq_vectors.py FILE images=tests/data/images media_pdq=FOLDER

Needs pdqhash, which is built by a compiler, so it belongs to the bench group; the tests compare
with the file and need neither. Each folder is named, and its files are listed relative to it.
"""

from __future__ import annotations

import hashlib
import json
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import pdqhash
from PIL import Image

SUFFIXES = {".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".bmp", ".tif", ".tiff"}


def row(name: str, folder: Path, path: Path) -> dict[str, Any]:
    """Return one line of the file: where the image is, what it is, and its hash and quality."""
    with Image.open(path) as image:
        pixels = np.ascontiguousarray(np.asarray(image.convert("RGB")))
    bits, quality = pdqhash.compute(pixels)
    return {
        "folder": name,
        "file": path.relative_to(folder).as_posix(),
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "hash": np.packbits(bits.astype(bool)).tobytes().hex(),
        "quality": int(quality),
    }


def main() -> int:
    """Hash every image of the named folders and write the file."""
    target, *named = sys.argv[1:]
    rows = []
    for given in named:
        name, _, place = given.partition("=")
        folder = Path(place)
        paths = sorted(p for p in folder.rglob("*") if p.suffix.lower() in SUFFIXES)
        rows += [row(name, folder, path) for path in paths]
        print(f"{name}: {len(paths)} images")
    made_with = {package: version(package) for package in ("pdqhash", "pillow", "numpy")}
    text = json.dumps({"made_with": made_with, "images": rows}, indent=1) + "\n"
    Path(target).write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
