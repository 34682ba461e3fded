import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from originlens_watermark.draws import fresh_contexts, fresh_draws
from originlens_watermark.scheme import first_of_each

SMALL = st.lists(st.integers(0, 3), max_size=30)


@given(SMALL, st.integers(1, 3))
def test_a_context_counts_at_its_first_place(ids, width):
    positions, grams = fresh_contexts(*first_of_each(np.array(ids, np.int64), width + 1))
    seen, wanted = set(), []
    for end in range(width, len(ids)):
        context = tuple(ids[end - width : end])
        if context not in seen:
            seen.add(context)
            wanted.append(end)
    assert positions.tolist() == wanted
    assert [gram[-1] for gram in grams.tolist()] == [ids[end] for end in wanted]


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), max_size=30))
def test_a_draw_counts_at_its_first_place(pairs):
    seeds, tokens = [one for one, _ in pairs], [two for _, two in pairs]
    wanted = [i for i, pair in enumerate(pairs) if pair not in pairs[:i]]
    assert fresh_draws(seeds, tokens).tolist() == wanted
