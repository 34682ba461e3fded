"""The only import of the C2PA verifier: bytes that carry a manifest -> what it says, and whether it holds.

C2PA Technical Specification 2.4: text (A.8), structured text (A.9) and HTML (A.7). Nothing is fetched: no manifest
that lies elsewhere, no revocation list, no time stamp. Revocation is read only from what the manifest itself carries.
"""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

# Unless told otherwise before its first use, the verifier asks on the terminal whether it may report failures.
os.environ["ENCYPHER_C2PA_TELEMETRY"] = "off"
import encypher_c2pa

LONGEST = 200  # characters of a name or an explanation that are shown
Media = Literal["text/plain", "text/markdown", "text/html"]
State = Literal["valid", "untrusted", "expired", "mismatch", "unbound", "invalid", "truncated", "several", "remote"]

_SEVERAL = (
    "manifest.text.multipleWrappers", "manifest.structuredText.multipleReferences", "manifest.html.multipleManifests",
)  # fmt: skip
_REMOTE = ("manifest.structuredText.noResolutionPath", "manifest.inaccessible")
_TRUNCATED = ("manifest.text.corruptedWrapper", "manifest.structuredText.noManifest", "general.error")
_EXPIRED = ("claimSignature.outsideValidity", "signingCredential.expired")
_UNTRUSTED = "signingCredential.untrusted"
_MISMATCH = "assertion.dataHash.mismatch"


@dataclass(frozen=True, slots=True)
class Trust:
    """Whom to believe: certificates in PEM, and whether the lists that come with the verifier count too."""

    anchors: str | None = None
    packaged: bool = True


@dataclass(frozen=True, slots=True)
class Report:
    """What one manifest says, and whether it holds. Everything but `state` is as the signer wrote it.

    State `unbound`: the signature holds, but what it covers is not here to be compared; `verify` never says so.

    `signer` and `issuer` are names in the certificate, `source_type` is the last part of an IPTC term, `when` an ISO
    date. `start`: where the manifest stands in what was signed, in bytes; `why`: the verifier's words for a failure.
    """

    state: State
    signer: str | None = None
    issuer: str | None = None
    agent: str | None = None
    source_type: str | None = None
    when: str | None = None
    start: int | None = None
    why: str = ""


def check(trust: Trust) -> None:
    """Raises ValueError where the anchors are no certificates in PEM."""
    encypher_c2pa.verify(b"", "text/plain", trust_pem=trust.anchors, no_default_trust=not trust.packaged, online=False)


def verify(content: bytes, media: Media, trust: Trust) -> Report | None:
    """The manifest in `content`, or None where there is none or the content cannot be read as text."""
    try:
        told = encypher_c2pa.verify(
            content, media, trust_pem=trust.anchors, no_default_trust=not trust.packaged, online=False
        )
    except ValueError:
        return None
    if not told["present"]:
        return None
    failures = {one["code"]: one["explanation"] for one in told["validation_results"]["failure"]}
    manifest = told["manifest_report"]["manifests"].get(told["manifest_report"]["active_manifest"]) or {}
    signature = manifest.get("signature_info") or {}
    assertions = [
        (one["label"], one["data"]) for one in manifest.get("assertions", ()) if isinstance(one["data"], dict)
    ]
    action = next(_actions(assertions), {})
    agent = action.get("softwareAgent")
    return Report(
        state=_state(told, failures),
        signer=_text(signature.get("common_name")),
        issuer=_text(signature.get("issuer")),
        agent=_text(agent.get("name") if isinstance(agent, dict) else agent),
        source_type=(_text(action.get("digitalSourceType")) or "").rstrip("/").rpartition("/")[2] or None,
        when=_text(signature.get("time") or action.get("when")),
        start=next((_start(data) for label, data in assertions if label.startswith("c2pa.hash.data")), None),
        why=_text("; ".join(failures.values())) or "",
    )


def _state(told: Mapping[str, Any], failures: Mapping[str, str]) -> State:
    if told["integrity"] == "valid" and told["validation_state"] == "Trusted" and not failures:
        return "valid"
    for state, codes in (("several", _SEVERAL), ("remote", _REMOTE), ("truncated", _TRUNCATED)):
        if any(code in failures for code in codes):
            return state  # type: ignore[return-value] # one of the three
    if told["signature"] != "valid":
        return "invalid"
    rest = set(failures) - {_UNTRUSTED, _MISMATCH, *_EXPIRED}
    if rest:
        return "invalid"
    if _MISMATCH in failures:
        return "mismatch"
    if any(code in failures for code in _EXPIRED):
        return "expired"
    return "untrusted" if _UNTRUSTED in failures else "invalid"


def _actions(assertions: list[tuple[str, dict[str, Any]]]) -> Iterator[dict[str, Any]]:
    """The actions that say how the content came to be; the one that made it first."""
    found = [
        action
        for label, data in assertions
        if label.startswith("c2pa.actions")
        for action in data.get("actions") or ()
        if isinstance(action, dict)
    ]
    yield from (action for action in found if action.get("action") == "c2pa.created")
    yield from (action for action in found if action.get("digitalSourceType"))
    yield from found


def _start(data: Mapping[str, Any]) -> int | None:
    exclusions = data.get("exclusions") or []
    start = exclusions[0].get("start") if exclusions and isinstance(exclusions[0], dict) else None
    return start if isinstance(start, int) else None


def _text(value: Any) -> str | None:
    return " ".join(value.split())[:LONGEST] or None if isinstance(value, str) else None
