"""The product's rows of the yardstick: `--engine benchmarks.yardstick:NAME`.

NAME is one of `NAMES`. Each is a module of `benchmarks/engines` that speaks the protocol which the
yardstick describes; none does anything that the product itself would not do.
"""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

NAMES = ("pdq", "text", "phrases", "normalise", "urls", "images", "classifier", "whole")


def __getattr__(name: str) -> ModuleType:
    """Return the engine of that name; imported when it is asked for, so that none costs another."""
    if name not in NAMES:
        raise AttributeError(f"no engine {name!r}; there are {', '.join(NAMES)}")
    return import_module(f"benchmarks.engines.{name}")
