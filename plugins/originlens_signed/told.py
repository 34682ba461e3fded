"""A report on a manifest -> what the reader is told: the mark's id, its strength, and one line of fact."""

from originlens.contract import Mark, Strength, family_of
from originlens_signed.carriers import host
from originlens_signed.verify import Report

_SOURCES = {
    "trainedAlgorithmicMedia": "made by an AI model",
    "compositeWithTrainedAlgorithmicMedia": "made in part by an AI model",
}
_OUTCOMES = {
    "valid": "Unchanged since it was signed.",
    "untrusted": "Unchanged since it was signed, but no list trusts this signer, and anyone can sign under any name.",
    "expired": "Unchanged since it was signed, but the certificate has expired and no time stamp shows when that was.",
    "mismatch": "But the text is not the one that was signed: the signature says nothing about it.",
    "unbound": "But what was signed is not here whole and as it was stored, so whether it is unchanged cannot be told.",
}
_OTHERS = {
    "invalid": "A signed manifest that does not hold: {why}.",
    "truncated": "A signed manifest that is cut off or damaged: nothing in it can be checked.",
    "several": "More than one signed manifest for the same text: the standard counts none of them.",
}


def mark(report: Report, spans: tuple[tuple[int, int], ...] = (), block: int | None = None) -> Mark:
    """The mark for a manifest that was read; only a valid one, by a trusted signer, is proof."""
    strength: Strength = "proof" if report.state == "valid" else "weak"
    counts = report.state in ("valid", "untrusted", "expired", "unbound")
    named = report.agent if counts and report.source_type in _SOURCES else None
    return Mark(
        f"c2pa.{report.state}", strength, spans, block, named, family_of(named) if named else None, _detail(report)
    )


def remote(address: str) -> Mark:
    """The mark for a manifest that lies elsewhere."""
    return Mark("c2pa.remote", "weak", detail=f"A signed manifest lies at {host(address)}; it was not fetched.")


def _detail(report: Report) -> str:
    if report.state in _OTHERS:
        return _OTHERS[report.state].format(why=report.why or "its signature cannot be verified")
    signer = f"Signed by {report.signer or 'a signer without a name'}"
    certified = f" (certified by {report.issuer})" if report.issuer and report.issuer != report.signer else ""
    dated = f", dated {report.when[:10]}" if report.when else ""
    by = f" ({report.agent})" if report.agent else ""
    says = f"It says: {_SOURCES.get(report.source_type, report.source_type)}{by}. " if report.source_type else ""
    return f"{signer}{certified}{dated}. {says}{_OUTCOMES[report.state]}"
