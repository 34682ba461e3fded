"""markdown.py: the prose of a Markdown file, its links, and none of its code."""

from originlens.files.markdown import markdown_text

SOURCE = """---
title: front matter
---

# A *title*

One line
and [a link](https://example.org/a) with `code`.
Hard\\
break ![picture](p.png).

- item **one**
- item two

> quoted

| head | two |
|------|-----|
| cell | x   |

```python
left_out = True
```

    left out too

<div>raw</div>
"""


def test_paragraphs_headings_items_quotes_and_cells():
    assert markdown_text(SOURCE)[0] == [
        "A title", "One line and a link with `code`. Hard\nbreak .", "item one", "item two", "quoted",
        "head", "two", "cell", "x",
    ]  # fmt: skip


def test_links_go_along():
    assert markdown_text(SOURCE)[1].links == ("https://example.org/a",)


def test_a_rule_later_in_the_text_is_no_front_matter():
    assert markdown_text("first\n\n---\n\nsecond\n\n---\n\nthird")[0] == ["first", "second", "third"]
