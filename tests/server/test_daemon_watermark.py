"""A real daemon and the shipped keys: a marked paragraph of a page is told after the verdicts, and a new key at once."""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from originlens import bundles, own_keys
from tests.server.test_daemon import Daemon

NAME = "watermark-public"
GOLDEN = json.loads((bundles.shipped_bundles() / NAME / "golden.json").read_text())["cases"]
PLAIN, MARKED = GOLDEN[0]["text"], GOLDEN[1]["text"]
BODY = {"blocks": [{"id": "plain", "text": PLAIN}, {"id": "marked", "text": MARKED}], "offsets": "code-point"}


@pytest.fixture(scope="module")
def daemon(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Daemon]:
    with pytest.MonkeyPatch.context() as patch:
        folder: Path = tmp_path_factory.mktemp("home")
        patch.setenv("ORIGINLENS_HOME", str(folder))
        started = Daemon(folder)
        yield started
        started.stop()


def watermarks(answer: dict[str, Any]) -> list[dict[str, Any]]:
    return [one for one in answer["evidence"] if one["kind"] == "watermark"]


def test_an_answer_in_json_has_the_mark_in_its_block_and_on_the_page(daemon: Daemon) -> None:
    answer = daemon.scan(**BODY)
    plain, marked = answer["blocks"]
    assert watermarks(plain) == []
    (mark,) = watermarks(marked)
    assert mark["found"] == "watermark.kgw-transformers"
    assert mark["p_value"] < 1e-9
    assert "tokenizer gpt2" in mark["detail"]
    ((start, end),) = [(span["start"], span["end"]) for span in mark["spans"]]
    assert end - start > 0.8 * len(MARKED)
    assert [one["found"] for one in watermarks(answer["page"])] == ["watermark.kgw-transformers"]
    assert answer["page"]["kinds"]["watermark"]["blocks"] == 1


def test_a_stream_tells_every_verdict_first(daemon: Daemon) -> None:
    body = {**BODY, "blocks": [*BODY["blocks"], {"id": "more", "text": f"{PLAIN} It went on."}]}
    _, content = daemon.ask("POST", "/v1/scan", json.dumps(body).encode(), Accept="application/x-ndjson")
    lines = [json.loads(line) for line in content.splitlines()]
    assert {line["id"] for line in lines[:3]} == {"plain", "marked", "more"}
    assert all(watermarks(line) == [] for line in lines[:3])
    assert [(line["type"], line.get("id")) for line in lines[3:]] == [("block", "marked"), ("page", None)]
    before = next(line for line in lines if line.get("id") == "marked")
    assert {**lines[3], "evidence": before["evidence"]} == before
    assert len(watermarks(lines[3])) == 1


def test_a_key_that_is_added_is_tried_by_the_running_daemon(daemon: Daemon) -> None:
    tried = [daemon.scan(**BODY)["blocks"][1]["evidence"][-1]["detail"]]
    table = {"id": "mine", "scheme": "kgw", "settings": {"rule": "left", "key": 4711}, "tokenizers": ["gpt2"]}
    own_keys.add(NAME, table)
    until = time.monotonic() + 60
    while tried[-1] == tried[0] and time.monotonic() < until:
        time.sleep(0.2)
        tried.append(daemon.scan(**BODY)["blocks"][1]["evidence"][-1]["detail"])
    first, last = (int(detail.split("corrected for ")[1].split()[0]) for detail in (tried[0], tried[-1]))
    assert last == first + 1
    own_keys.remove(NAME, "mine")


def test_no_text_and_no_key_is_in_the_log(daemon: Daemon) -> None:
    code, errors = daemon.stop()
    assert code == 0
    assert "4711" not in errors
    assert "ferry" not in errors
