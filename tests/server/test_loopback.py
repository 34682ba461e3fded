import pytest

from originlens.loopback import loopback


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.0.0.9", "::1", "::ffff:127.0.0.1", "LOCALHOST"])
def test_these_can_only_mean_this_machine(host: str) -> None:
    assert loopback(host)


@pytest.mark.parametrize(
    "host", ["", "0.0.0.0", "::", "192.168.1.5", "localhost.evil.example", "127.0.0.1.evil.example"]
)
def test_these_can_mean_another_machine(host: str) -> None:
    assert not loopback(host)
