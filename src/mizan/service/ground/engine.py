"""The engine of this process: opened when it is first asked for, shared by its threads."""

from __future__ import annotations

import threading
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mizan.engine.scan import Engine

_opening = threading.Lock()


def engine() -> Engine:
    """Return the engine over the service's data folder; MizanError when it cannot be opened."""
    with _opening:
        return _opened()


@cache
def _opened() -> Engine:
    from django.conf import settings

    from mizan.engine.build import open_engine

    return open_engine(settings.MIZAN_DATA)


def is_open() -> bool:
    """Tell whether this process has its engine already."""
    return _opened.cache_info().currsize > 0


def seen_seq() -> int:
    """Return the last change of the banks that this process has taken in; -1 before the first."""
    return _opened().reader.seq if is_open() else -1


def freshen() -> None:
    """Let this process take in what was committed, at once; others do within 200 ms."""
    if is_open():
        _opened().reader.refresh(now=True)


def close() -> None:
    """Let go of the engine, when there is one; the next call opens it anew."""
    with _opening:
        if _opened.cache_info().currsize:
            _opened().close()
        _opened.cache_clear()
