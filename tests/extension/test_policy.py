"""What a page may do: the reader's word goes before every rule, and a change is heard at once."""

import asyncio

import pytest

pytestmark = pytest.mark.asyncio(loop_scope="session")

FLAGGED = "The quick summary of the sample text is that it is exactly what this fake daemon flags, always."
STATISTIC = {"statistical": [FLAGGED]}
STYLES = "[...document.adoptedStyleSheets].flatMap((sheet) => [...sheet.cssRules]).map((rule) => rule.cssText).join()"
OF = """async ([page, hidden]) => {
  const { of } = await import("/background/policy.js");
  const { on, held = null, mode, allowed } = await of(page, hidden);
  return [on, held, mode, allowed];
}"""


@pytest.mark.parametrize(
    ("stored", "hidden", "told"),
    [
        ({}, False, [True, None, "highlight", False]),
        ({}, True, [False, "private", "highlight", False]),
        ({"privateWindows": True}, True, [True, None, "highlight", False]),
        ({"sitesOff": ["a.example"]}, False, [False, "off", "highlight", False]),
        ({"mode": "demand"}, False, [True, None, "demand", False]),
        ({"mode": "demand", "siteModes": {"a.example": "dim"}}, False, [True, None, "dim", False]),
        ({"sitesOn": ["a.example"]}, False, [True, None, "highlight", True]),
    ],
)
async def test_what_the_reader_said_decides(stored, hidden, told, chromium) -> None:
    await chromium.store(**stored)
    page = await chromium.open(f"chrome-extension://{chromium.identity}/welcome/welcome.html")
    assert await page.evaluate(OF, [{"site": "a.example", "path": "/"}, hidden]) == told


@pytest.mark.parametrize(("site", "path"), [("mail.a.example", "/"), ("a.example", "/login"), ("localhost", "/")])
async def test_a_site_of_a_held_kind_is_read_once_it_is_allowed(site, path, chromium) -> None:
    page = await chromium.open(f"chrome-extension://{chromium.identity}/welcome/welcome.html")
    assert (await page.evaluate(OF, [{"site": site, "path": path}, False]))[0] is False
    allow = "([site, on]) => import('/background/policy.js').then((policy) => policy.allow(site, on))"
    await page.evaluate(allow, [site, True])
    assert (await page.evaluate(OF, [{"site": site, "path": path}, False]))[0] is True
    await page.evaluate(allow, [site, False])
    assert await page.evaluate(OF, [{"site": site, "path": path}, False]) == [False, "off", "highlight", False]


async def test_an_open_page_hears_of_a_change_without_being_loaded_again(chromium, daemon, site) -> None:
    await daemon.start()
    await chromium.store(port=daemon.port, token=daemon.token)
    page = await chromium.open(site(f"<p>{FLAGGED}</p>"))
    await chromium.painted(page, STATISTIC)
    await chromium.store(kinds=["residue"])
    await page.wait_for_function(f"!({STYLES}).includes('originlens-statistical')")
    await chromium.store(kinds=["statistical"])
    await page.wait_for_function(f"({STYLES}).includes('originlens-statistical')")


async def test_on_demand_sends_nothing_until_it_is_asked(chromium, daemon, site) -> None:
    await daemon.start()
    await chromium.store(port=daemon.port, token=daemon.token, mode="demand")
    page = await chromium.open(site(f"<p>{FLAGGED}</p>"))
    await chromium.settled(page, "waiting")
    assert not daemon.asked.is_set()
    popup = await chromium.popup(page)
    await popup.click("#read")
    await page.bring_to_front()
    await chromium.painted(page, STATISTIC)


async def test_quiet_counts_and_paints_nothing(chromium, daemon, site) -> None:
    await daemon.start()
    await chromium.store(port=daemon.port, token=daemon.token, mode="quiet")
    page = await chromium.open(site(f"<p>{FLAGGED}</p>"))
    await chromium.badged(page, "1")
    await chromium.settled(page)
    assert "originlens-statistical" not in await page.evaluate(STYLES)


async def test_a_site_that_is_held_back_is_read_when_the_popup_says_so(chromium, daemon, site) -> None:
    await daemon.start()
    await chromium.store(port=daemon.port, token=daemon.token)
    address = site(f"<p>{FLAGGED}</p>").replace(".example", ".bank.example")
    page = await chromium.open(address)
    await chromium.settled(page, "bank")
    assert not daemon.asked.is_set()
    popup = await chromium.popup(page)
    await popup.get_by_role("switch").check()
    await page.bring_to_front()
    await chromium.painted(page, STATISTIC)


async def test_to_save_the_battery_only_what_is_on_the_screen_is_read(chromium, daemon, site) -> None:
    await daemon.start()
    await chromium.store(port=daemon.port, token=daemon.token, saver=True)
    below = FLAGGED.replace("sample", "second")
    page = await chromium.open(site(f"<p>{FLAGGED}</p><p style='margin-top: 5000px'>{below}</p>"))
    await chromium.painted(page, STATISTIC)
    await chromium.settled(page)
    assert daemon.sent == [[FLAGGED]]
    await page.evaluate("scrollTo(0, document.body.scrollHeight)")
    await chromium.painted(page, {"statistical": [FLAGGED, below]})
    assert daemon.sent == [[FLAGGED], [below]]


async def test_a_family_that_is_not_to_be_named_is_not(chromium, daemon, site) -> None:
    await daemon.start()
    answer = daemon.answer
    mark = {
        "detector": "fake", "kind": "signed", "found": "f", "strength": "proof", "detail": "", "p_value": None, "spans": [],
    }  # fmt: skip
    marks = [mark | {"vendor": "ChatGPT", "family": "openai"}, mark | {"vendor": "Gemini", "family": "google"}]
    daemon.answer = lambda block: (
        answer(block)
        | {
            "origin": {"family": "openai", "vendor": "ChatGPT", "probability": None},
            "evidence": [*answer(block)["evidence"], *marks],
        }
    )
    await chromium.store(port=daemon.port, token=daemon.token, familiesOff=["openai"])
    page = await chromium.open(site(f"<p>{FLAGGED}</p>"))
    (finding,) = (await chromium.settled(page))["findings"]
    assert [row["vendor"] for row in finding["evidence"] if row["kind"] == "signed"] == [None, "Gemini"]
    assert finding["origin"] == {"family": "google", "vendor": "Gemini", "probability": None}
    await chromium.store(familiesOff=[])
    named = {"family": "openai", "vendor": "ChatGPT", "probability": None}
    async with asyncio.timeout(30):
        while not [one for one in (await chromium.settled(page))["findings"] if one["origin"] == named]:
            await asyncio.sleep(0.1)
