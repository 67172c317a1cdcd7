"""Winnowing against a plain Python one, and what it promises about shared stretches."""

from __future__ import annotations

import random

import numpy as np
import pytest

from mizan.kernels.winnow import GRAM, WINDOW, winnow

WORD = 2**64
GOLDEN, FIRST, SECOND = 0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB


def scramble(value: int) -> int:
    value = ((value ^ value >> 32) * FIRST) % WORD
    value = ((value ^ value >> 29) * SECOND) % WORD
    return value ^ value >> 32


def letter(code: int) -> int:
    value = ((code + 1) * SECOND) % WORD
    return value ^ value >> 29


def fingerprint(gram: list[int], scale: int) -> tuple[int, int]:
    """Return the order of a gram among others, and what is kept of it."""
    rolling = 0
    for code in gram:
        rolling = (rolling * GOLDEN + letter(code)) % WORD
    order = scramble(rolling)
    return order, ((order * GOLDEN) % WORD) & ~1 | scale


def plain_set(text: str, *, every: bool = False) -> set[int]:
    """Return the fingerprints of a text at both scales, by the definition."""
    kept = set()
    for scale, (gram, window) in enumerate(zip(GRAM, WINDOW, strict=True)):
        codes = [ord(char) for char in text]
        pairs = [
            fingerprint(codes[i : i + gram], scale) for i in range(max(0, len(codes) - gram + 1))
        ]
        width = 1 if every else min(window, len(pairs))
        kept |= {min(pairs[i : i + width])[1] for i in range(len(pairs) - width + 1) if width}
    return kept


def run(texts: list[str], *, every: bool = False) -> list[set[int]]:
    codes = np.array([ord(char) for text in texts for char in text], np.uint32)
    bounds = np.cumsum([0, *map(len, texts)]).astype(np.int64)
    found, hashes, *_ = winnow(codes, bounds, int(every))
    return [set(hashes[found[i] : found[i + 1]].tolist()) for i in range(len(texts))]


def made_up(length: int, seed: int = 7) -> str:
    chance = random.Random(seed)
    return "".join(chance.choice("ابتثجحخدذرزسشصضطظعغفقكلمنهوي") for _ in range(length))


LENGTHS = [0, 1, 6, 7, 8, 9, 10, 11, 19, 20, 21, 50, 51, 52, 400]


@pytest.mark.parametrize("every", [False, True])
def test_the_kernel_keeps_what_the_definition_keeps(every: bool) -> None:
    texts = [made_up(length, seed=length) for length in LENGTHS]

    found = run(texts, every=every)

    assert found == [plain_set(text, every=every) for text in texts]


def test_texts_of_one_batch_do_not_touch() -> None:
    texts = [made_up(60, seed=1), "", made_up(5, seed=2), made_up(300, seed=3)]

    together = run(texts)

    assert together == [run([text])[0] for text in texts]


@pytest.mark.parametrize(("scale", "guaranteed"), [(0, 10), (1, 51)])
def test_a_shared_stretch_gives_a_shared_fingerprint(scale: int, guaranteed: int) -> None:
    chance = random.Random(11)
    for _ in range(50):
        shared = made_up(guaranteed, seed=chance.random())
        one = made_up(40, seed=chance.random()) + shared + made_up(70, seed=chance.random())
        other = made_up(90, seed=chance.random()) + shared + made_up(30, seed=chance.random())

        first, second = run([one, other])

        assert any(value & 1 == scale for value in first & second)


def test_places_point_at_the_letters() -> None:
    text = made_up(200)
    codes = np.array([ord(char) for char in text], np.uint32)

    _, hashes, starts, ends, _, lengths = winnow(codes, np.array([0, 200], np.int64), 0)

    for value, start, end in zip(hashes.tolist(), starts, ends, strict=True):
        gram = [ord(char) for char in text[start:end]]
        assert fingerprint(gram, value & 1)[1] == value
    assert lengths.tolist() == [200]


def test_a_repeating_text_gives_few_distinct_fingerprints() -> None:
    found = run(["ab" * 5000])[0]

    assert len(found) <= 4


def test_digests_tell_texts_apart_and_only_the_empty_one_has_none() -> None:
    texts = ["", "a", "aa", "ab", "ba", "b"]
    codes = np.array([ord(char) for text in texts for char in text], np.uint32)
    bounds = np.cumsum([0, *map(len, texts)]).astype(np.int64)

    digests = winnow(codes, bounds, 0)[4]

    assert digests[0] == 0
    assert len(set(digests.tolist())) == len(texts)


def test_fingerprints_are_spread_over_all_bits() -> None:
    codes = np.array([ord(char) for char in made_up(40_000)], np.uint32)

    hashes = winnow(codes, np.array([0, len(codes)], np.int64), 0)[1]

    top, low = hashes >> np.uint64(62), (hashes >> np.uint64(1)) & np.uint64(3)
    for part in (top, low):
        shares = np.bincount(part.astype(np.int64), minlength=4) / len(hashes)
        assert np.all(abs(shares - 0.25) < 0.02)
