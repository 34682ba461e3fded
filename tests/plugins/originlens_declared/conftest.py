import pytest

import originlens_declared
from originlens import bundles
from originlens.contract import Document


@pytest.fixture(scope="session")
def declared():
    detector = originlens_declared.open(bundles.load(bundles.shipped_bundles() / "declarations"))
    yield detector
    detector.close()


@pytest.fixture(scope="session")
def terms(declared):
    return declared._terms


@pytest.fixture(scope="session")
def read(declared):
    def marks(*blocks, **outside):
        (reading,) = declared.read([declared.prepare(Document(blocks, **outside))])
        return reading.marks

    return marks
