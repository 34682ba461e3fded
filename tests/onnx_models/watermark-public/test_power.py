"""power.py and damage.py on a folder as generate.py leaves it, with words that are green as often as not in place of texts."""

import json
import lzma
import sys
from pathlib import Path

import numpy as np
import pytest

from originlens_watermark import kgw

sys.path.insert(0, str(Path(__file__).parents[3] / "onnx_models" / "watermark-public"))
import damage
import judge
import marks
import power
import registry

MARK = marks.MARKS[0]
WORDS = (
    "river boat stone bread market evening window letter garden winter summer brother sister teacher morning street bridge "
    "silver copper forest village harbour station engine paper basket candle butter coffee orange purple quiet narrow gentle"
).split()


def marked(tokenizer, chance, count=200):
    ids = tokenizer.encode(" river").ids
    while len(ids) < count:
        for word in chance.permutation(WORDS):
            longer = [*ids, *tokenizer.encode(f" {word}").ids]
            if kgw.score(np.array(longer[-2:]), MARK.settings).values.all():
                break
        ids = longer
    return ids[:count]


@pytest.fixture(scope="module")
def work(tmp_path_factory):
    folder = tmp_path_factory.mktemp("work")
    (folder / "model").mkdir()
    (folder / "model" / "tokenizer.json").write_bytes(lzma.decompress(registry.readers()[0].file.read_bytes()))
    chance, tokenizer = np.random.default_rng(1), judge.decoder(folder)
    rows = [{"ids": marked(tokenizer, chance), "entropy": 2.5} for _ in range(3)]
    (folder / f"{MARK.name}-0.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    return folder


def printed(capsys):
    return [[cell.strip() for cell in line.split("|")[1:-1]] for line in capsys.readouterr().out.splitlines() if line]


def test_power_tells_the_share_by_length_known_and_among_all(work, capsys, monkeypatch):
    monkeypatch.setattr(sys, "argv", ["power.py", "--work", str(work)])
    power.main()
    head, _, known, plain, whole = printed(capsys)
    assert head[4:] == ["25", "50", "100", "200", "400"]
    assert known[:4] == [MARK.name, "3", "2.5", "known"]
    assert known[7] == whole[7] == "1.00 (0.29 to 1.00)"
    assert known[8] == ""
    assert plain[3] == "known, no caution"
    assert int(whole[3].removeprefix("of ")) > 200
    assert (work / "tables" / "power.md").read_text().startswith("| mark |")


def test_damage_leaves_less_the_more_is_replaced(work, capsys, monkeypatch):
    monkeypatch.setattr(sys, "argv", ["damage.py", "--work", str(work)])
    monkeypatch.setattr(damage, "LENGTH", 60)
    damage.main()
    head, _, row = printed(capsys)
    assert head[2:] == ["tokens", *damage.DAMAGES]
    assert row[2:4] == ["60", "1.00 (0.29 to 1.00)"]


def test_text_without_the_mark_is_not_found(work):
    text = (
        "The ferry was late again, so we sat on the wall and shared what was left of the bread, and counted the boats."
    )
    assert judge.log_p(MARK, text, judge.reader(work)) > np.log(0.01)


def test_a_share_has_its_interval():
    assert judge.share([True] * 9 + [False]) == "0.90 (0.55 to 1.00)"
    assert judge.share([]) == ""
