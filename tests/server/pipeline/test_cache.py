"""The cache: what it keeps, what it forgets, and what it never writes."""

from pathlib import Path

from originlens.contract import Abstention, Mark, Marks, Score
from originlens.pipeline.cache import Cache

SECRET_TEXT = "the words that nobody may find on the disk"


def test_scores_outlive_the_daemon(tmp_path: Path) -> None:
    first = Cache(tmp_path, 2**20)
    key, other = first.key("d/1", "text"), first.key("d/1", "other")
    first.store({key: Score(1.5, (0.1, 0.2)), other: Abstention("no")})
    first.close()
    second = Cache(tmp_path, 2**20)
    assert second.key("d/1", "text") == key
    assert second.remembered([key]) == {}
    assert second.recall([key, other]) == {key: Score(1.5, (0.1, 0.2)), other: Abstention("no")}
    assert second.remembered([key]) == {key: Score(1.5, (0.1, 0.2))}
    second.close()


def test_a_key_differs_by_detector_by_text_and_by_installation(tmp_path: Path) -> None:
    here, there = Cache(tmp_path / "a", 2**20), Cache(tmp_path / "b", 2**20)
    assert len({here.key("d/1", "x"), here.key("d/2", "x"), here.key("d/1", "y"), there.key("d/1", "x")}) == 4
    here.close()
    there.close()


def test_no_text_is_written(tmp_path: Path) -> None:
    cache = Cache(tmp_path, 2**20)
    key = cache.key("d/1", SECRET_TEXT)
    cache.store({key: Score(1.0), cache.key("e/1", SECRET_TEXT): Marks((Mark("x", "proof", detail=SECRET_TEXT),))})
    cache.close()
    assert all(SECRET_TEXT.encode() not in file.read_bytes() for file in tmp_path.iterdir())
    assert (tmp_path / "cache.key").stat().st_mode & 0o777 == 0o600


def test_it_stays_within_its_limit_and_forgets_the_oldest(tmp_path: Path) -> None:
    limit = 300_000
    cache = Cache(tmp_path, limit)
    keys = [cache.key("d/1", str(i)) for i in range(6000)]
    for start in range(0, 6000, 100):
        cache.store({key: Score(1.0, (0.0,) * 9) for key in keys[start : start + 100]})
        cache.size()  # waits for the write
    assert cache.size()[1] <= limit * 1.2
    cache.close()
    rest = Cache(tmp_path, limit)
    assert keys[0] not in rest.recall(keys[:1])
    assert keys[-1] in rest.recall(keys[-1:])
    rest.close()


def test_a_disk_that_fails_turns_off_the_disk_and_nothing_else(tmp_path: Path) -> None:
    folder = tmp_path / "file"
    folder.write_text("a file where a folder is needed")
    cache = Cache(folder, 2**20)
    assert cache.note is not None
    key = cache.key("d/1", "x")
    cache.store({key: Score(1.0)})
    assert cache.remembered([key]) == {key: Score(1.0)}
    cache.close()


def test_a_full_disk_is_noticed_when_it_is_written(tmp_path: Path) -> None:
    cache = Cache(tmp_path, 2**20)
    assert cache._database is not None
    cache._database.execute(f"PRAGMA max_page_count = {cache._number('PRAGMA page_count')}")
    for i in range(200):
        cache.store({cache.key("d/1", str(i)): Score(float(i), (0.0,) * 9)})
    cache.size()
    assert cache.note is not None
    assert "full" in cache.note
    assert cache.remembered([cache.key("d/1", "199")])
    cache.close()


def test_a_broken_file_is_no_crash(tmp_path: Path) -> None:
    (tmp_path / "cache.sqlite").write_bytes(b"not a database at all" * 100)
    cache = Cache(tmp_path, 2**20)
    assert cache.note is not None
    cache.close()


def test_zero_megabytes_means_memory_alone(tmp_path: Path) -> None:
    cache = Cache(tmp_path, 0)
    cache.store({cache.key("d", "x"): Score(1.0)})
    cache.close()
    assert list(tmp_path.iterdir()) == []


def test_it_can_be_emptied_and_leaves_nothing_in_its_file(tmp_path: Path) -> None:
    cache = Cache(tmp_path, 2**24)
    keys = [cache.key("d/1", str(i)) for i in range(2000)]
    cache.store({key: Score(1.0, (0.0,) * 9) for key in keys})
    assert cache.size()[0] == 2000
    cache.clear()
    assert (cache.remembered(keys), cache.recall(keys), cache.size()[0]) == ({}, {}, 0)
    cache.close()
    assert keys[0] not in (tmp_path / "cache.sqlite").read_bytes()
