"""References, glossary, reviews, settings and wording from their checked shapes to their types."""

from __future__ import annotations

import re
from collections.abc import Iterable

from handouts.content import Author, Glossary, Plainer, Reference, Review, Term
from handouts.diagnostics import Diagnostic, error
from handouts.library import Settings, Wording
from handouts.names import did_you_mean
from handouts.source.checking import check
from handouts.source.filemodels import (
    AuthorEntry,
    GlossaryFile,
    ReferenceEntry,
    ReviewEntry,
    ReviewPolicy,
    ReviewsFile,
    WordingFile,
    WorkspaceFile,
)
from handouts.source.files import Sheet, check_language
from handouts.source.guidance import build_checks
from handouts.source.nodes import MapNode, Node, ScalarNode
from handouts.source.sections import prefixed
from handouts.source.texts import one_line

_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_:.-]*")


def is_empty(node: Node) -> bool:
    """True for a file that holds nothing but comments."""
    return isinstance(node, ScalarNode) and not node.text


def reference_keys(node: Node) -> tuple[str, ...]:
    """The keys that can be cited, also those whose entry is wrong: one mistake is not told twice."""
    return tuple(key.text for key, _ in node.entries) if isinstance(node, MapNode) else ()


def build_references(sheet: Sheet, findings: list[Diagnostic]) -> dict[str, Reference]:
    """The bibliography by key."""
    if is_empty(sheet.node):
        return {}
    shapes, wrong = check(sheet.node, dict[str, ReferenceEntry], "the bibliography")
    findings += wrong
    known = reference_keys(sheet.node)
    for key, _ in sheet.node.entries if isinstance(sheet.node, MapNode) else ():
        if not _KEY.fullmatch(key.text):
            hint = "Use letters, digits and _ : . - only: allen2018"
            findings.append(error("id", key.mark, f"'{key.text}' cannot be a citation key.", hint))
    made = {key: _reference(key, shape, known, findings) for key, shape in (shapes or {}).items()}
    return made


def _reference(key: str, shape: ReferenceEntry, known: Iterable[str], findings: list[Diagnostic]) -> Reference:
    newer = one_line(shape.status.superseded_by) if shape.status else ""
    if shape.status and (newer not in known or newer == key):
        mark = shape.status.place("superseded_by")
        message = "A reference cannot supersede itself." if newer == key else f"There is no reference '{newer}'."
        findings.append(error("unknown-citation", mark, message, did_you_mean(newer, set(known) - {key})))
    return Reference(
        key, shape.type, tuple(_author(author, findings) for author in shape.author), shape.et_al,
        one_line(shape.title), one_line(shape.container_title), one_line(shape.publisher), one_line(shape.issued),
        one_line(shape.volume), one_line(shape.issue), one_line(shape.page),
        one_line(shape.doi).removeprefix("https://doi.org/"), one_line(shape.pmid), one_line(shape.url),
        newer, shape.checked, shape.mark,
    )  # fmt: skip


def _author(shape: AuthorEntry, findings: list[Diagnostic]) -> Author:
    if (shape.family is None) == (shape.literal is None):
        message = "An author has a 'family' name, or is a body with 'literal'."
        hint = "Write {family: Allen, given: RP} or {literal: World Health Organization}."
        findings.append(error("wrong-value", shape.mark, message, hint))
    return Author(one_line(shape.family), one_line(shape.given), one_line(shape.literal))


def build_glossary(sheet: Sheet, findings: list[Diagnostic]) -> Glossary:
    """Terms, and names that never change."""
    if is_empty(sheet.node):
        return Glossary()
    shape, wrong = check(sheet.node, GlossaryFile, "the glossary")
    findings += wrong
    if shape is None:
        return Glossary()
    terms = []
    for entry in shape.terms:
        for language, text in entry.translations.items():
            findings += check_language(language, text.mark)
        translations = {language: one_line(text) for language, text in entry.translations.items()}
        terms.append(Term(one_line(entry.term), one_line(entry.plain), translations, entry.mark))
    for words in shape.avoid:
        findings += check_language(one_line(words.language), words.place("language"))
    avoid = tuple(
        Plainer(tuple(map(_lower, entry.words)), one_line(entry.plain), one_line(entry.language), entry.mark)
        for entry in shape.avoid
    )
    for language, known in shape.abbreviations.items():
        findings += check_language(language, known[0].mark if known else shape.place("abbreviations"))
    abbreviations = {language: tuple(map(one_line, known)) for language, known in shape.abbreviations.items()}
    return Glossary(tuple(terms), tuple(map(one_line, shape.never_change)), avoid, abbreviations)


def _lower(node: ScalarNode) -> str:
    return one_line(node).lower()


def build_reviews(sheets: Iterable[Sheet], findings: list[Diagnostic]) -> tuple[Review, ...]:
    """The sign-off records: one in each file below `reviews/`, and those of `reviews.yaml`, in the order written."""
    made: list[Review] = []
    for sheet in sheets:
        for shape in _review_shapes(sheet, findings):
            findings += check_language(one_line(shape.language), shape.place("language"))
            section = one_line(shape.section)
            if sheet.kind == "review" and section != sheet.names[0]:
                message = f"The record is of '{section}' and lies in the folder of '{sheet.names[0]}'."
                hint = "Put it into the folder of its section, or sign that section with: handouts review"
                findings.append(error("review-place", shape.place("section"), message, hint))
            made.append(
                Review(
                    section, one_line(shape.language), prefixed(shape.digest), one_line(shape.by),
                    one_line(shape.role), shape.date, one_line(shape.note), shape.mark, one_line(shape.owner),
                )
            )  # fmt: skip
    return tuple(made)


def _review_shapes(sheet: Sheet, findings: list[Diagnostic]) -> list[ReviewEntry]:
    if is_empty(sheet.node):
        return []
    shapes: list[ReviewEntry] | None
    if sheet.kind == "review":
        record, wrong = check(sheet.node, ReviewEntry, "a review")
        shapes = [record] if record else None
    elif isinstance(sheet.node, MapNode):
        file, wrong = check(sheet.node, ReviewsFile, "the list of reviews")
        shapes = file.reviews if file else None
    else:
        shapes, wrong = check(sheet.node, list[ReviewEntry], "the list of reviews")
    findings += wrong
    return shapes or []


def build_settings(sheet: Sheet, findings: list[Diagnostic]) -> tuple[Settings, WorkspaceFile] | None:
    """The defaults, with their shape for looking the names up later; None when they cannot be used."""
    shape, wrong = check(sheet.node, WorkspaceFile, "the settings")
    findings += wrong
    if shape is None:
        return None
    for language in shape.languages:
        findings += check_language(one_line(language), language.mark)
    policy = shape.review
    needs = _roles(policy.needs if policy else None, ("approver",))
    defaults = {name: info.default for name, info in ReviewPolicy.model_fields.items()}
    settings = Settings(
        one_line(shape.brand),
        tuple(one_line(language) for language in shape.languages),
        one_line(shape.layout),
        one_line(shape.profile),
        policy.months if policy else defaults["months"],
        policy.warn_months if policy else defaults["warn_months"],
        policy.require_signed if policy else defaults["require_signed"],
        shape.mark,
        build_checks(sheet.node),
        one_line(shape.ledger),
        needs,
        _roles(policy.translations_need if policy else None, needs),
    )
    return settings, shape


def _roles(written: list[ScalarNode] | None, default: tuple[str, ...]) -> tuple[str, ...]:
    return default if written is None else tuple(dict.fromkeys(one_line(role).casefold() for role in written))


def build_wording(sheet: Sheet, findings: list[Diagnostic]) -> Wording | None:
    """The product's own words in one language; which keys there must be is not decided here."""
    shape, wrong = check(sheet.node, WordingFile, "the wording")
    findings += wrong
    if shape is None:
        return None
    language = sheet.names[0]
    if one_line(shape.language) != language:
        message = f"The file is named {language}.yaml but says 'language: {one_line(shape.language)}'."
        findings.append(error("language-tag", shape.place("language"), message, f"Write: language: {language}"))
    return Wording(language, {key: node.text.strip() for key, node in shape.texts.items()}, sheet.mark)
