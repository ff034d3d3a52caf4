"""Whether the workspace and the brand supply what a text asks for: pictures and values for slots."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from handouts.content import Figure, Line, Slot
from handouts.diagnostics import Diagnostic, Mark, error
from handouts.looks import Brand, Picture
from handouts.names import did_you_mean
from handouts.resolving.choices import slot_values
from handouts.resolving.manuscript import Manuscript

# Values of these are given when a document is made for one person; the brand never has them.
PERSONAL = ("patient.", "clinician.", "visit.")


def check_slots(brand: Brand, lines: Iterable[Line]) -> tuple[Diagnostic, ...]:
    """An error for each placeholder that neither the brand nor the visit fills, or that stands where it may not."""
    known = slot_values(brand)
    written = tuple(lines)
    # The words of a link also name its purpose in the file (Contents), where a patient's words must never be.
    linked = tuple(
        error(
            "placeholder",
            line.mark,
            f"{{{part.name}}} stands in the words of a link.",
            "Put a patient's value beside the link, not into it.",
        )
        for line in written
        for part in line.parts
        if isinstance(part, Slot) and part.link and part.name.startswith(PERSONAL)
    )
    return linked + tuple(
        error(
            "placeholder",
            line.mark,
            f"The brand '{brand.id}' ({brand.mark.path}) gives no value for {{{name}}}.",
            f"Add it to {brand.mark.path}, or correct the name. {did_you_mean(name, known)}",
        )
        for line in written
        for name in line.slots
        if name not in known and not name.startswith(PERSONAL)
    )


def used_pictures(
    pictures: Mapping[str, Picture], manuscript: Manuscript, brand: Brand | None
) -> tuple[Mapping[str, Picture], tuple[Diagnostic, ...]]:
    """The pictures of the figures and the logo, and an error for each that is not there."""
    wanted: list[tuple[str, Mark]] = [
        (block.picture, block.mark)
        for section in (*manuscript.lead, *manuscript.sections)
        for block in section.blocks
        if isinstance(block, Figure)
    ]
    if brand and brand.logo:
        wanted.append((brand.logo.picture, brand.mark))
    findings = tuple(
        error("picture", mark, f"There is no picture '{name}'.", did_you_mean(name, pictures))
        for name, mark in wanted
        if name not in pictures
    )
    return {name: pictures[name] for name, _ in sorted(wanted) if name in pictures}, findings
