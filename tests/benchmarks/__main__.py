"""python -m tests.benchmarks [throughput|seen|clients|first|article|bundled|idle ...]: figures as ratios, with sample sizes.

A page's time is until its verdicts are out; watermarks, which are sought after them, are not in it. The encoder reads every
passage, but for `bundled`: the article of `article` as it is read by what ships, whose n-grams let made-up prose go.
"""

import asyncio
import statistics
import sys
import time
from collections.abc import Awaitable, Callable

from originlens import bundles
from tests.benchmarks.bare import BareModel
from tests.benchmarks.daemon import Daemon, daemon, scan
from tests.benchmarks.texts import page

BLOCKS, ROUNDS, CLIENTS, ARTICLE_WORDS = 200, 7, 16, 2000


def middle(values: list[float]) -> float:
    return statistics.median(values)


def show(name: str, figure: str, detail: str) -> None:
    print(f"{name:<11} {figure:<16} {detail}", flush=True)


async def throughput(server: Daemon) -> None:
    """Blocks/s end to end over HTTP against bare ONNX Runtime on the same texts, turn by turn."""
    bare = BareModel(bundles.load(bundles.shipped_bundles() / "minilm-en", device="cpu"))
    ratios, ours, theirs = [], [], []
    async with server.client() as client:
        await scan(client, page("warm", 20))
        for i in range(ROUNDS):
            texts = page(f"throughput {i}", BLOCKS)
            prepared = bare.prepare(texts)  # tokenised and sorted by length outside the clock
            if i == 0:
                bare.run(prepared)
            began = time.perf_counter()
            bare.run(prepared)
            theirs.append(time.perf_counter() - began)
            await asyncio.sleep(0.5)  # bare ONNX Runtime's threads spin on for a while
            _, every = await scan(client, texts)
            ours.append(every)
            ratios.append(theirs[-1] / ours[-1])
    spread = f"{min(ratios):.2f} to {max(ratios):.2f}, {ROUNDS} rounds of {BLOCKS} new blocks"
    show(
        "throughput",
        f"ratio {middle(ratios):.2f}",
        f"HTTP / bare ONNX Runtime, {spread}; {BLOCKS / middle(ours):.0f} against {BLOCKS / middle(theirs):.0f} blocks/s",
    )


async def seen(server: Daemon) -> None:
    """A page of 200 blocks seen before, against its first time."""
    async with server.client() as client:
        first, again = [], []
        for i in range(ROUNDS):
            texts = page(f"seen {i}", BLOCKS)
            first.append((await scan(client, texts))[1])
            again += [(await scan(client, texts))[1] for _ in range(5)]
    show(
        "seen",
        f"{1000 * middle(again):.1f} ms median",
        f"{middle(first) / middle(again):.0f} times faster than the first time, {len(again)} visits",
    )


async def clients(server: Daemon) -> None:
    """16 clients at once against one: the same texts in total, and the spread of their waiting."""
    ratios, tails = [], []
    async with server.client() as client:
        for i in range(ROUNDS):
            alone = sum([(await scan(client, page(f"one {i} {c}", 12)))[1] for c in range(CLIENTS)])
            timed = await asyncio.gather(*(scan(client, page(f"many {i} {c}", 12)) for c in range(CLIENTS)))
            waits = [every for _, every in timed]  # all began at once
            ratios.append(alone / max(waits))
            tails.append(statistics.quantiles(waits, n=100)[98] / middle(waits))
    show(
        "clients",
        f"ratio {middle(ratios):.2f}",
        f"throughput of {CLIENTS} at once / one after another; p99 {middle(tails):.2f} x p50, {ROUNDS} rounds",
    )


async def first(server: Daemon) -> None:
    """When the first verdict of a page of 200 new blocks comes, as a share of the whole page's time."""
    shares = []
    async with server.client() as client:
        for i in range(ROUNDS):
            one, every = await scan(client, page(f"first {i}", BLOCKS))
            shares.append(one / every)
    show(
        "first",
        f"{100 * middle(shares):.1f}%",
        f"of the page's time until its first verdict, {min(shares):.1%} to {max(shares):.1%}, {ROUNDS} pages",
    )


async def bundled(_: Daemon) -> None:
    """`article`, by the bundles as they ship."""
    with daemon() as server:
        await article(server, "bundled")


async def article(server: Daemon, name: str = "article") -> None:
    """An article of ARTICLE_WORDS words and no more than a paragraph over, never seen before, over HTTP."""
    times, lengths = [], []
    async with server.client() as client:
        for i in range(ROUNDS):
            texts: list[str] = []
            for text in page(f"article {i}", BLOCKS):
                texts.append(text)
                length = sum(len(each.split()) for each in texts)
                if length >= ARTICLE_WORDS:
                    break
            times.append((await scan(client, texts))[1])
            lengths.append(length)
    show(
        name,
        f"{middle(times):.2f} s",
        f"for {middle(lengths):,.0f} words cold, {min(times):.2f} to {max(times):.2f}, {ROUNDS} articles",
    )


async def idle(server: Daemon) -> None:
    """Start to first answer, CPU while idle, memory after use."""
    with daemon() as fresh:
        async with fresh.client() as client:
            answered = fresh.started + (await scan(client, page("start", 1)))[1]
    server.process.cpu_percent()
    await asyncio.sleep(20)
    cpu = server.process.cpu_percent()
    memory = server.process.memory_info().rss / 1e6
    show(
        "idle",
        f"{answered:.2f} s",
        f"from start to first answer; idle CPU {cpu:.2f}% of one core over 20 s; resident {memory:.0f} MB after the runs above",
    )


BENCHMARKS: dict[str, Callable[[Daemon], Awaitable[None]]] = {
    "throughput": throughput, "seen": seen, "clients": clients, "first": first, "article": article,
    "bundled": bundled, "idle": idle,
}  # fmt: skip


async def main(names: list[str]) -> None:
    unknown = [name for name in names if name not in BENCHMARKS]
    if unknown:
        sys.exit(f"unknown benchmark {unknown[0]!r}; known: {', '.join(BENCHMARKS)}")
    with daemon(first_stage=False) as server:
        for name in names or BENCHMARKS:
            await BENCHMARKS[name](server)


asyncio.run(main(sys.argv[1:]))
