"""A small workspace with one Spanish translation, and ways to send its texts out and back."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from handouts.exchange.catalog import Catalog, chosen_sections, collect
from handouts.exchange.changes import Plan
from handouts.exchange.importing import plan_import
from handouts.exchange.po import write_po
from handouts.exchange.reading import read_catalog
from handouts.exchange.xliff import write_xliff
from handouts.library import Library
from handouts.source.loading import load
from handouts.source.workspace import Workspace, read
from tests.workspaces import make_workspace

EN = "content/sections/iron/en.yaml"
ES = "content/sections/iron/es.yaml"
FR = "content/sections/iron/fr.yaml"
ENGLISH = """\
# Checked by our pharmacist.
title: Iron
safety: true
key_points:
  - Have a blood test before you take iron.
blocks:
  # why it matters
  - text: "Iron helps when ferritin is 75 ng/mL or less. [@allen2018]"
  - text: >-
      Take at most 20 mg
      a day. Read [this page](https://example.org/iron) first.
  - table:
      columns: [Medicine, Leave this gap]
      widths: [2, 1]
      rows:
        - [Levothyroxine, 4 hours]   # the usual gap
  - callout: warning
    title: 'Keep iron away from children'
    text: Call {poison.number} now.
"""
SPANISH = """\
# Traducido por la clínica.
title: Hierro
safety: true
translation:
  of: en
  source: sha256:SOURCE
  by: person
key_points:
  - Hágase un análisis de sangre antes de tomar hierro.
blocks:
  - text: "El hierro ayuda cuando la ferritina es de 75 ng/mL o menos. [@allen2018]"
  - text: >-
      Tome 20 mg al día como máximo.
      Lea antes [esta página](https://example.org/iron).
  - table:
      columns: [Medicamento, Deje este intervalo]
      widths: [1, 1]
      rows:
        - [Levotiroxina, 4 horas]   # lo habitual
  - callout: warning
    title: 'Mantenga el hierro lejos de los niños'
    text: Llame ya al {poison.number}.
"""
GLOSSARY = """\
terms:
  - term: iron
    plain: A mineral.
    translations: {es: hierro}
never_change: [ng/mL]
"""


def made_from(text: str, english: str = ENGLISH) -> str:
    """A translation with the digest of its source."""
    return text.replace("SOURCE", hashlib.sha256(english.encode()).hexdigest())


FILES: Mapping[str, str] = {EN: ENGLISH, ES: made_from(SPANISH), "content/glossary.yaml": GLOSSARY}


def make_clinic(folder: Path, files: Mapping[str, str | bytes | None] | None = None) -> Path:
    """The workspace with some files replaced or added (None leaves one out)."""
    return make_workspace(folder, {**FILES, **(files or {})})


def opened(folder: Path) -> tuple[Workspace, Library]:
    workspace, _ = read(folder)
    library, _ = load(workspace)
    assert library is not None
    return workspace, library


def export(folder: Path, language: str = "es", kind: str = "po", sections: tuple[str, ...] = ()) -> bytes:
    catalog = gather(folder, language, sections)
    return write_po(catalog) if kind == "po" else write_xliff(catalog)


def gather(folder: Path, language: str = "es", sections: tuple[str, ...] = ()) -> Catalog:
    workspace, library = opened(folder)
    names, wrong = chosen_sections(library, sections)
    catalog, unread = collect(workspace, library, language, names)
    assert (*wrong, *unread) == ()
    return catalog


def bring_in(folder: Path, data: bytes, by: str | None = None) -> Plan:
    """The plan for a file that came back; nothing is written."""
    catalog, findings = read_catalog(data, "back.po")
    if catalog is None or findings:
        return Plan((), findings)
    return plan_import(*opened(folder), catalog, by)  # type: ignore[arg-type]


def rules(plan: Plan) -> list[str]:
    return [finding.rule for finding in plan.findings]
