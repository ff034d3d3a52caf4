"""Section and handout files from their checked shapes to content types."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from handouts.content import (
    ASPECTS,
    Block,
    Checklist,
    Claim,
    Conditional,
    Figure,
    Handout,
    Line,
    Section,
    Translation,
    Treatment,
    Use,
    WriteIn,
)
from handouts.diagnostics import Diagnostic, Mark, error
from handouts.names import did_you_mean, find
from handouts.source.blocks import build_block
from handouts.source.checking import check
from handouts.source.digests import CARE_KEYS, section_digest
from handouts.source.filemodels import HandoutFile, SectionFile, TreatmentEntry
from handouts.source.files import Sheet, check_language
from handouts.source.nodes import MapNode, ScalarNode
from handouts.source.shelf import Shelf
from handouts.source.texts import Texts, one_line

SOURCE_LANGUAGE = "en"
REFERENCE_LIST = "references"


def build_section(
    sheet: Sheet, citation_keys: Collection[str] | None, shelf: Shelf, findings: list[Diagnostic]
) -> Section | None:
    """One section in one language, or None when its file cannot be understood."""
    shape, wrong = check(sheet.node, SectionFile, "a section")
    findings += wrong
    if shape is None:
        return None
    name, language = sheet.names
    texts = Texts(language, citation_keys)
    if not shape.blocks and not shape.key_points and not wrong:
        texts.error("empty-text", shape.mark, "The section has no content.", "Add 'blocks:' or 'key_points:'.")
    section = Section(
        name,
        language,
        texts.line(shape.title),
        shape.safety,
        shape.box or "",
        texts.lines(shape.key_points),
        tuple(build_block(texts, shelf, block) for block in shape.blocks),
        _translation(sheet, shape, texts),
        "",
        shape.mark,
    )
    _check_field_names(section.blocks, texts)
    treatments = tuple(_treatment(entry, texts) for entry in shape.treatments)
    _check_care(sheet, texts)
    findings += texts.findings
    digest = section_digest(sheet.file.text, sheet.node, _shown(section.blocks, shelf))
    return replace(section, digest=digest, treatments=treatments, review_months=shape.review_months or 0)


def _shown(blocks: Iterable[Block], shelf: Shelf) -> list[str]:
    """The digests of the pictures that the figures show."""
    return [shelf.pictures[path].digest for path in pictured(blocks) if path in shelf.pictures]


def pictured(blocks: Iterable[Block]) -> frozenset[str]:
    """The workspace paths of the pictures that the figures show."""
    solid = (block.block if isinstance(block, Conditional) else block for block in blocks)
    return frozenset(block.picture for block in solid if isinstance(block, Figure))


def _treatment(entry: TreatmentEntry, texts: Texts) -> Treatment:
    claims = [
        Claim(aspect, texts.line(node).plain, node.mark)
        for aspect in ASPECTS
        if (node := getattr(entry, aspect)) is not None
    ]
    return Treatment(tuple(one_line(name) for name in entry.of), tuple(claims), entry.mark)


def _check_care(sheet: Sheet, texts: Texts) -> None:
    """How a section is looked after is said once, in the source language."""
    if sheet.names[1] == SOURCE_LANGUAGE or not isinstance(sheet.node, MapNode):
        return
    for name in CARE_KEYS:
        key = sheet.node.key(name)
        if key is not None:
            texts.error("translation", key.mark, f"Only the English section has '{name}'.", "Remove it here.")


def _translation(sheet: Sheet, shape: SectionFile, texts: Texts) -> Translation | None:
    entry, language = shape.translation, sheet.names[1]
    if language == SOURCE_LANGUAGE:
        if entry is not None:
            texts.error(
                "translation", entry.mark, "The English section is the source, not a translation.", "Remove it."
            )
        return None
    if entry is None:
        # One that is there but wrong has been told already.
        if isinstance(sheet.node, MapNode) and sheet.node.key("translation") is None:
            hint = "Write: translation: {of: en, source: sha256:..., by: person}"
            texts.error("translation", shape.mark, "A translated section says what it was made from.", hint)
        return None
    if one_line(entry.of) != SOURCE_LANGUAGE:
        texts.error("translation", entry.place("of"), "Translations are made from 'en'.", "Write: of: en")
    return Translation(one_line(entry.of), prefixed(entry.source), entry.by)


def prefixed(digest: ScalarNode) -> str:
    """A digest in the one form used for comparing: `sha256:` and 64 digits."""
    return "sha256:" + one_line(digest).removeprefix("sha256:")


def _check_field_names(blocks: Iterable[Block], texts: Texts) -> None:
    """Names by which fields are filled must be unique, or two fields would get one patient's text."""
    seen: dict[str, Mark] = {}
    for block in blocks:
        solid = block.block if isinstance(block, Conditional) else block
        if not isinstance(solid, Checklist | WriteIn) or not solid.name:
            continue
        if solid.name in seen:
            message = f"The name '{solid.name}' is used twice; first in line {seen[solid.name].line}."
            texts.error("id", solid.mark, message, "Give each checklist and write-in its own name.")
        seen.setdefault(solid.name, solid.mark)


def check_families(
    sections: Mapping[tuple[str, str], Section], written: Collection[tuple[str, ...]]
) -> list[Diagnostic]:
    """Each section exists in the source language, and its translations agree with it on safety and box.

    `written` are the files there are, even those that could not be understood.
    """
    findings = []
    for (name, language), section in sections.items():
        if (name, SOURCE_LANGUAGE) not in written:
            message = f"The section '{name}' has no {SOURCE_LANGUAGE}.yaml, which translations are made from."
            hint = f"Write content/sections/{name}/{SOURCE_LANGUAGE}.yaml."
            findings.append(error("source-language", section.mark, message, hint))
        source = sections.get((name, SOURCE_LANGUAGE))
        if source is None or language == SOURCE_LANGUAGE:
            continue
        if section.safety != source.safety:
            flag = str(source.safety).lower()
            message = f"The English section has 'safety: {flag}', this translation has not."
            findings.append(error("translation", section.mark, message, f"Write: safety: {flag}"))
        if section.box != source.box:
            hint = f"Write: box: {source.box}" if source.box else "Remove 'box'."
            findings.append(error("translation", section.mark, "The English section has another 'box'.", hint))
    return findings


def build_handout(
    sheet: Sheet, section_names: Mapping[str, object], layouts: Mapping[str, object], findings: list[Diagnostic]
) -> Handout | None:
    """One handout, with every section and layout it names looked up; None when its file cannot be understood."""
    shape, wrong = check(sheet.node, HandoutFile, "a handout")
    findings += wrong
    if shape is None:
        return None
    title = _by_language(shape, "title", shape.title, findings)
    if SOURCE_LANGUAGE not in shape.title and not wrong:
        hint = f"Write: {SOURCE_LANGUAGE}: and the title below 'title:'."
        findings.append(error("source-language", shape.place("title"), "The handout has no English title.", hint))
    for layout in shape.layouts:
        findings += find("layout", layout.text.strip(), layouts, layout.mark)[1]
    seen: dict[str, Mark] = {}
    lead = _uses(shape.lead, section_names, seen, findings)
    body = _uses(shape.sections, {**section_names, REFERENCE_LIST: None}, seen, findings)
    codes = {"icd10": shape.codes.icd10, "snomed": shape.codes.snomed} if shape.codes else {}
    return Handout(
        sheet.names[0],
        title,
        _by_language(shape, "subtitle", shape.subtitle, findings),
        {system: tuple(one_line(code) for code in listed) for system, listed in codes.items() if listed},
        tuple(layout.text.strip() for layout in shape.layouts),
        lead,
        body,
        sheet.digest,
        shape.mark,
        _optional(shape, (*lead, *body), findings),
        _plan(shape, (*lead, *body), findings),
    )


def _optional(shape: HandoutFile, sections: tuple[Use, ...], findings: list[Diagnostic]) -> tuple[str, ...]:
    """Names under `optional:`; each stands once and is a section of this handout, the list of sources excepted."""
    known = {use.section: use for use in sections if use.section != REFERENCE_LIST}
    names: list[str] = []
    for node in shape.optional:
        name = node.text.strip()
        if name not in known:
            message = f"'{name}' is not among the handout's `lead:` and `sections:`, so it cannot be optional."
            findings.append(error("optional", node.mark, message, did_you_mean(name, known)))
        elif name in names:
            findings.append(error("optional", node.mark, f"'{name}' is listed twice.", "Keep one of the two."))
        else:
            names.append(name)
    return tuple(names)


def _plan(shape: HandoutFile, sections: tuple[Use, ...], findings: list[Diagnostic]) -> str:
    """The name under `plan:`, a section of this handout; "" for none."""
    if shape.plan is None:
        return ""
    name = shape.plan.text.strip()
    known = {use.section for use in sections if use.section != REFERENCE_LIST}
    if name not in known:
        message = f"'{name}' is not among the handout's `lead:` and `sections:`, so it cannot be its plan."
        findings.append(error("plan", shape.plan.mark, message, did_you_mean(name, known)))
        return ""
    return name


def _by_language(
    shape: HandoutFile, key: str, texts: Mapping[str, ScalarNode], findings: list[Diagnostic]
) -> dict[str, Line]:
    written = shape.node(key)
    lines = {}
    for language, node in texts.items():
        tag = written.key(language) if isinstance(written, MapNode) else None
        findings += check_language(language, tag.mark if tag else node.mark)
        reader = Texts(language, ())
        lines[language] = reader.line(node)
        findings += reader.findings
    return lines


def _uses(
    names: Iterable[ScalarNode], known: Mapping[str, object], seen: dict[str, Mark], findings: list[Diagnostic]
) -> tuple[Use, ...]:
    uses = []
    for node in names:
        name = node.text.strip()
        findings += find("section", name, known, node.mark)[1]
        if name in seen:
            message = f"The section '{name}' is named twice; first in line {seen[name].line}."
            findings.append(error("section-twice", node.mark, message, "Remove one of the two."))
        seen.setdefault(name, node.mark)
        uses.append(Use(name, node.mark))
    return tuple(uses)
