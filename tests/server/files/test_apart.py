"""apart.py: a file is read in another process, which may fail, hang or swell without harm to this one."""

import sys

import pytest

from originlens.errors import OriginlensError
from originlens.files import apart
from originlens.files.forms import Form
from tests.server.files.samples import pdf, word


async def test_what_is_read_comes_back():
    found, document = await apart.read(b"<p>Caf\xc3\xa9.<a href=https://a.example/>b</a>", Form.HTML, 30, 512)
    assert found == ["Café.b"]
    assert document.links == ("https://a.example/",)
    assert (await apart.read(word("One."), Form.WORD, 30, 512))[0] == ["One."]


async def test_a_failure_for_people_keeps_its_words():
    with pytest.raises(OriginlensError, match="the file holds no text") as caught:
        await apart.read(pdf([]), Form.PDF, 30, 512)
    assert "OCR" in caught.value.remedy


async def test_a_reader_that_hangs_is_ended():
    with pytest.raises(OriginlensError, match=r"could not be read within 0\.05 s"):
        await apart.read(pdf([]), Form.PDF, 0.05, 512)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
async def test_a_reader_that_swells_is_ended():
    with pytest.raises(OriginlensError, match="limit 64 MiB"):
        await apart.read(b"word " * 10_000_000, Form.TEXT, 30, 64)
