"""What a page, a part of it or its server says of its own making, and how that becomes a mark."""

from dataclasses import dataclass
from typing import Literal

from originlens.contract import Mark, Strength, family_of

Meaning = Literal["ai", "assisted", "human", "mixed", "perhaps"]
_SAYS: dict[Meaning, str] = {
    "ai": "written by an AI model",
    "assisted": "written with the help of an AI model",
    "human": "written without an AI model",
    "mixed": "written in part by an AI model",
    "perhaps": "perhaps written by an AI model",
}
LONGEST = 80


@dataclass(frozen=True, slots=True)
class Statement:
    """One declaration: its meaning, the words that carry it, and the model and maker that it names."""

    meaning: Meaning
    words: str  # as written, such as "ai-disclosure: ai-generated"
    model: str | None = None
    provider: str | None = None
    label: str | None = None  # id of the rule, where it is a sentence that the reader sees

    def mark(self, spans: tuple[tuple[int, int], ...] = (), block: int | None = None) -> Mark:
        """The mark; a statement that no AI was used is weak, for nothing in it can be checked."""
        strength: Strength = "weak" if self.label or self.meaning in ("human", "perhaps") else "strong"
        names = [name for name in (self.model, self.provider) if name and self.meaning != "human"]
        who = "A visible label" if self.label else "The page" if block is None else "The page, of this part,"
        by = f" ({', '.join(names)})" if names else ""
        return Mark(
            f"declared.label.{self.label}" if self.label else f"declared.{self.meaning}",
            strength,
            spans,
            block,
            names[0] if names else None,
            family_of(" ".join(names)),
            f"{who} says that it was {_SAYS[self.meaning]}{by}: {self.words[:LONGEST]}",
        )


def short(value: str | None) -> str | None:
    """A name as it can be shown: on one line, cut; None where there is none."""
    return " ".join(value.split())[:LONGEST] or None if value else None
