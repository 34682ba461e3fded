"""Reads one file in a process of its own, with limits: what a stranger's PDF does to a parser stays there.

Run as `python -m originlens.files.apart FORM MEMORY_MB`: the file on standard input, one JSON object out.
"""

import asyncio
import json
import sys
from typing import Any

from originlens.contract import Document
from originlens.errors import OriginlensError
from originlens.files.forms import Form
from originlens.files.read import paragraphs

# What the answer calls the file: the daemon is not told its name.
_NAME = "the file"
_SIMPLER = "Save it in another form, or paste its text."


async def read(content: bytes, form: Form, seconds: float, memory_mb: int) -> tuple[list[str], Document]:
    """Paragraphs of a file that may be hostile, and what lies outside. Raises OriginlensError("file_unreadable")."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", __name__, form.value, str(memory_mb),
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    try:
        answer, _ = await asyncio.wait_for(process.communicate(content), seconds)
    except TimeoutError:
        told = f"{_NAME} could not be read within {seconds:g} s"
        raise OriginlensError("file_unreadable", told, remedy=_SIMPLER) from None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode:
        told = f"its reader ended with {process.returncode}, maybe for want of memory (limit {memory_mb:,} MiB)"
        raise OriginlensError("file_unreadable", told, remedy=_SIMPLER)
    said: dict[str, Any] = json.loads(answer)
    if problem := said.get("problem"):
        raise OriginlensError("file_unreadable", problem["detail"], remedy=problem["remedy"])
    return said["paragraphs"], Document((), html=said["html"], links=tuple(said["links"]))


def main() -> None:
    """Limit this process, read, answer."""
    form, megabytes = Form(sys.argv[1]), int(sys.argv[2])
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (megabytes * 2**20, megabytes * 2**20))
    answer: dict[str, Any]
    try:
        found, document = paragraphs(_NAME, sys.stdin.buffer.read(), form)
        answer = {"paragraphs": found, "html": document.html, "links": document.links}
    except OriginlensError as error:
        answer = {"problem": {"detail": error.detail, "remedy": error.remedy}}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
