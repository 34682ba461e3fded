import pytest
from hypothesis import given
from hypothesis import strategies as st

from originlens_signed import carriers
from originlens_signed.carriers import WRAPPER, Stretch, Wrapper

TAIL = "\ufe01\U000e0100\ufe00"
INLINE = "data:application/c2pa;base64,AAAA"


def test_wrappers_are_found_in_order_with_all_their_selectors():
    blocks = ("None.", f"A{WRAPPER}{TAIL} b.", "", f"{WRAPPER}{WRAPPER}{TAIL}")
    start = len(WRAPPER)
    assert list(carriers.wrappers(blocks)) == [
        Wrapper(1, 1, 1 + start + 3), Wrapper(3, 0, start), Wrapper(3, start, 2 * start + 3),
    ]  # fmt: skip


def test_other_selectors_are_no_wrapper():
    assert list(carriers.wrappers(("\ufeff\ufe00\ufe01", "\u2764\ufe0f", WRAPPER[1:], WRAPPER[:-1]))) == []


def test_a_stretch_has_exactly_the_bytes_that_were_signed():
    blocks = ("Zero", "Öne", "Two" + WRAPPER)
    wrapper = Wrapper(2, 3, 12)
    assert list(carriers.stretches(blocks, wrapper, 3)) == [Stretch(2, 2, blocks[2])]
    assert list(carriers.stretches(blocks, wrapper, 4 + 2 + 3)) == [Stretch(1, 2, "Öne\n\n" + blocks[2])]
    assert list(carriers.stretches(blocks, wrapper, 4 + 1 + 3)) == [
        Stretch(1, 2, "Öne\n" + blocks[2]), Stretch(1, 2, "Öne " + blocks[2]),
    ]  # fmt: skip
    assert list(carriers.stretches(blocks, wrapper, 5)) == []
    assert list(carriers.stretches(blocks, wrapper, 500)) == []


def test_a_stretch_is_in_nfc_as_it_was_signed():
    (stretch,) = carriers.stretches(("Cafe\u0301" + WRAPPER,), Wrapper(0, 5, 14), 5)
    assert stretch.text.startswith("Caf\u00e9")


@pytest.mark.parametrize(
    ("before", "reference", "after", "found"),
    [
        ("", INLINE, "\ncode", True), ("---\ntitle: x\n", INLINE, "\n---\ntext", True), ("a\n" * 50, INLINE, "\n" * 50, True),
        ("<!-- ", "https://a.example/m.c2pa", " -->\ntext", True), ("text\n" * 50, "https://a.example/m.c2pa", "", True),
        ("text\n" * 50, "https://a.example/m.c2pa", "\ntext" * 50, False), ("", "<reference>", "", False), ("", "", "", False),
        ("", "file:///etc/passwd", "", False),
    ],
)  # fmt: skip
def test_armour_that_is_used_is_told_from_armour_that_is_shown(before, reference, after, found):
    block = f"-----BEGIN C2PA MANIFEST----- {reference} -----END C2PA MANIFEST-----"
    expected = (reference, len(before), len(before) + len(block)) if found else None
    assert carriers.armour(before + block + after) == expected


def test_armour_may_stand_on_lines_of_its_own_and_be_cut_off():
    text = f"# -----BEGIN C2PA MANIFEST-----\n# {INLINE}\n# -----END C2PA MANIFEST-----"
    assert carriers.armour(text) == (INLINE, 2, len(text))
    assert carriers.armour(text[:-5]) == (INLINE, 2, text.index(INLINE) + len(INLINE))


def test_manifests_of_a_page_are_found_and_those_elsewhere_named():
    page = (
        '<SCRIPT TYPE="application/C2PA">AA</SCRIPT><link href=/m.c2pa rel="x c2pa-manifest"><link rel=c2pa-manifest>'
    )
    for served in (True, False):
        assert carriers.html_manifests(page, served=served) == (["AA"], ["/m.c2pa"])
        assert carriers.html_manifests(
            '<p>&lt;script type="application/c2pa"> and c2pa-manifest</p>', served=served
        ) == ([], [])
    assert carriers.html_manifests("<body>" + page, served=True) == ([], [])
    assert carriers.html_manifests("<body>" + page, served=False) == (["AA"], ["/m.c2pa"])


def test_a_bare_page_holds_the_manifest_and_nothing_that_could_end_it():
    assert carriers.bare_page(" AA+/\n</script>==") == (
        '<html><head><script type="application/c2pa">AA+//script==</script></head></html>'
    )


@pytest.mark.parametrize(
    ("value", "found"),
    [("", []), ('<a>; rel="c2pa-manifest"', ["a"]), ("<a>; rel=next, <b>; REL=C2PA-Manifest", ["b"]), ("<a; rel=c2pa-manifest", [])],
)  # fmt: skip
def test_a_link_header_names_manifests(value, found):
    assert carriers.header_manifests(value) == found


@pytest.mark.parametrize(
    ("address", "host"),
    [("https://store.example/m?x", "store.example"), ("/m.c2pa", "this site"), ("https://[x", "an address that cannot be read")],
)  # fmt: skip
def test_an_address_is_told_by_its_host(address, host):
    assert carriers.host(address) == host


@given(
    st.lists(
        st.lists(
            st.sampled_from(["a", "\n", "é", "\ufeff", "\ufe00", WRAPPER, "-----BEGIN C2PA MANIFEST----- ", INLINE])
        ).map("".join)
    )
)
def test_anything_is_read(blocks):
    found = list(carriers.wrappers(blocks))
    for wrapper in found:
        assert blocks[wrapper.block].startswith(WRAPPER, wrapper.start)
        for stretch in carriers.stretches(blocks, wrapper, 9):
            assert 0 <= stretch.first <= stretch.last == wrapper.block
    for block in blocks:
        armour = carriers.armour(block)
        assert armour is None or 0 <= armour[1] < armour[2] <= len(block)
