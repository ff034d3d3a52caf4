"""Running heads and feet on a page: one line each, its last words given up where it is too long."""

from __future__ import annotations

from handouts.diagnostics import Mark, error
from handouts.typeset.ink import Sheet
from handouts.typeset.pieces import Run, SetLine
from handouts.typeset.plate import RunningText
from handouts.typeset.text import Typesetter


def running(sheet: Sheet, typesetter: Typesetter, matter: RunningText, text: str, mark: Mark | None) -> bytes:
    """One line of running matter as a pagination artifact (ISO 32000-1, 14.8.2.2.2); `text` fills its pattern.

    `mark` is whom to tell when not even its first word has room.
    """
    line = _fitted(typesetter, matter, text, mark)
    if line is None:
        return b""
    x = matter.x + (matter.width - line.width if matter.flush_end else 0.0)
    scratch = Sheet(sheet.width, sheet.height, sheet.area, sheet.fonts)
    scratch.line(line, x, matter.y)
    head = f"/Artifact <</Type /Pagination /Subtype /{matter.subtype}>> BDC\n".encode()
    return head + scratch.loose_text() + b"\nEMC"


def _fitted(typesetter: Typesetter, matter: RunningText, text: str, mark: Mark | None) -> SetLine | None:
    """The text on one line, with its last words given up for an ellipsis where it is too long."""
    words = text.split(" ")
    for count in range(len(words), 0, -1):
        shown = text if count == len(words) else " ".join(words[:count]).rstrip(",.;:") + " …"
        lines = typesetter.set([Run(shown, matter.style, language=matter.language)], 1e6)
        if not lines or lines[0].width <= matter.width:
            return lines[0] if lines else None
    message = f"“{words[0]}” is too long for the running head or foot."
    typesetter.findings.append(error("too-wide", mark, message, "Give a shorter `short_name` or title."))
    return None
