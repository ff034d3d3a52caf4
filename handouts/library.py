"""Everything a workspace says, typed and indexed by id and language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from handouts.content import Glossary, Handout, Reference, Review, Section
from handouts.diagnostics import Mark
from handouts.guidance import Allowance, Forbidden, Setting
from handouts.looks import Brand, Layout, Picture, Profile
from handouts.records import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """Defaults of the workspace (`content/workspace.yaml`); `review_months` is the time a sign-off holds.

    `ledger` is where editions are recorded, relative to the workspace; empty for the usual place.
    `needs` are the roles that must each have signed a text, `translations_need` those that must have signed a
    translation; none: anybody's sign-off will do.
    """

    brand: str
    languages: tuple[str, ...]
    layout: str
    profile: str
    review_months: int
    warn_months: int
    require_signed: bool
    mark: Mark
    checks: tuple[Setting, ...] = ()
    ledger: str = ""
    needs: tuple[str, ...] = ("approver",)
    translations_need: tuple[str, ...] = ("approver",)


@dataclass(frozen=True, slots=True)
class Wording:
    """The product's own words in one language; patterns hold `{name}` or ICU plural forms."""

    language: str
    texts: Mapping[str, str]
    mark: Mark


@dataclass(frozen=True, slots=True)
class Library:
    """The checked workspace. Sections are keyed by (id, language), `texts` (the YAML files as read) by path.

    `digests` are the sha256 (hex) of every file read, by path; `lineage` says of which files a template is made,
    by the path of its own file.
    """

    settings: Settings
    handouts: Mapping[str, Handout]
    sections: Mapping[tuple[str, str], Section]
    references: Mapping[str, Reference]
    glossary: Glossary
    reviews: tuple[Review, ...]
    brands: Mapping[str, Brand]
    layouts: Mapping[str, Layout]
    profiles: Mapping[str, Profile]
    wording: Mapping[str, Wording]
    pictures: Mapping[str, Picture]
    fonts: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    must_not_say: tuple[Forbidden, ...] = ()
    allowances: tuple[Allowance, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict, repr=False)
    digests: Mapping[str, str] = field(default_factory=dict, repr=False)
    lineage: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False)
