"""Which text of one list stands for which of another, when some were added, moved on, changed or taken away."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from handouts.exchange.units import Unit
from handouts.workbench.words import matches, vocabulary

Pair = tuple[int | None, int | None]  # places in the two lists; None where there is no partner
_Likeness = Callable[[int, int], float]  # of two places: how much speaks for their being partners; 0 for nothing

_MOST = 40_000  # pairs that are compared in one stretch; in a longer one nothing has a partner
_INDEX = re.compile(r"\[\d+\]")


def same_language(old: Sequence[Unit], new: Sequence[Unit]) -> tuple[Pair, ...]:
    """Two forms of one section: equal texts are partners, then those of one kind that share the most words."""
    kinds, others = _kinds(old), _kinds(new)
    words, theirs = [vocabulary(unit.text) for unit in old], [vocabulary(unit.text) for unit in new]

    def likeness(one: int, other: int) -> float:
        if kinds[one] != others[other]:
            return 0.0
        together = len(words[one] | theirs[other])
        return 0.1 + (len(words[one] & theirs[other]) / together if together else 0.0)

    texts = [(kind, unit.text) for kind, unit in zip(kinds, old, strict=True)]
    return tuple(_aligned(texts, [(kind, unit.text) for kind, unit in zip(others, new, strict=True)], likeness))


def other_language(source: Sequence[Unit], translation: Sequence[Unit]) -> tuple[Pair, ...]:
    """A section and its translation: by path where they are built alike, else by kind and order."""
    if [unit.path for unit in source] == [unit.path for unit in translation]:
        return tuple((at, at) for at in range(len(source)))
    kinds, others = _kinds(source), _kinds(translation)
    return tuple(_aligned(kinds, others, lambda one, other: float(kinds[one] == others[other])))


def _kinds(units: Sequence[Unit]) -> list[str]:
    """What each text is, wherever it stands: `blocks.list` for every item of every list."""
    return [_INDEX.sub("", unit.path) for unit in units]


def _aligned(old: Sequence[object], new: Sequence[object], likeness: _Likeness) -> Iterator[Pair]:
    """What is equal stays together; between, the partners that are most alike in all, none crossing another."""
    at = reached = 0
    for start, place, count in (*matches(old, new), (len(old), len(new), 0)):
        yield from _between(range(at, start), range(reached, place), likeness)
        yield from ((start + step, place + step) for step in range(count))
        at, reached = start + count, place + count


def _between(old: range, new: range, likeness: _Likeness) -> Iterator[Pair]:
    if len(old) * len(new) > _MOST:
        yield from ((one, None) for one in old)
        yield from ((None, other) for other in new)
        return
    # best[i][j]: how much speaks for the best partners of what comes from the i-th and the j-th on.
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    alike = [[likeness(one, other) for other in new] for one in old]
    for i in reversed(range(len(old))):
        for j in reversed(range(len(new))):
            paired = alike[i][j] + best[i + 1][j + 1] if alike[i][j] else 0.0
            best[i][j] = max(paired, best[i + 1][j], best[i][j + 1])
    i = j = 0
    while i < len(old) or j < len(new):
        if i < len(old) and j < len(new) and alike[i][j] and best[i][j] == alike[i][j] + best[i + 1][j + 1]:
            yield old[i], new[j]
            i, j = i + 1, j + 1
        elif i < len(old) and (j == len(new) or best[i][j] == best[i + 1][j]):
            yield old[i], None
            i += 1
        else:
            yield None, new[j]
            j += 1
