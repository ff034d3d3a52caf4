"""What every block needs to be set: styles of the profile, the typesetter, and inline content turned into runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field, replace

from handouts.content import Citation, CitationMark, Line, Slot, Words
from handouts.diagnostics import Mark, error
from handouts.edition import Edition
from handouts.language import local_digits, script
from handouts.looks import Ink
from handouts.records import dataclass
from handouts.tags import Content, Element, Role
from handouts.typeset.geometry import Geometry
from handouts.typeset.late import Trace
from handouts.typeset.pieces import NO_LINE, Run, SetLine, TextStyle
from handouts.typeset.strips import (
    LateOp,
    LateText,
    LateWords,
    LineBox,
    Measure,
    Outline,
    SlotRun,
    Strip,
    TextOp,
    kept,
    phrases_of,
    stack,
)
from handouts.typeset.text import Typesetter

# No break between a word and the citation that follows it (UAX 14, class WJ).
_JOINER = "\u2060"
_TITLE_LEADING = 1.26  # of the size: a gap over 25 % between lines (USP 17), which only very large type can do without
_DENSE = frozenset({"Arab", "Hans", "Hant", "Jpan", "Kore"})
_DENSE_EMS = 32.4  # longest line where letters are narrow, or 40 of them are the most: WCAG 1.4.8
_TITLE_EMS = 13.0  # a title's line should hold about this many ems


@dataclass(frozen=True, slots=True)
class Slack:
    """How far leading and spaces are changed to mend a bad last page; 1.0 is the profile as it is."""

    leading: float = 1.0
    space: float = 1.0


@dataclass(frozen=True, slots=True)
class BandLine:
    """One line of the band at the top edge: its text, language ("" for the document's) and which notice it is of."""

    text: str
    language: str
    notice: int


@dataclass(slots=True)
class Setting:
    """One composition in progress.

    `values` are the texts of all slots, the brand's and the patient's. They are asked only through the `trace`, which
    notes what was learnt of them; they are drawn when the plate is stamped. `full` is the measure across the
    page or column, `text` what the side column leaves of it. `voice` is 1 for the second language of a document, and
    `prefix` tells the link targets of a packet's handouts apart; their headings stand `depth` levels lower.
    `room` is the height of the text on pages after the first.
    """

    edition: Edition
    typesetter: Typesetter
    values: Mapping[str, str]
    geometry: Geometry
    text: Measure
    full: Measure
    slack: Slack = field(default_factory=Slack)
    outline: Outline = field(default_factory=Outline)
    trace: Trace = field(default_factory=Trace)
    band: tuple[BandLine, ...] = ()
    voice: int = 0
    prefix: str = ""
    depth: int = 0
    room: float = 0.0
    _styles: dict[tuple[object, ...], TextStyle] = field(default_factory=dict, init=False)
    _baselines: dict[TextStyle, float] = field(default_factory=dict, init=False)

    @property
    def has_side(self) -> bool:
        """True where a side column holds section numbers and labels; else they stand above the text."""
        return self.text.x > self.full.x

    @property
    def is_card(self) -> bool:
        """True on a page that is a quarter of a sheet."""
        return self.edition.layout.share == "quarter"

    @property
    def is_facing(self) -> bool:
        """True where two languages stand side by side."""
        return self.edition.layout.bilingual == "facing"

    @property
    def is_close(self) -> bool:
        """True where every line counts: on a card, and where page 1 must hold twice what matters most."""
        return self.is_card or self.is_facing

    def narrowed(self, measure: Measure) -> Measure:
        """The measure, or as much of it as running text of this script may fill."""
        most = _DENSE_EMS * self.edition.profile.styles["body"].size
        dense = script(self.edition.language) in _DENSE
        return Measure(measure.x, min(measure.width, most)) if dense else measure

    @property
    def boxed(self) -> Measure:
        """Where the text of a tinted box stands."""
        return self.text.inset(0, 14) if self.has_side else self.full.inset(14, 14)

    def heading_role(self, level: int) -> Role:
        """The structure type of a heading of this level, counted from 1 in an ordinary handout."""
        return Role(f"H{level + self.depth}")

    def anchor(self, name: str) -> str:
        """The link target of this name in this handout and language."""
        return f"{self.prefix}{name}" + ("-beside" if self.voice else "")

    def number(self, value: int) -> str:
        """A number of the product's own (page, section, item, reference) in the digits of the language."""
        return local_digits(self.edition.language, str(value))

    def given(self, name: str) -> bool:
        """True when this value is given. The answer is part of the plate: another one needs another plate."""
        return self.trace.given(name, self.values)

    def style(self, name: str, *, ink: Ink = Ink.TEXT, weight: int = 0) -> TextStyle:
        """The profile's style of this name, in another ink or weight where asked."""
        style = self._styles.get((name, ink, weight))
        if style is None:
            style = self._styles[name, ink, weight] = self._made_style(name, ink, weight)
        return style

    def _made_style(self, name: str, ink: Ink, weight: int) -> TextStyle:
        profile = self.edition.profile
        found = profile.styles[name]
        return TextStyle(
            found.size,
            round(found.leading * self.slack.leading, 3),
            weight or found.weight,
            ink=ink,
            letter_spacing=profile.letter_spacing,
            word_spacing=profile.word_spacing,
        )

    def title_style(self, measure: Measure) -> TextStyle:
        """The style of the document's title: smaller where there is little room, but larger than a section's title."""
        style = self.style("title", ink=Ink.BRAND)
        least = self.style("h2").size * 1.1
        room = least if self.edition.layout.pages == 1 else measure.width / _TITLE_EMS
        size = round(max(least, min(style.size, room)), 1)
        if size >= style.size:
            return style
        return replace(style, size=size, leading=round(size * max(style.leading / style.size, _TITLE_LEADING), 2))

    @property
    def space(self) -> float:
        """Space between two blocks, in points."""
        return self.edition.profile.space * self.slack.space

    def runs(self, line: Line, style: TextStyle, element: Element) -> tuple[Run | SlotRun, ...]:
        """Inline content as runs; leaves and link elements are minted below `element` in reading order."""
        out: list[Run | SlotRun] = []
        leaf: Content | None = None
        for index, part in enumerate(line.parts):
            if isinstance(part, CitationMark):
                leaf = None
                out += self._citation(part, style, element)
                continue
            if isinstance(part, Citation):
                raise AssertionError("resolve numbers every citation")
            wanted = self._styled(part, style)
            spoken = part.language if isinstance(part, Words) and part.language != self.edition.language else ""
            annotation = None
            if part.link:
                leaf = None
                link = element.add(Role.LINK, language=spoken)
                drawn, annotation = link.content(), link.annotation()
            elif spoken:
                leaf = None
                drawn = element.add(Role.SPAN, language=spoken).content()
            else:
                drawn = leaf = leaf or element.content()
            if isinstance(part, Slot):
                out.append(SlotRun(part.name, Run("", wanted, drawn, part.link, annotation, spoken)))
                continue
            cited = index + 1 < len(line.parts) and isinstance(line.parts[index + 1], CitationMark)
            text = part.text.rstrip(" ") if cited else part.text
            out.append(Run(text, wanted, drawn, part.link, annotation, spoken))
        return tuple(out)

    def _citation(self, mark: CitationMark, style: TextStyle, element: Element) -> list[Run]:
        """A raised `[1,2]`, each number linked to its reference. Brackets keep "75 [1]" from being read as 751."""
        raised = self._styles.get((style,))
        if raised is None:
            size = min(max(style.size * 0.72, self.edition.profile.least), style.size)
            weight = min(style.weight, 400)
            raised = replace(style, size=size, rise=(style.size - size) * 1.14, weight=weight)
            self._styles[style,] = raised
        reference = element.add(Role.REFERENCE)
        runs = [Run(f"{_JOINER}[", raised, reference.content())]
        for index, number in enumerate(mark.numbers):
            if index:
                runs.append(Run(f"{_JOINER},", raised, reference.content()))
            link = reference.add(Role.LINK)
            runs.append(
                Run(
                    f"{_JOINER}{self.number(number)}",
                    raised,
                    link.content(),
                    f"#{self.prefix}ref-{number}",
                    link.annotation(),
                )
            )
        runs.append(Run(f"{_JOINER}]", raised, reference.content()))
        return runs

    def _styled(self, part: Words | Slot, style: TextStyle) -> TextStyle:
        if not (part.strong or part.emphasis or part.link):
            return style
        key = (style, part.strong, part.emphasis, bool(part.link))
        found = self._styles.get(key)
        if found is None:
            found = self._styles[key] = self._made_styled(part, style)
        return found

    def _made_styled(self, part: Words | Slot, style: TextStyle) -> TextStyle:
        if part.strong:
            style = replace(style, weight=max(700, style.weight))
        if part.emphasis:
            italics = self.edition.profile.italics
            style = replace(style, italic=True) if italics else replace(style, weight=max(600, style.weight))
        return replace(style, ink=Ink.BRAND) if part.link and style.ink is Ink.TEXT else style

    def set_runs(
        self, runs: Sequence[Run | SlotRun], width: float, mark: Mark | None, *,
        hyphenate: bool = False, balanced: bool = False,
    ) -> list[LineBox]:  # fmt: skip
        """Set runs in a measure of `width` points: one box per line; `balanced` lines are about equally long."""
        if not runs:
            return []
        style = _style_of(runs[0])
        baseline = self._baselines.get(style)
        if baseline is None:
            baseline = self._baselines[style] = baseline_in(style, self.typesetter)
        fixed = [run for run in runs if isinstance(run, Run)]
        if len(fixed) < len(runs):
            words = LateWords(phrases_of(runs), width, hyphenate, self.voice)
            count = self.trace.lines(words, self.typesetter, self.values)
            late = LateText.of(runs, words, style.leading, count)
            first = LineBox(style.leading, (LateOp(late, 0.0, baseline),), late=True)
            return [first, *(LineBox(style.leading, (), late=True) for _ in range(1, count))] if count else []
        if balanced:
            lines = self.typesetter.set_balanced(fixed, width, mark=mark)
        else:
            lines = self.typesetter.set(fixed, width, mark=mark, hyphenate=hyphenate)
        return [LineBox(style.leading, (TextOp(line, 0.0, baseline),)) for line in lines]

    def set_line(
        self, line: Line, style: TextStyle, element: Element, width: float, *, balanced: bool = False
    ) -> list[LineBox]:
        """Inline content set in a measure."""
        hyphenate = self.edition.profile.hyphenate == "text" and style.size < 16
        return self.set_runs(self.runs(line, style, element), width, line.mark, hyphenate=hyphenate, balanced=balanced)

    def label(self, text: str, style: TextStyle, leaf: Content | None) -> SetLine:
        """A short text of the product's own on one line."""
        lines = self.typesetter.set([Run(text, style, leaf)], 1e6)
        return lines[0] if lines else NO_LINE

    def paragraph(self, line: Line, style: TextStyle, element: Element, measure: Measure, before: float) -> list[Strip]:
        """A paragraph as strips, with space above."""
        return stack(self.set_line(line, style, element, measure.width), measure.x, before=before)

    def heading(self, line: Line, style: TextStyle, element: Element, measure: Measure, before: float) -> list[Strip]:
        """A title or heading as strips: lines of about equal length, never parted from each other."""
        return kept(stack(self.set_line(line, style, element, measure.width, balanced=True), measure.x, before=before))

    def too_wide(self, mark: Mark | None, what: str, hint: str) -> None:
        """Record that something does not fit its place."""
        self.typesetter.findings.append(error("too-wide", mark, what, hint))


def baseline_in(style: TextStyle, typesetter: Typesetter) -> float:
    """Distance of the baseline from the top of its line, in points: capitals stand in the middle of the leading."""
    capital = typesetter.fonts.primary(style.weight, style.italic).metrics.cap_height / 1000 * style.size
    return (style.leading + capital) / 2


def _style_of(run: Run | SlotRun) -> TextStyle:
    return run.style if isinstance(run, Run) else run.run.style
