"""The rules of preflight: what each asks for, who says so, how much it matters, and what to do about a breach."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple, TypeAlias

from handouts.diagnostics import Severity
from handouts.press.preflight.inspection import Fault, Inspection
from handouts.press.preflight.rules import (
    breaks,
    characters,
    codes,
    contrasts,
    edges,
    emphasis,
    links,
    measures,
    numbering,
    overlaps,
    sheets,
    sizes,
)

Check: TypeAlias = Callable[[Inspection], Iterator[Fault]]


class Rule(NamedTuple):
    """A rule; where a breach names a limit, that limit's source and severity stand in for those given here."""

    id: str
    what: str
    source: str
    severity: Severity
    hint: str
    check: Check


_ERROR, _WARNING = Severity.ERROR, Severity.WARNING
_BY_PROFILE = "the reading profile"
_WCAG = "WCAG 2.1, 1.4.3"
_SETTING = "Choose another profile or layout, or shorten the text. In a file of ours: build again, then tell us."
_COLOUR = "Choose a darker colour in the brand."
_TELL_US = "Build again with the newest version, then tell us."
_EDGE = "Make the margins of the layout wider."
_QR = "Give the code more room in the layout, or a shorter address."

RULES: tuple[Rule, ...] = (
    Rule("preflight-type-size", "type is large enough", _BY_PROFILE, _ERROR, _SETTING, sizes.check_type_size),
    Rule(
        "preflight-x-height",
        "small letters are high enough",
        "PMCPA, legibility",
        _ERROR,
        _SETTING,
        sizes.check_x_height,
    ),
    Rule(
        "preflight-line-length",
        "no line is too long to read",
        "PMCPA, legibility",
        _ERROR,
        _SETTING,
        measures.check_line_length,
    ),
    Rule(
        "preflight-long-lines",
        "lines are easy to follow",
        "WCAG 2.1, 1.4.8",
        _WARNING,
        _SETTING,
        measures.check_long_lines,
    ),
    Rule("preflight-leading", "lines are far enough apart", "USP <17>", _ERROR, _SETTING, measures.check_leading),
    Rule("preflight-justified", "text is ragged", "WCAG 2.1, 1.4.8", _WARNING, _SETTING, measures.check_justified),
    Rule("preflight-columns", "columns only where allowed", _BY_PROFILE, _ERROR, _SETTING, measures.check_columns),
    Rule(
        "preflight-spacing",
        "letters and words are spaced as promised",
        _BY_PROFILE,
        _ERROR,
        _SETTING,
        emphasis.check_spacing,
    ),
    Rule("preflight-contrast", "text is dark enough", _WCAG, _ERROR, _COLOUR, contrasts.check_contrast),
    Rule(
        "preflight-contrast-grey",
        "text is dark enough on a grey printer",
        f"{_WCAG}, on greys",
        _ERROR,
        _COLOUR,
        contrasts.check_contrast_grey,
    ),
    Rule(
        "preflight-on-picture",
        "no text on pictures",
        "RNIB Clear Print",
        _ERROR,
        "Put the text beside the picture.",
        contrasts.check_on_picture,
    ),
    Rule("preflight-overlap", "no text over text", "legibility", _ERROR, _TELL_US, overlaps.check_overlap),
    Rule("preflight-off-page", "text stays on the page", "legibility", _ERROR, _EDGE, edges.check_off_page),
    Rule("preflight-margin", "text stays where printers print", "printer manuals", _ERROR, _EDGE, edges.check_margin),
    Rule("preflight-clipped", "no text is cut off", "legibility", _ERROR, _TELL_US, edges.check_clipped),
    Rule("preflight-crossing", "no rule runs through text", "legibility", _ERROR, _TELL_US, edges.check_crossing),
    Rule("preflight-box-edge", "text stays in its box", "page design", _WARNING, _TELL_US, edges.check_box_edge),
    Rule(
        "preflight-cell",
        "text stays in its column of a table",
        "legibility",
        _ERROR,
        "Set `widths:` in the table.",
        edges.check_cell,
    ),
    Rule("preflight-orphan", "no first line alone", "page design", _WARNING, _SETTING, breaks.check_orphan),
    Rule("preflight-widow", "no last line alone", "page design", _WARNING, _SETTING, breaks.check_widow),
    Rule("preflight-lone-heading", "no heading alone", "page design", _WARNING, _SETTING, breaks.check_lone_heading),
    Rule(
        "preflight-last-page",
        "the last page is worth its paper",
        "page design",
        _WARNING,
        _SETTING,
        breaks.check_last_page,
    ),
    Rule(
        "preflight-missing-glyph",
        "every character is drawn",
        "ISO 14289-1, 7.21.8; ISO 19005-2, 6.2.11.8",
        _ERROR,
        _TELL_US,
        characters.check_missing_glyph,
    ),
    Rule(
        "preflight-no-unicode",
        "every character is known",
        "ISO 14289-1, 7.21.7",
        _ERROR,
        _TELL_US,
        characters.check_no_unicode,
    ),
    Rule("preflight-qr-size", "the QR code is large enough", "QR print size guides", _ERROR, _QR, codes.check_qr_size),
    Rule("preflight-qr-quiet", "the QR code stands free", "ISO/IEC 18004", _ERROR, _QR, codes.check_qr_quiet),
    Rule(
        "preflight-qr-contrast",
        "the QR code is dark on light",
        "ISO/IEC 18004",
        _ERROR,
        _COLOUR,
        codes.check_qr_contrast,
    ),
    Rule(
        "preflight-qr-address",
        "the QR code has its address beside it",
        "GOV.UK Notify",
        _WARNING,
        "Print the address beside the code.",
        codes.check_qr_address,
    ),
    Rule(
        "preflight-page-number",
        "page numbers are there and true",
        "GOV.UK Notify",
        _ERROR,
        _TELL_US,
        numbering.check_page_number,
    ),
    Rule(
        "preflight-page-number-place",
        "page numbers have one place",
        "RNIB Clear Print",
        _WARNING,
        _TELL_US,
        numbering.check_page_number_place,
    ),
    Rule(
        "preflight-edition",
        "every page has the edition id",
        "version control: a sheet must be told from an older one",
        _ERROR,
        _TELL_US,
        numbering.check_edition,
    ),
    Rule(
        "preflight-paper",
        "the page is as large as the file says",
        "the file's own metadata",
        _ERROR,
        _TELL_US,
        sheets.check_paper,
    ),
    Rule(
        "preflight-print-settings",
        "imposed sheets are not scaled",
        "ISO 32000-1, table 150",
        _WARNING,
        "Print it at 100 %.",
        sheets.check_print_settings,
    ),
    Rule(
        "preflight-capitals",
        "no words in all capitals",
        "RNIB Clear Print",
        _WARNING,
        "Write the words in small letters.",
        emphasis.check_capitals,
    ),
    Rule(
        "preflight-italics", "no italics", "RNIB Clear Print", _WARNING, "Use bold, sparingly.", emphasis.check_italics
    ),
    Rule(
        "preflight-underline",
        "no underline",
        "RNIB Clear Print",
        _WARNING,
        "Use bold, sparingly.",
        emphasis.check_underline,
    ),
    Rule(
        "preflight-link-broken",
        "links are whole on one page",
        "GOV.UK Notify",
        _WARNING,
        _SETTING,
        links.check_link_broken,
    ),
    Rule(
        "preflight-link-address",
        "addresses of links are printed",
        "GOV.UK Notify",
        _WARNING,
        "Write the address out, or cite it as a source.",
        links.check_link_address,
    ),
)
