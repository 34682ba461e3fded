"""The tables tell every figure with its number of texts and its interval, and mark the broken promise."""

from dataclasses import replace

from originlens.evaluate.tables import tables
from tests.server.evaluate.sample import sample


def test_every_row_fits_its_head_and_every_share_has_n_and_interval() -> None:
    found = {one.key: one for one in tables(sample())}
    assert list(found) == ["separation", "promise", "groups", "lengths", "attacks", "families", "unclear"]
    for one in found.values():
        assert {len(row) for row in one.rows} == {len(one.head)}
        assert len(one.shares) in (0, len(one.rows))
        if one.key in ("promise", "groups", "lengths", "attacks"):
            assert one.head.count("n") == one.head.count("95% interval") == one.head.count("unclear") >= 1


def test_the_figures_stand_in_their_cells() -> None:
    made = sample()
    found = {one.key: one for one in tables(made)}
    row = next(row for row in found["promise"].rows if row[0] == "1 in 100")
    at = next(one for one in made.promise if one.rate == 0.01)
    assert (row[3], row[4], row[7]) == (f"{at.human.n:,}", f"{at.human.unclear:,}", f"{at.llm.n:,}")
    assert found["separation"].rows[-1] == ("0.01%", "-", "needs 10,000 human texts")
    assert found["separation"].rows[0][1:] == ("100%", "97.8% to 100%")  # 168 texts cannot show that none is missed
    assert ("openai", "0", "39", "4", "10") in found["families"].rows
    assert ("not_prose", "12", "712", "0", "171") in found["unclear"].rows


def test_a_group_that_breaks_the_promise_is_marked() -> None:
    groups = next(one for one in tables(sample()) if one.key == "groups")
    assert {groups.rows[place][:2] for place in groups.broken} == {("student essays, essay", "1 in 100")}


def test_no_share_of_no_name_is_right() -> None:
    made = sample()
    assert made.families is not None
    nameless = replace(
        made.families, named=replace(made.families.named, hits=0), right=replace(made.families.right, n=0)
    )
    notes = {one.key: one.note for one in tables(replace(made, families=nameless))}
    assert "right for" not in notes["families"]
    assert "right for 121 of 129" in next(one.note for one in tables(made) if one.key == "families")


def test_what_has_no_rows_is_left_out() -> None:
    bare = replace(sample(), promise=(), groups=(), lengths=(), attacks=(), families=None, unclear=())
    assert [one.key for one in tables(bare)] == ["separation"]
