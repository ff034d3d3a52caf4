"""Layout and reading-profile files from their checked shapes to their types."""

from __future__ import annotations

from collections.abc import Mapping

from handouts.diagnostics import Diagnostic, error
from handouts.looks import LEAST_MEASURE, PAPERS, STYLE_NAMES, Layout, Profile, TypeStyle, column_count, page_of
from handouts.names import find
from handouts.source.checking import check
from handouts.source.looksmodels import LayoutFile, ProfileFile, StyleEntry
from handouts.source.nodes import Node
from handouts.source.texts import one_line

LEAST_SIDE = 60.0


def build_layout(name: str, node: Node, profiles: Mapping[str, object], findings: list[Diagnostic]) -> Layout | None:
    """One layout with its parents merged in; None when it cannot be used."""
    shape, wrong = check(node, LayoutFile, "a layout")
    findings += wrong
    if shape is None:
        return None
    for profile in shape.profiles:
        findings += find("profile", profile.text.strip(), profiles, profile.mark)[1]
    margins = shape.margins
    layout = Layout(
        name, one_line(shape.title), tuple(shape.papers), tuple(one_line(profile) for profile in shape.profiles),
        margins.top, margins.bottom, margins.binding, margins.outer, shape.side, shape.gap,
        shape.contents_over_pages, shape.references, shape.mark,
        side_up_to=shape.side_up_to, columns=shape.columns, column_gap=shape.column_gap, share=shape.page,
        bilingual=shape.bilingual or "", show=shape.show, pages=shape.pages, table_columns=shape.table_columns,
        impose=shape.impose or "",
    )  # fmt: skip
    if 0 < layout.side < LEAST_SIDE:
        message = f"A side column of {layout.side:.0f} pt is too narrow for section numbers and labels."
        hint = f"Give it {LEAST_SIDE:.0f} pt or more, or 0 for none."
        findings.append(error("layout-size", shape.place("side"), message, hint))
    if layout.bilingual and layout.columns > 1:
        message = "Two languages stand in columns of their own, so the text of each has one column."
        findings.append(error("layout-size", shape.place("columns"), message, "Write columns: 1"))
    findings += _room(shape, layout)
    return layout


def _room(shape: LayoutFile, layout: Layout) -> list[Diagnostic]:
    """An error for each paper on which a column of text would be narrower or shorter than two inches."""
    findings = []
    count = column_count(layout)
    side = layout.side + layout.gap if layout.side and count == 1 else 0.0
    for paper in layout.papers:
        page = page_of(PAPERS[paper], layout.share)
        wide = page.width - layout.binding - layout.outer - side
        across = (wide - (count - 1) * layout.column_gap) / count
        down = page.height - layout.top - layout.bottom
        if min(across, down) < LEAST_MEASURE:
            message = f"Only {across:.0f} x {down:.0f} pt of {paper} paper are left for text."
            hint = "Make margins and side column smaller."
            findings.append(error("layout-size", shape.place("margins"), message, hint))
    return findings


def build_profile(name: str, node: Node, findings: list[Diagnostic]) -> Profile | None:
    """One reading profile with its parents merged in; None when it cannot be used."""
    shape, wrong = check(node, ProfileFile, "a reading profile")
    findings += wrong
    if shape is None:
        return None
    styles = {style: _style(style, getattr(shape.styles, style), findings) for style in STYLE_NAMES}
    return Profile(
        name, one_line(shape.title), one_line(shape.source), styles, shape.space, shape.space_before_h2,
        shape.space_before_h3, shape.hyphenate, shape.italics, shape.leading_slack, shape.space_slack,
        shape.letter_spacing, shape.word_spacing, shape.mark, margin=shape.margin, measure=shape.measure,
        least=shape.least,
    )  # fmt: skip


def _style(name: str, shape: StyleEntry, findings: list[Diagnostic]) -> TypeStyle:
    if shape.leading < shape.size:
        message = f"The lines of '{name}' would overlap: leading {shape.leading:g} is less than size {shape.size:g}."
        hint = f"Write leading: {shape.size * 1.4:.0f} or so."
        findings.append(error("profile-size", shape.place("leading"), message, hint))
    return TypeStyle(shape.size, shape.leading, shape.weight)
