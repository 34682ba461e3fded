import pytest

from originlens_hidden.selectors import decode, find


def selectors(content):
    return "".join(chr(0xFE00 + b if b < 16 else 0xE0100 + b - 16) for b in content)


def test_every_byte_comes_back():
    assert decode(selectors(bytes(range(256)))) == bytes(range(256))


def test_a_payload_is_decoded():
    (found,) = find("Good morning \U0001f600" + selectors(b"meet at nine"))
    assert (found.what, found.strength) == ("hidden.variation-selectors", "strong")
    assert found.detail == "12 bytes in variation selectors: “meet at nine”"


def test_bytes_that_spell_nothing_are_told_in_figures():
    assert [found.detail for found in find("a" + selectors(b"\x00\xff\x80"))] == [
        "3 bytes in variation selectors: 00 ff 80"
    ]


def test_a_payload_spread_over_letters_is_put_together():
    text = "".join(letter + selectors([byte]) for letter, byte in zip("harmless", b"payload!", strict=True))
    assert [found.detail for found in find(text)] == ["8 bytes in variation selectors: “payload!”"]
    assert list(find(text[:6])) == []


@pytest.mark.parametrize(
    "text",
    [
        "\u2764\ufe0f",
        "\u2764\ufe0f\ufe0f\ufe0e",
        "1\ufe0f\u20e3",
        "\u845b\U000e0100",
        "\u2268\ufe00",
        "a\ufe0fb\ufe0fc\ufe0fd\ufe0f",
    ],
)
def test_variants_are_left_alone(text):
    assert list(find(text)) == []


def test_a_signed_manifest_is_another_detectors_evidence():
    manifest = selectors(b"C2PATXT\0\x01\0\0\0\x05jumbf")
    assert list(find("Text.\ufeff" + manifest)) == []
    assert len(list(find("Text." + manifest))) == 1
    assert len(list(find("Text.\ufeff" + selectors(b"C2PATEXT")))) == 1
