"""The 200 pages of pages.toml: each kind of page with each oddity."""

import tomllib
from collections.abc import Iterator
from pathlib import Path


def pages() -> Iterator[tuple[str, str]]:
    """Name and HTML of each."""
    tables = tomllib.loads(Path(__file__).with_name("pages.toml").read_text("utf-8"))
    for page in tables["page"]:
        for oddity in tables["oddity"]:
            html = page["html"].replace("{head}", oddity["head"]).replace("{body}", oddity["body"])
            yield f"{page['id']}, {oddity['id']}", html
