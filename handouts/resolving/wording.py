"""Which of the product's own words a language must have, and what each pattern must hold."""

from __future__ import annotations

import re
from collections.abc import Mapping

from handouts.diagnostics import Diagnostic, error
from handouts.library import Wording

# Each text with the values its pattern must show; ICU plurals count as showing their value.
_PATTERNS: Mapping[str, tuple[str, ...]] = {
    # Page furniture
    "page_of": ("page", "pages"),
    "contents": (),
    "reading_time": ("minutes",),
    "key_points": (),
    "references": (),
    "continued": (),
    "edition": ("id",),
    "left_out": ("sections",),
    "short_form": (),
    "packet": (),
    # Review state
    "last_checked": ("date",),
    "next_check": ("date",),
    "not_checked": (),
    "draft": (),
    "draft_band": (),
    "expired_band": (),
    "changed_band": (),
    "machine_band": (),
    "stale_note": (),
    "untranslated_note": (),
    # One patient's copy
    "prepared_for": ("name",),
    "prepared_by": ("name",),
    # Callout tones
    "note": (),
    "tip": (),
    "warning": (),
    "emergency": (),
    # Contact block
    "contact": (),
    "phone": (),
    "email": (),
    "website": (),
    "hours": (),
    "address": (),
    "feedback": (),
    "scan": (),
    "qr_alt": ("url",),
    # Things to fill in
    "ticked": (),
    "not_ticked": (),
    # The HTML file's controls
    "html_skip": (),
    "html_source": ("number",),
    "html_back": (),
    "html_blank": (),
    # The recall notice
    "recall_title": (),
    "recall_notice": (),
    "recall_why_section": ("what",),
    "recall_why_reference": ("what",),
    "recall_why_edition": (),
    "recall_todo": (),
    "recall_step_look": (),
    "recall_step_take": (),
    "recall_step_away": (),
    "recall_step_tick": (),
    "recall_table": (),
    "recall_edition": (),
    "recall_handout": (),
    "recall_instead": (),
    "recall_nothing": (),
    "recall_copies": (),
    "recall_done": (),
    "recall_place": (),
    "recall_by": (),
    # Print jobs
    "job_sheet": (),
    "job_of": ("number", "total"),
    "job_number": (),
    "job_document": (),
    "job_paper": (),
    "job_pages": (),
    "job_sheets": (),
    "job_total": (),
    "job_long_edge": (),
    "job_short_edge": (),
    "job_one_side": (),
    "job_reprint": ("jobs",),
    # The report
    "report_title": (),
    "report_notice": (),
    "report_subtitle": ("date", "since"),
    "report_day": ("date",),
    "report_contents": (),
    "report_glance": (),
    "report_glance_coverage": ("part", "all"),
    "report_glance_texts": ("part", "all"),
    "report_glance_due": ("date", "texts", "sources"),
    "report_glance_overdue": ("texts", "sources"),
    "report_glance_replaced": ("count",),
    "report_glance_files": ("part", "all"),
    "report_glance_editions": ("date", "count"),
    "report_unchecked": (),
    "report_damaged": ("count",),
    "report_unknown": (),
    "report_overdue": (),
    "report_coverage": (),
    "report_coverage_text": (),
    "report_coverage_chart": (),
    "report_coverage_bar": ("name", "one", "two"),
    "report_coverage_caption": (),
    "report_language": (),
    "report_ready": (),
    "report_open": (),
    "report_incomplete": (),
    "report_state": (),
    "report_means": (),
    "report_state_signed": (),
    "report_state_due": (),
    "report_state_expired": (),
    "report_state_changed": (),
    "report_state_never": (),
    "report_state_stale": (),
    "report_state_missing": (),
    "report_means_signed": (),
    "report_means_due": (),
    "report_means_expired": (),
    "report_means_changed": (),
    "report_means_never": (),
    "report_means_stale": (),
    "report_means_missing": (),
    "report_unsigned": (),
    "report_unsigned_none": (),
    "report_text": (),
    "report_signed_by": (),
    "report_never": (),
    "report_which": (),
    "report_all": (),
    "report_due": (),
    "report_due_text": ("date",),
    "report_due_none": ("date",),
    "report_undated": ("count",),
    "report_due_chart": (),
    "report_due_bar": ("name", "one", "two"),
    "report_due_caption": (),
    "report_month": (),
    "report_texts": (),
    "report_sources": (),
    "report_due_list": (),
    "report_next": (),
    "report_owner": (),
    "report_evidence": (),
    "report_evidence_text": (),
    "report_checked": (),
    "report_key": (),
    "report_cited": (),
    "report_source": (),
    "report_source_current": ("date",),
    "report_source_late": (),
    "report_source_unused": (),
    "report_source_replaced": ("key",),
    "report_reading": (),
    "report_reading_text": (),
    "report_no_formula": (),
    "report_formula": (),
    "report_scale": (),
    "report_published": (),
    "report_scale_ease": (),
    "report_scale_us": (),
    "report_scale_at": (),
    "report_files": (),
    "report_files_text": (),
    "report_file_passed": (),
    "report_file_failed": (),
    "report_file_absent": (),
    "report_file_other": (),
    "report_result": (),
    "report_count": (),
    "report_file": (),
    "report_structure": (),
    "report_preflight": (),
    "report_ledger_empty": (),
    "report_editions": (),
    "report_editions_text": ("date", "count"),
    "report_editions_none": ("date",),
    "report_later": ("count",),
    "report_recorded": (),
    "report_then": (),
    "report_about": (),
    "report_plain": (),
    "report_made": ("version",),
    "report_more": ("count",),
}

WORDING_KEYS = frozenset(_PATTERNS)

_SHOWN = re.compile(r"\{\s*(\w+)\s*[,}]")


def check_wording(wording: Wording) -> tuple[Diagnostic, ...]:
    """Findings for texts that are missing or empty, and for patterns that forgot a value."""
    findings = []
    missing = sorted(key for key in WORDING_KEYS if not wording.texts.get(key, "").strip())
    if missing:
        message = f"The wording for '{wording.language}' lacks: {', '.join(missing)}."
        hint = "Add the texts; templates/wording/en.yaml shows what each one says."
        findings.append(error("wording", wording.mark, message, hint))
    for key, values in _PATTERNS.items():
        text = wording.texts.get(key, "")
        lost = [f"{{{value}}}" for value in values if text.strip() and value not in _SHOWN.findall(text)]
        if lost:
            message = f"The text '{key}' for '{wording.language}' does not show {' and '.join(lost)}."
            findings.append(error("wording", wording.mark, message, f"It now says: {text}"))
    return tuple(findings)
