"""One run of `originlens scan`: each input is read, judged, printed and counted."""

import os
import sys
import time
from dataclasses import dataclass, replace

from originlens.answer import BlockAnswer, Evidence, PageAnswer
from originlens.cli.exits import Exit, tell, terminal
from originlens.cli.formats import Format, Writer, writer
from originlens.cli.inputs import STDIN, Text, opened, read
from originlens.cli.progress import progress
from originlens.cli.records import records
from originlens.cli.stream import Total, ahead, each_record, in_order
from originlens.errors import OriginlensError
from originlens.files.forms import Form, form_of
from originlens.pipeline import Pipeline, ScanRequest
from originlens.settings import Settings
from originlens.web.wire import Offsets, block_to_wire, page_to_wire

# Our own windows bound what waits here; the limit protects a daemon from its callers.
_NO_QUEUE_LIMIT = 10_000_000


@dataclass(slots=True)
class Job:
    """What was asked for, and whether anything was found or failed on the way."""

    settings: Settings
    format: Format
    form: Form
    offsets: Offsets
    language: str | None
    with_text: bool
    found: bool = False
    failed: bool = False

    async def run(self, names: list[str]) -> Exit:
        """Scan one input after another; one that cannot be read does not stop the others."""
        async with Pipeline.open(replace(self.settings, queue_blocks=_NO_QUEUE_LIMIT)) as pipeline:
            for name in names:
                try:
                    await self._input(pipeline, name, f"{name}#" if len(names) > 1 else "")
                except OriginlensError as error:
                    self._tell(error)
        return Exit.FAILED if self.failed else Exit.FOUND if self.found else Exit.DONE

    async def _input(self, pipeline: Pipeline, name: str, prefix: str) -> None:
        form = form_of(name, self.form)
        title = "standard input" if name == STDIN else name
        if name == STDIN and terminal(sys.stdin):
            print("Type or paste the text, then press Ctrl-D (Ctrl-Z and Enter on Windows).", file=sys.stderr)
        if form is Form.JSONL:
            out = writer(self.format, title, records=True, with_text=self.with_text)
            await self._records(pipeline, name, out)
            return
        async for text in ahead(read(name, form, prefix) for _ in range(1)):
            out = writer(self.format, title, records=False, with_text=self.with_text)
            await self._text(pipeline, text, title, out)

    async def _text(self, pipeline: Pipeline, text: Text, title: str, out: Writer) -> None:
        texts = {block.id: block.text for block in text.blocks}
        request = ScanRequest(text.blocks, self.settings.false_alarms, text.document, self.language)
        with progress(title, sum(map(len, texts.values())), shown=not terminal(sys.stdout)) as advance:
            async for answer in in_order(pipeline, request):
                if isinstance(answer, PageAnswer):
                    self._page(out, answer)
                else:
                    self._block(out, answer, texts[answer.id])
                    advance(len(texts[answer.id]))

    async def _records(self, pipeline: Pipeline, name: str, out: Writer) -> None:
        total = Total(self.settings.false_alarms, keep_p_values=self.format in (Format.JSON, Format.HTML))
        begun = time.perf_counter()
        with opened(name) as content:
            size = None if name == STDIN else os.fstat(content.fileno()).st_size
            source = records(content, self.settings.max_body_mb * 2**20)
            with progress(name, size, shown=not terminal(sys.stdout)) as advance:
                async for one in each_record(pipeline, source, self.settings.false_alarms, self.language):
                    advance(one.record.size)
                    if one.error:
                        self._tell(one.error)
                        out.problem(one.error, one.record.line)
                    elif one.block and one.page and one.record.block:
                        total.add(one.block, one.page)
                        self._block(out, one.block, one.record.block.text)
        self._page(out, total.finish((time.perf_counter() - begun) * 1000))

    def _block(self, out: Writer, answer: BlockAnswer, text: str) -> None:
        self.found |= answer.verdict in ("llm", "mixed") or _marked(answer.evidence)
        out.block(block_to_wire(answer, text, self.offsets), text)

    def _page(self, out: Writer, answer: PageAnswer) -> None:
        self.found |= _marked(answer.evidence)
        out.page(page_to_wire(answer))

    def _tell(self, error: OriginlensError) -> None:
        self.failed = True
        tell(error)


def _marked(evidence: tuple[Evidence, ...]) -> bool:
    return any(one.kind != "statistical" and one.strength not in ("weak", "none") for one in evidence)
