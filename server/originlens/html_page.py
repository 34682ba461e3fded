"""A self-contained HTML page: a template of this package with its styles written into it. Nothing in it is loaded."""

from collections.abc import Sequence
from functools import cache
from html import escape
from importlib.resources import files
from string import Template

from originlens import __version__


def fill(template: str, styles: Sequence[str], **parts: str) -> str:
    """The page, ready to be written as UTF-8. `template` and `styles` are files of this package, `parts` are HTML.

    The template may also name `$style` and `$version`. Raises KeyError for a part that it names and nobody gave.
    """
    style = "\n".join(map(_read, styles))
    return Template(_read(template)).substitute(parts, style=style, version=safe(__version__))


def safe(text: str) -> str:
    """HTML-escaped; a lone surrogate, which UTF-8 cannot carry, becomes `?`, so that offsets hold."""
    return escape(text.encode("utf-8", "replace").decode())


@cache
def _read(name: str) -> str:
    return files("originlens").joinpath(name).read_text("utf-8")
