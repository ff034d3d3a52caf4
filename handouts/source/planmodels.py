"""The shape of a plan file: what a batch is to build, as a matrix with exceptions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator, Field, PlainValidator, WithJsonSchema

from handouts.looks import PAPERS
from handouts.source.checking import Entry
from handouts.source.fields import ID, Text, Truth, as_list, matching
from handouts.source.looksmodels import PaperName
from handouts.source.nodes import ScalarNode

_PACKET = rf"{ID}(?:\+{ID})*"
_TAGS = r"[A-Za-z0-9-]+(?:\+[A-Za-z0-9-]+)*"


_PATTERN = r"[A-Za-z0-9*?+\[\]!-]+"
_HINT = "Use the name of a file, without .yaml: iron-tablets"


def _some(one: Mapping[str, Any]) -> WithJsonSchema:
    """The schema of one value or a list of them."""
    return WithJsonSchema({"anyOf": [one, {"type": "array", "items": one, "minItems": 1}]})


def _like(pattern: str) -> dict[str, Any]:
    return {"type": "string", "pattern": f"^{pattern}$"}


Packet = Annotated[
    ScalarNode,
    PlainValidator(
        matching(_PACKET, "'%' cannot be the name of a handout.", "Write iron, or iron+magnesium for a packet.", "id")
    ),
]
Tongue = Annotated[
    ScalarNode,
    PlainValidator(
        matching(_TAGS, "'%' is not a language tag.", "Write a tag such as es, or en+es for two in one document.", "id")
    ),
]
Look = Annotated[ScalarNode, PlainValidator(matching(ID, "'%' cannot be a name.", _HINT, "id"))]
Pattern = Annotated[
    ScalarNode,
    PlainValidator(
        matching(_PATTERN, "'%' is not a pattern.", "Write a name, or one with * for any letters: example-*", "id")
    ),
]
_Listed = BeforeValidator(as_list)
_Filled = Field(min_length=1)
Packets = Annotated[list[Packet], _Listed, _Filled, _some(_like(_PACKET))]
Tongues = Annotated[list[Tongue], _Listed, _Filled, _some(_like(_TAGS))]
LookNames = Annotated[list[Look], _Listed, _Filled, _some(_like(ID))]
Patterns = Annotated[list[Pattern], _Listed, _Filled, _some(_like(_PATTERN))]
Papers = Annotated[list[PaperName], _Listed, _Filled, _some({"enum": sorted(PAPERS)})]
Truths = Annotated[list[Truth], _Listed, _Filled, _some({"type": "boolean"})]


class ExcludeRow(Entry):
    """Combinations to leave out: those to which all keys of the row apply."""

    thing: ClassVar[str] = "an entry of 'exclude'"
    handout: Patterns | None = Field(None, description="Handouts, as names or patterns.", examples=["sleep-*"])
    language: Patterns | None = Field(None, description="Languages, as tags or patterns.", examples=["zh-*"])
    brand: Patterns | None = Field(None, description="Brands.", examples=["example-pharmacy"])
    layout: Patterns | None = Field(None, description="Layouts.", examples=["booklet"])
    profile: Patterns | None = Field(None, description="Reading profiles.", examples=["acb-18"])
    paper: Patterns | None = Field(None, description="Sheet sizes.", examples=["a4"])
    mono: Truth | None = Field(None, description="true: those in greys; false: those in colour.")


class IncludeRow(Entry):
    """One document more than the matrix has, or several."""

    thing: ClassVar[str] = "an entry of 'include'"
    handout: Packets = Field(description="The handout, or several.", examples=["rls-overview"])
    language: Tongues = Field(description="The language, or several.", examples=["en+es"])
    brand: LookNames = Field(description="The brand, or several.", examples=["example-clinic"])
    layout: LookNames | None = Field(None, description="The layout; the brand's when left out.")
    profile: LookNames | None = Field(None, description="The reading profile; the brand's when left out.")
    paper: Papers | None = Field(None, description="The sheet size; the brand's when left out.")
    mono: Truths | None = Field(None, description="true for greys; [false, true] for both.")


class PlanFile(Entry):
    """What a batch builds: every combination of the lists, less `exclude`, and `include` besides."""

    thing: ClassVar[str] = "a plan"
    handouts: Packets | None = Field(None, description="Handouts, a+b for a packet; all when left out.")
    languages: Tongues | None = Field(
        None,
        description="Languages, en+es for two in one document; those that each handout has a title in when left out.",
    )
    brands: LookNames | None = Field(None, description="Brands; all when left out.")
    layouts: LookNames | None = Field(None, description="Layouts; each brand's own when left out.")
    profiles: LookNames | None = Field(None, description="Reading profiles; each brand's own when left out.")
    papers: Papers | None = Field(None, description="Sheet sizes; each brand's own when left out.")
    mono: Truths | None = Field(None, description="true for greys, false for colour; [false, true] for both.")
    plain: Truth = Field(False, description="true: black on white without tints, to save toner.")
    banner: Truth = Field(True, description="false: leave room for a printed letterhead.")
    draft: Truth = Field(False, description="true: build although safety sections are old or missing, marked as draft.")
    exclude: list[ExcludeRow] = Field(
        default_factory=list, description="What to leave out: [{layout: booklet, language: zh-*}]"
    )
    include: list[IncludeRow] = Field(default_factory=list, description="What to build besides.")
    name: Text | None = Field(
        None, description="File names: a pattern with {handout}, {language}, {brand}, {layout}, {profile}, {paper}, "
        "{colour} and {name}.", examples=['"{brand}/{language}/{name}"'],
    )  # fmt: skip
    openemr: Packets | None = Field(
        None, description="For the OpenEMR export: handouts in the order in which they are taken for a code."
    )
