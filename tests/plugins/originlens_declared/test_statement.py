import pytest

from originlens_declared.statement import Statement, short


@pytest.mark.parametrize(
    ("statement", "what", "strength", "says"),
    [
        (Statement("ai", "w"), "declared.ai", "strong", "The page says that it was written by an AI model: w"),
        (Statement("assisted", "w", "GPT-5"), "declared.assisted", "strong", "with the help of an AI model (GPT-5): w"),
        (Statement("mixed", "w"), "declared.mixed", "strong", "written in part by"),
        (Statement("human", "w", "GPT-5"), "declared.human", "weak", "The page says that it was written without an AI model: w"),
        (Statement("perhaps", "w"), "declared.perhaps", "weak", "perhaps written by"),
        (Statement("ai", "w", label="en.x"), "declared.label.en.x", "weak", "A visible label says"),
    ],
)  # fmt: skip
def test_a_statement_has_its_own_words_and_strength(statement, what, strength, says):
    mark = statement.mark()
    assert (mark.what, mark.strength) == (what, strength)
    assert says in mark.detail


def test_a_part_says_so_and_only_ai_names_a_maker():
    mark = Statement("ai", "w" * 500, None, "Mistral AI").mark(((0, 4),), 3)
    assert mark.detail.startswith("The page, of this part, says that it was written by an AI model (Mistral AI): www")
    assert (mark.vendor, mark.family, mark.block, len(mark.detail) < 200) == ("Mistral AI", "mistral", 3, True)
    assert Statement("human", "w", "GPT-5").mark().family is None


@pytest.mark.parametrize(
    ("value", "shown"), [(" a \n b ", "a b"), ("a" * 99, "a" * 80), ("", None), ("  ", None), (None, None)]
)
def test_a_name_is_shown_on_one_line(value, shown):
    assert short(value) == shown
