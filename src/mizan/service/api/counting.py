"""Counting: what this process has checked, and how long it took."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Histogram

BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)  # seconds

own = CollectorRegistry()
_seconds = Histogram(
    "mizan_check_seconds",
    "How long requests for a check took in this process",
    buckets=BUCKETS,
    registry=own,
)
_refused = Counter(
    "mizan_check_refusals",
    "Requests for a check that this process refused, by code",
    ["code"],
    registry=own,
)


def count_check(seconds: float) -> None:
    """Note that a request was answered."""
    _seconds.observe(seconds)


def count_refusal(code: str) -> None:
    """Note that a request was refused."""
    _refused.labels(code).inc()
