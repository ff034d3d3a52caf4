"""How a handout looks, typed: colours, pictures, brands, layouts, reading profiles. Lengths are points (1/72 in)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum
from typing import Literal

from handouts.diagnostics import Mark
from handouts.records import dataclass

Rgb = tuple[int, int, int]


class Ink(IntEnum):
    """Colour roles. Drawing names a role, the brand's palette gives it a colour when the plate is stamped."""

    TEXT = 0
    MUTED = 1
    BRAND = 2
    ACCENT = 3
    TINT = 4
    RULE = 5
    PAPER = 6
    NOTE = 7
    NOTE_TINT = 8
    TIP = 9
    TIP_TINT = 10
    WARNING = 11
    WARNING_TINT = 12
    EMERGENCY = 13
    EMERGENCY_TINT = 14
    ON_BRAND = 15


@dataclass(frozen=True, slots=True)
class VectorPath:
    """One filled or stroked path; `commands` are PDF path operators with coordinates in the picture's own units.

    `cap` and `join` are PDF's line cap and join styles (operands of `J` and `j`): 0 butt or miter, 1 round,
    2 square or bevel.
    """

    commands: str
    fill: Rgb | None
    stroke: Rgb | None
    stroke_width: float
    even_odd: bool
    cap: int = 0
    join: int = 0


@dataclass(frozen=True, slots=True)
class Vector:
    """An SVG reduced to paths, y pointing up, origin at the lower left corner; sizes in its own units."""

    width: float
    height: float
    paths: tuple[VectorPath, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Raster:
    """A PNG or JPEG: pixel size, the file's bytes, and its kind."""

    width: int
    height: int
    kind: Literal["png", "jpeg"]
    data: bytes


@dataclass(frozen=True, slots=True)
class Picture:
    """An image file of the workspace, checked when read."""

    path: str
    digest: str
    image: Vector | Raster


@dataclass(frozen=True, slots=True)
class Palette:
    """The brand's colours by role, indexed by `Ink`."""

    colours: tuple[Rgb, ...]

    def __getitem__(self, ink: Ink) -> Rgb:
        return self.colours[ink]


@dataclass(frozen=True, slots=True)
class Logo:
    """The brand's logo and its alternative text."""

    picture: str
    alt: str


@dataclass(frozen=True, slots=True)
class Brand:
    """A clinic's names, contacts, colours and font in one language (per-language variants are merged in).

    `values` are the texts of `{clinic.phone}` and the like by slot name. `qr_url` may hold
    `{handout}`, `{language}` and `{edition}`; empty means no QR code.
    """

    id: str
    name: str
    region: str
    palette: Palette
    font: str
    banner: Literal["band", "rule"]
    logo: Logo | None
    values: Mapping[str, str]
    address: tuple[str, ...]
    qr_url: str
    paper: str
    layout: str
    profile: str
    languages: Mapping[str, Mapping[str, str]]
    digest: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class Paper:
    """A page: the sheet it is cut or folded from by its name, and its own width and height."""

    name: str
    width: float
    height: float


PAPERS: Mapping[str, Paper] = {
    "a4": Paper("a4", 595.276, 841.89),
    "letter": Paper("letter", 612.0, 792.0),
}

PageShare = Literal["full", "half", "quarter", "panel", "third"]
# Pages that are a part of a sheet. A tri-fold's text is set for its narrowest panel, the flap that folds in: 97 mm of
# A4, 3.625 in of Letter (domain rule 26); `third` is a panel of a z-fold, a third of the sheet.
_PARTS: Mapping[str, Mapping[str, tuple[float, float]]] = {
    "a4": {
        "half": (419.528, 595.276), "quarter": (297.638, 419.528),
        "panel": (274.961, 595.276), "third": (280.63, 595.276),
    },
    "letter": {"half": (396.0, 612.0), "quarter": (306.0, 396.0), "panel": (261.0, 612.0), "third": (264.0, 612.0)},
}  # fmt: skip


def page_of(paper: Paper, share: PageShare) -> Paper:
    """The page that is this share of a sheet of the paper."""
    return paper if share == "full" else Paper(paper.name, *_PARTS[paper.name][share])


@dataclass(frozen=True, slots=True)
class Layout:
    """A page format: margins, columns, what is shown and what furniture stands where.

    `binding` is the margin on the binding side (start of line), `outer` the opposite one; `side` is the
    width of the side column and `gap` its distance from the text; 0 means no side column, and profiles whose body is
    larger than `side_up_to` have none. `columns` are columns of text `column_gap` apart. `share` is the part of the
    sheet that is one page. `bilingual` layouts set two languages. `show` is `key` for title, key points, boxes and
    contact alone. `pages` is how many pages there may be (0: as many as are needed): sections that the handout calls
    optional are left out until the rest fits. `table_columns` is the most columns a table may have as a grid; others
    become cards. `impose` is the print scheme that a build makes besides the reading edition. `contact` says where
    readers find the telephone number: no file says it, composing a card does.
    """

    id: str
    title: str
    papers: tuple[str, ...]
    profiles: tuple[str, ...]
    top: float
    bottom: float
    binding: float
    outer: float
    side: float
    gap: float
    contents_over_pages: int
    references: bool
    mark: Mark
    side_up_to: float = 15.0
    columns: int = 1
    column_gap: float = 0.0
    share: PageShare = "full"
    bilingual: Literal["", "facing", "stacked"] = ""
    show: Literal["all", "key"] = "all"
    pages: int = 0
    table_columns: int = 6
    impose: Literal["", "booklet", "tri-fold", "z-fold", "4-up"] = ""
    contact: Literal["block", "banner"] = "block"


@dataclass(frozen=True, slots=True)
class TypeStyle:
    """Size and line height of one kind of text, with its weight (400 regular, 600 semibold, 700 bold)."""

    size: float
    leading: float
    weight: int = 400


@dataclass(frozen=True, slots=True)
class Profile:
    """A reading profile: type sizes and spacing, named after its standard.

    `space` is the distance between blocks; `leading_slack` and `space_slack` are the largest relative changes of
    leading and of space that may be used to mend a bad last page. `letter_spacing` and `word_spacing` are shares of the
    type size. `margin` is the least margin and `measure` the longest line, both in points; 0 leaves them to the layout.
    `least` is the smallest type there may be, raised numbers of citations included.
    """

    id: str
    title: str
    source: str
    styles: Mapping[str, TypeStyle]
    space: float
    space_before_h2: float
    space_before_h3: float
    hyphenate: Literal["none", "tables", "text"]
    italics: bool
    leading_slack: float
    space_slack: float
    letter_spacing: float
    word_spacing: float
    mark: Mark
    margin: float = 0.0
    measure: float = 0.0
    least: float = 8.0


def column_count(layout: Layout) -> int:
    """How many columns of text stand side by side: those of the layout, or one for each of two languages."""
    return 2 if layout.bilingual == "facing" else layout.columns


def side_width(layout: Layout, profile: Profile) -> float:
    """Width of the side column with its gap; 0 where there is none: lines of large type need the width of the page.

    Letters set apart take as much room as larger ones.
    """
    size = profile.styles["body"].size * (1 + 2 * profile.letter_spacing)
    return layout.side + layout.gap if layout.side and column_count(layout) == 1 and size <= layout.side_up_to else 0.0


def margins(layout: Layout, profile: Profile) -> tuple[float, float]:
    """The margins at the start and end of lines: the layout's, unless the profile asks for larger ones."""
    return max(layout.binding, profile.margin), max(layout.outer, profile.margin)


def text_width(layout: Layout, profile: Profile, page: Paper) -> float:
    """Width of the text area: all columns with what is between them."""
    width = page.width - sum(margins(layout, profile))
    return min(width, profile.measure) if profile.measure and column_count(layout) == 1 else width


def column_width(layout: Layout, profile: Profile, page: Paper) -> float:
    """Width of one column of text."""
    count = column_count(layout)
    width = text_width(layout, profile, page) - side_width(layout, profile)
    return (width - (count - 1) * layout.column_gap) / count


LEAST_MEASURE = 144.0  # two inches of text; less is a mistake in the numbers
STYLE_NAMES = (
    "title", "subtitle", "h2", "h3", "body", "lead", "table", "caption", "reference", "furniture", "banner",
)  # fmt: skip
