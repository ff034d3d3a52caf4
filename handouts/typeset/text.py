"""A paragraph's words to lines: broken by UAX 14 and hyphenation, ordered by UAX 9.

Lines are remembered by the text, its styles, fonts and measure, so that what has been set once is not set again for
another draft, page or document.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import field

from handouts.diagnostics import Mark, error
from handouts.records import dataclass
from handouts.typeset import bidi, hyphens
from handouts.typeset.memory import Memory
from handouts.typeset.pieces import LineForm, Run, SetLine, Span, Word, clusters, shape, span_of
from handouts.typeset.words import WordSetter, WordsKey

_BALANCED_LINES = 4
_RUNT, _RUNT_MEASURE = 0.14, 200.0  # share of the measure a last line should fill; narrow columns have no choice

# Words in a measure, with an indent, broken in one of several ways.
_LinesKey = tuple[WordsKey, float, float, str]
_LINES: Memory[_LinesKey, tuple[LineForm, ...]] = Memory(3_000)  # four kilobytes each, when drawn


@dataclass(slots=True)
class SetBefore:
    """All that one document has set, for its other drafts, however long it is: lines, and natural widths."""

    lines: dict[_LinesKey, tuple[LineForm, ...]] = field(default_factory=dict)
    widths: dict[WordsKey, tuple[float, float]] = field(default_factory=dict)


@dataclass(slots=True)
class Typesetter(WordSetter):
    """Sets paragraphs of one document."""

    before: SetBefore = field(default_factory=SetBefore)

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
        return self._set(runs, (width, indent, "hyphenated" if hyphenate else ""), mark)

    def set_balanced(self, runs: Sequence[Run], width: float, *, mark: Mark | None = None) -> list[SetLine]:
        """As `set`, but with lines of about equal length: for titles and points of a few lines."""
        return self._set(runs, (width, 0.0, "balanced"), mark)

    def _set(self, runs: Sequence[Run], how: tuple[float, float, str], mark: Mark | None) -> list[SetLine]:
        width, indent, kind = how
        of_words = self.key(runs)
        key = (of_words, width, indent, kind)
        forms = self.before.lines.get(key)
        if forms is None and self._keeps:
            forms = _LINES.get(key)
            if forms is not None:
                self.before.lines[key] = forms
        if forms is None:
            before = len(self.findings)
            words = self.words_of(of_words, runs, mark)
            if kind == "balanced":
                forms = tuple(self._balanced_lines(words, width, mark))
            else:
                forms = tuple(self._ragged_lines(words, (width, indent), mark, hyphenate=bool(kind)))
            if self._keeps and len(self.findings) == before:
                _LINES.put(key, forms)
                self.before.lines[key] = forms
        given = tuple(runs)
        return [SetLine(form, given) for form in forms]

    def _ragged_lines(
        self, words: Sequence[Word], measure: tuple[float, float], mark: Mark | None, *, hyphenate: bool
    ) -> list[LineForm]:
        width, indent = measure
        lines = list(self._lines(words, width, mark, hyphenate, indent))
        if len(lines) < 2 or width < _RUNT_MEASURE or lines[-1].width >= width * _RUNT:
            return lines
        # A last line of one short word looks lost: a slightly narrower measure carries more down to it.
        for share in (0.97, 0.94, 0.91, 0.88):
            tried = self._tried(words, width * share, mark, hyphenate, indent)
            if tried is not None and len(tried) == len(lines) and tried[-1].width >= width * _RUNT:
                return tried
        return lines

    def _balanced_lines(self, words: Sequence[Word], width: float, mark: Mark | None) -> list[LineForm]:
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
        self, words: Sequence[Word], width: float, mark: Mark | None, hyphenate: bool, indent: float
    ) -> list[LineForm] | None:
        """Lines in another measure, None when something does not fit there; findings of the trial are forgotten."""
        before = len(self.findings)
        lines = list(self._lines(words, width, mark, hyphenate, indent))
        if len(self.findings) == before:
            return lines
        del self.findings[before:]
        return None

    def _lines(
        self, words: Sequence[Word], width: float, mark: Mark | None, hyphenate: bool, indent: float
    ) -> Iterator[LineForm]:
        line: list[Span] = []
        used = 0.0
        queue = list(reversed(words))
        room = width - indent
        while queue:
            word = queue.pop()
            shown = self._hyphen_shown(word, queue, room - used) if word.soft else None
            if shown is not None and (line or shown.width <= room + 0.01):
                ends_here = shown.width <= room - used + 0.01
                yield self._place([*line, *shown.spans] if ends_here else line)
                queue += [] if ends_here else [word]
                line, used, room = [], 0.0, width
                continue
            if used + word.width - word.trailing <= room + 0.01:
                line += word.spans
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
                yield self._place([*line, *head.spans])
                queue.append(tail)
            elif line:
                yield self._place(line)
                queue.append(word)
            else:
                line, used = list(word.spans), word.width
                continue
            line, used, room = [], 0.0, width
        if line:
            yield self._place(line)

    def _hyphen_shown(self, word: Word, queue: list[Word], left: float) -> Word | None:
        """The word with the hyphen it needs when the line must end at the author's soft hyphen; else None."""
        if not queue or word.width > left + 0.01:
            return None
        following = queue[-1]
        if word.width + following.width - following.trailing <= left + 0.01:
            return None
        last = word.spans[-1]
        return Word((*word.spans[:-1], self._reshape(last, last.shaped.text, hyphen=True)), word.forced)

    def _hyphenated(self, word: Word, room: float) -> tuple[Word, Word] | None:
        """Split one word so that its head and a hyphen fit, at the last place that does; None when none does."""
        if len(word.spans) != 1 or word.spans[0].cast.linked:
            return None
        (span,) = word.spans
        text = span.shaped.text
        for at in reversed(hyphens.positions(text, span.cast.language, keep=self._keeps)):
            head = self._reshape(span, text[:at], hyphen=True)
            if head.width <= room:
                tail = self._reshape(span, text[at:])
                return Word((head,), False), Word((tail,), word.forced)
        return None

    def _torn(self, word: Word, room: float, mark: Mark | None) -> tuple[Word, Word] | None:
        """Last resort for a word wider than the whole measure: addresses break anywhere, other words are a finding."""
        split = self._hyphenated(word, room)
        if split is not None:
            return split
        text = "".join(span.shaped.text for span in word.spans)
        if not any(span.cast.linked for span in word.spans) and not word.address:
            what = "A word of a value" if self._discreet else f"“{text.strip()}”"
            message = f"{what} is wider than the space it has."
            hint = "Use a shorter word, or give the column more width (`widths:`)."
            if self._discreet:
                hint = "Shorten the clinic's or the patient's value."
            self.findings.append(error("too-wide", mark, message, hint))
            return None
        head: list[Span] = []
        left = room
        rest = list(word.spans)
        while rest:
            span = rest.pop(0)
            if span.width <= left:
                head.append(span)
                left -= span.width
                continue
            at = self._fitting(span, left)
            if at == 0 and not head:
                return None
            if at:
                head.append(self._reshape(span, span.shaped.text[:at]))
            rest.insert(0, self._reshape(span, span.shaped.text[at:]))
            break
        if not rest:
            return None
        return Word(tuple(head), False), Word(tuple(rest), word.forced, word.address)

    def _fitting(self, span: Span, room: float) -> int:
        """How many characters of the span fit, preferring an end after punctuation."""
        best = fallback = 0
        at = 0
        text = span.shaped.text
        for cluster in clusters(text, self.language)[:-1]:
            at += len(cluster)
            if self._reshape(span, text[:at]).width > room:
                break
            fallback = at
            if cluster in "/.-_?&=:":
                best = at
        return best or fallback

    def _reshape(self, span: Span, text: str, *, hyphen: bool = False) -> Span:
        rtl = bool(span.level % 2)
        shaped = shape(span.shaped.face, text, span.cast, rtl=rtl, hyphen=hyphen, keep=self._keeps)
        return span_of(shaped, span.cast, span.at, span.level)

    def _place(self, line: Sequence[Span]) -> LineForm:
        spans = self._end_spaces_apart(line)
        base = int(self.direction == "rtl")
        xs: list[float] = []
        total = 0.0
        levels = [span.level for span in spans]
        if levels.count(base) == len(levels):  # as nearly always: the first one is at the start
            for span in spans:
                xs.append(total)
                total += span.width
        else:
            order = bidi.visual_order(levels)
            if base:
                order.reverse()
            xs = [0.0] * len(spans)
            for index in order:
                xs[index] = total
                total += spans[index].width
        trailing = spans[-1].trailing if spans else 0.0
        return LineForm(tuple(spans), tuple(xs), total - trailing)

    def _end_spaces_apart(self, spans: Sequence[Span]) -> Sequence[Span]:
        """Spaces at a line's end belong to the paragraph's direction (UAX 9, rule L1), whatever stands before them."""
        base = int(self.direction == "rtl")
        last = spans[-1] if spans else None
        if last is None or not last.trailing or last.level == base:
            return spans
        text = last.shaped.text
        bare = text.rstrip(" ")
        if not bare:
            return [*spans[:-1], _at_level(last, base)]
        return [*spans[:-1], self._reshape(last, bare), _at_level(self._reshape(last, text[len(bare) :]), base)]

    def natural_width(self, runs: Sequence[Run], mark: Mark | None = None) -> tuple[float, float]:
        """Widest unbreakable word, and width on one line, in points: what column widths are chosen from."""
        key = self.key(runs)
        found = self.before.widths.get(key)
        if found is None:
            findings = len(self.findings)
            words = self.words_of(key, runs, mark)
            widest = max([word.width - word.trailing for word in words], default=0.0)
            total = sum([word.width for word in words]) - (words[-1].trailing if words else 0.0)
            found = widest, total
            if self._keeps and len(self.findings) == findings:
                self.before.widths[key] = found
        return found


def _at_level(span: Span, level: int) -> Span:
    """The span at another level; its glyphs stay as they are."""
    return Span(span.shaped, span.cast, span.at, level, span.width, span.trailing)
