import json
import lzma
import subprocess
import sys
from pathlib import Path

import pytest

from originlens_watermark import tokenizer as module
from originlens_watermark.tokenizer import SUFFIX, Reader, added, opened, shipped
from tests.plugins.originlens_watermark.tiny import TOKENIZERS, WORDS, tokenizer


@pytest.fixture
def file(tmp_path):
    file = tmp_path / f"words{SUFFIX}"
    file.write_bytes(lzma.compress(tokenizer().to_str().encode()))
    return file


def test_tokens_come_with_their_places_in_code_points(file):
    ids, offsets = Reader("words", file, (400,)).read(f"{WORDS[3]}  {WORDS[9]}")
    assert ids.tolist() == [3, 9]
    assert list(offsets) == [(0, 3), (5, 8)]


def test_a_lone_surrogate_is_no_error(file):
    assert len(Reader("words", file, (400,)).read(f"{WORDS[3]} \ud800")[0]) == 2


def test_a_file_that_is_none_any_more_is_told_by_the_tokenizers_name(file):
    file.write_bytes(b"{broken")
    with pytest.raises(OSError, match="the tokenizer words: "):
        Reader("words", file, (400,)).read("a")


def test_it_is_opened_at_its_first_use_given_back_when_idle_and_opened_again(file, monkeypatch):
    opens = []
    monkeypatch.setattr(module, "opened", lambda name: opens.append(name) or opened(name))
    monkeypatch.setattr(module, "_IDLE_SECONDS", 0.05)
    reader = Reader("words", file, (400,))
    assert not opens
    reader.read("a")
    timer = reader._timer
    timer.join()
    assert reader._opened is None
    assert reader.read(WORDS[1])[0].tolist() == [1]
    assert len(opens) == 2
    reader.close()


def test_what_is_no_tokenizer_is_told(tmp_path):
    (tmp_path / "poem.json").write_text('{"a": 1}')
    with pytest.raises(ValueError, match=r"poem\.json is no tokenizer\.json"):
        opened(tmp_path / "poem.json")


def test_those_that_ship_stand_beside_their_table(tmp_path):
    (tmp_path / "tokenizers.toml").write_text(TOKENIZERS)
    (reader,) = shipped(tmp_path / "tokenizers.toml")
    assert (reader.name, reader.vocabularies, reader.rarer) == ("words", (400,), (512,))
    assert reader.file == tmp_path / f"words{SUFFIX}"


def test_the_users_own_are_read_as_they_are(tmp_path):
    (tmp_path / "mine.tokenizer.json").write_text(tokenizer().to_str())
    (tmp_path / "mine.widths.json").write_text(json.dumps([400, 448]))
    (reader,) = added(tmp_path)
    assert (reader.name, reader.vocabularies) == ("mine", (400, 448))
    assert reader.read(WORDS[2])[0].tolist() == [2]
    assert added(tmp_path / "nowhere") == ()


MEMORY = """
import sys
from pathlib import Path
from originlens_watermark.tokenizer import shipped

def resident():
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 2**20

readers = shipped(Path(sys.argv[1]))
before = resident()
for reader in readers:
    reader.read("a")
opened = resident()
for reader in readers:
    reader.close()
print(opened - before, resident() - before)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc, and only glibc is asked to give memory back")
def test_tokenizers_hold_little_more_than_they_need_and_give_it_back():
    file = Path(__file__).parents[3] / "onnx_models" / "watermark-public" / "tokenizers.toml"
    run = subprocess.run([sys.executable, "-c", MEMORY, file], capture_output=True, text=True, check=True)
    opened, closed = map(float, run.stdout.split())
    assert 20 < opened < 220  # MiB; 350 without giving back
    assert closed < 80
