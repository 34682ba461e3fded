"""A certificate authority, a signer, and real manifests made by the C2PA's own SDK: what the tests of `signed` verify."""

import base64
import ctypes
import datetime
import hashlib
import json
import unicodedata
from dataclasses import dataclass

import c2pa
from c2pa import c2pa as native
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, ObjectIdentifier

AI = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
C2PA_SIGNING = ObjectIdentifier("1.3.6.1.4.1.62558.2.1")
BYTES = ctypes.POINTER(ctypes.c_ubyte)


def _name(organisation, common):
    parts = ((NameOID.COUNTRY_NAME, "DE"), (NameOID.ORGANIZATION_NAME, organisation), (NameOID.COMMON_NAME, common))
    return x509.Name([x509.NameAttribute(oid, value) for oid, value in parts])


def _certificate(subject, key, issuer, issuer_key, *, ca, seconds):
    now = datetime.datetime.now(datetime.UTC)
    usage = dict.fromkeys(
        ("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
         "key_cert_sign", "crl_sign", "encipher_only", "decipher_only"), False,
    ) | {"digital_signature": True, "key_cert_sign": ca, "crl_sign": ca}  # fmt: skip
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(seconds=seconds))
        .add_extension(x509.BasicConstraints(ca, None), critical=True)
        .add_extension(x509.KeyUsage(**usage), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False)
    )
    if not ca:
        usages = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION, C2PA_SIGNING])
        builder = builder.add_extension(usages, critical=False)
    return builder.sign(issuer_key, hashes.SHA256())


def _pem(certificate):
    return certificate.public_bytes(serialization.Encoding.PEM)


@dataclass
class Signer:
    """Signs in the name of Example News; `anchor` is the certificate (PEM) that a trust list would hold."""

    anchor: str
    native: c2pa.Signer

    @classmethod
    def make(cls, seconds=86_400):
        """A signer whose certificate is valid for so many seconds."""
        authority, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
        root, subject = _name("Test Root", "Test Root CA"), _name("Example News", "Example News")
        top = _certificate(root, authority, root, authority, ca=True, seconds=864_000)
        leaf = _certificate(subject, key, root, authority, ca=False, seconds=seconds)
        secret = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        info = c2pa.C2paSignerInfo(alg=b"es256", sign_cert=_pem(leaf) + _pem(top), private_key=secret, ta_url=None)
        return cls(_pem(top).decode(), c2pa.Signer.from_info(info))

    def store(self, covered, start, length, source_type=AI, agent="GPT-4o"):
        """A manifest store that binds the bytes `covered`, with `length` bytes left out at `start` for the store."""
        action = {"action": "c2pa.created", "when": "2026-11-20T10:00:00Z"}
        action |= {"digitalSourceType": source_type} if source_type else {}
        action |= {"softwareAgent": {"name": agent}} if agent else {}
        builder = c2pa.Builder.from_json(
            json.dumps(
                {
                    "claim_generator_info": [{"name": "Originlens tests", "version": "1"}],
                    "assertions": [{"label": "c2pa.actions", "data": {"actions": [action]}}],
                }
            )
        )
        binding = {
            "exclusions": [{"start": start, "length": length}], "name": "jumbf manifest", "alg": "sha256",
            "hash": list(hashlib.sha256(covered).digest()), "pad": " ",
        }  # fmt: skip
        lib, out, media = native._lib, BYTES(), b"application/c2pa"
        lib.c2pa_builder_data_hashed_placeholder.argtypes = [
            ctypes.c_void_p, ctypes.c_size_t, ctypes.c_char_p, ctypes.POINTER(BYTES),
        ]  # fmt: skip
        lib.c2pa_builder_data_hashed_placeholder.restype = ctypes.c_int64
        lib.c2pa_builder_sign_data_hashed_embeddable.argtypes = [
            ctypes.c_void_p, ctypes.c_void_p, ctypes.c_char_p, ctypes.c_char_p, ctypes.c_void_p, ctypes.POINTER(BYTES),
        ]  # fmt: skip
        lib.c2pa_builder_sign_data_hashed_embeddable.restype = ctypes.c_int64
        size = self.native.reserve_size()
        assert lib.c2pa_builder_data_hashed_placeholder(builder._handle, size, media, ctypes.byref(out)) > 0
        out = BYTES()
        written = lib.c2pa_builder_sign_data_hashed_embeddable(
            builder._handle, self.native._handle, json.dumps(binding).encode(), media, None, ctypes.byref(out)
        )
        assert written > 0, native._read_native_error()
        return ctypes.string_at(out, written)

    def text(self, text, **says):
        """The text in NFC with its manifest behind it (C2PA 2.4, A.8)."""
        text = unicodedata.normalize("NFC", text)
        covered = text.encode()
        size = len(self.store(covered, len(covered), 99_999, **says))
        length = 3 + (13 + size) * 4 + 6
        return text + wrapper(self.store(covered, len(covered), length, **says), length)

    def structured(self, text, **says):
        """The text behind a comment line that holds its manifest (A.9)."""
        size = len(self.store(text.encode(), 0, 99_999, **says))
        return armour(self.store(text.encode(), 0, len(armour(b"0" * size).encode()), **says)) + text

    def html(self, html, **says):
        """The page with its manifest in the head (A.7)."""
        at = html.index("</head>")
        start = len(html[:at].encode())
        size = len(self.store(html.encode(), start, 99_999, **says))
        length = len(script(b"0" * size))
        return html[:at] + script(self.store(html.encode(), start, length, **says)) + html[at:]


def wrapper(store, length=None):
    """A text wrapper; `length`: padded to so many bytes of UTF-8."""
    content = b"C2PATXT\0" + bytes([1]) + len(store).to_bytes(4, "big") + store
    made = "\ufeff" + "".join(map(selector, content))
    gap = 0 if length is None else length - len(made.encode())
    fours = next(n for n in range(gap // 4, -1, -1) if (gap - 4 * n) % 3 == 0)
    return made + selector(0) * ((gap - 4 * fours) // 3) + selector(255) * fours


def selector(byte):
    return chr(0xFE00 + byte if byte < 16 else 0xE0100 + byte - 16)


def armour(store):
    reference = "data:application/c2pa;base64," + base64.b64encode(store).decode()
    return f"# -----BEGIN C2PA MANIFEST----- {reference} -----END C2PA MANIFEST-----\n"


def script(store):
    return f'<script type="application/c2pa">{base64.b64encode(store).decode()}</script>'
