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
