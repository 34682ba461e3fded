"""Pages that repeat themselves, or hold no prose: none is called marked by any public key."""

import math
import sys
from pathlib import Path

import pytest

from originlens_watermark.detect import detect

sys.path.insert(0, str(Path(__file__).parents[3] / "onnx_models" / "watermark-public"))
import registry

COOKIES = (
    "We use cookies to give you the best experience on our website. By clicking “Accept all” you agree that we and our "
    "partners may store cookies on your device. You can change your choice at any time in the settings.\n"
)
MENU = "Home\nProducts\nPrices\nSupport\nAbout us\nCareers\nContact\nSign in\nBasket (0)\n"
TERMS = "".join(
    f"{n}. The provider shall not be liable for any loss under section {n} of this agreement, save where the law of the "
    f"place of performance says otherwise, and section {n + 1} applies to any claim that is made under section {n}.\n"
    for n in range(1, 25)
)
LIST = (
    "".join(f"- {name}: {name.lower()}@example.org\n" for name in "Anna Boris Clara David Elena Fritz Greta".split())
    * 6
)
NUMBERS = "\n".join("\t".join(str(row * column) for column in range(1, 13)) for row in range(1, 25))
CODE = (
    '''
def read_config(path, default=None):
    """Read a configuration file and return a dictionary."""
    try:
        with open(path, "r", encoding="utf-8") as handle:
            return json.load(handle)
    except FileNotFoundError:
        if default is None:
            raise
        return default

for i in range(len(items)):
    for j in range(len(items)):
        if i != j and items[i].key == items[j].key:
            raise ValueError(f"items {i} and {j} have the same key: {items[i].key!r}")
'''
    * 4
)
STYLES = (
    "".join(
        f".col-{n} {{ width: {n * 100 / 12:.4f}%; padding: 0 15px; margin: 0 auto; float: left; }}\n"
        for n in range(1, 13)
    )
    * 3
)
LOG = "".join(
    f"2024-03-{n % 28 + 1:02d} 12:{n % 60:02d}:07 INFO worker-{n % 4} finished job {1000 + n} in {n % 9}.{n % 7}s\n"
    for n in range(120)
)
REFRAIN = "Row on, row on, the river is long, and the night is long, and the song is long.\n" * 60
MARKUP = '<li class="item"><a href="/page" title="Read more">Read more</a></li>\n' * 80
LETTERS = " ".join("abcdefghijklmnopqrstuvwxyz" * 12)
DASHES = ("-" * 72 + "\n" + "=" * 72 + "\n" + "* " * 36 + "\n") * 12
JSON = '{"id": 17, "name": "", "tags": [], "active": false, "parent": null, "children": [], "count": 0}\n' * 40
PAGES = {
    "cookies": COOKIES * 12, "menu": MENU * 15, "terms": TERMS, "list": LIST, "numbers": NUMBERS, "code": CODE,
    "styles": STYLES, "log": LOG, "refrain": REFRAIN, "markup": MARKUP, "letters": LETTERS, "dashes": DASHES,
    "json": JSON, "all": "\n".join([COOKIES, MENU, TERMS, LIST, NUMBERS, CODE, STYLES, LOG, REFRAIN, MARKUP]),
}  # fmt: skip
QUICK = [profile for profile in registry.profiles() if profile.quick]
SUMS = [profile for profile in registry.profiles() if not profile.is_ring]


@pytest.fixture(scope="module")
def readers():
    return registry.readers()


@pytest.mark.parametrize("page", PAGES)
def test_no_key_of_the_quick_set_sees_a_mark(page, readers):
    first = detect(PAGES[page], QUICK, readers, 1e-3, thorough=False, letters=registry.letters())[0]
    assert first.log_p > math.log(1e-3), (first.profile.id, first.tokenizer, first.vocabulary)


@pytest.mark.parametrize("page", ["terms", "code", "log"])
def test_no_public_key_sees_a_mark(page, readers):
    first = detect(PAGES[page], SUMS, readers[:1], 1e-3)[0]
    assert first.log_p > math.log(1e-3), (first.profile.id, first.tokenizer, first.vocabulary)
