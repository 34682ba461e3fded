import stat

import pytest

from originlens import private_file


def test_it_replaces_what_stood_there_for_the_owner_alone(tmp_path):
    file = tmp_path / "new" / "a.json"
    private_file.write(file, "one")
    private_file.write(file, "zwei \u00fc")
    assert file.read_text("utf-8") == "zwei \u00fc"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(tmp_path):
    file = tmp_path / "a.json"
    private_file.write(file, "one")
    with pytest.raises(UnicodeEncodeError):
        private_file.write(file, "\ud800")
    assert [each.name for each in tmp_path.iterdir()] == ["a.json"]
    assert file.read_text("utf-8") == "one"
