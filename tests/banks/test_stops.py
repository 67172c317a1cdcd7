"""Stops: exact for passages, by slot for the background."""

from __future__ import annotations

import numpy as np
import pytest

from mizan.banks.stops import SLOTS, Stops, each_once, hashes_of
from mizan.signals.neartext import NearText
from mizan.terms.part import Part

NONE = np.zeros(0, np.uint64)


def some(count: int, seed: int) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 2**64, count, np.uint64)


@pytest.mark.parametrize("count", [0, 1, 2, 100, 50_000])
def test_passages_are_held_exactly(count: int) -> None:
    passages, others = some(count, 1), some(5000, 2)

    stops = Stops(passages, None)

    assert stops.contains(passages).all()
    assert not stops.contains(others).any()
    neighbours = np.concatenate([passages + np.uint64(1), passages ^ np.uint64(1 << 63)])
    assert (stops.contains(neighbours) == np.isin(neighbours, passages)).all()


def test_a_counter_of_two_is_frequent_and_one_is_not() -> None:
    counters = np.zeros(SLOTS, np.uint8)
    counters[[5, 6, 7]] = [1, 2, 255]

    found = Stops(NONE, counters).contains(np.array([4, 5, 6, 7, 8], np.uint64) << np.uint64(40))

    assert found.tolist() == [False, False, True, True, False]


def test_without_passages_and_background_nothing_is_stopped() -> None:
    assert not Stops(NONE, None).contains(some(1000, 3)).any()
    assert Stops(NONE, None).contains(NONE).tolist() == []


def test_passages_of_banked_values_are_joined() -> None:
    kind = NearText()
    parts = [
        Part(content=0, name="text", kind="text", text=t)
        for t in ("سلام عليكم جميعا", "good morning")
    ]
    values = [kind.sign_passage(part) for part in parts]

    stops = Stops(hashes_of([value for value in values if value]), None)

    for part in parts:
        hashes = np.frombuffer((kind.sign(part) or b"")[10:], "<u8").astype(np.uint64)
        assert len(hashes)
        assert stops.contains(hashes).all()


@pytest.mark.parametrize("count", [0, 1, 2, 1000])
def test_numbers_stand_once_and_rise(count: int) -> None:
    numbers = some(count, 4) % np.uint64(300)

    assert each_once(numbers).tolist() == sorted(set(numbers.tolist()))
