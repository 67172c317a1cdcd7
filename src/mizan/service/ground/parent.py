"""A process of the tree ends when the one that started it is gone, however that ended."""

from __future__ import annotations

import os
import threading

from mizan.terms.time import nap

EVERY = 0.5  # seconds


def follow_parent(parent: int | None = None) -> None:
    """End this process soon after its parent has gone.

    parent  its process number, for it may have gone before this is called; None = the present one
    """
    parent = parent or os.getppid()
    threading.Thread(target=_watch, args=(parent,), name="parent", daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        nap(EVERY)
    os._exit(0)  # nobody waits for us; what was not committed is rolled back
