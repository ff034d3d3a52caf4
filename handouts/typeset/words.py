"""A paragraph of styled text to shaped words: itemised by font and direction, parted where UAX 14 lets a line end.

Words are remembered by their text, style and fonts, whatever paragraph they stand in, and so are whole paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import field

from handouts.diagnostics import Diagnostic, Mark, error
from handouts.language import Direction, direction
from handouts.records import dataclass
from handouts.typeset import bidi
from handouts.typeset.fonts import Face, Fonts, needs_extra
from handouts.typeset.memory import Memory
from handouts.typeset.pieces import (
    IGNORED,
    Cast,
    Run,
    Span,
    TextStyle,
    Word,
    break_segments,
    clusters,
    cut,
    run_bounds,
    shape,
    span_of,
)

_IGNORED = frozenset(map(ord, IGNORED))

# What of a run decides its paragraph's lines: its text, `TextStyle.lines_by`, its language, whether it is a link, and
# whether it is drawn as one with the run before it, being of the same leaf and style.
_Spec = tuple[str, tuple[float, int, bool, float, float, float], str, bool, bool]
# A paragraph's words are made of these in the fonts, language and direction of its typesetter.
WordsKey = tuple[str, str, Direction, tuple[_Spec, ...]]
_ONE_WORD: Memory[tuple[str, Cast, int, int, str], Word] = Memory(12_000)  # half a kilobyte each
_WORDS: Memory[WordsKey, tuple[Word, ...]] = Memory(600)  # for cells that are measured, then set


@dataclass(slots=True)
class WordSetter:
    """Makes words of one document's paragraphs; collects what went wrong. The only state is that list."""

    fonts: Fonts
    language: str
    direction: Direction
    findings: list[Diagnostic] = field(default_factory=list)
    _discreet: bool = False
    _keeps: bool = True

    @contextmanager
    def discreet(self, *, keep: bool = False) -> Iterator[None]:
        """While this holds, findings do not repeat the text: it may be a patient's.

        Nor is anything of it remembered, unless `keep` says that it is for everybody (the clinic's own words).
        """
        before = self._discreet, self._keeps
        self._discreet, self._keeps = True, keep
        try:
            yield
        finally:
            self._discreet, self._keeps = before

    def words(self, runs: Sequence[Run], mark: Mark | None) -> tuple[Word, ...]:
        """The paragraph as shaped words, in logical order."""
        return self.words_of(self.key(runs), runs, mark)

    def key(self, runs: Sequence[Run]) -> WordsKey:
        """What decides how these runs come out, with the measure they are set in."""
        specs = []
        last: Run | None = None
        for run in runs:
            style = run.style
            alike = last is not None and run.leaf is last.leaf and style == last.style
            specs.append((run.text, style.lines_by, run.language or self.language, bool(run.link), alike))
            if run.text:
                last = run
        return self.fonts.key, self.language, self.direction, tuple(specs)

    def words_of(self, key: WordsKey, runs: Sequence[Run], mark: Mark | None) -> tuple[Word, ...]:
        """As `words`, for runs whose key is known."""
        if not self._keeps:
            return tuple(self._made_words(runs, mark))
        words = _WORDS.get(key)
        if words is None:
            before = len(self.findings)
            words = tuple(self._made_words(runs, mark))
            if len(self.findings) == before:
                _WORDS.put(key, words)
        return words

    def _made_words(self, runs: Sequence[Run], mark: Mark | None) -> Iterator[Word]:
        text = "".join([run.text for run in runs])
        if not text:
            return
        bounds = run_bounds(runs)
        levels = bidi.levels(text, self.direction, self._foreign(runs, bounds))
        addresses = _addresses(text)
        faces, casts = [self._only_face(run) for run in runs], [self._cast(run) for run in runs]
        for start, end in break_segments(text, self.language):
            forced = text[end - 1] in "\n\u2028"
            address = bool(addresses) and any(low <= start < high for low, high in addresses)
            at = _run_of(start, end, bounds) if len(runs) > 1 else 0
            level = levels[start]
            if at >= 0 and not forced and not address and levels[start:end].count(level) == end - start:
                part, cast = text[start:end], casts[at]
                face = faces[at] or self._other_face(part, runs[at].style, cast.language)
                if face is not None:
                    yield self._word_of(part, face, cast, at, level)
                    continue
            spans: list[Span] = []
            for low, high, at in cut(start, end, bounds):
                spans += self._spans(text, (low, high), (at, runs[at], casts[at], faces[at]), levels, mark)
            if spans or forced:
                yield Word(tuple(spans), forced, address)

    def _word_of(self, text: str, face: Face, cast: Cast, at: int, level: int) -> Word:
        """A word of one run, face and level: what most are."""
        key = (text, cast, at, level, face.key)
        word = _ONE_WORD.get(key) if self._keeps else None
        if word is None:
            word = Word((self._span(text, face, cast, at, level),), False)
            if self._keeps:
                _ONE_WORD.put(key, word)
        return word

    def _cast(self, run: Run) -> Cast:
        style = run.style
        return Cast(
            style.size, style.letter_spacing, style.word_spacing, run.language or self.language, bool(run.link)
        )  # fmt: skip

    def _only_face(self, run: Run) -> Face | None:
        """The brand's face where it draws all of the run, else None."""
        primary = self.fonts.primary(run.style.weight, run.style.italic)
        return primary if _IGNORED.issuperset(set(map(ord, run.text)) - primary.coverage) else None

    def _other_face(self, text: str, style: TextStyle, language: str) -> Face | None:
        """The one face that `_itemise` would give a text that has no letter of the brand's face, else None."""
        if text[0] in IGNORED or text[0].isspace():
            return None
        primary = self.fonts.primary(style.weight, style.italic)
        characters = set(map(ord, text)) - _IGNORED
        if not primary.coverage.isdisjoint([c for c in characters if not chr(c).isspace()]):
            return None
        face = self._face_for(text[0], style, language)
        return face if face is not None and characters <= face.coverage else None

    def _foreign(self, runs: Sequence[Run], bounds: list[tuple[int, int, int]]) -> tuple[tuple[int, int], ...]:
        """Stretches of neighbouring runs whose language is written in the other direction."""
        stretches: list[tuple[int, int]] = []
        for start, end, number in bounds:
            language = runs[number].language
            if not language or start == end or direction(language) == self.direction:
                continue
            if stretches and stretches[-1][1] == start:
                stretches[-1] = (stretches[-1][0], end)
            else:
                stretches.append((start, end))
        return tuple(stretches)

    def _spans(
        self, text: str, place: tuple[int, int], of: tuple[int, Run, Cast, Face | None], levels: Sequence[int],
        mark: Mark | None,
    ) -> Iterator[Span]:  # fmt: skip
        """A stretch of one run as spans of one face and level."""
        at, to = place
        number, run, cast, only = of
        while at < to:
            level = levels[at]
            end = at + 1
            while end < to and levels[end] == level:
                end += 1
            part = text[at:end].rstrip("\n\u2028")
            at = end
            if only is not None:
                if part:
                    yield self._span(part, only, cast, number, level)
                continue
            for stretch, face in self._itemise(part, run.style, cast.language, mark):
                yield self._span(stretch, face, cast, number, level)

    def _span(self, text: str, face: Face, cast: Cast, at: int, level: int) -> Span:
        return span_of(shape(face, text, cast, rtl=bool(level % 2), keep=self._keeps), cast, at, level)

    def _itemise(self, text: str, style: TextStyle, language: str, mark: Mark | None) -> Iterator[tuple[str, Face]]:
        primary = self.fonts.primary(style.weight, style.italic)
        if all(ord(c) in primary.coverage or c in IGNORED for c in text):
            if text:
                yield text, primary
            return
        face: Face | None = None
        pending = ""
        for found in clusters(text, self.language):
            cluster = found
            needed = "".join(c for c in cluster if c not in IGNORED)
            covers = face is not None and all(ord(c) in face.coverage for c in needed)
            wanted = face if covers else self._face_for(needed, style, language)
            if wanted is None:
                self._missing(needed, mark)
                wanted, cluster = primary, "?"  # never printed, since the build stops; but lines go on being lines
            # Text goes back to the brand's font as soon as that has the character, spaces stay where they are.
            if needed.strip() and face is not primary and all(ord(c) in primary.coverage for c in needed):
                wanted = primary
            if face is not None and wanted is not face and pending:
                yield pending, face
                pending = ""
            face = wanted
            pending += cluster
        if pending and face is not None:
            yield pending, face

    def _face_for(self, characters: str, style: TextStyle, language: str) -> Face | None:
        return self.fonts.face_for(characters, style.weight, style.italic, language, keep=self._keeps)

    def _missing(self, characters: str, mark: Mark | None) -> None:
        if needs_extra(characters):  # said once for the whole document, not once for each character
            message = "The fonts for Chinese, Japanese and Korean are not installed."
            self.findings.append(error("missing-glyph", None, message, "pip install 'handouts[cjk]'"))
            return
        names = ", ".join(f"“{c}” (U+{ord(c):04X})" for c in characters)
        message = f"No font here has the character {names}."
        if self._discreet:
            message = "A value has a character that no font here has."
        hint = "Write it another way, or name a brand font that has it."
        self.findings.append(error("missing-glyph", mark, message, hint))


def _run_of(start: int, end: int, bounds: list[tuple[int, int, int]]) -> int:
    """The number of the run that holds the whole stretch, -1 when several do."""
    for low, high, number in bounds:
        if low <= start < high:
            return number if end <= high else -1
    return -1


def _addresses(text: str) -> list[tuple[int, int]]:
    """Where words stand that are addresses: they may be cut anywhere rather than stick out."""
    if not any(sign in text for sign in ("://", "@", "doi:", "www.")):
        return []
    return [match.span() for match in re.finditer(r"\S+", text) if _is_address(match.group())]


def _is_address(text: str) -> bool:
    return "://" in text or "@" in text or text.startswith(("doi:", "www."))
