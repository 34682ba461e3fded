"""Tells a mention from a use: a string that is quoted, shown as code or named in a sentence is talked about.

A leftover stands apart from the sentence it was pasted with: nobody wrote it, so no word leads up to it.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence

from selectolax.lexbor import LexborHTMLParser, LexborNode

# Longer quotations are rare, and a stray mark must not silence the rest of a line.
_QUOTED = re.compile(
    r"```[^`]{0,4000}+```"
    r"|`{1,2}+[^`\n]{1,400}+`{1,2}+"
    r'|"[^"\n]{0,400}+"'
    r"|“[^“”\n]{0,400}+”"
    r"|„[^„“”\n]{0,400}+[“”]"
    r"|«[^«»\n]{0,400}+»"
    r"|「[^「」\n]{0,400}+」"
    r"|‘(?:[^‘’\n]|’(?=\w)){0,400}+’(?!\w)"
    r"|(?<!\w)'(?:[^'\n]|'(?=\w)){1,400}+'(?!\w)"
)
_CODE_LINE = re.compile(
    r"[ \t]*(?:[$>] |(?:const|let|var) \w+ ?=|(?:def|function) \w+ ?\(|(?:if|while|for) ?\(|[\w.\[\]]+ ?[:+]?= ?\S"
    r"|(?:assert|raise|return) .*[(=;]|import \S+\s*\Z|from \S+ import |(?:grep|rg|sed|awk|curl|git) "
    r"|[\w.]+\(.*\)\s*\Z)"
)
_CODE_END = (");", ") {", "= {", "=> {")
_LONGEST_LINE = 400  # characters of a line of code
_WORD = re.compile(r"[^\W_][\w’'\-]*")
_NEXT_WORD = re.compile(r"(\S{0,60}+)[ \t]{1,4}+([^\W_][\w’'\-]{0,30}+)")
_SENTENCE_END = re.compile(r"[.!?…。！？][)\]”\"’']?\s|[.!?…。！？]\Z|\n")
_ADDRESS = re.compile(r"://|www\.|\w\.[a-z]{2}", re.IGNORECASE)
_PARAMETER = re.compile(r"\w{1,20}=")
_LONGEST_ADDRESS = 500  # characters
_BEGUN_ADDRESS = re.compile(r"(?<!\S)[\w:/.\-?&=;%#~+@]{0,500}+\Z")  # no bracket before it, as in the target of a link
_GOES_ON = re.compile(r"(?:[ \t]{1,2}+[\w’'\-]{1,30}+){2,7}+")
_FOLLOWING = re.compile(r"(?:[ \t]{1,2}+[\w’'\-]{1,30}+){1,4}+")
_PASSIVE = frozenset(("is", "are", "was", "were", "be", "been", "being"))  # a verb that lacks no object
_FRONTED = frozenset(("which", "whom", "what"))  # the object stands before its verb
_PREPOSITIONS = frozenset(("in", "on", "at", "under", "below", "above", "down", "over", "across", "atop"))
_NEAR = 80  # characters before or after a string in which words about it are looked for
_CODE_ELEMENTS = "code, pre, kbd, samp, tt, var, q, cite, textarea, input"
_TIMES = 4
_MOST_QUOTATIONS = 100


class Cues:
    """Words that, beside a string, say that it is talked about; lower case, from the rules' file."""

    def __init__(self, words: Mapping[str, Sequence[str]]) -> None:
        """`naming`: nouns for it; `leading`: words that lead up to it; `likening`: such that do so in any sentence;
        `following`: verbs of which it is the subject; `joining`: words that go on after a leftover too.
        `taking`, `complete`, `objects`, `often`, `opening`: what the sentence lacks without it.
        The rest belongs to `object_of_verb`, `placed` and `reported`.
        """
        self._naming, self._likening, self._leading, self._following, self._joining = (
            frozenset(words.get(key, ())) for key in ("naming", "likening", "leading", "following", "joining")
        )
        self._taking, self._complete, self._objects, self._often, self._opening = (
            frozenset(words.get(key, ())) for key in ("taking", "complete", "objects", "often", "opening")
        )
        self._handling, self._handle, self._acting, self._parts, self._reporting = (
            frozenset(words.get(key, ())) for key in ("handling", "handle", "acting", "parts", "reporting")
        )

    def name(self, text: str, start: int, end: int, inline: bool) -> bool:
        """Whether the words around start to end name it. `inline`: it may be part of a sentence of its own."""
        before, words = _before(text, start)
        after = _NEXT_WORD.match(text, end, end + _NEAR)
        next_word = after[2].lower() if after and after[1][-1:] not in (".", "!", "?") else ""
        if next_word in self._naming or _noun_before(words, self._naming, self._leading | self._likening):
            return True
        close = before.rstrip(" \t(").lower()
        if words and close.endswith(words[-1]):
            # A sentence with a capital letter in the middle of another one is quoted.
            capital = inline and text[start : start + 2].istitle() and text[start + 1 : start + 2].islower()
            likened = words[-1] in self._likening or " ".join(words[-2:]) in self._likening
            return likened or capital or (not inline and self._lacking(text, before, words, end))
        if not inline and words and close.endswith(":") and words[-1] in self._leading:
            return True
        return not inline and next_word in self._following and (not close or close[-1] in ",;:")

    def _lacking(self, text: str, before: str, words: list[str], end: int) -> bool:
        """Whether the sentence lacks a noun without the string: the last of `words` needs one, and none follows.

        A leftover stands between words that join without it: "draws ... about two litres", "the bats ... return".
        """
        last = words[-1]
        after = _FOLLOWING.match(text, end, end + _NEAR)
        following = after[0].lower().split() if after else []
        takes = last in self._taking and _PASSIVE.isdisjoint(words[-3:-1]) and _FRONTED.isdisjoint(words[-5:-1])
        if takes or last in self._complete:
            starts = len(following) > 1 and (following[0] in self._objects or following[0].isdigit())
            return not (starts and self._often.isdisjoint(following[1:]))
        opens = last in self._opening and before.endswith(" ") and following[:1] not in ([], ["not"])
        return last in self._leading or (opens and following[0] not in self._joining)

    def object_of_verb(self, text: str, start: int) -> bool:
        """Whether the address at `start` is the object of a verb such as "maps" or "cannot open"."""
        address = _BEGUN_ADDRESS.search(text, max(0, start - _LONGEST_ADDRESS), start)
        before, words = _before(text, address.start() if address else start)
        if not address or not words or not before.rstrip(" \t").lower().endswith(words[-1]):
            return False
        return words[-1] in self._handling or (words[-1] in self._handle and not self._acting.isdisjoint(words[-2:-1]))

    def placed(self, text: str, start: int, end: int) -> bool:
        """Whether the sentence goes on to say in which part of a text the slot stands, or what should stand there."""
        _, words = _before(text, start)
        if text[start : start + 1].isalpha():  # a sentence, which goes on by itself
            return False
        after = _GOES_ON.match(text, end, end + _NEAR)
        if not words or not after:
            return False
        following = after[0].lower().split()
        if following[0] == "where":  # where our names should be
            return "should" in following
        place = next((i for i, word in enumerate(following) if word in _PREPOSITIONS), len(following))
        return not self._parts.isdisjoint(following[place:])

    def reported(self, text: str, start: int) -> bool:
        """Whether the sentence that begins at `start` is what somebody says: after a verb of saying and a colon."""
        before, words = _before(text, start)
        return (
            text[start : start + 1].isupper()
            and before.rstrip(" \t").endswith(":")
            and not self._reporting.isdisjoint(words)
        )


def _before(text: str, start: int) -> tuple[str, list[str]]:
    """What stands before `start` in its sentence, and the words of that, in lower case."""
    before = text[max(0, start - _NEAR) : start]
    ends = [match.end() for match in _SENTENCE_END.finditer(before)]
    before = before[ends[-1] if ends else 0 :]
    return before, [word.lower() for word in _WORD.findall(before)]


def _noun_before(words: list[str], naming: frozenset[str], between: frozenset[str]) -> bool:
    """Whether a noun for a string comes last, or up to two words that lead on from it do."""
    for word in words[:-4:-1]:
        if word in naming:
            return True
        if word not in between and word != "such":
            return False
    return False


def quoted_spans(text: str) -> list[tuple[int, int]]:
    """Start and end (code points, quotation marks included) of what stands in quotation marks or backticks."""
    return [match.span() for match in _QUOTED.finditer(text)]


def is_quoted(start: int, end: int, quoted: list[tuple[int, int]]) -> tuple[int, int] | None:
    """The one of the quotations, which are in order, that start to end lies inside."""
    before = bisect_left(quoted, (start, 0)) - 1
    return quoted[before] if before >= 0 and end < quoted[before][1] else None


def is_code(text: str, start: int) -> bool:
    """Whether the line around `start` reads like a program's or a shell's."""
    first = text.rfind("\n", max(0, start - _LONGEST_LINE), start) + 1
    stop = text.find("\n", start, start + _LONGEST_LINE)
    stop = min(len(text), start + _LONGEST_LINE) if stop < 0 else stop
    if stop - first >= _LONGEST_LINE:
        return False
    line = text[first:stop]
    return bool(_CODE_LINE.match(line)) or line.rstrip().endswith(_CODE_END)


def is_bare_parameter(text: str, start: int) -> bool:
    """Whether a parameter of an address begins there, and the address is missing."""
    before = text[max(0, start - _LONGEST_ADDRESS) : start].split()
    return bool(_PARAMETER.match(text, start)) and not (before and _ADDRESS.search(before[-1]))


def elements(html: str) -> tuple[str, frozenset[str]]:
    """The text of a page's code and inline quotations, and each paragraph of its block quotations, spaces folded.

    Of elements inside each other no more is read than `_TIMES` the length of the page.
    """
    tree = LexborHTMLParser(html)
    most = _TIMES * len(html)
    code = [text + value for text, value in _texts(tree.css(_CODE_ELEMENTS), most)]
    quotations = tree.css("blockquote")[:_MOST_QUOTATIONS]
    paragraphs = (part for node in quotations for part in (node, *node.css("p, div, li")))
    return "\n".join(code), frozenset(folded(text) for text, _ in _texts(paragraphs, most))


def _texts(nodes: Iterable[LexborNode], most: int) -> Iterator[tuple[str, str]]:
    for node in nodes:
        text = node.text(deep=True)
        most -= len(text)
        if most < 0:
            return
        yield text, node.attributes.get("value") or ""


def folded(text: str) -> str:
    """The text with every run of spaces as one."""
    return " ".join(text.split())
