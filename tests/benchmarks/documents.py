"""How long the detectors of whole documents take on a page, on one core: python -m tests.benchmarks.documents [WORDS...]

Every shipped bundle of scope `document`, watermarks apart (onnx_models/watermark-public/speed.py), reads an article of
so many words with its HTML: paragraphs of made-up prose, a head as a news site has it, a link in every paragraph.
`marked` carries besides a leftover, hidden characters, a visible label, and declarations of the page and of a part;
`cyrillic` is `plain` in letters of which many look like Latin ones, a word of each paragraph mixed; `signed` is
`marked` and a C2PA manifest over the whole page, whose signature and hash are verified. Medians of ROUNDS readings,
nothing cached, in processor time, which other programs on the machine do not lengthen; the last column shows whether
it grows as the length does.
"""

import random
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

import psutil

from originlens import bundles
from originlens.contract import Document
from originlens.discover import methods
from originlens.files.html import html_text
from tests.benchmarks.texts import block
from tests.plugins.originlens_signed.signing import Signer

SIZES = (1_000, 5_000, 20_000, 100_000, 1_000_000)
ROUNDS = 31
CYRILLIC = str.maketrans("abeghiklmnoprstu", "абегхиклмнопрсту")
HEAD = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Harbour news</title>
<meta name="viewport" content="width=device-width"><meta name="robots" content="index, follow, max-image-preview:large">
<meta property="og:type" content="article"><link rel="canonical" href="https://example.org/harbour">
<script type="application/ld+json">{"@context":"https://schema.org","@type":"NewsArticle","headline":"Harbour news",
"image":{"@type":"ImageObject","url":"/a.jpg"},"author":{"@type":"Person","name":"Ann"}}</script>%s</head><body><main>"""
MARKS = (
    '<meta name="ai-disclosure" content="mixed">',
    '<aside ai-disclosure="ai-generated" ai-model="gpt-4o">In short: it rained.</aside><p>This article was written by AI.</p>'
    "<p>Sales rose by a third. :contentReference[oaicite:0]{index=0}</p><p>The map is free."
    + "".join(chr(0xE0000 + ord(letter)) for letter in "hidden words")
    + "</p>",
)


def document(words: int, kind: str) -> Document:
    """A page of about so many words: plain, marked or signed."""
    marks = ("", "") if kind in ("plain", "cyrillic") else MARKS
    rng = random.Random(words)
    turned = (lambda text: f"{text.translate(CYRILLIC)} pаper") if kind == "cyrillic" else str
    paragraphs = [
        f'<p>{turned(block(rng, 60))} <a href="https://example.org/{n}?id={n}">More</a></p>'
        for n in range(max(1, words // 67))
    ]
    html = HEAD % marks[0] + marks[1] + "\n".join(paragraphs) + "</main></body></html>"
    html = Signer.make().html(html) if kind == "signed" else html
    texts, outside = html_text(html)
    return Document(tuple(texts), html=html, links=outside.links, source=html.encode())


def opened() -> list[Any]:
    """The detectors of every shipped bundle that read whole documents, but watermarks, which have a lane of their own."""
    found = {point.name: point for point in methods()}
    folders = sorted(manifest.parent for manifest in bundles.shipped_bundles().glob(f"*/{bundles.MANIFEST}"))
    made = []
    for folder in folders:
        bundle = bundles.load(folder, device="cpu")
        if not bundle.manifest.variants:  # a model reads passages
            made.append(found[bundle.manifest.method].load()(bundle))
    return [d for d in made if d.about.scope == "document" and d.about.kind != "watermark"]


def milliseconds(read: Callable[[], object], rounds: int) -> float:
    """Median processor time of one reading."""
    times = []
    for _ in range(rounds):
        began = time.process_time()
        read()
        times.append(time.process_time() - began)
    return 1000 * statistics.median(times)


def main(sizes: list[int]) -> None:
    """One row for each kind of page and size."""
    process = psutil.Process()
    if sys.platform != "darwin":  # where a process cannot be tied to a core
        process.cpu_affinity(process.cpu_affinity()[:1])
    detectors = opened()
    names = [detector.about.name for detector in detectors]
    print(f"| page | words | {' | '.join(names)} | all, ms | all, us a word |")
    for kind in ("plain", "cyrillic", "marked", "signed"):
        for size in sizes:
            page = document(size, kind)
            words = sum(len(text.split()) for text in page.blocks)
            rounds = ROUNDS if size <= 20_000 else 5
            each = [milliseconds(lambda d=d, page=page: d.read([d.prepare(page)]), rounds) for d in detectors]
            total = milliseconds(lambda page=page: [d.read([d.prepare(page)]) for d in detectors], rounds)
            cells = " | ".join(f"{one:.2f}" for one in each)
            print(f"| {kind} | {words:,} | {cells} | {total:.2f} | {1000 * total / words:.2f} |", flush=True)


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or list(SIZES))
