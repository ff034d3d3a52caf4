"""Set lines to text-showing operators, worked out once and kept with the line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from handouts.typeset.fonts import Face
from handouts.typeset.geometry import Area
from handouts.typeset.glyphs import Glyph
from handouts.typeset.pieces import IGNORED, SOFT_HYPHEN, Codes, LineForm, Run, Shaped, Shown, Span, Stroke, TextStyle
from handouts.typeset.syntax import number, utf16

_UNPRINTED = "".join(sorted(IGNORED))


def strokes(form: LineForm, runs: tuple[Run, ...], *, rtl: bool) -> tuple[Stroke, ...]:
    """What of a line is shown together, in an area of this direction; worked out once for all its paragraphs."""
    made: list[Stroke] = []
    line = Area(0.0, 0.0, rtl)
    pending: list[Span] = []
    place = (0.0, 0.0)
    expected = 0.0

    def flush() -> None:
        nonlocal pending
        shown = [span for span in pending if span.shaped.glyphs]
        if shown:
            made.append(_stroke(shown, place, runs[shown[0].at].style))
        pending = []

    for span, x in zip(form.spans, form.xs, strict=True):
        left = line.at(x, span.width)
        apart = bool(span.level % 2) or span.shaped.hyphen
        if pending and not (not apart and abs(left - expected) < 0.005 and _alike(pending[-1], span, runs)):
            flush()
        if not pending:
            place = (x, span.width)
        pending.append(span)
        expected = left + span.width
        if apart:
            flush()
    flush()
    form.strokes[rtl] = tuple(made)
    return form.strokes[rtl]


def _alike(one: Span, other: Span, runs: tuple[Run, ...]) -> bool:
    if one.shaped.face.key != other.shaped.face.key:
        return False
    a, b = runs[one.at], runs[other.at]
    return a is b or (a.leaf is b.leaf and a.style == b.style)


def _stroke(spans: list[Span], place: tuple[float, float], style: TextStyle) -> Stroke:
    shaped = tuple([span.shaped for span in spans])
    spoken = shaped[-1].hyphen or bool(spans[0].level % 2)
    shown = _shown(shaped, style, spoken=spoken) if len(shaped) > 1 else _by_itself(shaped[0], style, spoken=spoken)
    return Stroke(spans[0].at, *place, shaped[0].face, shaped, shown)


def _by_itself(shaped: Shaped, style: TextStyle, *, spoken: bool) -> Shown:
    """A row of one: every word is one where the text goes to the left."""
    key = (style.size, style.rise, spoken)
    if shaped.by_itself is None or shaped.by_itself[0] != key:
        shaped.by_itself = key, _shown((shaped,), style, spoken=spoken)
    return shaped.by_itself[1]


def _shown(shaped: tuple[Shaped, ...], style: TextStyle, *, spoken: bool) -> Shown:
    writer = _Writer(shaped[0].face, style)
    for one in shaped:
        writer.add(one)
    actual = ""
    if spoken:
        text = "".join([one.text for one in shaped])
        actual = utf16(text[:-1] + SOFT_HYPHEN if shaped[-1].hyphen else text)
    return Shown(writer.finish(), actual, _together(shaped))


def _together(shaped: tuple[Shaped, ...]) -> dict[int, str] | None:
    """What each glyph of a row means; None where one would have to mean two things, or a cluster has several."""
    ids: list[int] = []
    said: list[str] = []
    for one in shaped:
        codes = codes_of(one)
        if not codes.alone:
            return None
        ids += codes.ids
        said += codes.said
    meanings = dict(zip(ids, said, strict=True))
    return meanings if [meanings[glyph] for glyph in ids] == said else None


class _Writer:
    """Text-showing operators for a row of glyphs.

    Codes go in runs, with corrections where an advance is not the font's own (kerning, spacing) and a change of
    text rise where a mark stands above or below its place.
    """

    def __init__(self, face: Face, style: TextStyle) -> None:
        self._face = face
        self._style = style
        self._operators: list[str] = []
        self._array: list[str] = []
        self._run = ""
        self._owed = 0.0
        self._lifted = 0.0

    def add(self, shaped: Shaped) -> None:
        codes = codes_of(shaped)
        if not codes.flat or self._lifted or 0.0 < abs(self._owed) < 0.5:
            self.add_glyphs(shaped.glyphs)
            return
        self._settle()
        self._run += codes.first
        if codes.middle:
            self._end_run()
            self._array += codes.middle
            self._run = codes.last
        self._owed = codes.owed

    def add_glyphs(self, glyphs: Iterable[Glyph]) -> None:
        advances, hexes = self._face.advances, self._face.hexes
        for glyph in glyphs:
            if glyph.dy != self._lifted:
                self._lift(glyph.dy)
            self._owed -= glyph.dx
            self._settle()
            self._run += hexes[glyph.id]
            self._owed += advances[glyph.id] - glyph.advance + glyph.dx

    def _settle(self) -> None:
        # Half a thousandth of an em is under a micrometre in body text: not worth a number in the file.
        if abs(self._owed) >= 0.5:
            self._end_run()
            self._array.append(number(self._owed))
            self._owed = 0.0

    def _lift(self, dy: float) -> None:
        self._end_array()
        self._operators.append(f"{number(self._style.rise + dy * self._style.size / 1000)} Ts")
        self._lifted = dy

    def _end_run(self) -> None:
        if self._run:
            self._array.append(f"<{self._run}>")
            self._run = ""

    def _end_array(self) -> None:
        self._settle()
        self._end_run()
        if self._array:
            self._operators.append(f"[{''.join(_spaced(self._array))}] TJ")
            self._array = []

    def finish(self) -> str:
        if self._lifted:
            self._lift(0.0)
        self._end_run()
        if self._array:
            self._operators.append(f"[{''.join(_spaced(self._array))}] TJ")
        return " ".join(self._operators)


def _spaced(parts: list[str]) -> Iterable[str]:
    previous_is_number = False
    for part in parts:
        is_number = part[0] != "<"
        yield f" {part}" if is_number and previous_is_number else part
        previous_is_number = is_number


def codes_of(shaped: Shaped) -> Codes:
    """How shaped text is shown and what it means; worked out once for all that it stands in."""
    if shaped.codes is not None:
        return shaped.codes
    glyphs = shaped.glyphs
    ids, said = tuple([glyph.id for glyph in glyphs]), _said(shaped)
    alone = len({glyph.cluster for glyph in glyphs}) == len(glyphs)
    if any([glyph.dx or glyph.dy for glyph in glyphs]):  # noqa: C419  # twice as quick
        shaped.codes = Codes(ids, said, alone, False)
        return shaped.codes
    # As `_Writer.add_glyphs` does it, where nothing is lifted or moved.
    advances, hexes = shaped.face.advances, shaped.face.hexes
    parts: list[str] = []
    run, owed = "", 0.0
    for glyph in glyphs:
        if owed >= 0.5 or owed <= -0.5:
            parts += [f"<{run}>", number(owed)]
            run, owed = "", 0.0
        run += hexes[glyph.id]
        owed += advances[glyph.id] - glyph.advance
    if parts:
        first, *middle = parts
        shaped.codes = Codes(ids, said, alone, True, first[1:-1], tuple(middle), run, owed)
    else:
        shaped.codes = Codes(ids, said, alone, True, run, (), "", owed)
    return shaped.codes


def _said(shaped: Shaped) -> Sequence[str]:
    """The text of each glyph's cluster, without what is never drawn; a plain space for any kind of space."""
    text = shaped.text
    clusters = [glyph.cluster for glyph in shaped.glyphs]
    if clusters == list(range(len(text))) and IGNORED.isdisjoint(text):  # a glyph for each character
        plain = "".join([" " if character.isspace() else character for character in text])
        return text if plain == text else plain
    starts = sorted(set(clusters))
    ends = dict(zip(starts, [*starts[1:], len(text)], strict=True))
    found = []
    for cluster in clusters:
        part = text[cluster : ends[cluster]].strip(_UNPRINTED)
        found.append(part if part.strip() else " ")
    return tuple(found)
