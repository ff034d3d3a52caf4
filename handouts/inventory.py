"""What a workspace holds, as a list for people and programs."""

from __future__ import annotations

from typing import Any

from handouts.library import Library
from handouts.reporting import table


def inventory(library: Library) -> list[dict[str, Any]]:
    """Every handout with its title, languages in which all its sections exist, and codes."""
    entries = []
    for name, handout in sorted(library.handouts.items()):
        sections = [use.section for use in (*handout.lead, *handout.sections) if use.section != "references"]
        languages = [
            tag for tag in sorted(handout.title) if all((section, tag) in library.sections for section in sections)
        ]
        title = handout.title.get("en") or next(iter(handout.title.values()))
        entries.append(
            {
                "handout": name, "title": title.plain, "languages": languages, "sections": len(sections),
                "codes": {system: list(codes) for system, codes in sorted(handout.codes.items())},
                "layouts": list(handout.layouts),
            }
        )  # fmt: skip
    return entries


def inventory_table(entries: list[dict[str, Any]]) -> list[str]:
    """The list for a terminal."""
    head = ("HANDOUT", "LANGUAGES", "CODES", "TITLE")
    rows = [
        (
            entry["handout"],
            ", ".join(entry["languages"]),
            " ".join(code for codes in entry["codes"].values() for code in codes),
            entry["title"],
        )
        for entry in entries
    ]
    return table([head, *rows])
