"""Winnowing against a plain Python one, and what it promises about shared stretches."""

from __future__ import annotations

import random

import numpy as np
import pytest

from mizan.kernels.winnow import BITS, GRAM, WINDOW, winnow

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
    return order, ((order * GOLDEN) % WORD >> 64 - BITS) & ~1 | scale


def plain_set(text: str, *, brief: int = 0, every: bool = False) -> set[int]:
    """Return the fingerprints of a text at both scales, by the definition."""
    kept = set()
    for scale, (gram, window) in enumerate(zip(GRAM, WINDOW, strict=True)):
        codes = [ord(char) for char in text]
        pairs = [
            fingerprint(codes[i : i + gram], scale) for i in range(max(0, len(codes) - gram + 1))
        ]
        dense = every or (scale == 0 and len(text) < brief)
        width = 1 if dense else min(window, len(pairs))
        kept |= {min(pairs[i : i + width])[1] for i in range(len(pairs) - width + 1) if width}
    return kept


def winnowed(
    texts: list[str], *, brief: int = 0, every: bool = False
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return (about, hashes, starts) of texts."""
    codes = np.array([ord(char) for text in texts for char in text], np.uint32)
    bounds = np.cumsum([0, *map(len, texts)]).astype(np.int64)
    hashes, starts = np.empty(2 * len(codes), np.uint64), np.empty(2 * len(codes), np.int32)
    about = np.empty((len(bounds), 3), np.int64)
    used = winnow(codes, bounds, brief, int(every), hashes, starts, about)
    return about, hashes[:used], starts[:used]


def run(texts: list[str], *, brief: int = 0, every: bool = False) -> list[set[int]]:
    about, hashes, _ = winnowed(texts, brief=brief, every=every)
    return [set(hashes[about[i, 0] : about[i + 1, 0]].tolist()) for i in range(len(texts))]


def made_up(length: int, seed: int = 7) -> str:
    chance = random.Random(seed)
    return "".join(chance.choice("ابتثجحخدذرزسشصضطظعغفقكلمنهوي") for _ in range(length))


LENGTHS = [0, 1, 6, 7, 8, 9, 10, 11, 19, 20, 21, 50, 51, 52, 400]


@pytest.mark.parametrize(("brief", "every"), [(0, False), (0, True), (50, False), (51, True)])
def test_the_kernel_keeps_what_the_definition_keeps(brief: int, every: bool) -> None:
    texts = [made_up(length, seed=length) for length in LENGTHS]

    found = run(texts, brief=brief, every=every)

    assert found == [plain_set(text, brief=brief, every=every) for text in texts]


def test_what_windows_keep_is_among_all() -> None:
    text = made_up(80)

    assert run([text])[0] < run([text], brief=81)[0] < run([text], every=True)[0]


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

    about, hashes, starts = winnowed([text])

    for value, start in zip(hashes.tolist(), starts.tolist(), strict=True):
        gram = [ord(char) for char in text[start : start + GRAM[value & 1]]]
        assert fingerprint(gram, value & 1)[1] == value
    assert about[:, 1].tolist() == [0, 200]


def test_a_repeating_text_gives_few_distinct_fingerprints() -> None:
    found = run(["ab" * 5000])[0]

    assert len(found) <= 4


def test_digests_tell_texts_apart_and_only_the_empty_one_has_none() -> None:
    texts = ["", "a", "aa", "ab", "ba", "b"]

    digests = winnowed(texts)[0][1:, 2]

    assert digests[0] == 0
    assert len(set(digests.tolist())) == len(texts)


def test_fingerprints_are_spread_over_all_bits() -> None:
    hashes = winnowed([made_up(40_000)])[1]

    top, low = hashes >> np.uint64(BITS - 2), (hashes >> np.uint64(1)) & np.uint64(3)
    for part in (top, low):
        shares = np.bincount(part.astype(np.int64), minlength=4) / len(hashes)
        assert np.all(abs(shares - 0.25) < 0.02)
