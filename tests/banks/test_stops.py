"""Stops: exact for passages, by slot for the background."""

from __future__ import annotations

import numpy as np
import pytest

from mizan.banks.stops import Stops, each_once, hashes_of, sieve_of
from mizan.kernels.stops import SLOT_BITS, contained
from mizan.kernels.winnow import BITS
from mizan.signals.neartext import NearText
from mizan.signals.sketch import read_value
from mizan.terms.part import Part

NONE = np.zeros(0, np.uint64)


def contains(stops: Stops, hashes: np.ndarray) -> np.ndarray:
    """Say of each fingerprint whether it is stopped."""
    stopped = np.empty(len(hashes), np.bool_)
    contained(hashes, *stops.lists, stopped)
    return stopped


def some(count: int, seed: int) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 2**BITS, count, np.uint64)


@pytest.mark.parametrize("count", [0, 1, 2, 100, 50_000])
def test_passages_are_held_exactly(count: int) -> None:
    passages, others = some(count, 1), some(5000, 2)

    stops = Stops(passages, None)

    assert contains(stops, passages).all()
    assert not contains(stops, others).any()
    neighbours = np.concatenate([passages + np.uint64(1), passages ^ np.uint64(1 << BITS - 1)])
    assert (contains(stops, neighbours) == np.isin(neighbours, passages)).all()


def test_a_frequent_slot_stops_all_of_its_fingerprints() -> None:
    first = np.array([4, 5, 6, 7, 8], np.uint64) << np.uint64(BITS - SLOT_BITS)

    stops = Stops(NONE, np.array([6, 7], np.uint32))

    for hashes in (first, first + np.uint64((1 << BITS - SLOT_BITS) - 1)):
        assert contains(stops, hashes).tolist() == [False, False, True, True, False]


@pytest.mark.parametrize("count", [0, 1, 3, 1000, 300_000])
def test_a_sieve_holds_its_keys_and_hardly_another(count: int) -> None:
    slots = np.unique(some(count, 5) >> np.uint64(BITS - SLOT_BITS)).astype(np.uint32)
    others = some(200_000, 6)

    found = contains(Stops(NONE, slots), others)

    wanted = np.isin(others >> np.uint64(BITS - SLOT_BITS), slots)
    assert found[wanted].all()
    assert found[~wanted].mean() < 0.002
    assert len(sieve_of(slots.astype(np.uint64))) <= max(1, count)


def test_without_passages_and_background_nothing_is_stopped() -> None:
    assert not contains(Stops(NONE, None), some(1000, 3)).any()
    assert contains(Stops(NONE, None), NONE).tolist() == []


def test_passages_of_banked_values_are_joined() -> None:
    kind = NearText()
    parts = [
        Part(content=0, name="text", kind="text", text=t)
        for t in ("سلام عليكم جميعا", "good morning")
    ]
    values = [kind.sign_passage(part) for part in parts]

    stops = Stops(hashes_of([value for value in values if value]), None)

    for part in parts:
        hashes = read_value(kind.sign(part) or b"").hashes
        assert len(hashes)
        assert contains(stops, hashes).all()


@pytest.mark.parametrize("count", [0, 1, 2, 1000])
def test_numbers_stand_once_and_rise(count: int) -> None:
    numbers = some(count, 4) % np.uint64(300)

    assert each_once(numbers).tolist() == sorted(set(numbers.tolist()))
