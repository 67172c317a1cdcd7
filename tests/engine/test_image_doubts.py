"""Where large images may be decoded smaller, matches are those of the full size."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from mizan import Content, open_engine
from mizan.banks import changes
from mizan.media.pdq import hash_bytes, hash_file

RADIUS = 31


def photograph(seed: int) -> bytes:
    """A JPEG whose quick hash differs from that of its full size."""
    for attempt in range(seed * 100, seed * 100 + 100):
        rng = np.random.default_rng(attempt)
        patches = rng.integers(0, 256, (24, 30, 3), dtype=np.uint8)
        file = io.BytesIO()
        Image.fromarray(patches).resize((1601, 1447)).save(file, "JPEG", quality=60)
        quick = hash_file(file.getvalue(), full=False)
        if quick.unsure and quick.pdq != hash_bytes(file.getvalue())[0]:
            return file.getvalue()
    raise AssertionError("no such image")


def at_distance(pdq: bytes, toward: bytes, bits: int, *, nearer: bool) -> bytes:
    """Flip `bits` bits of a hash: first those in which `toward` differs, or never those."""
    differing = int.from_bytes(pdq) ^ int.from_bytes(toward)
    places = sorted(range(256), key=lambda i: bool(differing >> i & 1) != nearer)[:bits]
    return (int.from_bytes(pdq) ^ sum(1 << i for i in places)).to_bytes(32)


@pytest.mark.parametrize("fast", ["0", "1"])
@pytest.mark.parametrize("nearer", [True, False], ids=["quick is nearer", "quick is farther"])
@pytest.mark.parametrize("bits", [0, RADIUS - 1, RADIUS, RADIUS + 1, RADIUS + 4])
def test_a_large_image_matches_as_at_full_size_to_the_bit(
    bits: int, nearer: bool, fast: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MIZAN_FAST_IMAGES", fast)
    image = photograph(1)
    exact, quick = hash_bytes(image)[0], hash_file(image, full=False).pdq
    banked = at_distance(exact, quick, bits, nearer=nearer)

    with open_engine(tmp_path) as engine:
        changes.create_bank(engine.store, name="posters", purpose="harm", actor="test", why="test")
        row = changes.NewEntry(signal="pdq", value=banked)
        changes.add_entries(engine.store, bank="posters", rows=[row], actor="test", why="test")
        engine.reader.refresh(now=True)
        verdict = engine.scan(Content(id="1", data=image))

    found = [one.match.distance for one in verdict.findings if one.match]
    assert found == ([bits] if bits <= RADIUS else [])
