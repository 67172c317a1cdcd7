"""What a run found: checks first, then times as ratios, on the screen and as JSON."""

from __future__ import annotations

import json
import os
import platform
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from importlib import metadata
from pathlib import Path

PRODUCT = "mizan"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One contender in one group."""

    group: str  # what was measured, with its size
    name: str
    us: float  # microseconds, median
    ratio: float  # of the product's own time in the same run; above 1 the product is faster


@dataclass(slots=True)
class Report:
    """Gathers what a run finds and prints it as it comes."""

    rows: list[Row] = field(default_factory=list)
    checks: dict[str, bool] = field(default_factory=dict)
    notes: dict[str, float] = field(default_factory=dict)  # other figures: bytes, recall, shares
    growth: dict[str, list[tuple[int, float]]] = field(default_factory=dict)  # (size, us) by name

    def check(self, what: str, held: bool, detail: str = "") -> bool:  # noqa: FBT001 - reads well
        self.checks[what] = held
        print(f"{'ok  ' if held else 'FAIL'} {what}{': ' if detail else ''}{detail}", flush=True)
        return held

    def note(self, what: str, value: float) -> None:
        self.notes[what] = value
        print(f"     {what}: {value:,.4g}", flush=True)

    def times(self, group: str, spent: Mapping[str, float]) -> None:
        """Add a group and print it; the product comes first and is 1."""
        own = spent[PRODUCT]
        print(f"\n{group}")
        for name, us in sorted(spent.items(), key=lambda one: one[0] != PRODUCT):
            row = Row(group=group, name=name, us=us, ratio=us / own)
            self.rows.append(row)
            print(f"  {name:<34}{us:>12,.2f} us{row.ratio:>10.2f}x")
        print(flush=True)

    @property
    def failed(self) -> list[str]:
        return [what for what, held in self.checks.items() if not held]

    def write(self, path: Path) -> None:
        found = {
            "machine": _machine(),
            "checks": self.checks,
            "notes": self.notes,
            "rows": [] if self.failed else [asdict(row) for row in self.rows],
            "growth": self.growth,
        }
        path.write_text(json.dumps(found, indent=1) + "\n", "utf-8")


def _machine() -> dict[str, object]:
    return {
        "cpu": _cpu(),
        "cores": os.cpu_count(),
        "load": os.getloadavg()[0],
        "python": platform.python_version(),
        "packages": {name: _version(name) for name in PEERS},
    }


PEERS = (
    "numba",
    "numpy",
    "faiss-cpu",
    "threatexchange",
    "rensa",
    "datasketch",
    "ahocorasick_rs",
    "scikit-learn",
    "w3lib",
    "pillow",
    "pdqhash",
)


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _cpu() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor() or sys.platform
    return next((line.partition(": ")[2] for line in lines if line.startswith("model name")), "")
