import pytest

import originlens_signed
from originlens.contract import About, Document
from originlens_signed.verify import Trust
from tests.plugins.originlens_signed.signing import Signer


@pytest.fixture(scope="session")
def signer():
    return Signer.make()


@pytest.fixture(scope="session")
def read(signer):
    """Marks of a document, by a detector that trusts the signer of these tests."""
    detector = originlens_signed.Signed(About("signed", "1", "signed", "document"), Trust(signer.anchor))

    def marks(*blocks, **outside):
        (reading,) = detector.read([detector.prepare(Document(blocks, **outside))])
        return reading.marks

    return marks
