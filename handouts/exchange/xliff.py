"""Catalogs as XLIFF 2.0 documents: one file for each section, one unit for each text."""

from __future__ import annotations

import itertools
import re
from xml.etree import ElementTree as ET

from handouts.exchange.catalog import Catalog, Message, path_of
from handouts.exchange.inline import Code, Run, coded
from handouts.resolving.translated import SOURCE

NAMESPACE = "urn:oasis:names:tc:xliff:document:2.0"
STALE = "handouts:stale"
# Elements whose blanks are text; between all others blanks are for the reader of the file.
_TEXTUAL = frozenset({"source", "target", "data", "note"})


def write_xliff(catalog: Catalog) -> bytes:
    """The catalog as XLIFF 2.0: same catalog, same bytes."""
    document = ET.Element(
        "xliff", {"xmlns": NAMESPACE, "version": "2.0", "srcLang": SOURCE, "trgLang": catalog.language}
    )
    for section, messages in itertools.groupby(catalog.messages, key=lambda message: message.section):
        file = ET.SubElement(document, "file", {"id": section, "original": path_of(section, SOURCE)})
        for message in messages:
            _unit(file, message)
    _indent(document, 0)
    text: str = ET.tostring(document, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'.encode()


def unit_id(path: str) -> str:
    """A path as the names of XML allow it: `blocks.3.table.rows.1.2`."""
    return re.sub(r"\[(\d+)\]", r".\1", path)


def path_of_unit(identifier: str) -> str:
    """The path behind an id."""
    return re.sub(r"\.(\d+)(?=\.|$)", r"[\1]", identifier)


def _unit(file: ET.Element, message: Message) -> None:
    """Children in the order of the norm: notes, originalData, segment (XLIFF 2.0, 4.2.2.5)."""
    source, target, data = coded(message.source, message.target)
    names = {"id": unit_id(message.path), "name": f"{message.section}/{message.path}"}
    unit = ET.SubElement(file, "unit", {**names, "canResegment": "no", "xml:space": "preserve"})
    notes = ET.SubElement(unit, "notes")
    for note in (*message.notes, f"place: {message.mark.path}:{message.mark.line}"):
        ET.SubElement(notes, "note", {"category": note.split(":")[0]}).text = note
    if data:
        original = ET.SubElement(unit, "originalData")
        for identifier, text in data.items():
            ET.SubElement(original, "data", {"id": identifier}).text = text
    state = {"state": message.state, **({"subState": STALE} if message.stale else {})}
    segment = ET.SubElement(unit, "segment", state)
    _fill(ET.SubElement(segment, "source"), source)
    if message.target:
        _fill(ET.SubElement(segment, "target"), target)


def _fill(element: ET.Element, run: Run) -> None:
    last: ET.Element | None = None
    for piece in run:
        if isinstance(piece, Code):
            last = _ph(element, piece)
        elif last is None:
            element.text = (element.text or "") + piece
        else:
            last.tail = (last.tail or "") + piece


def _ph(element: ET.Element, code: Code) -> ET.Element:
    shown = {"disp": code.text, "equiv": code.text, "dataRef": code.data}
    return ET.SubElement(element, "ph", {"id": code.id, "canCopy": "no", "canDelete": "no", "type": code.type, **shown})


def _indent(element: ET.Element, depth: int) -> None:
    if element.tag in _TEXTUAL or not len(element):
        return
    element.text = "\n" + "  " * (depth + 1)
    for child in element:
        _indent(child, depth + 1)
        child.tail = "\n" + "  " * (depth + 1)
    element[-1].tail = "\n" + "  " * depth
