"""What a workspace holds, as a list for people and programs."""

from __future__ import annotations

from typing import Any

from handouts.library import Library
from handouts.reporting import table
from handouts.resolving.translated import handout_state, offered


def inventory(library: Library) -> list[dict[str, Any]]:
    """Every handout with its title, the languages it can be built in, its state in every language, and codes."""
    tags = sorted({*library.wording, *(language for _, language in library.sections)})
    entries = []
    for name, handout in sorted(library.handouts.items()):
        states = {tag: handout_state(library, name, tag) for tag in tags}
        title = handout.title.get("en") or next(iter(handout.title.values()))
        entries.append(
            {
                "handout": name, "title": title.plain,
                "languages": list(offered(library, name)),
                "states": states, "sections": len({*handout.lead, *handout.sections}),
                "codes": {system: list(codes) for system, codes in sorted(handout.codes.items())},
                "layouts": list(handout.layouts),
            }
        )  # fmt: skip
    return entries


def language_table(entries: list[dict[str, Any]]) -> list[str]:
    """Handouts down, languages across, states in the cells."""
    tags = sorted({tag for entry in entries for tag in entry["states"]})
    rows = [(entry["handout"], *(entry["states"][tag] for tag in tags)) for entry in entries]
    return table([("HANDOUT", *tags), *rows])


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
