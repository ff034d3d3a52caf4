"""Late paragraphs: set with their values, and what laying out may learn of values that no plate keeps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field, replace

from handouts.diagnostics import Diagnostic
from handouts.language import Direction
from handouts.records import dataclass
from handouts.resolving.links import linked
from handouts.resolving.values import BLANK, is_personal
from handouts.tags import Annotation, Content
from handouts.typeset.pieces import Run, SetLine
from handouts.typeset.strips import LateWords, Shape, SlotRun, shape_of
from handouts.typeset.text import Typesetter


@dataclass(frozen=True, slots=True, repr=False)
class SetWords:
    """A late paragraph set: its lines, drawn for these leaves and annotations, and what went wrong."""

    lines: tuple[SetLine, ...]
    leaves: tuple[Content, ...]
    notes: tuple[Annotation, ...]
    findings: tuple[Diagnostic, ...]


def set_words(typesetter: Typesetter, words: LateWords, values: Mapping[str, str]) -> SetWords:
    """Set a late paragraph with its values. Findings do not repeat them."""
    leaves = tuple(Content() for _ in range(1 + max(phrase.leaf for phrase in words.phrases)))
    notes = tuple(Annotation() for _ in range(1 + max(phrase.note for phrase in words.phrases)))
    runs: list[Run | SlotRun] = []
    for phrase in words.phrases:
        leaf = leaves[phrase.leaf] if phrase.leaf >= 0 else None
        note = notes[phrase.note] if phrase.note >= 0 else None
        run = Run(phrase.text, phrase.style, leaf, phrase.link, note, phrase.language)
        runs.append(SlotRun(phrase.slot, run) if phrase.slot else run)
    before = len(typesetter.findings)
    slots = [phrase.slot for phrase in words.phrases if phrase.slot]
    with typesetter.discreet(keep=not any(map(is_personal, slots))):
        lines = typesetter.set(
            filled(runs, values, typesetter.direction), words.width, mark=None, hyphenate=words.hyphenate
        )
    return SetWords(tuple(lines), leaves, notes, tuple(typesetter.findings[before:]))


@dataclass(slots=True)
class Trace:
    """Every question about late values that laying out asked, with its answer.

    Laying out learns of values in no other way, so values that give the same answers get the same plate.
    """

    presence: dict[str, bool] = field(default_factory=dict)
    shapes: dict[LateWords, Shape] = field(default_factory=dict)
    _findings: dict[LateWords, tuple[Diagnostic, ...]] = field(default_factory=dict)

    def given(self, name: str, values: Mapping[str, str]) -> bool:
        """True when this value is given."""
        return self.presence.setdefault(name, bool(values.get(name)))

    def lines(self, words: LateWords, typesetter: Typesetter, values: Mapping[str, str]) -> int:
        """How many lines the paragraph has."""
        if words not in self.shapes:
            made = set_words(typesetter, words, values)
            self.shapes[words] = shape_of(words, len(made.lines), values)
            self._findings[words] = made.findings
        else:
            typesetter.findings += self._findings[words]
        return self.shapes[words].lines


def filled(runs: Sequence[Run | SlotRun], values: Mapping[str, str], base: Direction = "ltr") -> list[Run]:
    """Runs with the slots' values in place; a personal value that is not given becomes a blank to write on.

    In right-to-left text a value is isolated as a whole, since an address or opening hours may stand in English.
    """
    out = []
    for run in runs:
        if isinstance(run, Run):
            out.append(run)
            continue
        link = linked(run.run.link, values)
        text = values.get(run.slot, BLANK)
        out.append(replace(run.run, text=f"\u2068{text}\u2069" if base == "rtl" and text else text, link=link))
    return out
