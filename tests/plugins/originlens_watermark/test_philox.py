import numpy as np

from originlens_watermark.philox import philox, split


def words(*values):
    return tuple(np.array([value], np.uint64) for value in values)


def test_the_known_answers_of_its_authors():
    # Random123, kat_vectors: philox 4x32 10.
    for counter, key, wanted in (
        ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
        ((0xFFFFFFFF,) * 4, (0xFFFFFFFF,) * 2, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
        (
            (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344), (0xA4093822, 0x299F31D0),
            (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
        ),
    ):  # fmt: skip
        assert tuple(int(word[0]) for word in philox(words(*counter), words(*key))) == wanted


def test_counters_are_read_side_by_side():
    lanes = np.arange(5, dtype=np.uint64)
    zero = np.zeros(5, np.uint64)
    together = philox((lanes, zero, zero, zero), (zero, zero))
    alone = philox(words(3, 0, 0, 0), words(0, 0))
    assert [int(word[3]) for word in together] == [int(word[0]) for word in alone]


def test_a_negative_value_is_split_in_twos_complement():
    assert split(-1) == (0xFFFFFFFF, 0xFFFFFFFF)
    assert split(5 << 32 | 9) == (9, 5)
