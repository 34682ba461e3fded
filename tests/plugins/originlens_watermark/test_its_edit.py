import numpy as np
from scipy import stats

from originlens_watermark import its_edit
from originlens_watermark.alignment import cheapest
from originlens_watermark.its_edit import Settings
from tests.plugins.originlens_watermark.test_exp_edit import mersenne

SMALL = Settings(77, 60, length=24)


def secret(settings):
    """torch.randperm, then torch.rand, of one generator, word by word."""
    stream = mersenne(settings.seed)
    order = list(range(settings.vocabulary))
    for i in range(settings.vocabulary - 1):
        j = i + next(stream) % (settings.vocabulary - i)
        order[i], order[j] = order[j], order[i]
    return order, [(next(stream) & 0xFFFFFF) / 2**24 for _ in range(settings.length)]


def marked(settings, count, offset):
    """Inverse transform sampling of a flat distribution: the token whose cumulated share passes xi."""
    order, ring = secret(settings)
    return np.array([order[int(ring[(offset + i) % settings.length] * settings.vocabulary)] for i in range(count)])


def test_order_and_ring_are_the_published_ones():
    order, ring = its_edit.secret(SMALL)
    assert (order.tolist(), ring.tolist()) == secret(SMALL)
    assert its_edit.places(order)[order].tolist() == list(range(60))


def test_order_and_ring_are_those_that_torch_drew():
    order, ring = its_edit.secret(Settings(77, 1000, length=40))
    assert order[:4].tolist() == [255, 805, 582, 963]  # torch 2.13
    assert ring[[0, 1, 2, 39]].tolist() == [
        0.8222793936729431, 0.5310194492340088, 0.11917948722839355, 0.8245735168457031,
    ]  # fmt: skip


def test_markllms_seed_is_torchs_first_integer():
    assert its_edit.markllm_seed(42) == 3421126067  # torch.manual_seed(42); torch.randint(2**32, (1,))


def test_marked_text_is_found_with_its_place_in_the_ring():
    found = its_edit.test(marked(SMALL, 20, 9), SMALL, runs=199, seed=0)
    assert found.p == found.floor == 1 / 200
    assert found.offset == 9


def test_it_survives_a_deletion():
    long = Settings(77, 60, length=40)
    ids = np.delete(marked(long, 36, 9), [12, 25])
    assert its_edit.test(ids, long, runs=99, seed=0).p == 1 / 100


def test_the_cost_is_that_of_the_published_formula():
    ids = np.array([3, 8, 3, 59])
    order, ring = secret(SMALL)
    costs = np.array([[abs(order.index(token) / 60 - xi) for xi in ring] for token in ids], np.float32)
    assert its_edit.test(ids, SMALL, runs=1, seed=0).offset == cheapest(costs, 1.0, 4).offset


def test_without_a_mark_p_is_uniform_or_conservative():
    chance = np.random.default_rng(3)
    zipf = 1 / np.arange(1, 61)
    texts = chance.choice(60, (60, 10), p=zipf / zipf.sum())
    found = [its_edit.test(ids, Settings(seed, 60, length=24), 39, seed).p for seed, ids in enumerate(texts)]
    assert stats.kstest(found, "uniform", alternative="greater").pvalue > 0.01


def test_tokens_beyond_the_vocabulary_are_left_out_and_places_stay_those_of_the_text():
    found = its_edit.test(np.concatenate([[900], marked(SMALL, 20, 9), [900]]), SMALL, runs=99, seed=0)
    assert (found.p, found.start, found.end) == (0.01, 1, 21)
    assert its_edit.test(np.array([900]), SMALL, runs=99, seed=0).p == 1


def test_the_key_of_markllm_is_not_yet_its_seed():
    theirs, ours = (
        its_edit.secret(its_edit.Settings(42, 300, rule="markllm")),
        its_edit.secret(its_edit.Settings(3421126067, 300)),
    )
    assert theirs[0].tolist() == ours[0].tolist()
    assert theirs[1].tolist() == ours[1].tolist()
    assert theirs[1].tolist() != its_edit.secret(its_edit.Settings(42, 300))[1].tolist()
