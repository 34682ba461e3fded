"""Text that a program wrote, though no language model: logs, changelogs, weather reports, sport tables."""

import re

from originlens.text.genre.features import Features
from originlens.text.genre.kind import Kind

LEAST_STAMPS, WORDS_A_STAMP = 3, 20  # time stamps and numbers of changes
LEAST_RESULTS, WORDS_A_RESULT = 4, 10
LEAST_CHANGES, CHANGES_SHARE = 4, 0.6  # lines that begin like a change, and their share
LEAST_WEATHER, WEATHER_SHARE = 5, 0.12  # different words of a forecast, and the share of all its words
_STAMP = re.compile(r"\b\d{1,2}:\d\d:\d\d|\b\d{4}-\d\d-\d\d\b|\[(?:INFO|WARN(?:ING)?|ERROR|DEBUG)\]", re.ASCII)
_CHANGE = re.compile(r"#\d{2,}\b|\b(?=[a-f]*\d)[0-9a-f]{7,40}\b", re.ASCII)
_CHANGED = re.compile(
    r"^\W*(?:\d+[.)] )?(?:add|fix|remov|updat|bump|improv|merg|refactor|renam|deprecat|support|dropp?|revert|upgrad)"
    r"(?:e|es|s|ed)?\b",
    re.IGNORECASE | re.MULTILINE,
)
_RESULT = re.compile(r"\b\d{1,3} ?[-\u2013] ?\d{1,3}\b(?!/)", re.ASCII)
_WEATHER_WORDS = (
    "weather forecast sunny cloudy overcast showers shower rain sleet snow drizzle fog mist thunderstorms gusts gust "
    "wind winds mph knots hpa mb millibars humidity precipitation highs lows visibility northerly southerly easterly "
    "westerly northwesterly southwesterly northeasterly southeasterly northwest southwest northeast southeast sunrise "
    "sunset uv gale backing veering tonight"
)
_WEATHER = frozenset(_WEATHER_WORDS.split())

_LOG = Kind("machine_made", "Lines with time stamps, as a program writes them: a log, not prose.")
_CHANGES = Kind("machine_made", "Entries of a changelog: short notes, not connected prose.")
_SCORES = Kind("machine_made", "Results and scores, as in a sport table: too little connected prose.")
_FORECAST = Kind("machine_made", "A weather report: programs that are no LLMs write such texts too.")


def of_machine(seen: Features) -> Kind | None:
    """What stands in the text once for every few words: words of a forecast, changes, time stamps or scores."""
    different = len(_WEATHER & seen.different)
    if different >= LEAST_WEATHER and sum(map(_WEATHER.__contains__, seen.words)) > WEATHER_SHARE * len(seen.words):
        return _FORECAST
    lines = seen.original.count("\n") + 1
    if lines >= LEAST_CHANGES and len(_CHANGED.findall(seen.original)) >= max(LEAST_CHANGES, CHANGES_SHARE * lines):
        return _CHANGES
    if seen.figures < LEAST_STAMPS:
        return None
    stamps = max(LEAST_STAMPS, len(seen.words) / WORDS_A_STAMP)
    if len(_STAMP.findall(seen.text)) >= stamps:
        return _LOG
    if len(_CHANGE.findall(seen.text)) >= stamps:
        return _CHANGES
    results = max(LEAST_RESULTS, len(seen.words) / WORDS_A_RESULT)
    return _SCORES if len(_RESULT.findall(seen.text)) >= results else None
