"""What the page breaker moves about: horizontal strips with drawing in them.

Nothing here is changed once it is made. What a page has hundreds of is not frozen all the same: that would make each
of them three times as dear.

All drawing is measured in points from the strip's top and from the *start* edge of the text area (left in
left-to-right documents, right in the others), so that a page mirrors by one subtraction. `y` grows downwards.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field, replace
from enum import IntEnum
from typing import TYPE_CHECKING, Any, Literal

from handouts.content import CitationMark, Line, Slot, Tone, Words
from handouts.looks import Ink
from handouts.records import dataclass
from handouts.resolving.values import BLANK
from handouts.tags import Annotation, Content
from handouts.typeset.geometry import Area
from handouts.typeset.styles import TextStyle

if TYPE_CHECKING:  # a kept plate is stamped without the modules that shape text
    from handouts.typeset.pieces import Run, SetLine


class Joint(IntEnum):
    """What begins with a strip: there two languages side by side are brought level."""

    NONE = 0
    ENTRY = 1  # of a list or table
    BLOCK = 2


NEVER = float("inf")
PAGE_ENDS = float("-inf")  # as `Strip.keep`: what follows begins on a new page


@dataclass(slots=True)
class TextOp:
    """One set line; `y` is the baseline, `width` the measure it was set in."""

    line: SetLine
    x: float
    y: float


@dataclass(slots=True)
class RectOp:
    """A filled rectangle: a rule or a background. Always an artifact."""

    x: float
    y: float
    width: float
    height: float
    ink: Ink


@dataclass(frozen=True, slots=True)
class PathOp:
    """A filled drawing in a square of `size` points; `commands` are PDF path operators in a 24-unit square, y down.

    `leaf` is set where the drawing means something by itself and `actual` is then its text.
    """

    x: float
    y: float
    size: float
    commands: str
    ink: Ink
    leaf: Content | None = None
    actual: str = ""


@dataclass(frozen=True, slots=True)
class PictureOp:
    """An image of the workspace by its path; an artifact when `leaf` is None."""

    x: float
    y: float
    width: float
    height: float
    picture: str
    leaf: Content | None


@dataclass(frozen=True, slots=True)
class PageNumberOp:
    """The number of the page on which `anchor` lands, set flush to `x_end`; known only after page breaking."""

    anchor: str
    x_end: float
    y: float
    style: TextStyle
    leaf: Content


@dataclass(frozen=True, slots=True)
class SlotRun:
    """A run whose text is a slot's value; `link` may hold the slot too, as `tel:{clinic.phone}`."""

    slot: str
    run: Run


@dataclass(frozen=True, slots=True)
class Phrase:
    """A stretch of a late paragraph: fixed words, or the value of a slot where one is named.

    `leaf` and `note` number the paragraph's leaves and link annotations from 0; -1 for none.
    """

    text: str
    slot: str
    style: TextStyle
    link: str
    language: str
    leaf: int
    note: int


@dataclass(frozen=True, slots=True)
class LateWords:
    """What must be known to set a late paragraph, apart from its values; equal ones are set alike.

    `voice` is 1 in the second language of a bilingual document. `width` is the measure in points.
    """

    phrases: tuple[Phrase, ...]
    width: float
    hyphenate: bool
    voice: int
    _hash: int = field(init=False, compare=False, repr=False, default=0)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_hash", hash((self.phrases, self.width, self.voice)))

    def __hash__(self) -> int:
        return self._hash  # looked up for every document that is stamped


@dataclass(frozen=True, slots=True)
class Shape:
    """All that a plate depends on of a late paragraph: its number of lines, and which of its slots have a text."""

    lines: int
    filled: tuple[bool, ...]


def shape_of(words: LateWords, lines: int, values: Mapping[str, str]) -> Shape:
    """What a plate depends on; a value that is not given is a blank to write on, and so has a text."""
    return Shape(lines, tuple(bool(values.get(phrase.slot, BLANK)) for phrase in words.phrases if phrase.slot))


@dataclass(frozen=True, slots=True, eq=False)
class LateText:
    """A paragraph with slots: the plate keeps its place and number of lines, stamping sets it.

    `leaves` and `notes` are those that its phrases number.
    """

    words: LateWords
    leaves: tuple[Content, ...]
    notes: tuple[Annotation, ...]
    leading: float
    lines: int

    @classmethod
    def of(cls, runs: Sequence[Run | SlotRun], words: LateWords, leading: float, lines: int) -> LateText:
        """The paragraph of these runs, whose phrases are `phrases_of(runs)`."""
        bare = [run.run if isinstance(run, SlotRun) else run for run in runs]
        leaves = dict.fromkeys(run.leaf for run in bare if run.leaf is not None)
        notes = dict.fromkeys(run.annotation for run in bare if run.annotation is not None)
        return cls(words, tuple(leaves), tuple(notes), leading, lines)


def phrases_of(runs: Sequence[Run | SlotRun]) -> tuple[Phrase, ...]:
    """Runs as phrases: leaves and annotations become numbers, in the order in which they are first met."""
    leaves: dict[Content, int] = {}
    notes: dict[Annotation, int] = {}
    phrases = []
    for given in runs:
        run, slot = (given.run, given.slot) if isinstance(given, SlotRun) else (given, "")
        leaf = leaves.setdefault(run.leaf, len(leaves)) if run.leaf is not None else -1
        note = notes.setdefault(run.annotation, len(notes)) if run.annotation is not None else -1
        phrases.append(Phrase(run.text, slot, run.style, run.link, run.language, leaf, note))
    return tuple(phrases)


@dataclass(frozen=True, slots=True)
class LateOp:
    """A late paragraph; `y` is its first baseline. Always whole: its strips are kept together."""

    text: LateText
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class LateBoxOp:
    """A tick box, a logo or a QR code, drawn when the plate is stamped; `key` says which."""

    kind: Literal["tick", "logo", "qr"]
    key: str
    x: float
    y: float
    width: float
    height: float
    leaf: Content
    voice: int = 0


@dataclass(frozen=True, slots=True)
class AreaOp:
    """Drawing measured from the start edge of an area of its own, `y` below the strip's top."""

    area: Area
    ops: tuple[Op, ...]
    y: float = 0.0


Op = TextOp | RectOp | PathOp | PictureOp | PageNumberOp | LateOp | LateBoxOp | AreaOp


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """A background around the strips that carry it; drawn once per page for those strips together.

    `x` is measured from the start edge of `area`, or of the column the strips stand in.
    """

    x: float
    width: float
    fill: Ink | None
    bar: Ink | None = None
    tone: Tone | Literal[""] = ""
    pad: float = 0.0
    area: Area | None = None


@dataclass(slots=True, eq=False)
class Strip:
    """A band of the column that is never cut.

    `before` is space above, dropped at the top of a page. `keep` is the cost of a page break right after this
    strip (`NEVER` forbids it, `PAGE_ENDS` demands it). `repeat` are strips set again when a page begins with this one.
    `joint` says what begins with this strip.
    """

    height: float
    ops: tuple[Op, ...] = ()
    before: float = 0.0
    keep: float = 0.0
    frames: tuple[Frame, ...] = ()
    repeat: tuple[Strip, ...] = ()
    anchors: tuple[str, ...] = ()
    joint: Joint = Joint.NONE


@dataclass(slots=True)
class LineBox:
    """One line of a paragraph, ready to be put into a strip; `late` marks paragraphs that must stay whole."""

    leading: float
    ops: tuple[Op, ...]
    late: bool = False


def changed(strip: Strip, **changes: Any) -> Strip:
    """The same strip but for these fields; quicker than `dataclasses.replace`."""
    made = Strip(
        strip.height, strip.ops, strip.before, strip.keep, strip.frames, strip.repeat, strip.anchors, strip.joint
    )  # fmt: skip
    for name, value in changes.items():
        setattr(made, name, value)
    return made


def shift(op: Op, dx: float, dy: float) -> Op:
    """The same drawing moved away from the start edge and down, in points."""
    match op:
        case TextOp():
            return TextOp(op.line, op.x + dx, op.y + dy)
        case RectOp():
            return RectOp(op.x + dx, op.y + dy, op.width, op.height, op.ink)
        case PageNumberOp():
            return replace(op, x_end=op.x_end + dx, y=op.y + dy)
        case AreaOp():
            return AreaOp(op.area, op.ops, op.y + dy)
        case _:
            return replace(op, x=op.x + dx, y=op.y + dy)


def shifted(ops: Iterable[Op], dx: float, dy: float) -> tuple[Op, ...]:
    """`shift` for several."""
    return tuple([shift(op, dx, dy) for op in ops])


def stack(boxes: list[LineBox], x: float, *, before: float = 0.0, split_cost: float = 20.0) -> list[Strip]:
    """Lines of one paragraph as strips: no widow, no orphan, late paragraphs whole."""
    count = len(boxes)
    strips = []
    for index, box in enumerate(boxes):
        edge = index == 0 or index == count - 2
        keep = 0.0 if index == count - 1 else NEVER if edge else split_cost
        strips.append(Strip(box.leading, shifted(box.ops, x, 0.0), before if index == 0 else 0.0, keep))
    return whole(strips) if any(box.late for box in boxes) else strips


def whole(strips: list[Strip]) -> list[Strip]:
    """The strips as one that cannot be cut: lines of late texts are all drawn with their first one."""
    ops: list[Op] = []
    y = 0.0
    for at, strip in enumerate(strips):
        y += strip.before if at else 0.0
        ops += shifted(strip.ops, 0.0, y)
        y += strip.height
    return [changed(strips[0], height=y, ops=tuple(ops), keep=strips[-1].keep)]


def with_first(strips: list[Strip], ops: Iterable[Op]) -> list[Strip]:
    """The strips with more drawing in the first of them."""
    return [changed(strips[0], ops=(*ops, *strips[0].ops)), *strips[1:]] if strips else strips


def kept(strips: list[Strip], cost: float = NEVER) -> list[Strip]:
    """The strips held together: breaking inside costs at least `cost`; the last strip is left as it is."""
    return [s if s.keep >= cost else changed(s, keep=cost) for s in strips[:-1]] + strips[-1:]


def ended(strips: list[Strip], keep: float) -> list[Strip]:
    """The strips with another cost of breaking after the last."""
    return [*strips[:-1], changed(strips[-1], keep=keep)] if strips else strips


def together(items: list[list[Strip]], cost: float = 90.0) -> list[Strip]:
    """Items of a list one after the other; a page break after the first or before the last one is dear."""
    last = len(items) - 1
    return [
        strip
        for at, item in enumerate(items)
        for strip in jointed(ended(item, cost) if at < last and at in (0, last - 1) else item)
    ]


def jointed(strips: list[Strip], joint: Joint = Joint.ENTRY) -> list[Strip]:
    """The strips as one entry or block, with a joint at its beginning."""
    return [changed(strips[0], joint=joint), *strips[1:]] if strips else strips


def framed(strips: list[Strip], frame: Frame, *, top: float, bottom: float, before: float) -> list[Strip]:
    """The strips inside a background with padding; space above the first moves outside the frame."""
    if not strips:
        return []
    first = changed(strips[0], before=0.0)
    inside = [Strip(top, keep=NEVER, before=before), first, *strips[1:-1]]
    inside += strips[-1:] if len(strips) > 1 else []
    inside[-1] = changed(inside[-1], keep=NEVER)
    inside.append(Strip(bottom, keep=strips[-1].keep if strips[-1].keep != NEVER else 0.0))
    return [changed(strip, frames=(frame, *strip.frames)) for strip in inside]


def height(strips: Iterable[Strip]) -> float:
    """Total height with all spaces, in points."""
    return sum(strip.before + strip.height for strip in strips)


Part = Words | CitationMark | Slot


@dataclass(frozen=True, slots=True)
class Measure:
    """Where text stands: distance from the start edge of the text area, and width, in points."""

    x: float
    width: float

    def inset(self, start: float, end: float = 0.0) -> Measure:
        """A narrower measure inside this one."""
        return Measure(self.x + start, self.width - start - end)


@dataclass(slots=True)
class Outline:
    """Bookmarks and link targets: (level, title, anchor) in reading order."""

    entries: list[tuple[int, str, str]] = field(default_factory=list)


def plain(line: Line) -> str:
    """The words of a line without marks, for bookmarks and titles."""
    return line.plain.strip()
