"""The program that merges in the background: `python -m mizan.banks.merging FOLDER KINDS`.

A process of its own, because reading rows out of the store holds the interpreter's lock, for which
scans would wait; and a nice one, so that scans come first. It can be killed at any moment. KINDS
is a JSON object of signal types and their kinds of index.

Exit status 0: segments are as they should be, or another process is at it; 1: it cannot be done,
and the reason is on standard error, which names files and never quotes what is in them.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from mizan.banks.merge import merge_kinds
from mizan.banks.store import open_store
from mizan.errors import StoreError

NICE = 10  # of 19


def main(folder: str, kinds: str) -> int:
    """Merge once and return the exit status."""
    os.nice(NICE)
    try:
        with open_store(Path(folder)) as store:
            merge_kinds(store, Path(folder), json.loads(kinds), wait=False)
    except StoreError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
