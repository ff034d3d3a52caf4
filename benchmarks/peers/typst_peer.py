"""Typst by its Python binding, PDF/UA-1: a file of markup once, the clinic's and patient's values as inputs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import typst

from peers.document import Runs, Variant

_HEAD = """\
#let v = sys.inputs
#let brand = rgb(v.at("colour", default: "#0B5C7A"))
#set document(title: "TITLE", author: v.at("clinic", default: "Example Clinic"))
#set text(font: "Noto Sans", size: 12pt, lang: "en", hyphenate: true)
#set par(leading: 0.62em, spacing: 0.9em)
#set page(
  paper: "us-letter", margin: (x: 56pt, top: 60pt, bottom: 60pt),
  header: context if counter(page).get().first() > 1 [
    #set text(size: 10pt)
    #v.at("clinic", default: "Example Clinic") #h(1fr) TITLE
  ],
  footer: context [
    #set text(size: 10pt)
    Edition EXAMPLE #h(1fr) Page #counter(page).display() of #counter(page).final().first()
  ],
)
#show heading: set text(fill: brand)
#show heading.where(level: 1): set text(size: 18pt)
#show heading.where(level: 2): set text(size: 14pt)
#let callout(body) = block(
  width: 100%, inset: 10pt, fill: rgb("#F2F6F8"), stroke: (left: 3pt + brand), breakable: true, body)
#block(width: 100%, inset: 12pt, fill: brand)[
  #set text(fill: white)
  #v.at("clinic", default: "Example Clinic") #h(1fr) #v.at("phone", default: "")
]
#text(size: 24pt, weight: "bold", fill: brand)[TITLE]

SUBTITLE

Prepared for: #v.at("patient", default: "")

"""
_FOOT = """
= How to reach us
#callout[#v.at("clinic", default: "Example Clinic"), #v.at("phone", default: ""), 100 Sample Street, Anytown]
"""


class Maker:
    """Makes the document, one variant after the other, in one process."""

    def __init__(self, data: dict[str, Any], folder: Path, fonts: Path) -> None:
        self._source = folder / "document.typ"
        self._source.write_text(markup(data), encoding="utf-8")
        self._compiler = typst.Compiler(
            str(self._source), root=str(folder), font_paths=[str(fonts)], ignore_system_fonts=True
        )
        self._folder = folder

    def make(self, variant: Variant) -> bytes:
        values = {
            "clinic": variant.clinic, "patient": variant.patient, "phone": variant.phone, "colour": variant.colour
        }  # fmt: skip
        return self._compiler.compile(format="pdf", sys_inputs=values, pdf_standards=["ua-1"])

    def make_unseen(self, data: dict[str, Any], variant: Variant) -> bytes:
        """Another text altogether."""
        path = self._folder / f"unseen-{variant.number}.typ"
        path.write_text(markup(data), encoding="utf-8")
        values = {
            "clinic": variant.clinic, "patient": variant.patient, "phone": variant.phone, "colour": variant.colour
        }  # fmt: skip
        return self._compiler.compile(input=str(path), format="pdf", sys_inputs=values, pdf_standards=["ua-1"])


def markup(data: dict[str, Any]) -> str:
    """The document in Typst's language."""
    head = _HEAD.replace("SUBTITLE", _escaped(data["subtitle"])).replace("TITLE", _escaped(data["title"]))
    return head + "\n\n".join(map(_block, data["blocks"])) + _FOOT


def _block(block: list[Any]) -> str:
    match block:
        case ["h1", runs]:
            return f"= {_text(runs, bold=False)}"
        case ["h2", runs]:
            return f"== {_text(runs, bold=False)}"
        case ["p", runs]:
            return _text(runs)
        case ["ul", items]:
            return "\n".join(f"- {_text(item)}" for item in items)
        case ["ol", items]:
            return "\n".join(f"+ {_text(item)}" for item in items)
        case ["box", title, inner]:
            return "#callout[\n" + "\n\n".join([f"*{_text(title, bold=False)}*", *map(_block, inner)]) + "\n]"
        case ["table", caption, head, rows]:
            cells = ",\n".join(f"  [{_text(cell)}]" for row in rows for cell in row)
            columns = ", ".join(["1fr"] * len(head))
            header = ", ".join(f"[*{_text(cell, bold=False)}*]" for cell in head)
            return (
                f"#figure(kind: table, supplement: none, numbering: none, caption: [{_text(caption)}],\n"
                f"table(columns: ({columns}), align: left, inset: 5pt, stroke: (y: 0.5pt + gray),\n"
                f"  table.header({header}),\n{cells}))"
            )
    raise ValueError(block[0])


def _text(runs: Runs, *, bold: bool = True) -> str:
    out = ""
    for text, strong, emphasis, raised in runs:
        made = _escaped(text)
        if raised:
            made = f"#super[{made}]"
        elif strong and bold:
            made = f"#strong[{made}]"
        elif emphasis:
            made = f"#emph[{made}]"
        out += made
    return out


def _escaped(text: str) -> str:
    for sign in "\\#$*_`<>@[]~=+-/\"'":
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\n", " ")
