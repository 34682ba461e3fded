"""The page folders of tests/pages: what each expects, and whether what happened is that."""

import json
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

PAGES = Path(__file__).parents[1] / "pages"


@dataclass(frozen=True)
class Case:
    """One folder. `expected` is its expected.json; tests/pages/README.md says what the keys mean."""

    name: str
    folder: Path
    expected: dict[str, Any]

    @property
    def real(self) -> bool:
        """Whether the bundled models judge it, not the stand-in."""
        return self.expected.get("daemon") == "real"

    @property
    def ready(self) -> str:
        """A selector that matches once the page has stopped changing by itself."""
        return self.expected.get("ready", "html")

    def painted(self, painted: dict[str, list[str]]) -> str:
        """Why this is not what should be painted; empty if it is."""
        marked = self.expected["marked"]
        if not self.real:
            wanted = {kind: sorted(texts) for kind, texts in marked.items()}
            got = {kind: sorted(texts) for kind, texts in painted.items()}
            return "" if got == wanted else f"painted {got}, expected {wanted}"
        everything = "\n".join(text for texts in painted.values() for text in texts)
        missing = [
            start
            for kind, starts in marked.items()
            for start in starts
            if start not in "\n".join(painted.get(kind, []))
        ]
        wrong = [start for start in self.expected["unmarked"] if start in everything]
        return (
            ""
            if set(painted) == set(marked) and not missing and not wrong
            else f"missing {missing}, wrong {wrong}: {painted}"
        )

    def check_sent(self, batches: list[list[str]], outside: list[str]) -> None:
        """What was sent is what the case says, no more, and nothing twice; `outside`: the documents that came with it."""
        texts = [text for batch in batches for text in batch]
        expected = self.expected
        assert [text for text in texts for part in expected.get("never", []) if part in text] == []
        for start in [*expected.get("sent", []), *expected.get("sent_at_last", [])]:
            assert any(text.startswith(start) for text in texts), (start, texts[:40])
        if "sent" in expected:
            extra = [text for text in texts if not text.startswith(tuple(expected["sent"]))]
            assert len(texts) == expected.get("blocks", len(expected["sent"])), extra[:20]
        assert len(texts) == len(set(texts))
        assert len(texts) <= expected.get("most_sent", len(texts))
        assert len(batches) == expected.get("batches", len(batches))
        if pieces := expected.get("outside"):
            # How the texts fall into batches is the machine's affair, so a document may come with several of them.
            told = [next((piece for piece in reversed(pieces) if piece in document), "") for document in outside]
            assert [piece for piece, _ in groupby(told)] == pieces, outside


def cases() -> list[Case]:
    """Every folder with an expected.json, by name."""
    found = sorted(file.parent for file in PAGES.glob("*/expected.json"))
    return [Case(folder.name, folder, json.loads((folder / "expected.json").read_text("utf-8"))) for folder in found]
