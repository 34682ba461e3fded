"""Vectors of the schemes by their published formulas, written naively: python vectors.py [--out FILE].

Nothing of originlens_watermark is used: PyTorch draws what PyTorch draws, and the rest is Python's whole numbers, one
token at a time. The test suite compares the plugin with the recorded file, and `pytest -m export` makes it again.
"""

import argparse
import hashlib
import json
import math
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import torch

RECORDED = Path(__file__).parents[2] / "tests" / "plugins" / "originlens_watermark" / "naive_vectors.json"
V, KEY, TOKENS = 50257, 15485863, [464, 2068, 7586, 21831, 18045, 625, 262, 16931, 3290, 13]
_64 = (1 << 64) - 1


def main() -> None:
    """Write the file."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--out", type=Path, default=RECORDED)
    options.parse_args().out.write_text(json.dumps(vectors(), indent=1) + "\n", "utf-8")


def vectors() -> dict[str, Any]:
    """Settings and results of every scheme."""
    grams = [TOKENS[i : i + 5] for i in range(len(TOKENS) - 4)]
    return {
        "cuda_randperm": [_cuda(seed, size) for seed, size in ((338071875153, 500), (_64 - 1, 1000), (0, 2000))],
        "markllm_kgw": [_markllm_kgw(gram[-2:]) for gram in grams],
        "three_bricks_kgw": [_three_bricks_kgw(gram) for gram in grams],
        "markllm_exp": [_uniform(gram, KEY * (math.prod(gram[:-1]) % V)) for gram in grams],
        "three_bricks_openai": [_uniform(gram, _folded(gram[:-1], 0)) for gram in grams],
        "dipmark": [_dipmark([*TOKENS[i : i + 5], target]) for i, target in ((0, 13), (1, 464), (2, 50256), (4, 7586))],
        "vllm_sbw": [
            {"rule": rule, "key": key, "gram": gram, "green": _sbw(gram, key, rule)}
            for rule in ("selfhash", "lefthash") for key in (42, (1 << 63) + 11) for gram in grams
        ],
        "exp_edit": _exp_edit(),
        "its_edit": _its_edit(),
    }  # fmt: skip


def _randperm(seed: int, size: int) -> list[int]:
    return torch.randperm(size, generator=torch.Generator().manual_seed(seed)).tolist()


def philox(counter: list[int], key: list[int]) -> list[int]:
    """Philox4x32-10 (Salmon et al., SC 2011), round by round."""
    for _ in range(10):
        a, b = counter[0] * 0xD2511F53, counter[2] * 0xCD9E8D57
        counter = [b >> 32 ^ counter[1] ^ key[0], b & 0xFFFFFFFF, a >> 32 ^ counter[3] ^ key[1], a & 0xFFFFFFFF]
        key = [(key[0] + 0x9E3779B9) & 0xFFFFFFFF, (key[1] + 0xBB67AE85) & 0xFFFFFFFF]
    return counter


def _halves(value: int) -> list[int]:
    return [value & 0xFFFFFFFF, value >> 32 & 0xFFFFFFFF]


def _cuda(seed: int, size: int) -> dict[str, Any]:
    """torch.randperm on a GPU as its source has it: a stable sort by the low bits of one 64-bit number an element."""
    bits = math.ceil(math.log2(size - (6 * size**2 + 1) / (12 * math.log(0.9))))
    keys = []
    for lane in range(size):
        x, y, _, _ = philox([0, 0, lane, 0], _halves(seed))
        keys.append((x << 32 | y) % _64 & (1 << bits) - 1)
    return {"seed": seed, "V": size, "first": sorted(range(size), key=keys.__getitem__)[: size // 4]}


def _markllm_kgw(gram: list[int]) -> dict[str, Any]:
    seed = KEY * _prf()[gram[0] % V] % V
    return {"gram": gram, "seed": seed, "green": gram[-1] in _randperm(seed, V)[: V // 2]}


_PRF: list[int] = []


def _prf() -> list[int]:
    if not _PRF:
        _PRF.extend(_randperm(KEY, V))
    return _PRF


def _folded(context: list[int], seed: int) -> int:
    for token in context:
        seed = (seed * 35317 + token) % _64
    return seed


def _three_bricks_kgw(gram: list[int]) -> dict[str, Any]:
    seed = _folded(gram[:-1], 0)
    return {"gram": gram, "seed": seed, "green": gram[-1] in _randperm(seed, V)[: V // 2]}


def _uniform(gram: list[int], seed: int) -> dict[str, Any]:
    """The target's place in torch.rand(V)."""
    drawn = torch.rand(V, generator=torch.Generator().manual_seed(seed & _64))
    return {"gram": gram, "u": float(drawn[gram[-1]])}


def _dipmark(gram: list[int]) -> dict[str, Any]:
    """Green: at or behind the middle of the shuffled vocabulary."""
    random.seed(42)
    secret = random.getrandbits(1024).to_bytes(128, "big")
    context = b"".join(token.to_bytes(8, "little") for token in gram[:-1])
    seed = int.from_bytes(hashlib.sha256(context + secret).digest(), "big") % ((1 << 32) - 1)
    return {"gram": gram, "seed": seed, "green": (_randperm(seed, V).index(gram[-1]) + 1) / V >= 0.5}


def _wrap(value: int, bits: int) -> int:
    value &= (1 << bits) - 1
    return value - (1 << bits) if value >> bits - 1 else value


def _jenkins(token: int) -> int:
    i = _wrap(token + 1, 32)
    steps: tuple[Callable[[int], int], ...] = (
        lambda i: i - (i << 6), lambda i: i ^ i >> 17, lambda i: i - (i << 9), lambda i: i ^ i << 4,
        lambda i: i - (i << 3), lambda i: i ^ i << 10, lambda i: i ^ i >> 15,
    )  # fmt: skip
    for step in steps:
        i = _wrap(step(i), 32)
    return i


def _sbw(gram: list[int], key: int, rule: str) -> bool:
    *context, token = gram if rule == "selfhash" else gram[-2:]
    if rule == "lefthash":
        seed = _wrap(key * sum(context), 64)
    else:
        products = (_wrap(_jenkins(other) * _jenkins(token), 64) for other in [*context[1:], token])
        seed = min(_wrap(key * product, 64) for product in products)
    word = philox([token // 4, 0, 0, 0], _halves(seed))[token % 4]
    return (word & 0x7FFFFFFF) < int(0.5 * 0x7FFFFFFF)


def mersenne(seed: int) -> Iterator[int]:
    """MT19937 as its authors print it (Matsumoto and Nishimura, 1998)."""
    state = [seed]
    for i in range(1, 624):
        state.append((1812433253 * (state[-1] ^ state[-1] >> 30) + i) & 0xFFFFFFFF)
    while True:
        for i in range(624):
            mixed = (state[i] & 0x80000000) | (state[(i + 1) % 624] & 0x7FFFFFFF)
            state[i] = state[(i + 397) % 624] ^ mixed >> 1 ^ (0x9908B0DF if mixed & 1 else 0)
        for word in state:
            word ^= word >> 11
            word ^= word << 7 & 0x9D2C5680
            word ^= word << 15 & 0xEFC60000
            yield word ^ word >> 18


def _aligned(costs: list[list[float]], skip: float) -> list[float]:
    """Cost of the whole text against as many rows of the ring, from every beginning (section 2.4 of the paper)."""
    count, n = len(costs), len(costs[0])
    found = []
    for begin in range(n):
        d = [[(i + j) * skip if i == 0 or j == 0 else 0.0 for j in range(count + 1)] for i in range(count + 1)]
        for i in range(1, count + 1):
            for j in range(1, count + 1):
                cost = d[i - 1][j - 1] + costs[i - 1][(begin + j - 1) % n]
                d[i][j] = min(d[i - 1][j] + skip, d[i][j - 1] + skip, cost)
        found.append(d[count][count])
    return found


def _exp_edit() -> dict[str, Any]:
    ids, size, length = [3, 900, 3, 41, 77, 500], 1000, 16
    stream = mersenne(42)
    rows = [[next(stream) / 2**32 for _ in range(size)] for _ in range(length)]
    costs = [[math.log(1 - row[token]) for row in rows] for token in ids]
    return {"key": 42, "V": size, "length": length, "ids": ids, "u": [row[41] for row in rows],
            "costs": _aligned(costs, 0.0)}  # fmt: skip


def _its_edit() -> dict[str, Any]:
    ids, size, length = [3, 900, 3, 41, 77, 500], 1000, 16
    generator = torch.Generator().manual_seed(42)
    order = torch.randperm(size, generator=generator).tolist()
    ring = torch.rand(length, generator=generator).tolist()
    costs = [[abs(order.index(token) / size - xi) for xi in ring] for token in ids]
    return {"seed": 42, "V": size, "length": length, "ids": ids, "ring": ring, "costs": _aligned(costs, 1.0)}


if __name__ == "__main__":
    main()
