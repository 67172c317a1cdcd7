"""Our hashes against those of pdqhash 0.2.8, which a committed script wrote to a file."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any

import pytest

from mizan.media.pdq import hash_bytes

DATA = Path(__file__).parent.parent / "data"
SHARED = DATA.parent.parent.parent / "shared" / "data" / "reference" / "media_pdq"
FOLDERS = {"images": DATA / "images", "media_pdq": SHARED}
ROWS = json.loads((DATA / "pdq_vectors.json").read_text("utf-8"))["images"]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['folder']}/{row['file']}")
def test_hash_and_quality_equal_the_reference(row: dict[str, Any]) -> None:
    path = FOLDERS[row["folder"]] / row["file"]
    if (
        row["folder"] == "media_pdq"
        and not SHARED.is_dir()
        and not os.environ.get("MIZAN_REQUIRE_REFERENCE")
    ):
        pytest.skip("the reference images are not here")
    data = path.read_bytes()

    pdq, quality = hash_bytes(data)

    assert hashlib.sha256(data).hexdigest() == row["sha256"]
    assert (pdq.hex(), quality) == (row["hash"], row["quality"])


def test_every_own_image_has_its_line() -> None:
    listed = {row["file"] for row in ROWS if row["folder"] == "images"}

    assert listed == {path.name for path in FOLDERS["images"].iterdir()}
