"""GET /metrics: figures for Prometheus, of the desk and of this process."""

from __future__ import annotations

from collections.abc import Iterator

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from mizan.service.api.counting import own
from mizan.service.reports.figures import Counts, Figures, figures

TYPE = "text/plain; version=0.0.4; charset=utf-8"


class Desk(Collector):
    """Gives the figures of the desk at the moment they are asked for."""

    def collect(self) -> Iterator[Metric]:
        """Give every figure."""
        seen = figures()
        yield _family("mizan_items", "Items by state", ("state",), seen.items)
        yield _family("mizan_cases", "Cases by state and queue", ("state", "queue"), seen.cases)
        yield _family("mizan_jobs", "Jobs by kind and state", ("kind", "state"), seen.jobs)
        yield _family("mizan_deliveries", "Deliveries by state", ("state",), seen.deliveries)
        yield from _singles(seen)


def written() -> bytes:
    """Return all figures in the text format of Prometheus."""
    desk = CollectorRegistry()
    desk.register(_Once())
    return generate_latest(desk) + generate_latest(own)


class _Once(Desk):
    """A collector that is not asked when it is registered."""

    def describe(self) -> list[Metric]:
        """Say nothing in advance: reading the figures costs queries."""
        return []


def _singles(seen: Figures) -> Iterator[Metric]:
    dead = seen.deliveries.get(("dead",), 0)
    stuck = sum(count for (_, state), count in seen.jobs.items() if state == "dead")
    told: dict[str, tuple[str, float | None]] = {
        "mizan_oldest_item_seconds": ("Age of the oldest item not scanned", seen.oldest_item),
        "mizan_oldest_case_seconds": ("Age of the oldest undecided case", seen.oldest_case),
        "mizan_oldest_job_seconds": ("Since when the oldest job is due", seen.oldest_job),
        "mizan_bank_seq": ("Number of the last change of the banks", seen.bank_seq),
        "mizan_bank_lag": ("Changes this process has not taken in", seen.bank_lag),
        "mizan_dead_letters": ("Deliveries given up", dead),
        "mizan_dead_jobs": ("Jobs given up", stuck),
    }
    for name, (text, value) in told.items():
        if value is not None:
            yield GaugeMetricFamily(name, text, value=value)


def _family(name: str, text: str, labels: tuple[str, ...], counts: Counts) -> Metric:
    family = GaugeMetricFamily(name, text, labels=labels)
    for key, count in counts.items():
        family.add_metric(key, count)
    return family
