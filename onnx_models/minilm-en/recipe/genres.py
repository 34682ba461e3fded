"""Domains of the data -> groups of writers or of genres, each with calibration curves of its own."""

from collections.abc import Callable

LEARNERS = "essay_esl"
# Wide enough that each holds thousands of blocks: at a rate of 0.001 a group of a thousand is ruled by its one oddest.
_GENRES = {
    "learner": (LEARNERS,),
    "essay": ("essay", "essay_blog", "blog", "blog_personal", "blog_tech", "blog_gov", "religion"),
    "narrative and talk": ("fiction", "humor", "review", "qa_forum", "qa", "forum_usenet", "reddit", "email"),
    "news and reference": (
        "news", "news_sport", "news_simplified", "article", "speech", "docs", "wikipedia", "wikipedia_plot", "abstract",
        "legal", "business", "gov", "medical", "recipe_food", "travel",
    ),
}  # fmt: skip
_GENRE_OF = {domain: genre for genre, domains in _GENRES.items() for domain in domains}

Grouping = Callable[[str], str]


def genre(domain: str) -> str:
    """The genre of a domain. Raises KeyError for a domain that nobody has put in one."""
    return _GENRE_OF[domain]


def writers(domain: str) -> str:
    """Learners of English, or everybody else."""
    return "learner" if domain == LEARNERS else "other"


GROUPINGS: dict[str, Grouping] = {"genre": genre, "writers": writers}
