"""What programs write is known by how often their marks stand in the text."""

from tests.server.text.genre.test_genre import kind_of

LINE = "2021-03-02 08:14:07 disk check started on volume two without errors"
STORY = "We waited by the gate until the light went and nobody came, so we walked home along the wet road and sang. "


def test_a_log_is_no_prose_but_a_story_with_one_line_of_it_is() -> None:
    found = kind_of("\n".join([LINE] * 3 + ["and a last line that says it is done"]))
    assert found is not None
    assert "log" in found.sentence
    assert kind_of(STORY + LINE + ". " + STORY.replace("gate", "church") + "Then it was over.") is None


def test_a_few_results_in_a_story_are_prose() -> None:
    assert kind_of(STORY + "They lost 3-2, then won 4-1 and 5-0, and we sang all the same.") is None
