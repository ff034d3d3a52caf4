"""Styled text to shaped pieces, and the places where a line may end (UAX 14)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from icu4py.breakers import LineBreaker

from handouts.tags import Annotation, Content
from handouts.typeset.fonts import Face, Glyph
from handouts.typeset.styles import TextStyle as TextStyle

SOFT_HYPHEN = "\u00ad"
# Shown as nothing and advanced by nothing; they steer breaking, joining and direction only.
IGNORED = frozenset(
    "\u200b\u200c\u200d\u200e\u200f\u2060\u2066\u2067\u2068\u2069\u202a\u202b\u202c\u202d\u202e\ufeff\u00ad"
)
_SPACES = frozenset(" \u00a0\u3000\t\u2009\u202f")


@dataclass(frozen=True, slots=True)
class Run:
    """Text of one style that fills one leaf of the tag tree; `link` is a URL, or `#id` inside the document.

    A `private` text is a patient's: no cache keeps it.
    """

    text: str
    style: TextStyle
    leaf: Content | None = None
    link: str = ""
    annotation: Annotation | None = None
    language: str = ""
    private: bool = False


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


@dataclass(frozen=True, slots=True)
class SetLine:
    """One line: pieces in logical order, the width without trailing spaces, all in points."""

    placed: tuple[Placed, ...]
    width: float
    hyphenated: bool = False


@dataclass(frozen=True, slots=True)
class Word:
    """What stands between two break opportunities."""

    pieces: tuple[Piece, ...]
    width: float
    trailing: float
    forced: bool
    address: bool = False


def shape_piece(text: str, run: Run, face: Face, level: int, language: str, *, hyphen: bool = False) -> Piece:
    """Shape text of one face and level in the run's style; widths in points.

    Soft hyphens are not shown; `hyphen` asks for one at the end, where a line breaks inside a word.
    """
    style = run.style
    shown = text.replace(SOFT_HYPHEN, "") + ("-" if hyphen else "")
    rtl = bool(level % 2)
    glyphs = face.shape.__wrapped__(face, shown, language, rtl) if run.private else face.shape(shown, language, rtl)
    if any(c in IGNORED for c in shown):
        glyphs = tuple(g for g in glyphs if shown[g.cluster] not in IGNORED or g.advance)
    if style.letter_spacing or style.word_spacing:
        glyphs = _spaced(glyphs, shown, style)
    unit = style.size / 1000
    width = sum(glyph.advance for glyph in glyphs) * unit
    stripped = len(shown.rstrip(" "))
    trailing = sum(glyph.advance for glyph in glyphs if glyph.cluster >= stripped) * unit
    return Piece(shown, run, face, level, glyphs, width, trailing, hyphen, text.endswith(SOFT_HYPHEN))


# Arabic and its kin join their letters, Devanagari, Bengali and Gurmukhi hang them on one line: never pulled apart.
_JOINED_FROM, _JOINED_TO = "\u0600", "\u08ff"
_HEADLINE_FROM, _HEADLINE_TO = "\u0900", "\u0a7f"


def _spaced(glyphs: tuple[Glyph, ...], text: str, style: TextStyle) -> tuple[Glyph, ...]:
    """Widen the last glyph of each cluster by the letter spacing, and spaces by the word spacing as well."""
    out = []
    joined = any(_JOINED_FROM <= c <= _JOINED_TO or _HEADLINE_FROM <= c <= _HEADLINE_TO for c in text)
    for index, glyph in enumerate(glyphs):
        last = index + 1 == len(glyphs) or glyphs[index + 1].cluster != glyph.cluster
        more = style.letter_spacing * 1000 if last and not joined else 0.0
        if text[glyph.cluster] in _SPACES:
            more += style.word_spacing * 1000
        out.append(replace(glyph, advance=glyph.advance + more))
    return tuple(out)


def run_bounds(runs: Sequence[Run]) -> list[tuple[int, int, Run]]:
    """Each run with the character offsets of its text in the paragraph."""
    bounds, at = [], 0
    for run in runs:
        bounds.append((at, at + len(run.text), run))
        at += len(run.text)
    return bounds


def cut(start: int, end: int, bounds: list[tuple[int, int, Run]]) -> Iterator[tuple[int, int, Run]]:
    """The stretch from `start` to `end` cut where runs meet."""
    for low, high, run in bounds:
        if low < end and high > start:
            yield max(low, start), min(high, end), run


@lru_cache(maxsize=4096)
def break_segments(text: str, language: str) -> tuple[tuple[int, int], ...]:
    """Stretches between line-break opportunities (UAX 14, with dictionaries), as character offsets."""
    segments: list[tuple[int, int]] = []
    at = 0
    for segment in LineBreaker(text, language):
        end = at + len(segment)
        if segments and _holds(text, segments[-1], end):
            segments[-1] = (segments[-1][0], end)
        else:
            segments.append((at, end))
        at = end
    return tuple(segments)


def _holds(text: str, before: tuple[int, int], end: int) -> bool:
    """True where UAX 14 would break but a reader of doses would stumble: `4–|6 weeks`, `ng/|mL`."""
    start, at = before
    if text[at - 1] in "–-" and at - start > 1 and text[at - 2].isdigit() and text[at].isdigit():
        return True
    unit = text[at - 1] == "/" and at - start <= 5 and len(text[at:end].rstrip(" .,;)")) <= 4
    return unit and text[at:end].rstrip(" .,;)").isalpha()
