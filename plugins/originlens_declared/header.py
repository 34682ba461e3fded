"""The response header `AI-Disclosure` (draft-abaris-aicdh-01, expired August 2026) -> a declaration of the page."""

import re

from originlens_declared.statement import Statement, short
from originlens_declared.terms import Terms

# A dictionary of RFC 9651, whose members the draft's own example parts by semicolons.
_MEMBER = re.compile(r"([a-z*][a-z0-9_.*-]{0,40}+)\s{0,8}+=\s{0,8}+(\"(?:[^\"\\]|\\.){0,400}+\"|[^\s;,\"]{1,400}+)")


def disclosure(value: str, terms: Terms) -> Statement | None:
    """What the header says; None where its mode is none that is known."""
    members = {key: given.strip('"') for key, given in _MEMBER.findall(value[:4000])}
    mode = members.get("mode", "")
    meaning = terms.disclosures.get(mode.lower())
    if meaning is None:
        return None
    model, provider = (short(members.get(name)) for name in ("model", "provider"))
    return Statement(meaning, f"AI-Disclosure: mode={mode}", model, provider)
