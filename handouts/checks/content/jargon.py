"""Words that readers may not know have plain ones.

`avoid:` in content/glossary.yaml lists words of a language and what to write instead. A word in round brackets after
its plain meaning, or with its meaning in brackets after it, is explained and is left alone.

Source: CDC, "Everyday Words for Public Health Communication"; plainlanguage.gov, "Use simple words and phrases".

Good:

    - text: Ask what to do before your operation (surgery).

Bad:

    - text: This medicine is contraindicated in children.
                             ^
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from handouts.checks.content.ruling import Option, Options, Problem, at
from handouts.checks.content.subject import Page
from handouts.checks.numerals import LETTER, UNSPACED, alternatives, base
from handouts.content import Glossary
from handouts.diagnostics import Severity

ID = "jargon"
SEVERITY = Severity.WARNING
OPTIONS: tuple[Option, ...] = ()


def check(page: Page, options: Options) -> Iterator[Problem]:
    """One problem for each word of the list, at the word."""
    plain = plainer(page.library.glossary, page.language)
    pattern = _pattern(tuple(plain), base(page.language))
    for passage in page.passages if pattern else ():
        for match in pattern.finditer(passage.text) if pattern else ():
            if _explained(passage.text, match.start(), match.end()):
                continue
            word = match.group()
            message = f"Readers may not know '{word}'."
            yield at(passage, match.start(), message, f"Write '{plain[word.lower()]}', or explain it in brackets.")


def plainer(glossary: Glossary, language: str) -> dict[str, str]:
    """The words to avoid in a language, each with its plain one."""
    known = (language, base(language))
    return {word: entry.plain for entry in glossary.avoid if entry.language in known for word in entry.words}


@lru_cache(maxsize=64)
def _pattern(words: tuple[str, ...], language: str) -> re.Pattern[str] | None:
    if not words:
        return None
    bounds = ("", "") if language in UNSPACED else (f"(?<!{LETTER})", f"(?!{LETTER})")
    return re.compile(f"{bounds[0]}(?:{alternatives(words)}){bounds[1]}", re.IGNORECASE)


def _explained(text: str, start: int, end: int) -> bool:
    """`kidney (renal)` and `renal (kidney)`."""
    return text[end : end + 2].lstrip()[:1] == "(" or (text[:start].rstrip()[-1:] == "(" and text[end : end + 1] == ")")
