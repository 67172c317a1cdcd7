"""Every signal type, built in or not, keeps the same promises."""

from __future__ import annotations

import contextlib

import numpy as np
import pytest

from mizan.engine.build import signal_types
from mizan.errors import SignalError
from mizan.signals.arrays import Bits, Digests, Sketches
from mizan.signals.protocol import SignalType
from mizan.text.batch import make_batch

KINDS = {"equal": Digests, "hamming": Bits, "overlap": Sketches}


@pytest.fixture(params=sorted(signal_types()))
def signal(request: pytest.FixtureRequest) -> SignalType:
    return signal_types()[request.param]


def test_its_examples_match_each_other(signal: SignalType) -> None:
    for one, other in signal.examples():
        first, second = signal.sign(one), signal.sign(other)

        assert first is not None
        assert second is not None
        assert signal.distance(first, first) == 0
        assert signal.distance(first, second) <= (31 if signal.index == "hamming" else 0.7)


def test_what_it_writes_it_reads_again(signal: SignalType) -> None:
    for pair in signal.examples():
        for part in pair:
            value = signal.sign(part)

            assert value is not None
            assert signal.parse(signal.write(value)) == value


@pytest.mark.parametrize("written", ["", " ", "zz", "\ud800", "0" * 1001, "\x00", "none at all"])
def test_a_wrong_form_is_refused_and_nothing_else_is_raised(
    signal: SignalType, written: str
) -> None:
    with contextlib.suppress(SignalError):
        value = signal.parse(written)

        assert signal.parse(signal.write(value)) == value


def test_a_batch_gives_the_arrays_of_its_index(signal: SignalType) -> None:
    parts = [part for pair in signal.examples() for part in pair]

    arrays = signal.sign_many(make_batch(parts))

    assert isinstance(arrays, KINDS[signal.index])
    assert set(arrays.owner.tolist()) == set(range(len(parts)))


def test_an_empty_batch_gives_empty_arrays(signal: SignalType) -> None:
    assert len(signal.sign_many(make_batch([])).owner) == 0


def test_kinds_that_it_does_not_sign_are_left_alone(signal: SignalType) -> None:
    others = [
        part
        for name, other in signal_types().items()
        for pair in other.examples()
        for part in pair
        if part.kind not in signal.kinds
    ]

    assert all(signal.sign(part) is None for part in others)
    assert np.asarray(signal.sign_many(make_batch(others)).owner).size == 0
