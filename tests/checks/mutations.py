"""One thing changed in a translated section, as a hurried hand would: each mutation with the rule that must see it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from random import Random

from handouts.checks.negating import negations
from handouts.checks.negation import sentences
from handouts.checks.pairs import pair_up, shown
from handouts.checks.quantities import legible
from handouts.content import BulletList, Citation, Glossary, Line, Section, Slot, Table, Words
from handouts.resolving.lines import lines_in, map_lines


@dataclass(frozen=True)
class Mutation:
    """A changed section: the kind of change, the rule that must find it, and the place of the line."""

    kind: str
    rule: str
    language: str
    section: Section
    line: int
    shown: str


Change = Callable[[str, str, Random], Iterator[str]]

# A figure with its separators, found without the code under test.
_FIGURE = re.compile(r"(?<![\d.,])\d+(?:[.,\u00a0\u202f ]\d{3}(?!\d)|[.,]\d+)*")
_RANGE = re.compile(r"(\d+)(–|-)(\d+)")
_COMMA = {"es", "fr", "de", "pt-BR", "ru", "vi"}


def swapped(text: str, language: str, rng: Random) -> Iterator[str]:
    for match in _FIGURE.finditer(text):
        figure = match.group()
        pairs = [at for at in range(len(figure) - 1) if figure[at : at + 2].isdigit() and figure[at] != figure[at + 1]]
        if pairs:
            at = match.start() + rng.choice(pairs)
            yield text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def changed(text: str, language: str, rng: Random) -> Iterator[str]:
    for match in _FIGURE.finditer(text):
        at = rng.choice([at for at in range(match.start(), match.end()) if text[at].isdigit()])
        yield text[:at] + rng.choice([digit for digit in "123456789" if digit != text[at]]) + text[at + 1 :]


def decimal_moved(text: str, language: str, rng: Random) -> Iterator[str]:
    mark = "," if language in _COMMA else "."
    for match in _FIGURE.finditer(text):
        figure = match.group()
        if mark in figure and not figure.isdigit():
            whole, fraction = figure.split(mark, 1)
            if not (whole + fraction).isdigit() or len(whole) < 2 or len(fraction) > 2:
                continue
            moved = f"{whole[:-1]}{mark}{whole[-1]}{fraction}"
        elif figure.isdigit() and 1 < len(figure) < 4:
            moved = f"{figure[:-1]}{mark}{figure[-1]}" if figure[-1] != "0" else f"{figure}0"
        else:
            continue
        yield text[: match.start()] + moved + text[match.end() :]


def range_end_changed(text: str, language: str, rng: Random) -> Iterator[str]:
    for match in _RANGE.finditer(text):
        for group in (1, 3):
            new = str(int(match[group]) + rng.choice([-1, 1]))
            yield text[: match.start(group)] + new + text[match.end(group) :]
        yield text[: match.start()] + match[3] + match[2] + match[1] + text[match.end() :]


def percent_dropped(text: str, language: str, rng: Random) -> Iterator[str]:
    for match in re.finditer(r"[\s\u00a0\u202f]?[%٪]", text):
        yield text[: match.start()] + text[match.end() :]


def replaced(*swaps: tuple[str, str]) -> Change:
    """Each of the words by its partner, wherever it stands for itself."""

    def change(text: str, language: str, rng: Random) -> Iterator[str]:
        for word, other in swaps:
            for match in re.finditer(rf"(?<![A-Za-zа-яµ]){re.escape(word)}(?![A-Za-zа-я/])", text):
                yield text[: match.start()] + other + text[match.end() :]

    return change


TEXT_CHANGES: dict[str, tuple[str, Change]] = {
    "digits swapped": ("translation-numbers", swapped),
    "digit changed": ("translation-numbers", changed),
    "decimal moved": ("translation-numbers", decimal_moved),
    "range end changed": ("translation-numbers", range_end_changed),
    "percent dropped": ("translation-numbers", percent_dropped),
    "mg to µg": ("translation-units", replaced(("mg", "µg"), ("мг", "мкг"))),
    "µg to mg": ("translation-units", replaced(("µg", "mg"), ("мкг", "мг"))),
    "ng/mL to ng": ("translation-units", replaced(("ng/mL", "ng"), ("нг/мл", "нг"))),
    "unit dropped": (
        "translation-units", replaced(*((unit, "") for unit in ("ng/mL", "нг/мл", "mg", "мг", "µg", "мкг"))),
    ),
    "comparison turned": (
        "translation-numbers",
        replaced(
            ("أو أقل", "أو أكثر"), ("أقل من", "أكثر من"), ("या उससे कम", "या उससे ज़्यादा"), ("% से कम", "% से ज़्यादा"),
            ("или меньше", "или больше"), ("ниже 20", "выше 20"), ("或更低", "或更高"), ("低于", "高于"),
            ("o menos", "o más"),
            ("ou moins", "ou plus"), ("oder weniger", "oder mehr"), ("inférieure à", "supérieure à"),
            ("por debajo del", "por encima de"), ("ou menos", "ou mais"), ("abaixo de", "acima de"),
            ("trở xuống", "trở lên"), ("dưới 20", "trên 20"), ("o mas mababa", "o mas mataas"),
        ),
    ),
}  # fmt: skip


def mutations(source: Section, translation: Section, rng: Random) -> Iterator[Mutation]:
    """Every mutation of a translated section; the random numbers choose digits, not places."""
    for index, line in enumerate(lines_in(translation)):
        yield from _of_words(translation, index, line, rng)
        yield from _of_parts(translation, index, line)
    yield from _of_blocks(translation)
    yield from _of_negations(source, translation)


def _of_words(section: Section, index: int, line: Line, rng: Random) -> Iterator[Mutation]:
    for place, part in enumerate(line.parts):
        if not isinstance(part, Words):
            continue
        for kind, (rule, change) in TEXT_CHANGES.items():
            for text in change(part.text, section.language, rng):
                yield _mutation(kind, rule, section, index, _with_part(line, place, replace(part, text=text)))


def _of_parts(section: Section, index: int, line: Line) -> Iterator[Mutation]:
    for place, part in enumerate(line.parts):
        if isinstance(part, Citation):
            for lost in range(len(part.keys)):
                keys = (*part.keys[:lost], *part.keys[lost + 1 :])
                kept = _with_part(line, place, replace(part, keys=keys))
                yield _mutation("citation lost", "translation-citations", section, index, kept)
        elif isinstance(part, Slot):
            new = _with_part(line, place, replace(part, name="clinic.hours"))
            yield _mutation("placeholder changed", "translation-placeholders", section, index, new)


def _of_blocks(section: Section) -> Iterator[Mutation]:
    for place, block in enumerate(section.blocks):
        if isinstance(block, Table):
            for lost in range(len(block.rows)):
                rows = (*block.rows[:lost], *block.rows[lost + 1 :])
                yield _shape("row lost", section, place, replace(block, rows=rows))
        elif isinstance(block, BulletList):
            for lost in range(len(block.items)):
                items = (*block.items[:lost], *block.items[lost + 1 :])
                yield _shape("item lost", section, place, replace(block, items=items))


def _shape(kind: str, section: Section, place: int, block: Table | BulletList) -> Mutation:
    blocks = (*section.blocks[:place], block, *section.blocks[place + 1 :])
    return Mutation(kind, "translation-shape", section.language, replace(section, blocks=blocks), block.mark.line, kind)


def _of_negations(source: Section, translation: Section) -> Iterator[Mutation]:
    """Sentences with a "not" on both sides, without theirs."""
    for pair in pair_up(source, translation, Glossary()).lines:
        theirs, ours = sentences(pair.source_text), sentences(pair.text)
        if len(theirs) != len(ours):
            continue
        for source_sentence, sentence in zip(theirs, ours, strict=True):
            if not negations(source_sentence, source.language) or not negations(sentence, translation.language):
                continue
            text = legible(shown(pair.translation))
            positive = sentence
            for word in negations(sentence, translation.language):
                positive = positive.replace(word, "", 1)
            if sentence not in text or negations(positive, translation.language) or not re.search(r"\w", positive):
                continue
            changed_line = Line(
                (Words(text.replace(sentence, positive)), *_unsaid(pair.translation)), pair.translation.mark
            )
            index = next(at for at, line in enumerate(lines_in(translation)) if line == pair.translation)
            yield _mutation("not dropped", "translation-negation", translation, index, changed_line)


def _unsaid(line: Line) -> tuple[Citation | Slot, ...]:
    return tuple(part for part in line.parts if isinstance(part, Citation | Slot))


def _with_part(line: Line, place: int, part: Words | Citation | Slot) -> Line:
    return replace(line, parts=(*line.parts[:place], part, *line.parts[place + 1 :]))


def _mutation(kind: str, rule: str, section: Section, index: int, new: Line) -> Mutation:
    count = iter(range(10**6))
    mutated = map_lines(section, lambda line: new if next(count) == index else line)
    return Mutation(kind, rule, section.language, mutated, new.mark.line, shown(new))
