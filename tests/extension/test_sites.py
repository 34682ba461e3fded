"""Which sites are held back until the reader allows them."""

import pytest

pytestmark = pytest.mark.asyncio(loop_scope="session")

HELD = {
    "mail": [
        "mail.google.com/", "outlook.live.com/mail/0/", "webmail.example.org/", "mail.example.de/", "eu.mail.example/", "x.web.de/",
        "roundcube.example.org/",
    ],
    "bank": [
        "www.paypal.com/", "onlinebanking.example/", "www.deutsche-bank.de/", "e-bank.example/", "sparkasse.de/", "mabanque.example/",
        "www.commerzbank.de/", "banking.example.co.uk/",
    ],
    "signin": [
        "accounts.google.com/", "login.example.com/", "example.com/login", "example.com/en/sign-in/", "example.com/auth/reset",
        "example.com/signup.html", "sso.example.org/", "example.fr/connexion",
    ],
    "local": [
        "localhost/", "127.0.0.1/", "127.8.0.1/", "[::1]/", "app.localhost/", "192.168.1.1/", "10.0.0.8/", "172.16.4.4/", "router/",
        "printer.local/", "[fe80::1]/", "nas.home.arpa/", "0.0.0.0/",
    ],
    None: [
        "example.com/", "www.nytimes.com/2026/11/25/world/a.html", "en.wikipedia.org/wiki/Bank", "dailymail.co.uk/", "example.com/logins-explained",
        "172.40.1.1/", "11.0.0.1/", "mailchimp.com/blog", "github.com/login-page/readme", "blog.example/authority", "embankment.example/",
        "www.bankrate.example/news",
    ],
}  # fmt: skip


async def test_each_kind_is_known_by_its_name_or_its_path(chromium) -> None:
    page = await chromium.open(f"chrome-extension://{chromium.identity}/welcome/welcome.html")
    asked = [address for addresses in HELD.values() for address in addresses]
    told = await page.evaluate(
        """async (asked) => {
          const { kindOf } = await import("/background/sites.js");
          return asked.map((address) => new URL(`http://${address}`)).map(({ hostname, pathname }) => kindOf(hostname, pathname));
        }""",
        asked,
    )
    assert dict(zip(asked, told, strict=True)) == {address: kind for kind, some in HELD.items() for address in some}
