"""Fair clocks: every query goes to every contender in turn, and medians are kept.

A shared machine slows down and speeds up between two runs, and caches are warm for whoever was
served last. Contenders that take turns share both, so their ratio holds where their times do not.
"""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Mapping, Sequence

Calls = Mapping[str, Callable[[int], object]]


def singles(contenders: Calls, turns: Sequence[int]) -> dict[str, float]:
    """Return the median microseconds (wall) of one call, by name; each turn is the argument."""
    names = list(contenders)
    spent: dict[str, list[float]] = {name: [] for name in names}
    for name in names:
        contenders[name](turns[0])
    gc.collect()
    gc.disable()
    try:
        for number, turn in enumerate(turns):
            first = number % len(names)
            for name in names[first:] + names[:first]:
                start = time.perf_counter()
                contenders[name](turn)
                spent[name].append(time.perf_counter() - start)
    finally:
        gc.enable()
    return {name: statistics.median(found) * 1e6 for name, found in spent.items()}


def batches(
    contenders: Mapping[str, Callable[[], object]], items: int, rounds: int = 5
) -> dict[str, float]:
    """Return the median microseconds (process CPU) for each item of a whole batch, by name."""
    spent: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(rounds):
        for name, call in contenders.items():
            gc.collect()
            start = time.process_time()
            call()
            spent[name].append(time.process_time() - start)
    return {name: statistics.median(found) * 1e6 / items for name, found in spent.items()}


def seconds(call: Callable[[], object]) -> float:
    """Return the process CPU seconds of one call."""
    gc.collect()
    start = time.process_time()
    call()
    return time.process_time() - start
