"""What differs between two texts, as data: which words, lines or texts stand in both, in time that is bounded."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

Kind = Literal["same", "added", "removed"]

# Equal pairs up to which difflib is asked: it takes time in proportion to them, in bad cases to their square.
_MOST_PAIRS = 100_000
# Scripts that write no space between words are compared letter by letter; all others word by word, so that a number
# is never cut: 7.5 is one word, and the mark after it another.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_MARKS = ".,;:!?()\\[\\]{}\"'«»„“”‘’¿¡…،؛؟।。，、；：！？（）「」《》"
_PIECE = re.compile(rf"([{_UNSPACED}]|[{_MARKS}]|(?:(?![{_MARKS}]{{1,8}}(?:\s|$))[^\s{_UNSPACED}])+|)(\s*)")


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text that stands in both texts, only in the new one (`added`) or only in the old (`removed`)."""

    kind: Kind
    text: str


def runs(before: str, after: str) -> tuple[Run, ...]:
    """The two texts as one, word by word: what is `same` or `added` makes `after`, to the letter.

    What is `same` or `removed` makes `before`, but for blanks and line breaks, which are no difference. What is
    removed stands before what is added in its place.
    """
    old, new = _pieces(before), _pieces(after)
    found: list[Run] = []
    at = reached = 0
    for start, place, count in (
        *matches([word for word, _ in old], [word for word, _ in new]),
        (len(old), len(new), 0),
    ):
        _add(found, "removed", old[at:start])
        _add(found, "added", new[reached:place])
        _add(found, "same", new[place : place + count])
        at, reached = start + count, place + count
    return tuple(found)


def matches(old: Sequence[Hashable], new: Sequence[Hashable]) -> tuple[tuple[int, int, int], ...]:
    """Where equal stretches stand in both: place in the old, place in the new, length; in order, none empty.

    Where too much is equal to too much else, only what both begin and end with is found.
    """
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    middle, other = old[head : len(old) - tail], new[head : len(new) - tail]
    counts = Counter(other)
    found = [(0, 0, head)]
    if sum(counts[each] for each in middle) <= _MOST_PAIRS:
        matcher = difflib.SequenceMatcher(None, middle, other, autojunk=False)
        found += [(head + match.a, head + match.b, match.size) for match in matcher.get_matching_blocks()]
    found.append((len(old) - tail, len(new) - tail, tail))
    return tuple(match for match in found if match[2])


def _common(one: Sequence[Hashable], other: Sequence[Hashable]) -> int:
    """How many of both are equal from the beginning on."""
    return next(
        (at for at, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), min(len(one), len(other))
    )


def _pieces(text: str) -> list[tuple[str, str]]:
    """The text as words, each with what follows it up to the next; a text may begin with blanks."""
    return [(match[1], match[0]) for match in _PIECE.finditer(text) if match[0]]


def _add(found: list[Run], kind: Kind, pieces: Sequence[tuple[str, str]]) -> None:
    if pieces:
        found.append(Run(kind, "".join(whole for _, whole in pieces)))


def vocabulary(text: str) -> frozenset[str]:
    """The different words of a text, in lower case, without punctuation."""
    return frozenset(_words(text))


def _words(text: str) -> Iterator[str]:
    return (word.casefold() for word, _ in _pieces(text) if word not in _MARKS)
