"""Measure Mizan beside the software that does the same, in one run.

    scripts/benchmark                       all rows at the usual size, about ten minutes
    scripts/benchmark --scale quick         a few minutes, too small to be quoted
    scripts/benchmark pdq --scale full      10,000,000 hashes; needs 8 GB of memory

Results are checked first: a contender that finds less may well be faster, so a run with a FAIL
writes no times. Quote ratios of one run, never absolute times.
"""

from __future__ import annotations

import argparse
import os
import sys
from importlib import import_module
from pathlib import Path

from benchmarks.chart import draw
from benchmarks.report import Report

LIBRARIES = ("OMP", "OPENBLAS", "MKL", "RAYON", "NUMBA")
ROWS = ("normalise", "phrases", "urls", "text", "pdq", "images", "classifier", "whole")


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("rows", nargs="*", metavar="ROW", help=f"any of {', '.join(ROWS)}; all")
    parser.add_argument("--scale", choices=("quick", "usual", "full"), default="usual")
    parser.add_argument("--out", type=Path, default=Path("benchmarks/results"))
    given = parser.parse_args()
    if unknown := set(given.rows) - set(ROWS):
        parser.error(f"no row is called {', '.join(sorted(unknown))}")
    for library in LIBRARIES:  # one thread each; they read it when a row imports them
        os.environ[f"{library}_NUM_THREADS"] = "1"
    report = Report()
    for name in given.rows or ROWS:
        print(f"\n== {name}", flush=True)
        import_module(f"benchmarks.rows.{name}").run(report, given.scale)
    given.out.mkdir(parents=True, exist_ok=True)
    report.write(given.out / "compare.json")
    print(f"wrote {given.out / 'compare.json'}")
    if report.growth and not report.failed:
        chart = draw("One query against ever larger banks", report.growth)
        (given.out / "growth.svg").write_text(chart, "utf-8")
        print(f"wrote {given.out / 'growth.svg'}")
    for what in report.failed:
        print(f"FAIL {what}", file=sys.stderr)
    return 1 if report.failed else 0


if __name__ == "__main__":
    sys.exit(main())
