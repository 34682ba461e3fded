"""The reader's own human texts -> a calibration of a detector for that writing, in place of the one it comes with."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice, pairwise

from originlens.evaluate.curves import Human, bands_from, curves, fit_scan
from originlens.evaluate.lengths import Bin, cut
from originlens.evaluate.score import Scored, score
from originlens.evaluate.texts import Labelled
from originlens.pipeline.calibrate import Calibration
from originlens.pipeline.profile import Profile
from originlens.pipeline.scan import Scan
from originlens.pipeline.schedule import DetectorFailed
from originlens.registry import Loaded
from originlens.text.normalise import normalise

OWN = "own"  # the group of texts that name none
_SCAN_PART = 4  # for a detector that comes without a scan: one text in so many sets it, the others the curves


@dataclass(frozen=True, slots=True)
class Made:
    """`documents`: texts behind the curves, by group; `unread`: texts that give no evidence, by the reason.

    `missing`: (least, most) words of the length bands that none of the texts reaches.
    """

    calibration: Calibration | None
    documents: Mapping[str, int]
    unread: Counter[str]
    missing: Sequence[tuple[int, int]]

    @property
    def strictest(self) -> float:
        """The strictest rate that the smallest group can promise: 1 / (n + 1)."""
        return 1 / (1 + min(self.documents.values(), default=0))


@dataclass(frozen=True, slots=True)
class _Block:
    """One block cut from one document."""

    document: str
    group: str
    language: str
    profile: Profile


def calibrate(detector: Loaded, texts: Sequence[Labelled], today: date) -> Made:
    """Cut each text to a block of each length that it has, score the blocks, and make curves of them.

    A text gives at most one block to a curve. Texts with the same `id` count as one, and so do equal ones. The
    calibration is None where no text can be scored.
    """
    bands = bands_from(detector.about.least_words)
    unread: Counter[str] = Counter()
    blocks: list[_Block] = []
    for text, scored in _scored(detector, list(_distinct(texts, unread)), bands):
        group = text.writers or OWN
        found = [_Block(text.id, group, one.cut.language, one.profile) for one in scored if one.profile]
        blocks += found
        if not found:
            unread[_why(detector, scored[-1]) if scored else f"shorter than {bands[0]} words"] += 1
    shipped = detector.calibration
    if shipped is None:
        blocks, scan = _with_scan(blocks)
    else:
        scan = shipped.scan
    if scan is None or not blocks:
        return Made(None, {}, unread, ())
    sizes = Counter((language, group) for language, group, _ in {(b.language, b.group, b.document) for b in blocks})
    made = curves((Human(b.profile, b.language, b.group) for b in blocks), scan, bands)
    documents: dict[str, int] = {}
    for (_, group), n in sizes.items():
        documents[group] = min(n, documents.get(group, n))
    calibration = Calibration(
        fitted_on=f"{len({b.document for b in blocks})} texts of your own",
        date=today.isoformat(),
        made_for=detector.made_of,
        scan=scan,
        curves=tuple(c.model_copy(update={"documents": sizes[c.language, c.group]}) for c in made),
        family=shipped.family if shipped else None,
    )
    reached = {(curve.least_words, curve.most_words) for curve in made}
    return Made(calibration, documents, unread, [band for band in pairwise(bands) if band not in reached])


def _distinct(texts: Sequence[Labelled], unread: Counter[str]) -> Iterator[Labelled]:
    """Each text that is not there already; of the parts of one document the longest."""
    longest: dict[str, Labelled] = {}
    for text in texts:
        before = longest.get(text.id)
        if before is None or len(before.text) < len(text.text):
            longest[text.id] = text
    seen: set[str] = set()
    for text in longest.values():
        content = normalise(text.text).text.lower()
        if content in seen:
            unread["the same as another text"] += 1
            continue
        seen.add(content)
        yield text


def _scored(
    detector: Loaded, texts: Sequence[Labelled], bands: Sequence[int]
) -> Iterator[tuple[Labelled, list[Scored]]]:
    """Each text with a scored block for each band that it has sentences for."""
    pieces = [[piece for edges in pairwise(bands) for piece in cut([text], Bin(*edges))] for text in texts]
    scored = score(detector, (piece.text for own in pieces for piece in own))
    for text, own in zip(texts, pieces, strict=True):
        yield text, list(islice(scored, len(own)))


def _why(detector: Loaded, one: Scored) -> str:
    if one.cut.reason:
        return one.cut.reason.code.replace("_", " ")
    if isinstance(one.readings, DetectorFailed):
        return "the detector failed on it"
    if detector.about.languages and one.cut.language not in detector.about.languages:
        return "in a language that the detector has no evidence for"
    return "the detector declined it"


def _with_scan(blocks: list[_Block]) -> tuple[list[_Block], Scan | None]:
    """The scan that some of the texts give, and the blocks of the other texts: none may do both."""
    order = {document: place for place, document in enumerate(dict.fromkeys(b.document for b in blocks))}
    part = [b for b in blocks if order[b.document] % _SCAN_PART == 0]
    rest = [b for b in blocks if order[b.document] % _SCAN_PART]
    return rest, fit_scan([b.profile for b in part]) if part else None
