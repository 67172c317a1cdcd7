"""PDQ radius search beside faiss and threatexchange, and how its cost grows with the bank."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks import timing
from benchmarks.engines import pdq
from benchmarks.report import PRODUCT, Report

RADIUS = 31
SIZES = {"quick": (20_000,), "usual": (100_000, 1_000_000), "full": (100_000, 1_000_000)}
GROWTH = {
    "quick": (10_000, 30_000),
    "usual": (10_000, 100_000, 1_000_000),
    "full": (10_000, 100_000, 1_000_000, 10_000_000),
}
QUERIES = 128
SLOW = 3_000_000  # beyond it only faiss' flat search is asked; the others take minutes to build

Bytes = NDArray[np.uint8]


def run(report: Report, scale: str) -> None:
    for size in SIZES[scale]:
        for kind in ("uniform", "skewed"):
            _compare(report, hashes(kind, size), f"PDQ, {size:,} {kind} hashes")
    _grow(report, GROWTH[scale])


def hashes(kind: str, size: int, seed: int = 7) -> Bytes:
    """Return hashes, uint8[size, 32]. Skewed ones share most of their bits in a few patterns."""
    chance = np.random.default_rng(seed)
    if kind == "uniform":
        return chance.integers(0, 256, (size, 32), np.uint8)
    mixing = chance.standard_normal((24, 256)).astype(np.float32)
    made = np.empty((size, 32), np.uint8)
    for first in range(0, size, 50_000):
        rows = min(50_000, size - first)
        drawn = chance.standard_normal((rows, 24)).astype(np.float32) @ mixing
        made[first : first + rows] = np.packbits(drawn > 0, axis=1)
    crowd = chance.integers(0, size, size // 50)  # copies of twenty templates, a few bits apart
    templates = made[chance.integers(0, 20, len(crowd)) * (size // 20)]
    made[crowd] = templates ^ _noise(chance, len(crowd), 8)
    return made


def planted(bank: Bytes, count: int, seed: int = 11) -> Bytes:
    """Return queries at every distance 0..RADIUS from hashes of the bank, and some unrelated."""
    chance = np.random.default_rng(seed)
    near = bank[chance.integers(0, len(bank), count)].copy()
    for place in range(count):
        flips = chance.choice(256, place % (RADIUS + 1), replace=False)
        for bit in flips:
            near[place, bit // 8] ^= np.uint8(1 << (bit % 8))
    return np.concatenate([near, chance.integers(0, 256, (count // 4, 32), np.uint8)])


def _noise(chance: np.random.Generator, rows: int, bits: int) -> Bytes:
    noise = np.zeros((rows, 256), np.uint8)
    noise[np.arange(rows)[:, None], chance.integers(0, 256, (rows, bits))] = 1
    return np.packbits(noise, axis=1)


def _compare(report: Report, bank: Bytes, title: str) -> None:
    queries = planted(bank, QUERIES)
    index = pdq.build([row.tobytes() for row in bank])
    asked: dict[str, Callable[[int], Any]] = {
        PRODUCT: lambda i: index.query(queries[i].tobytes(), RADIUS),
        "faiss IndexBinaryFlat": _faiss_flat(bank, queries),
        "faiss MultiHash 16x16": _faiss_multi(bank, queries),
        "threatexchange PDQIndex": _pdq_index(bank, queries),
    }
    wanted = [sorted(asked["faiss IndexBinaryFlat"](i)) for i in range(len(queries))]
    for name, ask in asked.items():
        same = sum(sorted(ask(i)) == wanted[i] for i in range(len(queries)))
        said = f"{same} of {len(queries)} queries"
        report.check(f"{title}: {name} gives faiss' flat result sets", same == len(queries), said)
    report.note(f"{title}: bytes per hash", index.nbytes() / len(bank))
    report.times(f"{title}, one query", timing.singles(asked, range(len(queries))))


def _faiss_flat(bank: Bytes, queries: Bytes) -> Callable[[int], Any]:
    import faiss

    faiss.omp_set_num_threads(1)
    index = faiss.IndexBinaryFlat(256)
    index.add(bank)
    return lambda i: _faiss_hits(index, queries[i : i + 1])


def _faiss_multi(bank: Bytes, queries: Bytes) -> Callable[[int], Any]:
    import faiss

    index = faiss.IndexBinaryMultiHash(256, 16, 16)
    index.nflip = RADIUS // 16
    index.add(bank)
    return lambda i: _faiss_hits(index, queries[i : i + 1])


def _faiss_hits(index: Any, query: Bytes) -> list[tuple[int, int]]:
    _, far, ids = index.range_search(query, RADIUS + 1)  # its radius is exclusive
    return list(zip(ids.tolist(), far.tolist(), strict=True))


def _pdq_index(bank: Bytes, queries: Bytes) -> Callable[[int], Any]:
    from threatexchange.signal_type.pdq.pdq_index import PDQIndex

    index = PDQIndex([(row.tobytes().hex(), number) for number, row in enumerate(bank)])
    return lambda i: [
        (one.metadata, int(one.similarity_info.distance))
        for one in index.query(queries[i].tobytes().hex())
    ]


def _grow(report: Report, sizes: tuple[int, ...]) -> None:
    """Time one query against ever larger banks; both contenders take turns at each size."""
    flat = "faiss IndexBinaryFlat"
    report.growth |= {f"PDQ, {PRODUCT}": [], f"PDQ, {flat}": []}
    for size in sizes:
        bank = hashes("uniform", size)
        queries = planted(bank, 64)
        index = pdq.build([row.tobytes() for row in bank])
        asked = {
            PRODUCT: lambda i, q=queries, x=index: x.query(q[i].tobytes(), RADIUS),
            flat: _faiss_flat(bank, queries),
        }
        same = all(sorted(asked[PRODUCT](i)) == sorted(asked[flat](i)) for i in range(len(queries)))
        report.check(f"PDQ growth, {size:,}: equal result sets", same)
        report.note(f"PDQ growth, {size:,}: bytes per hash", index.nbytes() / size)
        spent = timing.singles(asked, range(len(queries)))
        report.times(f"PDQ growth, {size:,} uniform hashes, one query", spent)
        for name, us in spent.items():
            report.growth[f"PDQ, {name}"].append((size, us))
