"""Keys and signed lists, as the README makes them with openssl."""

import base64

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

KEY = Ed25519PrivateKey.generate()
STRANGER = Ed25519PrivateKey.generate()


def pem(key: Ed25519PrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def der(key: Ed25519PrivateKey) -> str:
    """As a bundle's manifest has it."""
    return base64.b64encode(key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).decode()


def signed(content: bytes, key: Ed25519PrivateKey = KEY) -> bytes:
    return content + b"# ed25519 " + base64.b64encode(key.sign(content)) + b"\n"
