"""Counts and times for Prometheus. No label holds anything that a caller wrote. Times are seconds."""

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from originlens.answer import BlockAnswer
from originlens.pipeline.request import PipelineState

_BUCKETS = (0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)


class Metrics:
    """All metrics of one daemon, in a registry of its own."""

    def __init__(self, state: Callable[[], PipelineState]) -> None:
        self._registry = CollectorRegistry()
        self._registry.register(_State(state))
        self._requests = Counter(
            "originlens_requests", "Requests by address and status", ["address", "status"], registry=self._registry
        )
        self._blocks = Counter(
            "originlens_blocks", "Blocks answered, by verdict", ["verdict"], registry=self._registry
        )  # fmt: skip
        self._seconds = Histogram(
            "originlens_scan_seconds", "Time of whole scans", buckets=_BUCKETS, registry=self._registry
        )

    def request(self, address: str, status: int | str) -> None:
        """Count one request; `address` is a route of ours, never what the caller wrote."""
        self._requests.labels(address, str(status)).inc()

    def block(self, answer: BlockAnswer) -> None:
        """Count one block's verdict."""
        self._blocks.labels(answer.verdict).inc()

    @contextmanager
    def scan(self) -> Iterator[None]:
        """Time one scan that ends well."""
        began = time.perf_counter()
        yield
        self._seconds.observe(time.perf_counter() - began)

    def text(self) -> bytes:
        """Prometheus text, UTF-8."""
        return generate_latest(self._registry)


class _State(Collector):
    """Reads the pipeline when it is asked, so that nothing is kept twice."""

    def __init__(self, state: Callable[[], PipelineState]) -> None:
        self._state = state

    def collect(self) -> Iterable[Metric]:
        state = self._state()
        gauges = {
            "queue_waiting": ("Blocks in work", state.queue_waiting),
            "queue_running": ("Passages being read", state.queue_running),
            "queue_limit": ("Blocks that may be in work", state.queue_limit),
            "cache_entries": ("Readings in the cache", state.cache_entries),
            "cache_bytes": ("Size of the cache", state.cache_bytes),
        }
        for name, (help_, value) in gauges.items():
            yield GaugeMetricFamily(f"originlens_{name}", help_, value=value)
        yield CounterMetricFamily("originlens_cache_hits", "Readings found in the cache", value=state.cache_hits)
        yield CounterMetricFamily("originlens_cache_misses", "Readings not in the cache", value=state.cache_misses)

    def describe(self) -> Iterable[Metric]:
        """Nothing, so that registering does not ask the pipeline yet."""
        return ()
