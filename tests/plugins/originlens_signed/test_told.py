import pytest

from originlens_signed.told import mark, remote
from originlens_signed.verify import Report


@pytest.mark.parametrize(
    ("report", "says"),
    [
        (Report("valid", "Ann"), "Signed by Ann. Unchanged since it was signed."),
        (Report("valid", "Ann", "Ann", when="2026-11-20T10:00:00Z"), "Signed by Ann, dated 2026-11-20. Unchanged"),
        (Report("valid", "Ann", "Root", "Pen", "humanEdits"), "Signed by Ann (certified by Root). It says: humanEdits (Pen). "),
        (Report("untrusted"), "Signed by a signer without a name. Unchanged since it was signed, but no list trusts"),
        (Report("expired", "Ann"), "the certificate has expired"),
        (Report("mismatch", "Ann"), "not the one that was signed"),
        (Report("unbound", "Ann"), "whether it is unchanged cannot be told"),
        (Report("invalid", why="claim signature invalid"), "does not hold: claim signature invalid."),
        (Report("truncated"), "cut off or damaged"),
        (Report("several"), "the standard counts none"),
    ],
)  # fmt: skip
def test_each_outcome_has_its_own_words(report, says):
    made = mark(report, ((0, 3),), 2)
    assert says in made.detail
    assert (made.what, made.spans, made.block) == (f"c2pa.{report.state}", ((0, 3),), 2)
    assert (made.strength == "proof") == (report.state == "valid")


@pytest.mark.parametrize(
    ("state", "source_type", "vendor"),
    [
        ("valid", "trainedAlgorithmicMedia", "Claude 4"), ("untrusted", "compositeWithTrainedAlgorithmicMedia", "Claude 4"),
        ("valid", "digitalCreation", None), ("valid", None, None), ("mismatch", "trainedAlgorithmicMedia", None),
        ("invalid", "trainedAlgorithmicMedia", None),
    ],
)  # fmt: skip
def test_a_maker_is_named_where_the_signature_counts_and_says_ai(state, source_type, vendor):
    made = mark(Report(state, agent="Claude 4", source_type=source_type))
    assert (made.vendor, made.family) == (vendor, vendor and "anthropic")


def test_a_manifest_elsewhere_is_named_by_its_host():
    made = remote("https://store.example/secret?of=mine")
    assert (made.what, made.strength, made.detail) == (
        "c2pa.remote",
        "weak",
        "A signed manifest lies at store.example; it was not fetched.",
    )
