"""Where sentences and words begin and end, by Unicode's rules (UAX 29) as ICU applies them to each language."""

from __future__ import annotations

import re
from functools import lru_cache

from icu4py.breakers import SentenceBreaker, WordBreaker

from handouts.checks.numerals import base
from handouts.checks.quantities import GAP

Span = tuple[int, int]

# ICU ends a sentence at a full stop before a capital letter. After these it does not end.
_ABBREVIATED = {
    "de": r"bzw|ca|d\. ?h|Dr|evtl|ggf|Nr|Prof|s|sog|u\. ?a|usw|vgl|z\. ?B",
    "en": r"approx|Dr|e\.g|i\.e|Mr|Mrs|Ms|no|Prof|vs|U\.S",
    "es": r"aprox|Dr|Dra|EE|EE\. ?UU|p\. ?ej|Sr|Sra|Ud|Uds|vs",
    "fr": r"env|M|Mme|p\. ?ex|Dr|Pr|cf",
    "pt": r"aprox|Dr|Dra|p\. ?ex|Sr|Sra",
    "ru": r"г|д-р|др|напр|проф|руб|см|ср|т\. ?д|т\. ?е|т\. ?к|т\. ?п|тыс",
}
_INITIAL = r"[^\W\d_]"


@lru_cache(maxsize=8192)
def sentences(text: str, language: str) -> tuple[Span, ...]:
    """Start and end of each sentence, blanks around it left out; what holds no letter or figure is no sentence."""
    joined: list[Span] = []
    for start, end in SentenceBreaker(_short(text), _locale(language)).segments():
        if joined and _goes_on(text[joined[-1][0] : joined[-1][1]], base(language)):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return tuple(_trimmed(text, *span) for span in joined if _WORTH.search(text[slice(*span)]))


@lru_cache(maxsize=8192)
def words(text: str, language: str) -> tuple[Span, ...]:
    """Start and end of each word: what holds a letter or a figure. A placeholder is one word."""
    found = WordBreaker(_short(text), _locale(language)).segments()
    return tuple((start, end) for start, end in found if _WORTH.search(text[start:end]))


def _short(text: str) -> str:
    """ICU counts a character beyond U+FFFF as two; one of its kind stands for it."""
    return _BEYOND.sub(lambda match: "\u4e00" if match.group().isalpha() else "\u25a1", text)


_BEYOND = re.compile("[\U00010000-\U0010ffff]")
_WORTH = re.compile(rf"[^\W_]|{GAP}")


def _locale(language: str) -> str:
    return language.replace("-", "_")


def _goes_on(sentence: str, language: str) -> bool:
    return _stop(language).search(sentence) is not None


@lru_cache(maxsize=64)
def _stop(language: str) -> re.Pattern[str]:
    known = _ABBREVIATED.get(language)
    either = f"{known}|{_INITIAL}" if known else _INITIAL
    return re.compile(rf"(?:^|[\s(\u00a0])(?:{either})\.\s*$")


def _trimmed(text: str, start: int, end: int) -> Span:
    inner = text[start:end]
    return start + len(inner) - len(inner.lstrip()), end - len(inner) + len(inner.rstrip())
