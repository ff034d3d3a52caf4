"""A paragraph of styled text to lines: itemised by font and direction, shaped, broken by UAX 14, ordered by UAX 9."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from icu4py.breakers import CharacterBreaker

from handouts.diagnostics import Diagnostic, Mark, error
from handouts.language import Direction, direction
from handouts.typeset import bidi, hyphens
from handouts.typeset.fonts import Face, Fonts, needs_extra
from handouts.typeset.pieces import (
    IGNORED,
    Piece,
    Placed,
    Run,
    SetLine,
    Word,
    break_segments,
    cut,
    run_bounds,
    shape_piece,
)

_BALANCED_LINES = 4
_RUNT, _RUNT_MEASURE = 0.14, 200.0  # share of the measure a last line should fill; narrow columns have no choice


@dataclass(slots=True)
class Typesetter:
    """Sets paragraphs of one document; collects what went wrong. The only state is that list and the fonts' choices."""

    fonts: Fonts
    language: str
    direction: Direction
    findings: list[Diagnostic] = field(default_factory=list)
    _discreet: bool = False

    @contextmanager
    def discreet(self) -> Iterator[None]:
        """While this holds, findings do not repeat the text: it may be a patient's."""
        before, self._discreet = self._discreet, True
        try:
            yield
        finally:
            self._discreet = before

    def words(self, runs: Sequence[Run], mark: Mark | None) -> list[Word]:
        """The paragraph as shaped words, in logical order."""
        text = "".join(run.text for run in runs)
        if not text:
            return []
        bounds = run_bounds(runs)
        private = any(run.private for run in runs)
        levels_of = bidi.levels.__wrapped__ if private else bidi.levels
        levels = levels_of(text, self.direction, self._foreign(bounds))
        addresses = [match.span() for match in re.finditer(r"\S+", text) if _is_address(match.group())]
        words: list[Word] = []
        segments = break_segments.__wrapped__ if private else break_segments
        for start, end in segments(text, self.language):
            pieces: list[Piece] = []
            for at, to, run in cut(start, end, bounds):
                pieces += self._pieces(text, at, to, run, levels, mark)
            forced = text[end - 1] in "\n\u2028"
            if pieces or forced:
                address = any(low <= start < high for low, high in addresses)
                words.append(_word(tuple(pieces), forced, address))
        return words

    def _foreign(self, bounds: list[tuple[int, int, Run]]) -> tuple[tuple[int, int], ...]:
        """Stretches of neighbouring runs whose language is written in the other direction."""
        stretches: list[tuple[int, int]] = []
        for start, end, run in bounds:
            if not run.language or direction(run.language) == self.direction or start == end:
                continue
            if stretches and stretches[-1][1] == start:
                stretches[-1] = (stretches[-1][0], end)
            else:
                stretches.append((start, end))
        return tuple(stretches)

    def _pieces(
        self, text: str, at: int, to: int, run: Run, levels: Sequence[int], mark: Mark | None
    ) -> Iterator[Piece]:
        while at < to:
            level = levels[at]
            end = at + 1
            while end < to and levels[end] == level:
                end += 1
            for part, face in self._itemise(text[at:end].rstrip("\n\u2028"), run, mark):
                yield shape_piece(part, run, face, level, run.language or self.language)
            at = end

    def _itemise(self, text: str, run: Run, mark: Mark | None) -> Iterator[tuple[str, Face]]:
        style = run.style
        primary = self.fonts.primary(style.weight, style.italic)
        if all(ord(c) in primary.coverage or c in IGNORED for c in text):
            if text:
                yield text, primary
            return
        face: Face | None = None
        pending = ""
        for found in CharacterBreaker(text, self.language):
            cluster = found
            needed = "".join(c for c in cluster if c not in IGNORED)
            covers = face is not None and all(ord(c) in face.coverage for c in needed)
            wanted = face if covers else self.fonts.face_for(needed, style.weight, style.italic, run.language)
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

    def set(
        self,
        runs: Sequence[Run],
        width: float,
        *,
        mark: Mark | None = None,
        hyphenate: bool = False,
        indent: float = 0.0,
    ) -> list[SetLine]:
        """Lines of a paragraph in a measure of `width` points; a word wider than the measure is a finding."""
        words = self.words(runs, mark)
        lines = list(self._lines(words, width, mark, hyphenate, indent))
        if len(lines) < 2 or width < _RUNT_MEASURE or lines[-1].width >= width * _RUNT:
            return lines
        # A last line of one short word looks lost: a slightly narrower measure carries more down to it.
        for share in (0.97, 0.94, 0.91, 0.88):
            tried = self._tried(words, width * share, mark, hyphenate, indent)
            if tried is not None and len(tried) == len(lines) and tried[-1].width >= width * _RUNT:
                return tried
        return lines

    def set_balanced(self, runs: Sequence[Run], width: float, *, mark: Mark | None = None) -> list[SetLine]:
        """As `set`, but with lines of about equal length: for titles and points of a few lines."""
        words = self.words(runs, mark)
        lines = list(self._lines(words, width, mark, False, 0.0))
        if not 1 < len(lines) <= _BALANCED_LINES:
            return lines
        narrow = sum(line.width for line in lines) / len(lines)
        while narrow < width:
            tried = self._tried(words, narrow, mark, False, 0.0)
            if tried is not None and len(tried) == len(lines):
                return tried
            narrow += width * 0.03
        return lines

    def _tried(
        self, words: list[Word], width: float, mark: Mark | None, hyphenate: bool, indent: float
    ) -> list[SetLine] | None:
        """Lines in another measure, None when something does not fit there; findings of the trial are forgotten."""
        before = len(self.findings)
        lines = list(self._lines(words, width, mark, hyphenate, indent))
        if len(self.findings) == before:
            return lines
        del self.findings[before:]
        return None

    def _lines(
        self, words: list[Word], width: float, mark: Mark | None, hyphenate: bool, indent: float
    ) -> Iterator[SetLine]:
        line: list[Piece] = []
        used = 0.0
        queue = list(reversed(words))
        room = width - indent
        while queue:
            word = queue.pop()
            shown = self._hyphen_shown(word, queue, room - used)
            if shown is not None and (line or shown.width <= room + 0.01):
                ends_here = shown.width <= room - used + 0.01
                yield self._place([*line, *shown.pieces] if ends_here else line)
                queue += [] if ends_here else [word]
                line, used, room = [], 0.0, width
                continue
            if used + word.width - word.trailing <= room + 0.01:
                line += word.pieces
                used += word.width
                if word.forced:
                    yield self._place(line)
                    line, used, room = [], 0.0, width
                continue
            split = self._hyphenated(word, room - used) if hyphenate else None
            if split is None and not line:
                split = self._torn(word, room, mark)
            if split is not None:
                head, tail = split
                yield self._place([*line, *head.pieces])
                queue.append(tail)
            elif line:
                yield self._place(line)
                queue.append(word)
            else:
                line, used = list(word.pieces), word.width
                continue
            line, used, room = [], 0.0, width
        if line:
            yield self._place(line)

    def _hyphen_shown(self, word: Word, queue: list[Word], left: float) -> Word | None:
        """The word with the hyphen it needs when the line must end at the author's soft hyphen; else None."""
        last = word.pieces[-1] if word.pieces else None
        if last is None or not last.soft or not queue or word.width > left + 0.01:
            return None
        following = queue[-1]
        if word.width + following.width - following.trailing <= left + 0.01:
            return None
        return _word((*word.pieces[:-1], self._reshape(last, last.text, hyphen=True)), word.forced)

    def _hyphenated(self, word: Word, room: float) -> tuple[Word, Word] | None:
        """Split one word so that its head and a hyphen fit, at the last place that does; None when none does."""
        if len(word.pieces) != 1 or word.pieces[0].run.link:
            return None
        piece = word.pieces[0]
        language = piece.run.language or self.language
        positions = hyphens.positions.__wrapped__ if piece.run.private else hyphens.positions
        for at in reversed(positions(piece.text, language)):
            head = self._reshape(piece, piece.text[:at], hyphen=True)
            if head.width <= room:
                tail = self._reshape(piece, piece.text[at:])
                return _word((head,), False), _word((tail,), word.forced)
        return None

    def _torn(self, word: Word, room: float, mark: Mark | None) -> tuple[Word, Word] | None:
        """Last resort for a word wider than the whole measure: addresses break anywhere, other words are a finding."""
        split = self._hyphenated(word, room)
        if split is not None:
            return split
        text = "".join(piece.text for piece in word.pieces)
        if not any(piece.run.link for piece in word.pieces) and not word.address:
            what = "A word of a value" if self._discreet else f"“{text.strip()}”"
            message = f"{what} is wider than the space it has."
            hint = "Use a shorter word, or give the column more width (`widths:`)."
            if self._discreet:
                hint = "Shorten the clinic's or the patient's value."
            self.findings.append(error("too-wide", mark, message, hint))
            return None
        head: list[Piece] = []
        left = room
        rest = list(word.pieces)
        while rest:
            piece = rest.pop(0)
            if piece.width <= left:
                head.append(piece)
                left -= piece.width
                continue
            at = self._fitting(piece, left)
            if at == 0 and not head:
                return None
            if at:
                head.append(self._reshape(piece, piece.text[:at]))
            rest.insert(0, self._reshape(piece, piece.text[at:]))
            break
        if not rest:
            return None
        return _word(tuple(head), False), _word(tuple(rest), word.forced, word.address)

    def _fitting(self, piece: Piece, room: float) -> int:
        """How many characters of the piece fit, preferring an end after punctuation."""
        best = fallback = 0
        at = 0
        for cluster in list(CharacterBreaker(piece.text, self.language))[:-1]:
            at += len(cluster)
            if self._reshape(piece, piece.text[:at]).width > room:
                break
            fallback = at
            if cluster in "/.-_?&=:":
                best = at
        return best or fallback

    def _reshape(self, piece: Piece, text: str, *, hyphen: bool = False) -> Piece:
        language = piece.run.language or self.language
        return shape_piece(text, piece.run, piece.face, piece.level, language, hyphen=hyphen)

    def _place(self, pieces: Sequence[Piece]) -> SetLine:
        pieces = self._end_spaces_apart(pieces)
        order = bidi.visual_order([piece.level for piece in pieces]) if pieces else []
        if self.direction == "rtl":
            order.reverse()
        total = 0.0
        xs = [0.0] * len(pieces)
        for index in order:
            xs[index] = total
            total += pieces[index].width
        trailing = pieces[-1].trailing if pieces else 0.0
        placed = tuple(Placed(piece, x) for piece, x in zip(pieces, xs, strict=True))
        return SetLine(placed, total - trailing, bool(pieces and pieces[-1].hyphen))

    def _end_spaces_apart(self, pieces: Sequence[Piece]) -> Sequence[Piece]:
        """Spaces at a line's end belong to the paragraph's direction (UAX 9, rule L1), whatever stands before them."""
        base = int(self.direction == "rtl")
        last = pieces[-1] if pieces else None
        bare = last.text.rstrip(" ") if last is not None else ""
        if last is None or not last.trailing or last.level == base:
            return pieces
        if not bare:
            return [*pieces[:-1], replace(last, level=base)]
        spaces = self._reshape(last, last.text[len(bare) :])
        return [*pieces[:-1], self._reshape(last, bare), replace(spaces, level=base)]

    def natural_width(self, runs: Sequence[Run], mark: Mark | None = None) -> tuple[float, float]:
        """Widest unbreakable word, and width on one line, in points: what column widths are chosen from."""
        words = self.words(runs, mark)
        widest = max((word.width - word.trailing for word in words), default=0.0)
        total = sum(word.width for word in words) - (words[-1].trailing if words else 0.0)
        return widest, total


def _word(pieces: tuple[Piece, ...], forced: bool, address: bool = False) -> Word:
    trailing = pieces[-1].trailing if pieces else 0.0
    return Word(pieces, sum(piece.width for piece in pieces), trailing, forced, address)


def _is_address(text: str) -> bool:
    return "://" in text or "@" in text or text.startswith(("doi:", "www."))
