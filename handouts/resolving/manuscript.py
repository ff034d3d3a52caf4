"""Which sections and blocks make up a handout in one language, before anything is numbered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from handouts.content import (
    Block,
    Callout,
    Conditional,
    Handout,
    Heading,
    Line,
    Paragraph,
    Section,
    SolidBlock,
    Use,
    Words,
)
from handouts.diagnostics import Diagnostic, Severity, error, has_errors, warning
from handouts.edition import EditionSection
from handouts.language import english_name
from handouts.library import Library
from handouts.records import dataclass
from handouts.resolving.lines import map_lines
from handouts.resolving.translated import SOURCE, TranslationState, choose_section

# The section that holds the list of references; it has no file.
REFERENCES = "references"

_MOST_KEY_POINTS = 6


@dataclass(frozen=True, slots=True)
class Scope:
    """For whom a handout is gathered; without a region (brand unknown) every block stays, to be checked."""

    language: str
    region: str | None
    wording: Mapping[str, str]
    english: Mapping[str, str]
    draft: bool = False
    leave_out: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Manuscript:
    """Everything the reader meets; the fields stand in reading order (`lines.lines_in` relies on it)."""

    title: Line
    subtitle: Line | None
    key_points: tuple[Line, ...]
    lead: tuple[EditionSection, ...]
    sections: tuple[EditionSection, ...]


@dataclass(frozen=True, slots=True)
class Assembly:
    """A manuscript, the sections it was made from, titles of those left out, and what is wrong with it."""

    manuscript: Manuscript
    used: tuple[Section, ...]
    left_out: tuple[Line, ...]
    findings: tuple[Diagnostic, ...]


def assemble(library: Library, handout: Handout, scope: Scope) -> Assembly:
    """Gather the handout's titles, key points and sections for the scope."""
    title, subtitle, findings = _titles(handout, scope.language)
    findings += _check_uses(handout)
    used: list[Section] = []
    left_out: list[Line] = []
    gathered: dict[str, list[EditionSection]] = {"lead": [], "sections": []}
    for place, use in _places(handout):
        if use.section == REFERENCES:
            gathered[place].append(_references_section(scope, use))
            continue
        chosen = choose_section(library, use, scope.language, draft=scope.draft)
        findings += chosen.findings
        section = chosen.section
        if section is None:
            continue
        if use.section in scope.leave_out:
            left_out.append(section.title)
            used.append(section)  # its key points stand all the same
            continue
        blocks = keep_blocks(section.blocks, scope.region)
        findings += _check_blocks(section, blocks, scope)
        if blocks:
            used.append(section)
            made = _edition_section(section, blocks, scope)
            gathered[place].append(replace(made, blocks=(*_note(section, chosen.state, scope), *made.blocks)))
    # Points in another language have no place in the box; their section says that it is not translated.
    key_points = _key_points(section for section in used if section.language == scope.language)
    findings += _check_titles((title, *(section.title for section in used)))
    if not has_errors(findings):  # a section that is missing may hold the key points
        findings += _check_key_points(handout, key_points)
    manuscript = Manuscript(title, subtitle, key_points, tuple(gathered["lead"]), tuple(gathered["sections"]))
    return Assembly(manuscript, tuple(used), tuple(left_out), tuple(findings))


def keep_blocks(blocks: tuple[Block, ...], region: str | None) -> tuple[SolidBlock, ...]:
    """The blocks meant for the region, freed from their conditions."""
    kept: list[SolidBlock] = []
    for block in blocks:
        if not isinstance(block, Conditional):
            kept.append(block)
        elif region is None or (region in block.regions) != block.negated:
            kept.append(block.block)
    return tuple(kept)


def number_sections(sections: Iterable[EditionSection]) -> tuple[EditionSection, ...]:
    """The same sections numbered from 1."""
    return tuple(replace(section, number=number) for number, section in enumerate(sections, start=1))


def _places(handout: Handout) -> list[tuple[str, Use]]:
    return [("lead", use) for use in handout.lead] + [("sections", use) for use in handout.sections]


def _references_section(scope: Scope, use: Use) -> EditionSection:
    title = Line((Words(scope.wording.get(REFERENCES, "")),), use.mark)
    return EditionSection(REFERENCES, 0, title, "", False, scope.language, (), use.mark)


def _edition_section(section: Section, blocks: tuple[SolidBlock, ...], scope: Scope) -> EditionSection:
    made = EditionSection(
        section.id, 0, section.title, section.box, section.safety, section.language, blocks, section.mark
    )
    return made if section.language == scope.language else in_language(made, section.language)


def _note(section: Section, state: TranslationState, scope: Scope) -> tuple[Callout, ...]:
    """What the reader and the staff must know of a section that is not what it should be, in both languages."""
    key = {"stale": "stale_note", "stale-safety": "stale_note", "missing": "untranslated_note"}.get(state)
    if key is None or scope.language == SOURCE:
        return ()
    words = [Words(scope.wording.get(key, "")), Words(scope.english.get(key, ""), language=SOURCE)]
    lines = [Line((part,), section.mark) for part in words]
    return (Callout("note", None, tuple(Paragraph(line, section.mark) for line in lines), section.mark),)


def in_language(section: EditionSection, language: str) -> EditionSection:
    """The section with every word marked as `language` where that is not the document's."""
    return map_lines(section, lambda line: _spoken(line, language))


def _spoken(line: Line, language: str) -> Line:
    parts = (
        replace(part, language=part.language or language) if isinstance(part, Words) else part for part in line.parts
    )
    return Line(tuple(parts), line.mark)


def _titles(handout: Handout, language: str) -> tuple[Line, Line | None, list[Diagnostic]]:
    findings = []
    for what, titles in (("title", handout.title), ("subtitle", handout.subtitle)):
        if language not in titles and (titles or what == "title"):
            message = f"The {what} of the handout is missing in {english_name(language)} ({language})."
            hint = f"Add `{language}:` under `{what}:` in {handout.mark.path}."
            findings.append(error("missing-translation", handout.mark, message, hint))
    if "en" not in handout.title:
        message = "The handout has no English title, so staff who read only English cannot tell which it is."
        hint = f"Add `en:` under `title:` in {handout.mark.path}."
        findings.append(warning("english-title", handout.mark, message, hint))
    return handout.title.get(language, Line((), handout.mark)), handout.subtitle.get(language), findings


def _check_titles(lines: Iterable[Line]) -> list[Diagnostic]:
    """Titles go into bookmarks, running heads and the file's metadata, where no placeholder can be filled."""
    hint = "Write the words out, or put the placeholder into the subtitle or the text."
    return [
        error("title-placeholder", line.mark, f"The title '{line.plain}' holds a placeholder.", hint)
        for line in lines
        if line.slots
    ]


def _key_points(sections: Iterable[Section]) -> tuple[Line, ...]:
    unique: dict[str, Line] = {}
    for section in sections:
        for line in section.key_points:
            unique.setdefault(line.plain.strip(), line)
    return tuple(unique.values())


def _check_key_points(handout: Handout, key_points: tuple[Line, ...]) -> list[Diagnostic]:
    if not key_points:
        hint = "Give the most important section `key_points:`; they stand in a box on page 1."
        return [warning("key-points", handout.mark, "None of the sections has key points.", hint)]
    if len(key_points) > _MOST_KEY_POINTS:
        message = f"There are {len(key_points)} key points; more than {_MOST_KEY_POINTS} are hard to remember."
        return [warning("key-points", handout.mark, message, "Keep those that tell the reader what to do.")]
    return []


def _check_uses(handout: Handout) -> list[Diagnostic]:
    findings = []
    first: dict[str, str] = {}
    for place, use in _places(handout):
        before = first.get(use.section)
        if before:
            where = f"twice under `{place}`" if before == place else f"under both `{before}` and `{place}`"
            message = f"The section '{use.section}' is listed {where}."
            findings.append(error("duplicate-section", use.mark, message, "Keep one of the two."))
        elif place == "lead" and use.section == REFERENCES:
            message = "The list of references cannot stand before the numbered sections."
            findings.append(error("references", use.mark, message, "List it under `sections:`."))
        first.setdefault(use.section, place)
    return findings


def _check_blocks(section: Section, blocks: tuple[SolidBlock, ...], scope: Scope) -> list[Diagnostic]:
    if not blocks:
        message = f"The section '{section.id}' has nothing to say in {scope.region or 'any region'} and is left out."
        severity = Severity.ERROR if section.safety else Severity.NOTE
        hint = "Write a block for this region: a section with `safety: true` must not vanish." if section.safety else ""
        return [Diagnostic("empty-section", severity, section.mark, message, hint)]
    followers = (*blocks[1:], None)
    return [
        error(
            "heading-order",
            block.mark,
            f"Nothing stands under the heading '{block.line.plain}'.",
            "Write what it announces, or take the heading out.",
        )
        for block, follower in zip(blocks, followers, strict=True)
        if isinstance(block, Heading) and (follower is None or isinstance(follower, Heading))
    ]
