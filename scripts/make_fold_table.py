"""Write src/mizan/text/fold_table.npz from the definition in mizan.text.definition.

    .venv/bin/python scripts/make_fold_table.py

Run it after a change of the definition, or to move to the Unicode version of this Python.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from mizan.text.compiled import compile_table

TARGET = Path(__file__).resolve().parent.parent / "src/mizan/text/fold_table.npz"


def main() -> None:
    """Compile the definition and write it down."""
    arrays = compile_table()
    with TARGET.open("wb") as file:
        np.savez_compressed(file, **arrays)
    print(f"{TARGET.name}: Unicode {arrays['unicode']}, {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main()
