"""Real manifests, made by the C2PA's SDK, verified by another maker's code: each outcome is told for what it is."""

import os
import subprocess
import sys
import time

import pytest

import originlens_signed
from originlens import bundles
from originlens.contract import BundleNeeded
from tests.plugins.originlens_signed.signing import Signer, script, wrapper

PAGE = "<!doctype html><html><head><title>Ferries</title></head><body><p>The ferry left at nine.</p></body></html>"
SAYS = "Signed by Example News (certified by Test Root), dated 2026-11-20. It says: made by an AI model (GPT-4o). "
HOLDS = SAYS + "Unchanged since it was signed."


def whole(text):
    return ((0, len(text)),)


def test_a_signed_paragraph_is_proof_and_names_the_maker(read, signer):
    text = signer.text("The café by the ferry is closed.")
    (mark,) = read("A heading", text, "Another.")
    assert (mark.what, mark.strength, mark.block, mark.spans) == ("c2pa.valid", "proof", 1, whole(text))
    assert (mark.vendor, mark.family, mark.detail) == ("GPT-4o", "openai", HOLDS)


@pytest.mark.parametrize("joiner", ["\n\n", "\n", "\r\n\r\n", " "])
def test_a_signature_marks_every_paragraph_that_it_covers(read, signer, joiner):
    first, second = "The café is closed.", "The ferry is late."
    signed = signer.text(first + joiner + second)
    last = signed.removeprefix(first + joiner)
    marks = read("A heading", first, last, "Another.")
    assert [(mark.what, mark.block, mark.spans) for mark in marks] == [
        ("c2pa.valid", 1, whole(first)), ("c2pa.valid", 2, whole(last)),
    ]  # fmt: skip


def test_a_text_file_is_held_against_its_bytes_and_marked_as_a_whole(read, signer):
    signed = signer.text("  One.\r\n\r\n\tTwo.\n")
    blocks = ("One.", "Two." + signed[signed.index("\ufeff") :])
    (mark,) = read(*blocks, source=signed.encode())
    assert (mark.what, mark.strength, mark.block, mark.spans) == ("c2pa.valid", "proof", None, ())
    (mark,) = read(blocks[0], source=signed.encode())
    assert (mark.block, mark.spans) == (0, whole("One."))
    assert [mark.what for mark in read(*blocks)] == ["c2pa.unbound"]


def test_several_signed_paragraphs_of_a_file_are_each_verified(read, signer):
    one, two = signer.text("The first."), signer.text("The second.", agent="Gemini 3")
    marks = read(one, two, source=f"{one}\n\n{two}".encode())
    assert [(mark.what, mark.block, mark.family) for mark in marks] == [
        ("c2pa.valid", 0, "openai"),
        ("c2pa.valid", 1, "google"),
    ]


def test_a_changed_text_is_a_mismatch_and_names_nobody(read, signer):
    signed = signer.text("The ferry left at nine.")
    (mark,) = read(signed.replace("nine", "five"))
    assert (mark.what, mark.strength, mark.vendor, mark.family) == ("c2pa.mismatch", "weak", None, None)
    assert mark.spans == ((signed.index("\ufeff"), len(signed)),)
    assert mark.detail == SAYS + "But the text is not the one that was signed: the signature says nothing about it."


def test_a_part_of_what_was_signed_cannot_be_held_against_it(read, signer):
    signed = signer.text("The ferry left at nine. Nobody waved.")
    (mark,) = read(signed.removeprefix("The ferry left at nine. "))
    assert (mark.what, mark.strength) == ("c2pa.unbound", "weak")
    assert "whether it is unchanged cannot be told" in mark.detail


def test_a_signer_whom_no_list_trusts_is_no_proof(read, signer):
    (mark,) = read(Signer.make().text("The ferry left at nine."))
    assert (mark.what, mark.strength, mark.vendor) == ("c2pa.untrusted", "weak", "GPT-4o")
    assert "no list trusts this signer" in mark.detail


def test_an_expired_certificate_is_no_proof(signer):
    short = Signer.make(seconds=2)
    signed = short.text("The ferry left at nine.")
    detector = originlens_signed.Signed(None, originlens_signed.Trust(short.anchor))
    time.sleep(3)  # until the certificate has expired
    (reading,) = detector.read([detector.prepare(originlens_signed.Document((signed,)))])
    assert [(mark.what, mark.strength) for mark in reading.marks] == [("c2pa.expired", "weak")]


def test_a_manifest_that_is_cut_off_is_told(read, signer):
    signed = signer.text("The ferry left at nine.")
    (mark,) = read(signed[:-1500])
    assert (mark.what, mark.strength, mark.spans) == ("c2pa.truncated", "weak", ((23, len(signed) - 1500),))


def test_a_manifest_that_was_changed_is_invalid(read, signer):
    store = bytearray(signer.store(b"The ferry.", 10, 50_000))
    at = store.index(b"GPT-4o")
    store[at : at + 6] = b"Claude"
    (mark,) = read("The ferry." + wrapper(bytes(store), 50_000))
    assert (mark.what, mark.strength, mark.family) == ("c2pa.invalid", "weak", None)
    assert mark.detail.startswith("A signed manifest that does not hold: ")


def test_a_signature_that_says_handmade_names_no_maker(read, signer):
    made = "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCreation"
    (mark,) = read(signer.text("The ferry left at nine.", source_type=made, agent="GPT-4o"))
    assert (mark.what, mark.vendor, mark.family) == ("c2pa.valid", None, None)
    assert "It says: digitalCreation (GPT-4o)." in mark.detail


def test_a_page_is_held_against_the_bytes_that_were_served(read, signer):
    page = signer.html(PAGE)
    (mark,) = read("The ferry left at nine.", html=page, source=page.encode())
    assert (mark.what, mark.strength, mark.block, mark.detail) == ("c2pa.valid", "proof", None, HOLDS)
    changed = page.replace("nine", "five")
    assert [mark.what for mark in read("x", html=changed, source=changed.encode())] == ["c2pa.mismatch"]


@pytest.mark.parametrize("first", ["<!DOCTYPE html>", "<!doctype html>\n<html lang='en'>\n<body class='a'>\n"])
def test_a_page_that_a_browser_has_rebuilt_is_not_called_changed(read, signer, first):
    page = signer.html(PAGE).replace("<!doctype html>", first)
    (mark,) = read("x", html=page)
    assert (mark.what, mark.strength, mark.vendor) == ("c2pa.unbound", "weak", "GPT-4o")
    (mark,) = read("x", html=page.replace("</script>", "", 1))
    assert mark.what == "c2pa.truncated"


@pytest.mark.parametrize(
    ("head", "what"),
    [
        (script(b"no manifest"), "c2pa.truncated"),
        ('<script type="application/c2pa">?</script>', "c2pa.truncated"),
        (script(b"a") + script(b"b"), "c2pa.several"),
        (script(b"a") + '<link rel="c2pa-manifest" href="/m.c2pa">', "c2pa.several"),
        ('<LINK REL="alternate C2PA-manifest" href=https://store.example/m.c2pa>', "c2pa.remote"),
    ],
)
def test_what_else_a_head_can_hold(read, head, what):
    page = PAGE.replace("</head>", head + "</head>")
    (mark,) = read("x", html=page, source=page.encode())
    assert (mark.what, mark.strength) == (what, "weak")


def test_a_manifest_that_lies_elsewhere_is_named_and_not_fetched(read):
    (mark,) = read(
        "x", headers={"link": '</style.css>; rel=preload, <https://store.example/m.c2pa>; rel="c2pa-manifest"'}
    )
    assert (mark.what, mark.detail) == ("c2pa.remote", "A signed manifest lies at store.example; it was not fetched.")
    assert read("x", headers={"link": "</style.css>; rel=preload"}) == ()


def test_structured_text_is_held_against_its_file(read, signer):
    signed = signer.structured("title: Ferries\n")
    (mark,) = read("title: Ferries", source=signed.encode())
    assert (mark.what, mark.strength, mark.spans) == ("c2pa.valid", "proof", whole("title: Ferries"))
    (mark,) = read("title: Ferries", source=signed.replace("Ferries", "Bridges").encode())
    assert mark.what == "c2pa.mismatch"
    (mark,) = read("title: Ferries", source=signed[:900].encode())
    assert mark.what == "c2pa.truncated"
    assert [mark.what for mark in read(signed, "More.")] == ["c2pa.valid"]
    assert [mark.what for mark in read(signed.removesuffix("Ferries\n"), "More.")] == ["c2pa.unbound"]


@pytest.mark.parametrize(
    "text",
    [
        "Between -----BEGIN C2PA MANIFEST----- and -----END C2PA MANIFEST----- stands the reference.",
        "-----BEGIN C2PA MANIFEST----- <manifest-reference> -----END C2PA MANIFEST-----",
        "One.\n" * 9
        + "# -----BEGIN C2PA MANIFEST----- https://a.example/m.c2pa -----END C2PA MANIFEST-----\n"
        + "Two.\n" * 9,
        "The type is application/c2pa and the relation is c2pa-manifest.",
        "A heart \u2764\ufe0f, \ufeffa mark \ufe00\ufe01\ufe02 and \U000e0100\U000e0101 no manifest.",
    ],
)
def test_a_text_about_the_format_is_not_signed(read, text):
    assert read(text, html=f"<p>{text}</p>") == ()
    assert read(text, source=text.encode()) == ()


def test_bytes_that_are_no_text_do_no_harm(read, signer):
    signed = signer.text("The ferry left at nine.")
    assert [mark.what for mark in read(signed, source=signed.encode("utf-16"))] == ["c2pa.valid"]
    assert [mark.what for mark in read(signed + "\ud800", html="\ud800")] == ["c2pa.valid"]


PROGRAM = """
import sys
from pathlib import Path
from originlens_signed.verify import Trust, verify
import encypher_c2pa, os
text = Path(sys.argv[1]).read_bytes()
told = [verify(text, "text/plain", Trust()).state, encypher_c2pa.verify(text, "text/plain", online=False)["network"]]
print(*told, os.environ["ENCYPHER_C2PA_TELEMETRY"])
"""


@pytest.mark.parametrize("telemetry", [{}, {"ENCYPHER_C2PA_TELEMETRY": "on"}], ids=["unset", "on"])
def test_nothing_is_asked_written_or_fetched_whatever_is_allowed_elsewhere(tmp_path, signer, telemetry):
    (tmp_path / "a.txt").write_text(signer.text("The ferry left at nine.").replace("nine", "five"), "utf-8")
    folders = dict.fromkeys(("HOME", "XDG_CONFIG_HOME", "ENCYPHER_C2PA_CONFIG_DIR"), str(tmp_path / "home"))
    environment = {key: value for key, value in os.environ.items() if not key.startswith("ENCYPHER")}
    environment |= folders | telemetry | {"ENCYPHER_C2PA_ONLINE": "on"}
    pty = pytest.importorskip("pty")
    parent, child = pty.openpty()  # a terminal, on which the verifier would ask
    run = [sys.executable, "-c", PROGRAM, str(tmp_path / "a.txt")]
    subprocess.run(run, env=environment, stdin=child, stdout=child, stderr=child, check=True, timeout=120)
    told = os.read(parent, 10_000).decode()
    os.close(child)
    os.close(parent)
    assert told == "mismatch {'enabled': False, 'needed': [], 'requests': []} off\r\n"
    assert not (tmp_path / "home").exists()


class Options:
    """A bundle with these options and one file of anchors."""

    name, version, languages, least_words = "mine", "3", frozenset(), 0

    def __init__(self, folder, **options):
        self.folder, self.options = folder, options

    def path(self, file):
        return self.folder / file


def test_a_bundle_of_ones_own_says_whom_to_trust(tmp_path, signer):
    (tmp_path / "anchors.pem").write_text(signer.anchor)
    signed = originlens_signed.Document((signer.text("The ferry."),))
    for options, what in (({"anchors": "anchors.pem", "packaged_trust": False}, "c2pa.valid"), ({}, "c2pa.untrusted")):
        detector = originlens_signed.open(Options(tmp_path, **options))
        (reading,) = detector.read([detector.prepare(signed)])
        assert [mark.what for mark in reading.marks] == [what]
        assert (detector.about.name, detector.about.kind, detector.about.scope) == ("mine", "signed", "document")
        detector.close()


@pytest.mark.parametrize("options", [{"anchors": 1}, {"packaged_trust": "yes"}, {"anchor": "a.pem"}])
def test_a_wrong_option_is_told(tmp_path, options):
    with pytest.raises(ValueError, match="expected packaged_trust = true or false"):
        originlens_signed.open(Options(tmp_path, **options))


def test_anchors_that_are_no_certificates_are_told(tmp_path):
    (tmp_path / "a.pem").write_text("-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----\n")
    with pytest.raises(ValueError, match="trust material"):
        originlens_signed.open(Options(tmp_path, anchors="a.pem"))


def test_it_needs_a_bundle():
    with pytest.raises(BundleNeeded, match="whom to trust"):
        originlens_signed.open(None)


def test_the_shipped_bundle_trusts_the_packaged_lists():
    detector = originlens_signed.open(bundles.load(bundles.shipped_bundles() / "content-credentials"))
    assert detector._trust == originlens_signed.Trust(None, True)
