"""Counts add up, gauges are read when asked, and no label holds what a caller wrote."""

from dataclasses import replace
from typing import Any

import pytest
from aiohttp.test_utils import TestClient

from originlens.web.metrics import Metrics

from .conftest import FLAGGED, SHORT, STATE

Client = TestClient[Any, Any]


def test_verdicts_and_requests_are_counted() -> None:
    metrics = Metrics(lambda: STATE)
    metrics.block(FLAGGED)
    metrics.block(SHORT)
    metrics.block(SHORT)
    metrics.request("/v1/scan", 200)
    text = metrics.text().decode()
    assert 'originlens_blocks_total{verdict="llm"} 1.0' in text
    assert 'originlens_blocks_total{verdict="too_short"} 2.0' in text
    assert 'originlens_requests_total{address="/v1/scan",status="200"} 1.0' in text


def test_the_pipeline_is_asked_at_the_time() -> None:
    state = STATE
    metrics = Metrics(lambda: state)
    state = replace(STATE, queue_waiting=7, cache_hits=3)
    text = metrics.text().decode()
    assert "originlens_queue_waiting 7.0" in text
    assert "originlens_cache_hits_total 3.0" in text


def test_a_scan_that_fails_is_not_timed() -> None:
    metrics = Metrics(lambda: STATE)
    with metrics.scan():
        pass
    with pytest.raises(ValueError, match="x"), metrics.scan():
        raise ValueError("x")
    assert "originlens_scan_seconds_count 1.0" in metrics.text().decode()


def test_two_daemons_in_one_process_do_not_share() -> None:
    first, second = Metrics(lambda: STATE), Metrics(lambda: STATE)
    first.block(SHORT)
    assert 'verdict="too_short"' not in second.text().decode()


async def test_requests_are_counted_by_our_addresses(client: Client) -> None:
    await client.post("/v1/scan", json={"blocks": [{"id": "a", "text": "b"}]})
    await client.get("/secret/diary")
    await client.get("/secret.txt")
    text = await (await client.get("/metrics")).text()
    assert 'originlens_requests_total{address="/v1/scan",status="200"} 1.0' in text
    assert 'originlens_requests_total{address="elsewhere",status="404"} 1.0' in text
    assert 'originlens_requests_total{address="/{file}",status="404"} 1.0' in text
    assert "originlens_scan_seconds_count 1.0" in text
    assert "secret" not in text
