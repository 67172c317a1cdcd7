"""The background: what it learns, and that a torn or foreign file is refused."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from mizan.banks.background import (
    CROWDED,
    HEADER,
    SLOTS,
    _bar,
    build_background,
    load,
    put_in_place,
    save,
    write_beside,
)
from mizan.banks.indexes.overlap import OverlapIndex, build
from mizan.banks.stops import Stops
from mizan.errors import SegmentError, StoreError
from mizan.kernels.stops import contained
from mizan.signals.neartext import NearText
from mizan.signals.sketch import sketch_many
from mizan.terms.part import Part
from mizan.text.fold import fold_many

FORMULA = "إنا لله وإنا إليه راجعون رحم الله الفقيد وأسكنه فسيح جناته"
NONE = np.zeros(0, np.uint64)


def contains(stops: Stops, hashes: np.ndarray) -> np.ndarray:
    """Say of each fingerprint whether it is stopped."""
    stopped = np.empty(len(hashes), np.bool_)
    contained(hashes, *stops.lists, stopped)
    return stopped


def hashes_of(text: str) -> np.ndarray:
    return sketch_many(fold_many([text]), np.zeros(1, np.int32)).hashes


def test_what_stands_in_two_posts_is_frequent() -> None:
    posts = [f"{FORMULA} أولا", "كلمات أخرى لا علاقة لها بشيء", f"ثانيا {FORMULA}"]

    stops = Stops(NONE, build_background(posts).slots)

    assert contains(stops, hashes_of(FORMULA)).mean() > 0.9
    assert not contains(stops, hashes_of(posts[1])).any()


def test_a_post_counts_once_however_often_it_repeats_itself() -> None:
    assert not len(build_background([f"{FORMULA} {FORMULA} {FORMULA}"]).slots)


def test_a_formula_is_known_wherever_it_is_cut() -> None:
    """Short texts are compared by every fingerprint, so every one of them is learnt."""
    posts = [f"one {FORMULA}", f"{FORMULA} another"]

    stops = Stops(NONE, build_background(posts).slots)

    for cut in range(len(FORMULA) - 12):
        assert contains(stops, hashes_of(FORMULA[cut : cut + 12])).all()


def test_a_formula_alone_is_thin_and_matches_no_other_condolence() -> None:
    value = NearText().sign(Part(content=0, name="text", kind="text", text=FORMULA))
    bank = OverlapIndex(build([value or b""]))
    stops = Stops(NONE, build_background([FORMULA, FORMULA + " آمين"]).slots)

    assert bank.thin(stops).all()


def test_progress_is_told_and_posts_are_counted() -> None:
    told: list[int] = []

    background = build_background((f"post number {i}" for i in range(2500)), told.append)

    assert told == [1000, 2000, 2500]
    assert background.posts == 2500


def test_odd_posts_do_no_harm() -> None:
    background = build_background(["", "\ud800", "🔥", "a" * 100_000])

    assert background.posts == 4
    assert not len(background.slots)


def test_a_very_large_sample_raises_the_bar_instead_of_stopping_everything() -> None:
    counters = np.random.default_rng(1).poisson(20, SLOTS).clip(0, 255).astype(np.uint8)

    bar = _bar(counters)

    assert 20 < bar < 50
    assert (counters >= bar).mean() <= CROWDED


def test_of_an_ordinary_sample_two_posts_are_the_bar() -> None:
    counters = np.zeros(SLOTS, np.uint8)
    counters[:1000] = 2

    assert _bar(counters) == 2


def test_the_file_gives_the_same_background_again(tmp_path: Path) -> None:
    background = build_background([FORMULA, FORMULA])

    save(background, tmp_path / "background")

    again = load(tmp_path / "background")
    assert again.posts == 2
    assert np.array_equal(again.slots, background.slots)
    assert [path.name for path in tmp_path.iterdir()] == ["background"]


def spoil(data: bytes, how: str) -> bytes:
    return {
        "short": data[:-1],
        "longer": data + b"\0",
        "flipped": data[:-1] + bytes([data[-1] ^ 1]),
        "empty": b"",
        "foreign": b"PK\x03\x04" + data,
        "cut in the header": data[: HEADER.size - 1],
        "another version": data[:16] + b"\x63" + data[17:],
    }[how]


@pytest.mark.parametrize(
    ("how", "code"),
    [
        ("short", "segment.torn"),
        ("longer", "segment.torn"),
        ("flipped", "segment.torn"),
        ("empty", "segment.foreign"),
        ("foreign", "segment.foreign"),
        ("cut in the header", "segment.foreign"),
        ("another version", "segment.version"),
    ],
)
def test_a_torn_or_foreign_file_is_refused(tmp_path: Path, how: str, code: str) -> None:
    path = tmp_path / "background"
    save(build_background([FORMULA, FORMULA]), path)
    path.write_bytes(spoil(path.read_bytes(), how))

    with pytest.raises(SegmentError) as caught:
        load(path)

    assert caught.value.code == code
    assert str(path) in caught.value.message
    assert caught.value.hint


def test_a_failed_write_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "background"
    save(build_background([FORMULA]), path)
    before = path.read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(StoreError) as caught:
        save(build_background(["other"]), path)

    assert caught.value.code == "store.full"
    assert path.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == ["background"]


def test_nothing_is_in_force_until_it_is_put_in_place(tmp_path: Path) -> None:
    path = tmp_path / "background"
    background = build_background([FORMULA])

    beside = write_beside(background, path)
    before = path.exists()
    put_in_place(beside, path)

    assert not before
    assert load(path).digest == background.digest
    assert [each.name for each in tmp_path.iterdir()] == ["background"]


def test_what_a_killed_writer_left_is_written_over(tmp_path: Path) -> None:
    path = tmp_path / "background"
    write_beside(build_background([FORMULA]), path)

    save(build_background([FORMULA, FORMULA]), path)

    assert load(path).posts == 2
    assert [each.name for each in tmp_path.iterdir()] == ["background"]


@pytest.mark.parametrize(
    ("number", "code"), [(28, "store.full"), (13, "store.read_only"), (5, "store.disk")]
)
def test_a_file_that_cannot_be_written_is_explained(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, code: str
) -> None:
    def fail(*_: object) -> int:
        raise OSError(number, "said by the system")

    monkeypatch.setattr("os.open", fail)

    with pytest.raises(StoreError) as caught:
        save(build_background([FORMULA]), tmp_path / "background")

    assert caught.value.code == code
    assert caught.value.hint
    assert str(tmp_path) in caught.value.message


def test_a_directory_in_its_place_is_explained(tmp_path: Path) -> None:
    path = tmp_path / "background"
    path.mkdir()

    with pytest.raises(StoreError) as caught:
        save(build_background([FORMULA]), path)

    assert caught.value.code == "store.disk"
    assert [each.name for each in tmp_path.iterdir()] == ["background"]
