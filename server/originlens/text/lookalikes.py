"""Letters of other scripts that are drawn like a Latin one: folded where they stand in for it, else left alone.

The pairs are those of Unicode's confusables.txt (UTS #39) whose target is one letter of A-Z or a-z, for
the scripts that a common font can show, and three small Cyrillic letters that pass for Latin ones in use.
"""

import re

_DRAWN_LIKE = {
    "a": "аαɑᴀ", "b": "ƄᏏʙ", "c": "сϲᴄⲥꮯ", "d": "ԁᏧꓒᴅ", "e": "еҽꬲᴇ", "f": "քꬵꞙꜰ", "g": "ɡցᶃɢ", "h": "һհᏂʜ",
    "i": "іıιɪɩꙇꭵᎥ", "j": "јϳᴊ", "k": "кκᴋ", "l": "ӏʟ", "m": "мᴍ", "n": "ոռɴ", "o": "оοօᴏσⲟ", "p": "рρⲣᴘ",
    "q": "ԛգզ", "r": "гᴦⲅꭇꮁʀ", "s": "ѕꜱꮪ", "t": "тᴛ", "u": "υսᴜʋꞟ", "v": "νѵᴠꮩ", "w": "ԝѡաᴡɯꮃ", "x": "х",
    "y": "уγүɣʏყ", "z": "ᴢꮓ",
    "A": "АΑᎪꓮ", "B": "ВΒᏴꓐ", "C": "СϹᏟꓚⲤ", "D": "Ꭰꓓᗞᗪ", "E": "ЕΕᎬꓰ", "F": "ϜꓝᖴꞘ", "G": "ԌᏀᏳꓖ", "H": "НΗᎻꓧⲎᕼ",
    "I": "ІӀΙꓲⲒ", "J": "ЈͿᎫꓙᒍ", "K": "КΚᏦꓗⲔ", "L": "ᏞꓡⳐᒪ", "M": "МΜϺᎷꓟⲘ", "N": "ΝꓠⲚ", "O": "ОΟՕꓳⲞ",
    "P": "РΡᏢꓑⲢᑭ", "R": "ƦᎡᏒꓣᖇ", "S": "ЅՏᏚꓢ", "T": "ТΤᎢꓔⲦ", "U": "Սꓴᑌ", "V": "ѴᏙꓦᐯ", "W": "ԜᎳᏔꓪ",
    "X": "ХΧꓫⲬ", "Y": "УΥҮᎩᎽꓬⲨ", "Z": "ΖᏃꓜ",
}  # fmt: skip
LATIN_OF = {drawn: latin for latin, all_ in _DRAWN_LIKE.items() for drawn in all_}

_FOLDED = str.maketrans(LATIN_OF)
_ANY = re.compile(f"[{''.join(LATIN_OF)}]")
_LATIN = re.compile("[A-Za-z]")
_WORD = re.compile(r"[^\W\d_]+")
# A small Greek letter that stands alone is a symbol of science, not a letter of a word.
_WHOLLY = re.compile(rf"(?![\u03b1-\u03c9]\Z)[{''.join(LATIN_OF)}]+")


def latin(text: str) -> str:
    """`text` with look-alikes as the Latin letters they stand in for, code point for code point.

    A word that has Latin letters too is folded. Where that happened, so is a word that consists of
    look-alikes alone, unless the words before or after it are really of another script: Russian and Greek stay
    as they are, in a text of their own and inside an English one.
    """
    if text.isascii() or not _ANY.search(text):
        return text
    spans = [match.span() for match in _WORD.finditer(text)]
    kinds = [_kind(text[start:end]) for start, end in spans]
    if "mixed" not in kinds:
        return text
    before, after = _carried(kinds), _carried(kinds[::-1])[::-1]
    pieces: list[str] = []
    done = 0
    for (start, end), kind, left, right in zip(spans, kinds, before, after, strict=True):
        if kind == "mixed" or (kind == "either" and "foreign" not in (left, right)):
            pieces += text[done:start], text[start:end].translate(_FOLDED)
            done = end
    return "".join([*pieces, text[done:]])


def _kind(word: str) -> str:
    """Is the word Latin, Latin mixed with look-alikes, really foreign, or of look-alikes alone and so either?"""
    if word.isascii():
        return "latin"
    if _LATIN.search(word):
        return "mixed" if _ANY.search(word) else "latin"
    return "either" if _WHOLLY.fullmatch(word) else "foreign"


def _carried(kinds: list[str]) -> list[str]:
    """For each word the kind of the last one up to it that is not "either"."""
    carried: list[str] = []
    last = ""
    for kind in kinds:
        last = last if kind == "either" else kind
        carried.append(last)
    return carried
