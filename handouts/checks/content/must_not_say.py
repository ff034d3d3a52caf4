"""No handout says what reviewers have ruled out.

content/must-not-say.yaml lists phrases, by language, with the reason and who says so: claims that were found wrong,
advice that harms. A phrase is found in any case and across any blanks; between slashes stands a regular expression. A
"not" before it in the same clause makes it right, unless the entry says `even_denied: true`.

Source: the entry's own `source`.

Good:

    - text: This is not a miracle food.

Bad:

    - text: Spinach is a miracle food.
                       ^
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from handouts.checks.content.ruling import Option, Options, Problem, at
from handouts.checks.content.subject import Page
from handouts.checks.negating import negations
from handouts.checks.numerals import LETTER, UNSPACED, base
from handouts.diagnostics import Severity
from handouts.guidance import Forbidden

ID = "must-not-say"
SEVERITY = Severity.ERROR
OPTIONS: tuple[Option, ...] = ()

_CLAUSE = re.compile(r"[.!?;:。！？；：।؟]|,(?=\s(?:but|and|so|or)\b)")
_VERB_LAST = frozenset({"de", "hi", "ja", "ko", "tr"})


def check(page: Page, options: Options) -> Iterator[Problem]:
    """One problem for each phrase, at its first word."""
    plain = [(passage, _plain(passage.text)) for passage in page.passages]
    folded = [_folded(text) for _, text in plain]
    for entry in page.library.must_not_say:
        expressions = _expressions(entry, page.language)
        for (passage, text), letters in zip(plain, folded, strict=True):
            possible = tuple([one for words, one in expressions if all(word in letters for word in words)])
            pattern = _pattern(possible)
            for match in pattern.finditer(text) if pattern else ():
                if match.group() and (entry.even_denied or not _denied(text, match, page.language)):
                    message = f"A handout must not say '{match.group()}': {_unstopped(entry.reason)} ({entry.source})."
                    hint = (
                        f"It may say: {entry.instead}" if entry.instead else "Say it in another way, or leave it out."
                    )
                    yield at(passage, match.start(), message, hint)


def _plain(text: str) -> str:
    """The text as authors type it: typography puts other blanks and apostrophes there, one for one."""
    return text.replace("\u00a0", " ").replace("\u202f", " ").replace("’", "'")


# What a regular expression that ignores case takes for an i, and `casefold` does not.
_I = str.maketrans("İı", "ii")


def _folded(text: str) -> str:
    """The text in letters that are the same wherever a regular expression that ignores case finds no difference."""
    return text.translate(_I).casefold()


def _expressions(entry: Forbidden, language: str) -> list[tuple[tuple[str, ...], str]]:
    """Regular expressions in the order of the file, each with words, folded, without which it finds nothing.

    Looking for words first spares most of the time: few passages have all the words of a phrase.
    """
    known = base(language)
    bounds = ("", "") if known in UNSPACED else (f"(?<!{LETTER})", f"(?!{LETTER})")
    found: list[tuple[tuple[str, ...], str]] = []
    for tag in dict.fromkeys((language, known)):
        for phrase in entry.phrases.get(tag, ()):
            words = _plain(phrase).split()
            expression = r"\s+".join(map(re.escape, words))
            found.append((tuple(map(_folded, words)), f"{bounds[0]}{expression}{bounds[1]}"))
        found += [((), _plain(pattern)) for pattern in entry.patterns.get(tag, ())]
    return found


@lru_cache(maxsize=1024)
def _pattern(expressions: tuple[str, ...]) -> re.Pattern[str] | None:
    return re.compile("|".join(f"(?:{each})" for each in expressions), re.IGNORECASE) if expressions else None


def _denied(text: str, match: re.Match[str], language: str) -> bool:
    before = _CLAUSE.split(text[: match.start()])[-1]
    after = _CLAUSE.split(text[match.end() :])[0] if base(language) in _VERB_LAST else ""
    return bool(negations(before, language) or negations(match.group(), language) or negations(after, language))


def _unstopped(reason: str) -> str:
    return reason.rstrip(".")
