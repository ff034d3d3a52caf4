"""Writes docs/content-rules.md from the docstrings of the content rules: `make golden`."""

from __future__ import annotations

from pathlib import Path

from handouts.checks.content import RULES
from handouts.checks.content.documentation import page

PAGE = Path(__file__).resolve().parent / "content-rules.md"
INTRO = """\
# Content rules

For whoever writes handouts, and for whoever decides what a workspace asks of them.
This page is made from the program itself: each rule is one module, and this is what it says of itself.
Its examples are run as tests: a bad one is found by its rule at the `^` and by no other, a good one by none.

How to set how grave a rule is, how to allow one finding, and how to use all this in CI: [checks.md](checks.md).
`handouts check --explain RULE` shows one rule on the terminal.

Some things are the business of other rules, so that nothing is told twice:

| what | rule |
|---|---|
| numbers, units, links, shape and untranslated lines of translations | [translation-checks.md](translation-checks.md) |
| key points are there, and not more than 6 | `key-points` |
| something stands below every heading | `heading-order` |
| figures have a text at all | `alt-text` |
| texts and cells are not empty | `empty-text`, `table-rows` |
| colours can be read, on a grey printer too | `contrast`, `contrast-grey` |
| names of files and handouts, and so of products, have small letters, digits and hyphens | `id`, `file-name` |
| a source that a newer one has replaced | `superseded-reference` |

These are in [rules.md](rules.md).
"""


def text() -> str:
    """The page as it should be."""
    return page(RULES.values(), INTRO)


if __name__ == "__main__":
    PAGE.write_text(text(), encoding="utf-8", newline="\n")
