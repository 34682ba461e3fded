"""Whether a page of ours loads nothing and runs nothing."""

from selectolax.lexbor import LexborHTMLParser


def check(html: str) -> LexborHTMLParser:
    """The page's tree, once it is sure that nothing in it is loaded from elsewhere or run."""
    tree = LexborHTMLParser(html)
    policy = tree.css_first("meta[http-equiv=Content-Security-Policy]").attributes["content"]
    assert policy == "default-src 'none'; style-src 'unsafe-inline'"
    assert not tree.css("link, script, [src], [style]")
    assert "url(" not in html
    assert "@import" not in html
    return tree
