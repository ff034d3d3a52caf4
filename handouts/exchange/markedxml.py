"""XML to elements with marks, without anything that could make a small file large: no DOCTYPE, no entities."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

from handouts.diagnostics import Diagnostic, Mark, error

MAX_BYTES = 20_000_000
MAX_DEPTH = 40


@dataclass(slots=True)
class Element:
    """One element: its name and namespace, attributes, and texts and elements inside it in order."""

    namespace: str
    name: str
    attributes: dict[str, str]
    mark: Mark
    content: list[Element | str] = field(default_factory=list)

    def children(self, *names: str) -> Iterator[Element]:
        """Elements inside this one that have one of these names and its namespace."""
        for part in self.content:
            if isinstance(part, Element) and part.name in names and part.namespace == self.namespace:
                yield part

    def child(self, name: str) -> Element | None:
        """The first element of that name, or None."""
        return next(self.children(name), None)


class _Refused(Exception):
    """Stops reading; the finding is already noted."""


def parse_xml(data: bytes, name: str) -> tuple[Element | None, tuple[Diagnostic, ...]]:
    """Read an XML document; None and the reason when it is broken, too large, or tries to define entities."""
    if len(data) > MAX_BYTES:
        return None, (error("exchange-file", Mark(name), "The file is over 20 MB.", "Export fewer sections at once."),)
    builder = _Builder(name)
    try:
        builder.parser.Parse(data, True)
    except _Refused:
        return None, tuple(builder.findings)
    except (expat.ExpatError, LookupError, ValueError):  # the last two: encodings that Python does not have
        hint = "Save it again in the translation program, or export it anew."
        return None, (error("exchange-file", builder.mark, "The file is not well-formed XML here.", hint),)
    return builder.root, ()


class _Builder:
    """Takes expat's calls and builds the tree."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.root: Element | None = None
        self.findings: list[Diagnostic] = []
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.EntityDeclHandler = self._doctype
        self._open: list[Element] = []

    @property
    def mark(self) -> Mark:
        """Where the parser stands, or stopped."""
        return Mark(self.name, self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if len(self._open) >= MAX_DEPTH:
            self._refuse(f"Elements are nested more than {MAX_DEPTH} deep.")
        namespace, _, local = name.rpartition(" ")
        element = Element(namespace, local, attributes, self.mark)
        if self._open:
            self._open[-1].content.append(element)
        else:
            self.root = element
        self._open.append(element)

    def _end(self, _name: str) -> None:
        self._open.pop()

    def _text(self, text: str) -> None:
        self._open[-1].content.append(text)

    def _doctype(self, *_declaration: object) -> None:
        self._refuse("The file has a DOCTYPE, which can hide other files or endless text.")

    def _refuse(self, message: str) -> None:
        hint = "No translation program writes this. Ask where the file comes from."
        self.findings.append(error("exchange-file", self.mark, message, hint))
        raise _Refused
