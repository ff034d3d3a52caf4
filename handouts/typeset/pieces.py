"""Styled text to shaped pieces, and the places where a line may end (UAX 14)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import field
from typing import NamedTuple

from icu4py.breakers import CharacterBreaker, LineBreaker

from handouts.records import dataclass
from handouts.tags import Annotation, Content
from handouts.typeset.fonts import Face
from handouts.typeset.glyphs import Glyph
from handouts.typeset.memory import Memory
from handouts.typeset.styles import TextStyle as TextStyle

SOFT_HYPHEN = "\u00ad"
# Shown as nothing and advanced by nothing; they steer breaking, joining and direction only.
IGNORED = frozenset(
    "\u200b\u200c\u200d\u200e\u200f\u2060\u2066\u2067\u2068\u2069\u202a\u202b\u202c\u202d\u202e\ufeff\u00ad"
)
_SPACES = frozenset(" \u00a0\u3000\t\u2009\u202f")


@dataclass(frozen=True, slots=True)
class Run:
    """Text of one style that fills one leaf of the tag tree; `link` is a URL, or `#id` inside the document."""

    text: str
    style: TextStyle
    leaf: Content | None = None
    link: str = ""
    annotation: Annotation | None = None
    language: str = ""


class Cast(NamedTuple):
    """What of a run decides its glyphs and their widths, besides its text and face."""

    size: float
    letter_spacing: float
    word_spacing: float
    language: str
    linked: bool


class Codes(NamedTuple):
    """How shaped text is shown (operands of TJ) and what its glyphs mean, worked out when it is first drawn.

    `ids` are the glyphs and `said` the text of their clusters; `alone` says that every glyph is a cluster of its own.
    `flat` text has no glyph off its place; its codes are `first` and, where advances are corrected, then the array's
    entries in `middle`, the codes after these in `last`, and `owed` to whatever follows, in 1/1000 em.
    """

    ids: tuple[int, ...]
    said: Sequence[str]
    alone: bool
    flat: bool
    first: str = ""
    middle: tuple[str, ...] = ()
    last: str = ""
    owed: float = 0.0


class Shown(NamedTuple):
    """A row of shaped text as it is shown: its operators.

    `actual` is its text as an operand of ActualText where that is needed whatever the glyphs mean, else empty.
    `meanings` are those of all its glyphs, and None where they do not say the text by themselves.
    """

    operators: str
    actual: str
    meanings: dict[int, str] | None


class Shaped:
    """Shaped text of one face and direction, whatever its size: advances in 1/1000 em with letter and word spacing.

    `hyphen` marks a hyphen that is drawn only because the line ends here; `soft` a place where one may be.
    Shared by all that sets the same text. Only `codes` are added when it is first drawn, and how it is shown
    `by_itself` at one size, rise and direction.
    """

    __slots__ = ("advance", "by_itself", "codes", "face", "glyphs", "hyphen", "soft", "text", "trailing")

    def __init__(self, face: Face, text: str, glyphs: tuple[Glyph, ...], *, hyphen: bool, soft: bool) -> None:
        self.face = face
        self.text = text
        self.glyphs = glyphs
        self.hyphen = hyphen
        self.soft = soft
        self.advance = sum([glyph.advance for glyph in glyphs])
        stripped = len(text.rstrip(" "))
        self.trailing = sum([glyph.advance for glyph in glyphs if glyph.cluster >= stripped])
        self.codes: Codes | None = None
        self.by_itself: tuple[tuple[float, float, bool], Shown] | None = None


@dataclass(slots=True)  # not frozen: that makes each three times as dear, and there are thousands on a page
class Span:
    """A shaped stretch of run number `at` of its paragraph, of one face and level, in points; never changed."""

    shaped: Shaped
    cast: Cast
    at: int
    level: int
    width: float
    trailing: float


@dataclass(frozen=True, slots=True)
class Piece:
    """A shaped stretch of one run, one face and one level; never broken further. Widths are points.

    `hyphen` marks a hyphen that is drawn only because the line ends here; `soft` a place where one may be.
    """

    text: str
    run: Run
    face: Face
    level: int
    glyphs: tuple[Glyph, ...]
    width: float
    trailing: float = 0.0
    hyphen: bool = False
    soft: bool = False


@dataclass(frozen=True, slots=True)
class Placed:
    """A piece on its line: `x` is the distance from the line's start edge to the piece's start-side edge."""

    piece: Piece
    x: float


class Stroke(NamedTuple):
    """What is shown by one row of operators: neighbouring spans of one face, style and leaf (that of run `at`).

    `x` and `width` place it as in `Placed`.
    """

    at: int
    x: float
    width: float
    face: Face
    shaped: tuple[Shaped, ...]
    shown: Shown


@dataclass(slots=True)  # see Span
class LineForm:
    """A line of some paragraph without what it fills in the tag tree: spans in logical order with their places.

    `xs` are distances from the line's start edge to each span's start-side edge; `width` is without trailing spaces;
    all in points. `strokes` are added when the line is first drawn in a left-to-right or a right-to-left area.
    """

    spans: tuple[Span, ...]
    xs: tuple[float, ...]
    width: float
    strokes: dict[bool, tuple[Stroke, ...]] = field(default_factory=dict, compare=False)


@dataclass(slots=True)  # see Span
class SetLine:
    """One line of a paragraph: its form, and the paragraph's runs, which say what it fills in the tag tree."""

    form: LineForm
    runs: tuple[Run, ...]

    @property
    def width(self) -> float:
        """Width without trailing spaces, in points."""
        return self.form.width

    @property
    def hyphenated(self) -> bool:
        """True when the line ends in a hyphen that is there only because the line ends."""
        spans = self.form.spans
        return bool(spans and spans[-1].shaped.hyphen)

    @property
    def placed(self) -> tuple[Placed, ...]:
        """Its pieces in logical order."""
        form = self.form
        return tuple(Placed(_piece(span, self.runs), x) for span, x in zip(form.spans, form.xs, strict=True))


NO_LINE = SetLine(LineForm((), (), 0.0), ())


def _piece(span: Span, runs: tuple[Run, ...]) -> Piece:
    shaped = span.shaped
    return Piece(
        shaped.text, runs[span.at], shaped.face, span.level, shaped.glyphs, span.width, span.trailing, shaped.hyphen,
        shaped.soft,
    )  # fmt: skip


class Word:
    """What stands between two break opportunities; never changed. `soft`: it ends in a soft hyphen of the author's."""

    __slots__ = ("address", "forced", "soft", "spans", "trailing", "width")

    def __init__(self, spans: tuple[Span, ...], forced: bool, address: bool = False) -> None:
        self.spans = spans
        self.forced = forced
        self.address = address
        self.width: float
        self.trailing: float
        if len(spans) == 1:
            (only,) = spans
            self.width, self.trailing, self.soft = only.width, only.trailing, only.shaped.soft
        else:
            self.width = sum([span.width for span in spans])
            self.trailing = spans[-1].trailing if spans else 0.0
            self.soft = bool(spans) and spans[-1].shaped.soft


_ShapedKey = tuple[str, str, tuple[float, float, str], bool, bool]
_SHAPED: Memory[_ShapedKey, Shaped] = Memory(12_000)  # a kilobyte each


def shape(face: Face, text: str, cast: Cast, *, rtl: bool, hyphen: bool = False, keep: bool = True) -> Shaped:
    """Shape text of one face and direction. Without `keep` nothing is remembered of it.

    Soft hyphens are not shown; `hyphen` asks for one at the end, where a line breaks inside a word.
    """
    if not keep:
        return _shape(face, text, cast, rtl=rtl, hyphen=hyphen, keep=False)
    # Without size, in which all advances are alike.
    key = (face.key, text, cast[1:4], rtl, hyphen)
    found = _SHAPED.get(key)
    if found is None:
        found = _shape(face, text, cast, rtl=rtl, hyphen=hyphen, keep=True)
        _SHAPED.put(key, found)
    return found


def _shape(face: Face, text: str, cast: Cast, *, rtl: bool, hyphen: bool, keep: bool) -> Shaped:
    shown = text.replace(SOFT_HYPHEN, "") + ("-" if hyphen else "")
    glyphs = face.shape(shown, cast.language, rtl, keep=keep)
    if not IGNORED.isdisjoint(shown):
        glyphs = tuple([g for g in glyphs if shown[g.cluster] not in IGNORED or g.advance])
    if cast.letter_spacing or cast.word_spacing:
        glyphs = _spaced(glyphs, shown, cast)
    return Shaped(face, shown, glyphs, hyphen=hyphen, soft=text.endswith(SOFT_HYPHEN))


def span_of(shaped: Shaped, cast: Cast, at: int, level: int) -> Span:
    """Shaped text as a stretch of run number `at`: widths in points."""
    unit = cast.size / 1000
    return Span(shaped, cast, at, level, shaped.advance * unit, shaped.trailing * unit)


# Arabic and its kin join their letters, Devanagari, Bengali and Gurmukhi hang them on one line: never pulled apart.
_JOINED_FROM, _JOINED_TO = "\u0600", "\u08ff"
_HEADLINE_FROM, _HEADLINE_TO = "\u0900", "\u0a7f"


def _spaced(glyphs: tuple[Glyph, ...], text: str, cast: Cast) -> tuple[Glyph, ...]:
    """Widen the last glyph of each cluster by the letter spacing, and spaces by the word spacing as well."""
    out = []
    joined = any(_JOINED_FROM <= c <= _JOINED_TO or _HEADLINE_FROM <= c <= _HEADLINE_TO for c in text)
    for index, glyph in enumerate(glyphs):
        last = index + 1 == len(glyphs) or glyphs[index + 1].cluster != glyph.cluster
        more = cast.letter_spacing * 1000 if last and not joined else 0.0
        if text[glyph.cluster] in _SPACES:
            more += cast.word_spacing * 1000
        out.append(Glyph(glyph.id, glyph.cluster, glyph.advance + more, glyph.dx, glyph.dy))
    return tuple(out)


def run_bounds(runs: Sequence[Run]) -> list[tuple[int, int, int]]:
    """For each run the character offsets of its text in the paragraph, and its number."""
    bounds, at = [], 0
    for number, run in enumerate(runs):
        bounds.append((at, at + len(run.text), number))
        at += len(run.text)
    return bounds


def cut(start: int, end: int, bounds: list[tuple[int, int, int]]) -> Iterator[tuple[int, int, int]]:
    """The stretch from `start` to `end` cut where runs meet."""
    for low, high, number in bounds:
        if low < end and high > start:
            yield max(low, start), min(high, end), number


def break_segments(text: str, language: str) -> list[tuple[int, int]]:
    """Stretches between line-break opportunities (UAX 14, with dictionaries), as character offsets."""
    segments: list[tuple[int, int]] = []
    start = at = 0
    for segment in LineBreaker(text, language):
        end = at + len(segment)
        if at and (text[at - 1] not in "–-/" or not _holds(text, start, at, end)):
            segments.append((start, at))
            start = at
        at = end
    if at:
        segments.append((start, at))
    return segments


def _holds(text: str, start: int, at: int, end: int) -> bool:
    """True where UAX 14 would break but a reader of doses would stumble: `4–|6 weeks`, `ng/|mL`."""
    last = text[at - 1]
    if last in "–-":
        return at - start > 1 and text[at - 2].isdigit() and text[at].isdigit()
    if last != "/" or at - start > 5:
        return False
    following = text[at:end].rstrip(" .,;)")
    return len(following) <= 4 and following.isalpha()


def clusters(text: str, language: str) -> list[str]:
    """The text by what readers see as one character (UAX 29)."""
    return list(CharacterBreaker(text, language))
