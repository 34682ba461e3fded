"""Made-up English prose of any length: no two texts are the same, and each is told to be English prose."""

import random

_WHO = (
    "the baker,my aunt,a young sailor,our neighbour,the night porter,an old teacher,the ferry pilot,her cousin".split(
        ","
    )
)
_DID = (
    "carried a ladder across,waited in the rain behind,painted the windows of,lost a glove near,sang quietly outside,"
    "counted the steps of,left a letter under the door of,argued for an hour about,took photographs of,walked twice round"
).split(",")
_WHAT = (
    "the closed cinema,a house with green shutters,the bus station,that crooked bridge,the market hall,a shop for lamps,"
    "the harbour office,the school with the red roof,an empty theatre,the garden by the canal"
).split(",")
_THEN = (
    "because nobody had told them otherwise,while the lights went out one by one,and then forgot why it had mattered,"
    "although the weather was getting worse,before the last train left for the coast,so that the dog could rest a little,"
    "which surprised everyone but the children,until somebody opened a window and laughed"
).split(",")


def block(rng: random.Random, words: int) -> str:
    """About `words` words of prose."""
    sentences: list[str] = []
    count = 0
    while count < words:
        when = f"On day {rng.randrange(10_000)}"
        sentence = f"{when} {rng.choice(_WHO)} {rng.choice(_DID)} {rng.choice(_WHAT)} {rng.choice(_THEN)}."
        sentences.append(sentence)
        count += len(sentence.split())
    return " ".join(sentences)


def page(seed: str, blocks: int) -> list[str]:
    """A page of paragraphs of 35 to 100 words, as an article has them."""
    rng = random.Random(seed)
    return [block(rng, rng.randrange(35, 100)) for _ in range(blocks)]
