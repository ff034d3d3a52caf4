"""The shapes of the files in `content/`: each class is the check, an editor's help and the JSON Schema at once."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field, PlainValidator, WithJsonSchema

from handouts.source.blockmodels import BlockUnion, Items, ToneName
from handouts.source.checking import Entry
from handouts.source.fields import (
    ID,
    Day,
    Name,
    NodeMap,
    Text,
    Truth,
    Whole,
    as_list,
    matching,
    one_of,
    plain_text,
    said,
)
from handouts.source.nodes import ScalarNode

# CSL's names for the kinds of sources a handout cites.
REFERENCE_TYPES = (
    "article", "article-journal", "article-magazine", "article-newspaper", "book", "chapter", "dataset", "document",
    "entry-encyclopedia", "legislation", "pamphlet", "paper-conference", "personal_communication", "post",
    "post-weblog", "report", "software", "speech", "standard", "thesis", "webpage",
)  # fmt: skip

Digest = Annotated[
    ScalarNode,
    PlainValidator(
        matching("(?:sha256:)?[0-9a-f]{64}", "This is not a digest.", "The tool writes it: sha256: and 64 digits.")
    ),
    WithJsonSchema({"type": "string", "pattern": "^(sha256:)?[0-9a-f]{64}$"}),
]
Url = Annotated[
    ScalarNode,
    PlainValidator(matching(r"https?://[^\s<>\"]+", "'%' is not a web address.", "Begin it with https://")),
    WithJsonSchema({"type": "string", "pattern": "^https?://"}),
]
Months = Annotated[Whole, Field(ge=1, le=600)]
Drafter = Annotated[Literal["machine", "person"], BeforeValidator(one_of("machine", "person"))]


class TranslationEntry(Entry):
    """What a translated section was made from."""

    thing: ClassVar[str] = "'translation'"
    of: Text = Field(description="The language it was made from.", examples=["en"])
    source: Digest = Field(description="Digest of the section it was made from.", examples=["sha256:..."])
    by: Drafter = Field(description="Who drafted it: machine or person.", examples=["person"])


_NAME = {"type": "string", "pattern": f"^{ID}$"}
Names = Annotated[
    list[Name],
    BeforeValidator(as_list),
    Field(min_length=1),
    WithJsonSchema({"anyOf": [_NAME, {"type": "array", "items": _NAME, "minItems": 1}]}),
]


class TreatmentEntry(Entry):
    """What DISCERN asks of a text about a treatment: where the section tells it, in words that stand in it."""

    thing: ClassVar[str] = "an entry of 'treatments'"
    of: Names = Field(
        description="What the entry is about: iron, or several alike: [iron, magnesium]", examples=["iron"]
    )
    benefits: Text | None = Field(None, description="Words of the section that tell what each of them may do.")
    risks: Text | None = Field(None, description="Words that tell the risks of each of them.")
    no_treatment: Text | None = Field(None, description="Words that tell what happens without treatment.")
    uncertainty: Text | None = Field(None, description="Words that tell what is not known.")
    choices: Text | None = Field(None, description="Words that tell that there is more than one choice.")


class SectionFile(Entry):
    """One section of handouts in one language."""

    thing: ClassVar[str] = "a section"
    title: Text = Field(description="The section's heading.", examples=["Iron"])
    safety: Truth = Field(
        False, description="true for doses, warnings and interactions: an old translation stops the build."
    )
    box: ToneName | None = Field(None, description="Set the whole section as one box: note, tip, warning or emergency.")
    key_points: Items | None = Field(None, description="What matters most, shown on page 1 of the handout.")
    blocks: list[BlockUnion] = Field(default_factory=list, description="The content, in reading order.")
    translation: TranslationEntry | None = Field(None, description="Only in translations: what it was made from.")
    treatments: list[TreatmentEntry] = Field(
        default_factory=list,
        description="In English sections about treatments: what DISCERN asks for, and where it stands.",
    )
    review_months: Months | None = Field(
        None, description="In English sections: months a sign-off holds, where it is not the workspace's."
    )


class CodesEntry(Entry):
    """Codes by which clinic software finds the handout."""

    thing: ClassVar[str] = "'codes'"
    icd10: list[Text] = Field(default_factory=list, description="ICD-10 codes: [G25.81]")
    snomed: list[Text] = Field(default_factory=list, description='SNOMED CT codes, in quotes: ["32914008"]')


class HandoutFile(Entry):
    """Which sections make a handout."""

    thing: ClassVar[str] = "a handout"
    title: dict[str, Text] = Field(description="The title by language.", examples=["{en: Restless legs syndrome}"])
    subtitle: dict[str, Text] = Field(default_factory=dict, description="A line below the title, by language.")
    codes: CodesEntry | None = Field(None, description="Codes by which clinic software finds the handout.")
    layouts: list[Name] = Field(default_factory=list, description="Layouts the handout suits; none for all.")
    lead: list[Name] = Field(default_factory=list, description="Sections on page 1, without numbers.")
    sections: Annotated[list[Name], Field(min_length=1)] = Field(
        description="Sections in order; 'references' is the list of sources.", examples=["[iron, references]"]
    )
    optional: list[Name] = Field(
        default_factory=list,
        description="Sections that a layout of few pages may leave out; the first one goes first.",
    )
    plan: Name | None = Field(
        None, description="The section that stands first in a patient's copy, when something in it is filled in."
    )


class AuthorEntry(Entry):
    """An author: a person or a body."""

    thing: ClassVar[str] = "an author"
    family: Text | None = Field(None, description="Family name.")
    given: Text | None = Field(None, description="Initials: RP")
    literal: Text | None = Field(None, description="Name of an organisation, instead of family and given.")


class SupersededEntry(Entry):
    """Which source has taken its place."""

    thing: ClassVar[str] = "'status'"
    superseded_by: Text = Field(description="The key of the newer source.", examples=["aasm2025"])


def _status(value: Any) -> Any:
    if isinstance(value, NodeMap):
        return value
    if plain_text(value) != "current":
        raise said("The status is 'current' or names a newer source.", "Write: status: {superseded_by: key}")
    return None


Status = Annotated[
    SupersededEntry | None,
    BeforeValidator(_status),
    WithJsonSchema({"anyOf": [{"const": "current"}, {
        "type": "object", "properties": {"superseded_by": {"type": "string"}},
        "required": ["superseded_by"], "additionalProperties": False}]}),
]  # fmt: skip


class ReferenceEntry(Entry):
    """A source, with the field names of CSL."""

    thing: ClassVar[str] = "a reference"
    type: Annotated[str, BeforeValidator(one_of(*REFERENCE_TYPES)), WithJsonSchema({"enum": list(REFERENCE_TYPES)})] = (
        Field(description="What kind of source it is.", examples=["article-journal"])
    )
    author: list[AuthorEntry] = Field(default_factory=list, description="Authors: {family: Allen, given: RP}")
    et_al: Truth = Field(False, description="true when there are more authors than are listed.")
    title: Text = Field(description="The title.", examples=["Iron and restless legs"])
    container_title: Text | None = Field(None, alias="container-title", description="Journal, book or site.")
    publisher: Text | None = Field(None, description="Publisher.")
    issued: Text | None = Field(None, description="Year or date of publication.")
    volume: Text | None = Field(None, description="Volume.")
    issue: Text | None = Field(None, description="Issue.")
    page: Text | None = Field(None, description="Pages: 27-44")
    doi: Text | None = Field(None, alias="DOI", description="DOI without https://doi.org/")
    pmid: Text | None = Field(None, alias="PMID", description="PubMed number.")
    url: Url | None = Field(None, alias="URL", description="Web address.")
    status: Status = Field(None, description="current, or {superseded_by: key}")
    checked: Day | None = Field(None, description="When somebody last looked at it: 2026-11-21")


class TermEntry(Entry):
    """A word of the glossary."""

    thing: ClassVar[str] = "a term"
    term: Text = Field(description="The term.", examples=["ferritin"])
    plain: Text = Field(description="What it means, in plain words.", examples=["A blood protein that stores iron."])
    translations: dict[str, Text] = Field(default_factory=dict, description="Its standard translation by language.")


class AvoidEntry(Entry):
    """Words that readers may not know."""

    thing: ClassVar[str] = "an entry of 'avoid'"
    words: Annotated[list[Text], Field(min_length=1)] = Field(
        description="The words, in all forms to look for.", examples=["[adverse effect, adverse effects]"]
    )
    plain: Text = Field(description="What to write instead.", examples=["side effect"])
    language: Text = Field(description="Their language.", examples=["en"])


class GlossaryFile(Entry):
    """Terms and names."""

    thing: ClassVar[str] = "the glossary"
    terms: list[TermEntry] = Field(default_factory=list, description="Terms with plain meanings.")
    never_change: list[Text] = Field(default_factory=list, description="Names that no translation may change.")
    avoid: list[AvoidEntry] = Field(default_factory=list, description="Words to avoid, with plain ones.")
    abbreviations: dict[str, list[Text]] = Field(
        default_factory=dict, description="Abbreviations that readers know or handouts explain, by language."
    )


class ForbiddenEntry(Entry):
    """Something no handout may say."""

    thing: ClassVar[str] = "an entry of 'phrases'"
    say_not: dict[str, list[Text]] = Field(
        description="Phrases by language; regular expressions between slashes.", examples=["{en: [cures RLS]}"]
    )
    reason: Text = Field(description="Why not.", examples=["No supplement cures RLS."])
    source: Text = Field(description="Who says so: a citation key or words.", examples=["trotti2019"])
    instead: Text | None = Field(None, description="What may be said.")
    even_denied: Truth = Field(False, description='true: a "not" before it does not make it right.')


class ForbiddenFile(Entry):
    """What no handout may say."""

    thing: ClassVar[str] = "the list of what not to say"
    phrases: list[ForbiddenEntry] = Field(description="The phrases.", examples=["[]"])


class ReviewEntry(Entry):
    """A sign-off; the tool writes these."""

    thing: ClassVar[str] = "a review"
    section: Name = Field(description="The section that was read.", examples=["iron"])
    language: Text = Field(description="In which language.", examples=["en"])
    digest: Digest = Field(description="Digest of the text that was read.", examples=["sha256:..."])
    by: Text = Field(description="Who read it.", examples=["A. Reader"])
    role: Text = Field(description="In which role: approver, owner, translator, ...", examples=["approver"])
    date: Day = Field(description="On which day.", examples=["2026-11-21"])
    owner: Text | None = Field(None, description="Who looks after the section.")
    note: Text | None = Field(None, description="Anything to remember.")


class ReviewsFile(Entry):
    """Sign-off records in one file, brought from elsewhere; `handouts review` writes one file for each."""

    thing: ClassVar[str] = "the list of reviews"
    reviews: list[ReviewEntry] = Field(description="The records, oldest first.", examples=["[]"])


class WordingFile(Entry):
    """The product's own words in one language."""

    thing: ClassVar[str] = "the wording"
    language: Text = Field(description="The language, as in the file's name.", examples=["en"])
    texts: dict[str, Text] = Field(description="The texts by name; {names} in braces are filled in.")


def _rule_choice(value: Any) -> Any:
    """A severity, or a map of options; which there are only the rules know, so that they judge it."""
    if isinstance(value, list):
        raise said("Here belongs a severity or a map.", "Write: warning, or {severity: warning, words: 20}")
    return value


# What a workspace says of one rule.
RuleChoice = Annotated[Any, PlainValidator(_rule_choice), WithJsonSchema({"type": ["string", "object"]})]


class ReviewPolicy(Entry):
    """How long a sign-off holds."""

    thing: ClassVar[str] = "'review'"
    months: Months = Field(36, description="Months a sign-off holds.")
    warn_months: Annotated[Whole, Field(ge=0, le=600)] = Field(6, description="Months before the end to say so.")
    require_signed: Truth = Field(False, description="true: nothing unsigned is built.")
    needs: list[Text] | None = Field(
        None, description="Roles that must each have signed: [approver, owner]. None: [approver]; []: any role."
    )
    translations_need: list[Text] | None = Field(
        None, description="Roles that must each have signed a translation. None: the same as 'needs'."
    )


class WorkspaceFile(Entry):
    """Defaults of the workspace."""

    thing: ClassVar[str] = "the settings"
    brand: Name = Field(description="Brand used when none is asked for.", examples=["example-clinic"])
    languages: Annotated[list[Text], Field(min_length=1)] = Field(
        description="Languages the clinic hands out.", examples=["[en]"]
    )
    layout: Name = Field(description="Layout used when none is asked for.", examples=["sheet"])
    profile: Name = Field(description="Reading profile used when none is asked for.", examples=["standard-12"])
    review: ReviewPolicy | None = Field(None, description="How long a sign-off holds.")
    checks: dict[str, RuleChoice] = Field(
        default_factory=dict,
        description="How grave each content rule is, and its options: docs/content-rules.md",
    )
    ledger: Text | None = Field(
        None, description="File in which editions given out are recorded; output/ledger.jsonl when not said."
    )
