import pytest

from originlens_signed.verify import Report, Trust, check, verify


def test_a_report_says_what_the_signer_wrote(signer):
    text = signer.text("The ferry left at nine.")
    expected = Report(
        "valid", "Example News", "Test Root", "GPT-4o", "trainedAlgorithmicMedia", "2026-11-20T10:00:00Z", 23
    )
    assert verify(text.encode(), "text/plain", Trust(signer.anchor)) == expected
    assert verify(text.encode(), "text/plain", Trust(signer.anchor, packaged=False)) == expected
    untrusted = verify(text.encode(), "text/plain", Trust())
    assert (untrusted.state, untrusted.why) == ("untrusted", "signing certificate untrusted")


def test_names_are_cut_and_stand_on_one_line(signer):
    text = signer.text("The ferry left at nine.", agent="GPT\n\t4o " + "x" * 500)
    report = verify(text.encode(), "text/plain", Trust(signer.anchor))
    assert report.agent == ("GPT 4o " + "x" * 500)[:200]


@pytest.mark.parametrize("content", [b"", b"Plain text.", b"\xff\xfe\x00", "\ufeff\ufe00\ufe01".encode() * 9])
def test_what_carries_no_manifest_has_no_report(content):
    for media in ("text/plain", "text/html"):
        assert verify(content, media, Trust()) is None


def test_anchors_are_checked():
    check(Trust())
    with pytest.raises(ValueError, match="trust material"):
        check(Trust("no certificate"))
