"""Which class of a classifier stands for an LLM's text, read from the names of its labels."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from originlens.errors import OriginlensError

_LLM = frozenset(
    ("ai", "artificial", "bot", "chatbot", "computer", "fake", "generated", "gpt", "llm", "machine", "model", "robot")
)
_HUMAN = frozenset(("authentic", "genuine", "human", "original", "people", "person", "real"))
_NOT = frozenset(("not", "non", "no"))
_NUMBERED = re.compile(r"(?:label[ _-]?)?([01])", re.IGNORECASE)
_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_REMEDY = "Say which class stands for an LLM's text: --llm-class NUMBER-OR-NAME."


@dataclass(frozen=True, slots=True)
class Choice:
    """The class (its number) that stands for an LLM's text; `assumed` where no name tells."""

    number: int
    name: str
    assumed: bool = False


def llm_class(labels: Sequence[str], told: str | None = None) -> Choice:
    """The class for "LLM" among the labels, in the model's order. `told`: its number or name, from the user.

    Two labels without names (LABEL_0, LABEL_1) follow the habit that 1 is what a classifier looks for.
    Raises OriginlensError("export_failed") where the names do not tell.
    """
    if told is not None:
        return _told(labels, told)
    writers = [_writer(label) for label in labels]
    llm = [i for i, writer in enumerate(writers) if writer == "llm"]
    others = {writer for i, writer in enumerate(writers) if i not in llm}
    if len(llm) == 1 and (len(labels) <= 2 or others == {"human"}):
        return Choice(llm[0], labels[llm[0]])
    if len(labels) == 2 and not llm and writers.count("human") == 1:
        other = 1 - writers.index("human")
        return Choice(other, labels[other])
    numbers = [match[1] for label in labels if (match := _NUMBERED.fullmatch(label))]
    if sorted(numbers) == ["0", "1"] and len(labels) == 2:
        return Choice(numbers.index("1"), labels[numbers.index("1")], assumed=True)
    what = "one logit" if len(labels) == 1 else "classes"
    why = "more than one may be an LLM's" if len(llm) > 1 else "these names do not say which is an LLM's"
    raise OriginlensError("export_failed", f"the model has {what} {_listed(labels)}; {why}", remedy=_REMEDY)


def _told(labels: Sequence[str], told: str) -> Choice:
    names = [label.lower() for label in labels]
    if told.lower() in names:
        number = names.index(told.lower())
    elif told.isdecimal() and int(told) < len(labels):
        number = int(told)
    else:
        detail = f"--llm-class is {told!r}; the model has {_listed(labels)}"
        raise OriginlensError("export_failed", detail, remedy=_REMEDY)
    return Choice(number, labels[number])


def _writer(label: str) -> str:
    """llm, human, or nothing where the name tells neither, or both."""
    found = {word.lower() for word in _WORDS.findall(label)}
    llm, human = bool(found & _LLM), bool(found & _HUMAN)
    if llm == human:
        return ""
    return "llm" if llm != bool(found & _NOT) else "human"


def _listed(labels: Sequence[str]) -> str:
    return ", ".join(f"{i} {label!r}" for i, label in enumerate(labels))
