"""`originlens scan`: files or standard input in, the API's answers out; needs no daemon."""

import asyncio
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from originlens.answer import BlockAnswer, PageAnswer
from originlens.cli.exits import Exit, tell, terminal
from originlens.cli.flags import settings_flags
from originlens.cli.formats import Format, Writer, writer
from originlens.cli.inputs import STDIN, Form, Text, form_of, opened, read
from originlens.cli.records import records
from originlens.cli.stream import Total, ahead, each_record, in_order
from originlens.errors import OriginlensError
from originlens.pipeline import Pipeline, ScanRequest
from originlens.settings import Settings
from originlens.web.wire import Offsets, block_to_wire, page_to_wire

# Our own windows bound what waits here; the limit protects a daemon from its callers.
_NO_QUEUE_LIMIT = 10_000_000


@settings_flags(
    only={
        "device", "false_alarms", "threads", "batch_tokens", "max_body_mb", "cache_mb", "plugin_seconds",
        "plugin_memory_mb",
    }
)  # fmt: skip
def scan(
    files: Annotated[
        list[str] | None, typer.Argument(metavar="[FILE...|-]", help="Files to scan; `-` or none: standard input.")
    ] = None,
    format_: Annotated[Format, typer.Option("--format", "-f", help="What to print.")] = Format.TABLE,
    form: Annotated[
        Form, typer.Option("--from", help="What the input holds; auto: by the end of the file's name, else text.")
    ] = Form.AUTO,
    offsets: Annotated[
        str, typer.Option(help="Unit of start and end: utf-16, as browsers count, or code-point, as Python does.")
    ] = "utf-16",
    language: Annotated[str | None, typer.Option(help="ISO 639-1 code of the texts, where you know it.")] = None,
    with_text: Annotated[
        bool, typer.Option("--with-text", help="Add its `text` to each block of json and jsonl.")
    ] = False,
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help="End with 1 if a block is flagged or carries a mark.")
    ] = False,
    *,
    settings: Settings,
) -> None:
    """Scan texts without a daemon, and print what was found.

    Plain text, HTML and Markdown are cut into paragraphs p1, p2... that are judged as one page. JSON lines
    (`{"id": ..., "text": ...}`) are judged each alone and answered in the order of the input, in constant memory
    with the formats jsonl and table. Several files: ids are FILE#p1, and json prints one line a file.
    """
    names = files or [STDIN]
    if offsets not in ("utf-16", "code-point"):
        raise typer.BadParameter(f"{offsets!r}; expected utf-16 or code-point", param_hint="--offsets")
    if format_ is Format.HTML and len(names) > 1:
        raise typer.BadParameter("the HTML report is of one file; give one FILE", param_hint="--format")
    unit: Offsets = "code-point" if format_ is Format.HTML or offsets == "code-point" else "utf-16"
    job = _Job(replace(settings, queue_blocks=_NO_QUEUE_LIMIT), format_, form, unit, language, with_text)
    try:
        code = asyncio.run(job.run(names))
    except BrokenPipeError:  # the reader has seen enough, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = Exit.DONE
    if code is Exit.FOUND and not exit_code:
        code = Exit.DONE
    raise typer.Exit(code)


@dataclass(slots=True)
class _Job:
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
        async with Pipeline.open(self.settings) as pipeline:
            for name in names:
                try:
                    await self._input(pipeline, name, f"{name}#" if len(names) > 1 else "")
                except OriginlensError as error:
                    self._tell(error)
        return Exit.FAILED if self.failed else Exit.FOUND if self.found else Exit.DONE

    async def _input(self, pipeline: Pipeline, name: str, prefix: str) -> None:
        form = form_of(name, self.form)
        title = "standard input" if name == STDIN else name
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
        with _progress(title, sum(map(len, texts.values()))) as bar:
            async for answer in in_order(pipeline, request):
                if isinstance(answer, PageAnswer):
                    self._page(out, answer)
                else:
                    self._block(out, answer, texts[answer.id])
                    bar.advance(len(texts[answer.id]))

    async def _records(self, pipeline: Pipeline, name: str, out: Writer) -> None:
        total = Total(self.settings.false_alarms, keep_p_values=self.format in (Format.JSON, Format.HTML))
        begun = time.perf_counter()
        with opened(name) as content:
            size = None if name == STDIN else os.fstat(content.fileno()).st_size
            source = records(content, self.settings.max_body_mb * 2**20)
            with _progress(name, size) as bar:
                async for one in each_record(pipeline, source, self.settings.false_alarms, self.language):
                    bar.advance(one.record.size)
                    if one.error:
                        self._tell(one.error)
                        out.problem(one.error, one.record.line)
                    elif one.block and one.page and one.record.block:
                        total.add(one.block, one.page)
                        self._block(out, one.block, one.record.block.text)
        self._page(out, total.finish((time.perf_counter() - begun) * 1000))

    def _block(self, out: Writer, answer: BlockAnswer, text: str) -> None:
        marked = any(one.kind != "statistical" and one.strength != "weak" for one in answer.evidence)
        self.found |= answer.verdict in ("llm", "mixed") or marked
        out.block(block_to_wire(answer, text, self.offsets), text)

    def _page(self, out: Writer, answer: PageAnswer) -> None:
        self.found |= any(one.kind != "statistical" and one.strength != "weak" for one in answer.evidence)
        out.page(page_to_wire(answer))

    def _tell(self, error: OriginlensError) -> None:
        self.failed = True
        tell(error)


class _Bar:
    """Progress on standard error; shows nothing unless a person is looking at it and not at the answers."""

    def __init__(self, progress: Progress | None, title: str, total: float | None) -> None:
        self._progress = progress
        self._task = progress.add_task(title, total=total) if progress else None

    def advance(self, amount: float) -> None:
        """So much more is done, in the unit of the total."""
        if self._progress and self._task is not None:
            self._progress.advance(self._task, amount)


@contextmanager
def _progress(title: str, total: float | None) -> Iterator[_Bar]:
    if not terminal() or terminal(sys.stdout):
        yield _Bar(None, title, total)
        return
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False) as progress:
        yield _Bar(progress, title, total)
