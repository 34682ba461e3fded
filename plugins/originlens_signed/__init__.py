"""Method `signed`: C2PA manifests in text and HTML, each verified and held against what it covers. Fetches nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from originlens.contract import About, Bundle, BundleNeeded, Document, Item, Mark, Marks
from originlens_signed import carriers, told
from originlens_signed.verify import Report, Trust, check, verify

_HOLDS = ("valid", "untrusted", "expired")  # states in which the manifest covers what is here
MOST_WRAPPERS = 32  # of a document that are verified; each costs some milliseconds


class Signed:
    """Finds and verifies the manifests of a document; a valid one marks what it covers."""

    def __init__(self, about: About, trust: Trust) -> None:
        self._about, self._trust = about, trust

    @property
    def about(self) -> About:
        """What this detector is."""
        return self._about

    def prepare(self, subject: Document) -> Item:
        """Nothing to make ready; the cost is the length of the text."""
        return Item(sum(map(len, subject.blocks)) // 4 + 1, subject)

    def read(self, items: Sequence[Item]) -> list[Marks]:
        """The marks of each document: those of the page first, then those in its blocks."""
        return [Marks(tuple(self._marks(item.data))) for item in items]

    def close(self) -> None:
        """Nothing is held."""

    def _marks(self, document: Document) -> Iterator[Mark]:
        yield from (told.remote(address) for address in carriers.header_manifests(document.headers.get("link", "")))
        if document.html is not None:
            yield from self._in_html(document.html, document.source)
        elif document.source is not None and (whole := list(self._in_source(document.source, document.blocks))):
            yield from whole
            return
        found = list(islice(carriers.wrappers(document.blocks), MOST_WRAPPERS))
        for wrapper in found:
            yield from self._in_text(document.blocks, wrapper)
        if document.source is None or document.html is not None:
            for block, text in enumerate(document.blocks):
                yield from self._in_armour(text, block)

    def _in_html(self, html: str, source: bytes | None) -> Iterator[Mark]:
        scripts, links = carriers.html_manifests(html, served=source is not None)
        if len(scripts) + len(links) > 1:
            yield told.mark(Report("several"))
        elif links:
            yield told.remote(links[0])
        elif scripts:
            report = verify(source if source is not None else html.encode("utf-8", "replace"), "text/html", self._trust)
            if source is None and (report is None or report.state == "mismatch"):
                # A browser's rendering of a page is never the bytes that were signed.
                report = verify(carriers.bare_page(scripts[0]).encode(), "text/html", self._trust)
                report = _unbound(report) if report and report.state == "mismatch" else report
            yield told.mark(report or Report("truncated"))

    def _in_source(self, source: bytes, blocks: Sequence[str]) -> Iterator[Mark]:
        """What a manifest of a whole text file says of all of it."""
        text = source.decode("utf-8", "replace")
        if text.count(carriers.WRAPPER) == 1:
            report = verify(source, "text/plain", self._trust)
        elif (found := carriers.armour(text)) is not None:
            reference, _, _ = found
            if not carriers.is_inline(reference):
                yield told.remote(reference)
                return
            report = verify(source, "text/markdown", self._trust) or Report("truncated")
        else:
            return
        if report is not None:
            yield _of_whole(report, blocks)

    def _in_text(self, blocks: Sequence[str], wrapper: carriers.Wrapper) -> Iterator[Mark]:
        text = blocks[wrapper.block]
        here = ((wrapper.start, wrapper.end),)
        report = verify(text[: wrapper.end].encode("utf-8", "replace"), "text/plain", self._trust)
        if report is None or report.state != "mismatch" or report.start is None:
            covered = ((0, len(text)),) if report and report.state in _HOLDS else here
            yield told.mark(report or Report("truncated"), covered, wrapper.block)
            return
        same_length = False
        for stretch in carriers.stretches(blocks, wrapper, report.start):
            same_length = True
            whole = verify(stretch.text.encode("utf-8", "replace"), "text/plain", self._trust)
            if whole and whole.state != "mismatch":
                for block in range(stretch.first, stretch.last + 1):
                    yield told.mark(whole, ((0, len(blocks[block])),), block)
                return
        yield told.mark(report if same_length else _unbound(report), here, wrapper.block)

    def _in_armour(self, text: str, block: int) -> Iterator[Mark]:
        found = carriers.armour(text)
        if found is None or not carriers.is_inline(found[0]):
            return
        _, start, end = found
        report = verify(text.encode("utf-8", "replace"), "text/markdown", self._trust) or Report("truncated")
        # A paragraph of a file is not the file that was signed.
        seen = _unbound(report) if report.state == "mismatch" else report
        yield told.mark(seen, ((0, len(text)) if seen.state in _HOLDS else (start, end),), block)


def _unbound(report: Report) -> Report:
    return replace(report, state="unbound")


def _of_whole(report: Report, blocks: Sequence[str]) -> Mark:
    """A mark of the page, or of its only block."""
    return told.mark(report, ((0, len(blocks[0])),), 0) if len(blocks) == 1 else told.mark(report)


def open(bundle: Bundle | None) -> Signed:
    """Open the method on a bundle that says whom to trust, by two options.

    `packaged_trust`: whether the verifier's own lists count; `anchors`: a file of the bundle with further certificates
    in PEM. Raises BundleNeeded without a bundle, ValueError for a wrong option or file.
    """
    if bundle is None:
        raise BundleNeeded("a bundle that says whom to trust")
    options = dict(bundle.options)
    packaged, anchors = options.pop("packaged_trust", True), options.pop("anchors", None)
    if options or not isinstance(packaged, bool) or not (anchors is None or isinstance(anchors, str)):
        raise ValueError(f'options {dict(bundle.options)!r}; expected packaged_trust = true or false, anchors = "FILE"')
    about = About(bundle.name, bundle.version, "signed", "document", bundle.languages, bundle.least_words)
    trust = Trust(bundle.path(anchors).read_text("utf-8") if anchors else None, packaged)
    check(trust)
    return Signed(about, trust)
