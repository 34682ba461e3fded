"""The whole extension on a page, with a daemon that behaves as the test asks."""

import asyncio

import pytest

pytestmark = pytest.mark.asyncio(loop_scope="session")

FLAGGED = "The quick summary of the sample text is that it is exactly what this fake daemon flags, always."
PLAIN = "My aunt kept bees behind the garage until one summer the neighbours complained about the noise."
MARKED = "The city grew quickly after the war :contentReference[oaicite:0] and never stopped growing."
STATISTIC = {"statistical": [FLAGGED]}


async def test_what_stands_out_is_painted_and_counted(chromium, daemon, site) -> None:
    await daemon.start()
    await chromium.store(port=daemon.port, token=daemon.token)
    page = await chromium.open(site(f"<p>{PLAIN}</p><p>{PLAIN} {FLAGGED}</p><p>{MARKED}</p><nav>{FLAGGED}</nav>"))
    await chromium.painted(page, STATISTIC | {"residue": [":contentReference[oaicite:0]"]})
    await chromium.settled(page)
    await chromium.badged(page, "2")
    assert sorted(text for batch in daemon.sent for text in batch) == sorted([PLAIN, f"{PLAIN} {FLAGGED}", MARKED])


async def test_only_new_text_is_sent(chromium, daemon, site) -> None:
    await daemon.start()
    await chromium.store(port=daemon.port, token=daemon.token)
    page = await chromium.open(site(f"<p id=a>{FLAGGED}</p><p id=b>{PLAIN}</p><div id=c></div>"))
    await chromium.painted(page, STATISTIC)
    await page.evaluate(
        "([flagged, plain]) => { a.firstChild.data = plain; c.innerHTML = `<p>${flagged}</p>`; }", [FLAGGED, PLAIN]
    )
    await page.wait_for_function(
        "[...CSS.highlights.get('originlens-statistical')].every((range) => c.contains(range.startContainer))"
    )
    await chromium.painted(page, STATISTIC)
    assert sorted(text for batch in daemon.sent for text in batch) == sorted([FLAGGED, PLAIN])
    daemon.sent.clear()
    await page.evaluate("(text) => { b.firstChild.data = text; }", f"{PLAIN} Again.")
    async with asyncio.timeout(30):
        while not daemon.sent:
            await asyncio.sleep(0.05)
    assert daemon.sent == [[f"{PLAIN} Again."]]


async def test_text_that_changes_while_it_is_judged_is_never_painted(chromium, daemon, site) -> None:
    daemon.gate = asyncio.Event()
    await daemon.start()
    await chromium.store(port=daemon.port, token=daemon.token)
    page = await chromium.open(site(f"<p id=a>{FLAGGED}</p><p>{MARKED}</p>"))
    await daemon.asked.wait()
    await page.evaluate("(plain) => { a.firstChild.data = plain; }", PLAIN)
    daemon.gate.set()
    await chromium.painted(page, {"residue": [":contentReference[oaicite:0]"]})
    await chromium.settled(page)
    await chromium.painted(page, {"residue": [":contentReference[oaicite:0]"]})


async def test_a_daemon_that_comes_late_is_found(chromium, daemon, site, unused_tcp_port) -> None:
    daemon.port = unused_tcp_port
    await chromium.store(port=daemon.port, token=daemon.token)
    page = await chromium.open(site(f"<p>{FLAGGED}</p>"))
    await chromium.settled(page, "missing")
    await chromium.badged(page, "")
    await daemon.start()
    await chromium.painted(page, STATISTIC)


@pytest.mark.parametrize("trouble", [{"busy": 1}, {"breaks": 1}])
async def test_what_was_not_answered_is_asked_again(trouble, chromium, daemon, site) -> None:
    vars(daemon).update(trouble)
    await daemon.start()
    await chromium.store(port=daemon.port, token=daemon.token)
    page = await chromium.open(site(f"<p>{PLAIN}</p><p>{FLAGGED}</p>"))
    await chromium.painted(page, STATISTIC)


async def test_nothing_is_sent_before_pairing(chromium, daemon, site) -> None:
    await daemon.start()
    await chromium.store(port=daemon.port)
    page = await chromium.open(site(f"<p>{FLAGGED}</p>"))
    await chromium.settled(page, "unpaired")
    assert not daemon.asked.is_set()


async def test_a_page_that_asks_for_a_password_is_left_alone(chromium, daemon, site) -> None:
    await daemon.start()
    await chromium.store(port=daemon.port, token=daemon.token)
    page = await chromium.open(site(f"<p>{FLAGGED}</p><input type=password>"))
    await chromium.settled(page, "password")
    assert not daemon.asked.is_set()


async def test_a_site_that_is_switched_off_is_left_alone(chromium, daemon, site) -> None:
    await daemon.start()
    address = site(f"<p>{FLAGGED}</p>")
    await chromium.store(port=daemon.port, token=daemon.token, sitesOff=[address.split("/")[2].split(":")[0]])
    page = await chromium.open(address)
    await chromium.settled(page, "off")
    assert not daemon.asked.is_set()


async def test_frames_are_read_too(chromium, daemon, site) -> None:
    await daemon.start()
    await chromium.store(port=daemon.port, token=daemon.token)
    inner = site(f"<p>{FLAGGED}</p>")
    page = await chromium.open(site(f"<p>{PLAIN}</p><iframe src='{inner}' width=600 height=300></iframe>"))
    await page.frames[1].wait_for_function("CSS.highlights.get('originlens-statistical')?.size === 1")
    await chromium.settled(page)
    await chromium.badged(page, "1")
