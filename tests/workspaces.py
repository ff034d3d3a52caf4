"""Small valid workspaces for tests, with files overlaid."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

PROFILE = """\
title: Standard
source: Clear print
styles:
  title: {size: 28, leading: 34, weight: 700}
  subtitle: {size: 14, leading: 19}
  h2: {size: 19, leading: 25, weight: 700}
  h3: {size: 15, leading: 20, weight: 600}
  body: {size: 12, leading: 17}
  lead: {size: 13.5, leading: 19}
  table: {size: 11, leading: 15}
  caption: {size: 10.2, leading: 14}
  reference: {size: 10, leading: 13.6}
  furniture: {size: 10, leading: 13}
  banner: {size: 13, leading: 17, weight: 600}
space: 8.5
space_before_h2: 24
space_before_h3: 14
"""
LAYOUT = """\
title: Sheet
papers: [letter, a4]
profiles: [standard-12]
margins: {top: 42, bottom: 54, binding: 57, outer: 43}
side: 90
gap: 14
"""
BRAND = """\
name: Test Clinic
region: US
font: noto-sans
colours: {brand: "#0B5C7A", accent: "#B4490F"}
contact: {phone: 202-555-0100}
numbers: {emergency: "911"}
"""
SECTION = """\
title: Iron
blocks:
  - text: Iron helps. [@allen2018]
"""
MINIMAL: Mapping[str, str] = {
    "content/workspace.yaml": "brand: test\nlanguages: [en]\nlayout: sheet\nprofile: standard-12\n",
    "content/references.yaml": (
        "allen2018:\n  type: article-journal\n  title: Iron\n  status: current\n  checked: 2026-01-02\n"
    ),
    "content/sections/iron/en.yaml": SECTION,
    "content/handouts/rls.yaml": "title: {en: Restless legs}\nsections: [iron, references]\n",
    "templates/brands/test.yaml": BRAND,
    "templates/layouts/sheet.yaml": LAYOUT,
    "templates/profiles/standard-12.yaml": PROFILE,
}
BASES: Mapping[str, Mapping[str, str]] = {"minimal": MINIMAL, "empty": {}}


def make_workspace(folder: Path, files: Mapping[str, str | bytes | None], *, base: str = "minimal") -> Path:
    """Write a valid workspace with some files replaced or added (None removes one); the folder."""
    for place, text in {**BASES[base], **files}.items():
        path = folder / place
        if text is None:
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return folder
