"""Count the words of a text: the one unit of length that is the same for every detector and band."""

import re

# A run of letters or digits is a word; scripts written without spaces count one a character.
_WORD = re.compile(
    r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
    r"|[^\W_\u0e00-\u0eff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+(?:['\u2019-][^\W_]+)*"
)


def words(text: str) -> list[str]:
    """The words of `text`, in order."""
    return _WORD.findall(text)
