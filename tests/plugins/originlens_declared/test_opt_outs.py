import pytest

from originlens_declared.opt_outs import OptOut, of_headers, of_metas


@pytest.mark.parametrize(
    ("name", "content", "ids"),
    [
        ("robots", "index, noai", ["ai"]), ("googlebot", "NOIMAGEAI", ["ai"]), ("tdm-reservation", " 1 ", ["tdm"]),
        ("robots", "noindex", []), ("description", "noai", []), ("tdm-reservation", "0", []), ("robots", "piranoaiku", []),
    ],
)  # fmt: skip
def test_meta_tags(name, content, ids):
    assert [wish.id for wish in of_metas([(name, content)])] == ids


@pytest.mark.parametrize(
    ("headers", "ids"),
    [
        ({"x-robots-tag": "noai, noimageai"}, ["ai"]), ({"content-usage": "train-ai=n"}, ["ai"]), ({"tdm-reservation": "1"}, ["tdm"]),
        ({"x-robots-tag": "none", "content-usage": "train-ai=y", "tdm-reservation": "0"}, []), ({}, []),
    ],
)  # fmt: skip
def test_headers(headers, ids):
    assert [wish.id for wish in of_headers(headers)] == ids


def test_a_wish_is_shown_as_saying_nothing():
    mark = OptOut("tdm", "TDM-Reservation: 1").mark()
    assert (mark.what, mark.strength, mark.vendor, mark.family) == ("optout.tdm", "none", None, None)
    assert (
        mark.detail
        == "The page asks machines not to mine its text and data, which says nothing about who wrote it: TDM-Reservation: 1"
    )
