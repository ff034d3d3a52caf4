"""The shapes of the files in `templates/`: brands, layouts, reading profiles. Lengths are points (1/72 inch)."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator, Field, PlainValidator, WithJsonSchema

from handouts.looks import PAPERS
from handouts.source.blockmodels import Region
from handouts.source.checking import Entry
from handouts.source.fields import Name, Number, Positive, Text, Truth, Whole, matching, one_of
from handouts.source.filemodels import Url
from handouts.source.nodes import ScalarNode

PaperName = Annotated[str, BeforeValidator(one_of(*PAPERS)), WithJsonSchema({"enum": sorted(PAPERS)})]
Colour = Annotated[
    ScalarNode,
    PlainValidator(
        matching(
            "#(?:[0-9A-Fa-f]{6}|[0-9A-Fa-f]{3})",
            "'%' is not a colour.",
            'Write it in quotes as "#0B5C7A"; without quotes YAML takes # for a comment.',
        )
    ),
    WithJsonSchema({"type": "string", "pattern": "^#([0-9A-Fa-f]{6}|[0-9A-Fa-f]{3})$"}),
]
FontName = Annotated[
    ScalarNode,
    PlainValidator(
        matching(
            r"[a-z0-9]+(?:-[a-z0-9]+)*|templates/fonts/[^\\]+",
            "'%' is not a font.",
            "Name a font such as noto-sans, or files of your own: templates/fonts/MyFont",
        )
    ),
    WithJsonSchema({"type": "string"}),
]
Email = Annotated[
    ScalarNode,
    PlainValidator(matching(r"[^\s@]+@[^\s@]+\.[^\s@]+", "'%' is not an e-mail address.", "Write name@example.org")),
    WithJsonSchema({"type": "string", "pattern": "@"}),
]


class ColoursEntry(Entry):
    """The brand's colours; text must keep a contrast of 4.5:1 in colour and in grey."""

    thing: ClassVar[str] = "'colours'"
    brand: Colour = Field(description="The brand's main colour.", examples=['"#0B5C7A"'])
    accent: Colour = Field(description="The second colour.", examples=['"#B4490F"'])
    text: Colour | None = Field(None, description="Running text; near black when left out.")
    muted: Colour | None = Field(None, description="Small print and captions; dark grey when left out.")
    note: Colour | None = Field(None, description="Callouts of tone note; the brand colour when left out.")
    tip: Colour | None = Field(None, description="Callouts of tone tip; green when left out.")
    warning: Colour | None = Field(None, description="Callouts of tone warning; dark amber when left out.")
    emergency: Colour | None = Field(None, description="Callouts of tone emergency; dark red when left out.")


class LogoEntry(Entry):
    """The logo."""

    thing: ClassVar[str] = "'logo'"
    file: Text = Field(description="A file in templates/brands: SVG, PNG or JPEG.", examples=["my-clinic.svg"])
    alt: Text = Field(description="What it shows, for people who cannot see it.", examples=["My Clinic"])


class ContactEntry(Entry):
    """How patients reach the clinic."""

    thing: ClassVar[str] = "'contact'"
    phone: Text | None = Field(None, description="Telephone, as {clinic.phone}.")
    email: Email | None = Field(None, description="E-mail, as {clinic.email}.")
    website: Url | None = Field(None, description="Web address, as {clinic.website}.")
    hours: Text | None = Field(None, description="When the telephone is answered, as {clinic.hours}.")
    address: list[Text] = Field(default_factory=list, description="Postal address, one text a line.")
    feedback: Text | None = Field(None, description="Where to tell us about the handout, as {clinic.feedback}.")


class NumbersEntry(Entry):
    """Numbers to call."""

    thing: ClassVar[str] = "'numbers'"
    emergency: Text = Field(description="Emergency number, as {emergency.number}.", examples=['"911"'])
    poison: Text | None = Field(None, description="Poison line, as {poison.number}.")


class VariantEntry(Entry):
    """What differs for readers of one language."""

    thing: ClassVar[str] = "a brand's language"
    name: Text | None = Field(None, description="The clinic's name in this language.")
    short_name: Text | None = Field(None, description="Its short name.")
    font: FontName | None = Field(None, description="Font for this language.")
    phone: Text | None = Field(None, description="Telephone for speakers of this language.")
    email: Email | None = Field(None, description="E-mail for speakers of this language.")
    website: Url | None = Field(None, description="Web address in this language.")
    hours: Text | None = Field(None, description="Hours, in words of this language.")
    address: list[Text] | None = Field(None, description="Postal address, one text a line.")
    feedback: Text | None = Field(None, description="Where to tell us about the handout.")
    emergency: Text | None = Field(None, description="Emergency number.")
    poison: Text | None = Field(None, description="Poison line.")
    qr_url: Url | None = Field(None, description="Where the QR code leads.")


class BrandFile(Entry):
    """A clinic's names, colours, contacts and font."""

    thing: ClassVar[str] = "a brand"
    name: Text = Field(description="The clinic's full name.", examples=["Example Clinic"])
    short_name: Text | None = Field(None, description="A short name, as {clinic.short_name}.")
    region: Region = Field(description="Country: US, GB, ...", examples=["US"])
    paper: PaperName | None = Field(None, description="letter or a4; what the region uses when left out.")
    layout: Name | None = Field(None, description="Layout this brand uses; the workspace's when left out.")
    profile: Name | None = Field(None, description="Reading profile this brand uses; the workspace's when left out.")
    font: FontName = Field(description="Font family.", examples=["noto-sans"])
    banner: Annotated[Literal["band", "rule"], BeforeValidator(one_of("band", "rule"))] = Field(
        "band", description="The head of page 1: a coloured band or a rule."
    )
    colours: ColoursEntry = Field(
        description="The brand's colours.", examples=['{brand: "#0B5C7A", accent: "#B4490F"}']
    )
    logo: LogoEntry | None = Field(None, description="The logo.")
    contact: ContactEntry | None = Field(None, description="How patients reach the clinic.")
    numbers: NumbersEntry = Field(description="Numbers to call.", examples=['{emergency: "911"}'])
    qr_url: Url | None = Field(
        None,
        description="Where the QR code leads; may hold {handout}, {language} and {edition}. No QR code when left out.",
    )
    languages: dict[str, VariantEntry] = Field(default_factory=dict, description="What differs by language.")


class MarginsEntry(Entry):
    """Margins in points."""

    thing: ClassVar[str] = "'margins'"
    top: Positive = Field(description="Top margin.", examples=["42"])
    bottom: Positive = Field(description="Bottom margin.", examples=["54"])
    binding: Positive = Field(description="Margin on the side that is punched.", examples=["57"])
    outer: Positive = Field(description="Margin on the other side.", examples=["43"])


class LayoutFile(Entry):
    """A page format."""

    thing: ClassVar[str] = "a layout"
    title: Text = Field(description="What people call it.", examples=["Sheet"])
    papers: Annotated[list[PaperName], Field(min_length=1)] = Field(description="letter, a4", examples=["[letter, a4]"])
    profiles: Annotated[list[Name], Field(min_length=1)] = Field(
        description="Reading profiles it can be set in.", examples=["[standard-12]"]
    )
    margins: MarginsEntry = Field(
        description="Margins in points.", examples=["{top: 42, bottom: 54, binding: 57, outer: 43}"]
    )
    page: Annotated[
        Literal["full", "half", "quarter", "panel", "third"],
        BeforeValidator(one_of("full", "half", "quarter", "panel", "third")),
    ] = Field(
        "full",
        description="Which part of the sheet is one page: half is A5 or half Letter, quarter A6, panel and third those "
        "of a tri-fold and a z-fold.",
    )
    side: Positive = Field(
        0.0,
        description="Width of the side column, which holds section numbers and labels; 0 for none, else 60 or more.",
    )
    gap: Positive = Field(0.0, description="Distance from side column to text.")
    side_up_to: Positive = Field(15.0, description="Profiles whose body text is larger than this have no side column.")
    columns: Annotated[Whole, Field(ge=1, le=3)] = Field(1, description="Columns of text.")
    column_gap: Positive = Field(0.0, description="Distance between columns, and between two languages side by side.")
    bilingual: Annotated[Literal["facing", "stacked"] | None, BeforeValidator(one_of("facing", "stacked"))] = Field(
        None, description="How two languages stand: facing (side by side) or stacked (section by section)."
    )
    show: Annotated[Literal["all", "key"], BeforeValidator(one_of("all", "key"))] = Field(
        "all", description="key: only title, key points, boxed sections and contact."
    )
    pages: Whole = Field(
        0, description="Most pages; what the handout calls optional is left out until the rest fits. 0 for no limit."
    )
    table_columns: Annotated[Whole, Field(ge=1)] = Field(
        6, description="Tables of more columns become cards, one for each row."
    )
    impose: Annotated[
        Literal["booklet", "tri-fold", "z-fold", "4-up"] | None,
        BeforeValidator(one_of("booklet", "tri-fold", "z-fold", "4-up")),
    ] = Field(None, description="The print scheme that a build also makes.")
    contents_over_pages: Whole = Field(2, description="Handouts of more pages than this open with a list of contents.")
    references: Truth = Field(True, description="true to print the list of sources.")


class StyleEntry(Entry):
    """Size of one kind of text."""

    thing: ClassVar[str] = "a text style"
    size: Annotated[Positive, Field(ge=6, le=96)] = Field(description="Type size in points.", examples=["12"])
    leading: Annotated[Positive, Field(ge=6, le=144)] = Field(description="Line height in points.", examples=["17"])
    weight: Annotated[Whole, Field(ge=100, le=900)] = Field(400, description="400 regular, 600 semibold, 700 bold.")


_STYLE = "{size: 12, leading: 17}"


class StylesEntry(Entry):
    """Sizes of all kinds of text."""

    thing: ClassVar[str] = "'styles'"
    title: StyleEntry = Field(description="The handout's title.", examples=[_STYLE])
    subtitle: StyleEntry = Field(description="The line below the title.", examples=[_STYLE])
    h2: StyleEntry = Field(description="Section titles.", examples=[_STYLE])
    h3: StyleEntry = Field(description="Headings inside sections.", examples=[_STYLE])
    body: StyleEntry = Field(description="Running text.", examples=[_STYLE])
    lead: StyleEntry = Field(description="Key points.", examples=[_STYLE])
    table: StyleEntry = Field(description="Table cells.", examples=[_STYLE])
    caption: StyleEntry = Field(description="Captions.", examples=[_STYLE])
    reference: StyleEntry = Field(description="The list of sources.", examples=[_STYLE])
    furniture: StyleEntry = Field(description="Running heads and feet.", examples=[_STYLE])
    banner: StyleEntry = Field(description="The clinic's name at the head.", examples=[_STYLE])


Share = Annotated[Number, Field(ge=0, le=0.5)]


class ProfileFile(Entry):
    """A reading profile."""

    thing: ClassVar[str] = "a reading profile"
    title: Text = Field(description="What people call it.", examples=["Standard, 12 pt"])
    source: Text = Field(description="The standard it follows.", examples=["Clear print"])
    styles: StylesEntry = Field(
        description="Sizes of all kinds of text.", examples=["{body: {size: 12, leading: 17}, ...}"]
    )
    space: Positive = Field(description="Space between blocks.", examples=["8.5"])
    space_before_h2: Positive = Field(description="Space before section titles.", examples=["24"])
    space_before_h3: Positive = Field(description="Space before headings inside sections.", examples=["14"])
    hyphenate: Annotated[Literal["none", "tables", "text"], BeforeValidator(one_of("none", "tables", "text"))] = Field(
        "none", description="Where words may be hyphenated."
    )
    italics: Truth = Field(False, description="true when emphasis may be set in italics.")
    leading_slack: Share = Field(0.0, description="Largest relative change of line height to mend a last page.")
    space_slack: Share = Field(0.0, description="Largest relative change of space to mend a last page.")
    letter_spacing: Share = Field(0.0, description="Extra space between letters, as a share of the type size.")
    word_spacing: Annotated[Number, Field(ge=0, le=1)] = Field(
        0.0, description="Extra space between words, as a share of the type size."
    )
    margin: Positive = Field(0.0, description="Least margin, in points; 0 leaves it to the layout.")
    measure: Positive = Field(0.0, description="Longest line, in points; 0 leaves it to the layout.")
    least: Positive = Field(8.0, description="Smallest type, raised numbers of citations included.")
