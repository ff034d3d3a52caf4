"""The shapes of blocks in a section: each class is the check, an editor's help and the JSON Schema at once."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, get_args

from pydantic import BeforeValidator, Discriminator, Field, PlainValidator, Tag, WithJsonSchema

from handouts.content import Tone
from handouts.names import did_you_mean
from handouts.source.checking import TAG, Entry
from handouts.source.fields import (
    AnyText,
    Cell,
    Name,
    NodeMap,
    Positive,
    Text,
    Truth,
    Whole,
    as_list,
    matching,
    one_of,
    said,
)
from handouts.source.nodes import ScalarNode

ToneName = Annotated[Tone, BeforeValidator(one_of(*get_args(Tone)))]
Items = Annotated[list[Text], Field(min_length=1)]

Region = Annotated[
    ScalarNode,
    PlainValidator(matching("[A-Z]{2}", "'%' is not a region.", "Write two capital letters: US, GB, CA")),
    WithJsonSchema({"type": "string", "pattern": "^[A-Z]{2}$"}),
]
Regions = Annotated[
    list[Region],
    BeforeValidator(as_list),
    Field(min_length=1),
    WithJsonSchema({"anyOf": [(_region := {"type": "string", "pattern": "^[A-Z]{2}$"}),
                              {"type": "array", "items": _region, "minItems": 1}]}),
]  # fmt: skip
Digest = Annotated[
    ScalarNode,
    PlainValidator(
        matching(
            "(?:sha256:)?[0-9a-f]{64}", "This is not a digest.", "It is written by the tool: sha256: and 64 digits."
        )
    ),
    WithJsonSchema({"type": "string", "pattern": "^(sha256:)?[0-9a-f]{64}$"}),
]


class When(Entry):
    """Shows a block only for some regions."""

    thing: ClassVar[str] = "'when'"
    brand_region: Regions | None = Field(
        None, description="Show the block only when the brand is in one of these regions: US"
    )
    not_brand_region: Regions | None = Field(
        None, description="Leave the block out when the brand is in one of these regions."
    )


class BlockEntry(Entry):
    """What every block may have."""

    when: When | None = Field(None, description="Show the block only for some regions: {brand_region: US}")


class TextBlock(BlockEntry):
    """A paragraph."""

    thing: ClassVar[str] = "a 'text' block"
    text: Text = Field(
        description="One paragraph, with **strong**, *emphasis*, [links](https://...), [@key] and {clinic.phone}."
    )


class HeadingBlock(BlockEntry):
    """A heading inside the section."""

    thing: ClassVar[str] = "a 'heading' block"
    heading: Text = Field(description="A short heading, one level below the section's title.")


class ListBlock(BlockEntry):
    """A bulleted list."""

    thing: ClassVar[str] = "a 'list' block"
    items: Items = Field(alias="list", description="The points, one text each.")


class StepsBlock(BlockEntry):
    """A numbered list of actions."""

    thing: ClassVar[str] = "a 'steps' block"
    steps: Items = Field(description="What to do, in order.")


class CalloutBlock(BlockEntry):
    """A boxed message."""

    thing: ClassVar[str] = "a 'callout' block"
    callout: ToneName = Field(description="The tone: note, tip, warning or emergency.")
    title: Text | None = Field(None, description="A short title for the box.")
    text: Text | None = Field(None, description="The message.")
    items: Items | None = Field(None, alias="list", description="Points inside the box.")
    steps: Items | None = Field(None, description="Numbered actions inside the box.")


class TableEntry(Entry):
    """A table."""

    thing: ClassVar[str] = "a table"
    caption: Text | None = Field(None, description="What the table shows, in one line.")
    columns: Annotated[list[Cell], Field(min_length=1)] = Field(
        description="The column headings.", examples=["[Medicine, Leave this gap]"]
    )
    header_column: Truth = Field(False, description="true when the first cell of each row is a heading.")
    rows: Annotated[list[list[Cell]], Field(min_length=1)] = Field(
        description="The rows, each with one cell for every column.", examples=["[[Levothyroxine, 4 hours]]"]
    )
    widths: list[Positive] | None = Field(None, description="Relative widths of the columns: [2, 1]")


class TableBlock(BlockEntry):
    """A table."""

    thing: ClassVar[str] = "a 'table' block"
    table: TableEntry


class FaqEntry(Entry):
    """A question with its answer."""

    thing: ClassVar[str] = "a question"
    q: Text = Field(description="The question.", examples=["Can I take it with milk?"])
    a: Text = Field(description="The answer.", examples=["Better with water."])


class FaqBlock(BlockEntry):
    """Questions and answers."""

    thing: ClassVar[str] = "a 'faq' block"
    faq: Annotated[list[FaqEntry], Field(min_length=1)] = Field(description="Questions and answers: {q: ..., a: ...}")


class FigureEntry(Entry):
    """A picture."""

    thing: ClassVar[str] = "a figure"
    file: Text = Field(description="A file in content/figures: SVG, PNG or JPEG.", examples=["legs.svg"])
    alt: AnyText | None = Field(None, description="What the picture tells, for people who cannot see it.")
    decorative: Truth = Field(False, description="true when the picture tells nothing; then it needs no alt.")
    caption: Text | None = Field(None, description="A line below the picture.")


class FigureBlock(BlockEntry):
    """A picture."""

    thing: ClassVar[str] = "a 'figure' block"
    figure: FigureEntry


class ChecklistBlock(BlockEntry):
    """Boxes to tick."""

    thing: ClassVar[str] = "a 'checklist' block"
    checklist: Items = Field(description="One text for each box to tick.")
    name: Name | None = Field(None, description="A name for ticking boxes by --set NAME.2=yes")


class WriteInEntry(Entry):
    """Lines to write on."""

    thing: ClassVar[str] = "a write-in"
    label: Text = Field(description="What to write here.", examples=["Notes from your clinician"])
    lines: Annotated[Whole, Field(ge=1, le=40)] = Field(3, description="How many ruled lines.")
    name: Name | None = Field(None, description="A name for filling it by --set NAME=text")


class WriteInBlock(BlockEntry):
    """Lines to write on."""

    thing: ClassVar[str] = "a 'write_in' block"
    write_in: WriteInEntry


class QuoteEntry(Entry):
    """Somebody's words."""

    thing: ClassVar[str] = "a quote"
    text: Text = Field(description="The words.")
    source: Text | None = Field(None, description="Who said it.")


class QuoteBlock(BlockEntry):
    """Somebody's words."""

    thing: ClassVar[str] = "a 'quote' block"
    quote: QuoteEntry


class KeyPointsBlock(BlockEntry):
    """Key points, set where they stand."""

    thing: ClassVar[str] = "a 'key_points' block"
    key_points: Items = Field(description="The points, one text each.")


# Which key makes which block. `callout` goes first: its `text`, `list` and `steps` belong to it.
SHAPES: dict[str, type[BlockEntry]] = {
    "callout": CalloutBlock, "text": TextBlock, "heading": HeadingBlock, "list": ListBlock, "steps": StepsBlock,
    "table": TableBlock, "faq": FaqBlock, "figure": FigureBlock, "checklist": ChecklistBlock,
    "write_in": WriteInBlock, "quote": QuoteBlock, "key_points": KeyPointsBlock,
}  # fmt: skip


_SIBLINGS = ("when", "title", "name", "caption")


def block_key(keys: Any) -> str:
    """The key that says what kind of block it is, or empty when it cannot be told."""
    found = [key for key in keys if key in SHAPES]
    if "callout" in found:
        return "callout"
    return found[0] if len(found) == 1 else ""


def _shape(value: Any) -> str | None:
    key = block_key(value) if isinstance(value, NodeMap) else ""
    return TAG + key if key else None


def _known_block(value: Any) -> Any:
    """One clear complaint before the union would make its own."""
    kinds = ", ".join(sorted(SHAPES))
    if isinstance(value, ScalarNode):
        if value.text in SHAPES:
            raise said(
                f"The block '{value.text}' needs a colon and its content.", f"Write '- {value.text}: ...'.", "block"
            )
        raise said("Here belongs a block, not a bare text.", "Write '- text: ...'.", "block")
    if not isinstance(value, NodeMap):
        raise said("Here belongs a block, not a list.", f"A block is one of: {kinds}.", "block")
    if block_key(value):
        return value
    found = [key for key in value if key in SHAPES]
    if found:
        listed = " and ".join(f"'{key}'" for key in found)
        raise said(f"One block cannot be {listed} at once.", "Begin each block with '- '.", "block")
    key = next((key for key in value if key not in _SIBLINGS), "")
    message = f"There is no block '{key}'." if key else f"A block needs one of these keys: {kinds}."
    raise said(message, did_you_mean(key, SHAPES) if key else "", "block", at=key)


BlockUnion = Annotated[
    Annotated[TextBlock, Tag(TAG + "text")]
    | Annotated[HeadingBlock, Tag(TAG + "heading")]
    | Annotated[ListBlock, Tag(TAG + "list")]
    | Annotated[StepsBlock, Tag(TAG + "steps")]
    | Annotated[CalloutBlock, Tag(TAG + "callout")]
    | Annotated[TableBlock, Tag(TAG + "table")]
    | Annotated[FaqBlock, Tag(TAG + "faq")]
    | Annotated[FigureBlock, Tag(TAG + "figure")]
    | Annotated[ChecklistBlock, Tag(TAG + "checklist")]
    | Annotated[WriteInBlock, Tag(TAG + "write_in")]
    | Annotated[QuoteBlock, Tag(TAG + "quote")]
    | Annotated[KeyPointsBlock, Tag(TAG + "key_points")],
    Discriminator(_shape),
    BeforeValidator(_known_block),
]
