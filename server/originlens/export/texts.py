"""Passages of our own to measure a conversion on: plain prose and a chatbot's manner, of many lengths."""

import random

N = 100
_LEAST, _MOST = 30, 110  # words of a passage, as the pipeline cuts them
SENTENCES = (
    "The ferry was late again, so we ate our sandwiches on the quay and watched the gulls quarrel over the crusts.",
    "My uncle kept bees behind the railway station until the new platform took the last of his lime trees.",
    "Nobody had told the carpenter that the wall leaned, and he blamed his level for most of the morning.",
    "She wrote the number on the back of her hand, where the rain found it before she reached the telephone.",
    "It snowed in May that year.",
    "We drove the long way round because the bridge was closed, and the boy was sick twice before Keswick.",
    "In conclusion, embracing these strategies can significantly enhance both productivity and overall well-being.",
    "It is important to note that every situation is unique, and results may vary depending on individual needs.",
    "By fostering open communication, teams can navigate complex challenges and unlock their full potential.",
    "Moreover, technology plays a pivotal role in shaping the ever-evolving landscape of modern education.",
    "Whether you are a seasoned professional or just starting out, there is something here for everyone.",
    "Ultimately, the journey is as meaningful as the destination, and each step offers valuable insights.",
    "The soup needs salt, and the spoon that came with it needs a wash.",
    "I sold the car to a man from Leeds who paid in coins, all of them sorted, and asked for a receipt.",
    "Their team lost by one goal, which was unjust, and by two penalties, which were not.",
    "The committee met on Tuesday, agreed on nothing, and adjourned until somebody could find the minutes.",
    "Additionally, regular practice helps to build resilience while promoting a deeper sense of purpose.",
    "This comprehensive approach ensures that stakeholders remain engaged, informed and empowered throughout.",
    "Why the clock stopped at four is a question my aunt has answered differently at every Christmas since.",
    "Half of the seeds came up, and the half that did were mostly something else.",
)


def passages() -> list[str]:
    """N passages of 30 to 110 words, and one far longer than any model reads; always the same."""
    chance = random.Random(7)
    made: list[str] = []
    while len(made) < N:
        wanted, chosen = chance.randint(_LEAST, _MOST), list[str]()
        while sum(len(sentence.split()) for sentence in chosen) < wanted:
            chosen.append(chance.choice(SENTENCES))
        made.append(" ".join(" ".join(chosen).split()[:_MOST]))
    return [*made, " ".join(SENTENCES * 4)]
