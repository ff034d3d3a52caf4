"""XLIFF 2.0 documents back to catalogs, whichever program has saved them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from handouts.diagnostics import Diagnostic, Mark, error
from handouts.exchange.catalog import Catalog, Message, State
from handouts.exchange.markedxml import Element, parse_xml
from handouts.exchange.units import normal
from handouts.exchange.xliff import NAMESPACE, path_of_unit

# Elements around or between words that say nothing to us: comments, searched terms, markers of a program.
_TRANSPARENT = ("mrk", "sm", "em")
_FAMILY = NAMESPACE.rpartition(":")[0]
_HINT = "Put the code back as it stands in the source text, or export the file anew."


def read_xliff(data: bytes, name: str) -> tuple[Catalog | None, tuple[Diagnostic, ...]]:
    """An XLIFF 2 document as a catalog; None when it is none, findings for every text that cannot be read."""
    root, findings = parse_xml(data, name)
    if root is None:
        return None, findings
    if root.name != "xliff" or not root.namespace.startswith(f"{_FAMILY}:2."):
        hint = "XLIFF 1.2 is another format; save the file as XLIFF 2.0."
        return None, (error("exchange-file", root.mark, "This is not an XLIFF 2 document.", hint),)
    language = root.attributes.get("trgLang", "")
    if not language:
        return None, (error("exchange-file", root.mark, "The file does not say its language (trgLang).", ""),)
    found: list[Diagnostic] = []
    messages = [_message(file, unit, found) for file in root.children("file") for unit in _units(file)]
    return Catalog(language, tuple(messages), says_unfinished=False), tuple(found)


def _units(element: Element) -> Iterator[Element]:
    for child in element.children("unit", "group"):
        if child.name == "unit":
            yield child
        else:
            yield from _units(child)


def _message(file: Element, unit: Element, findings: list[Diagnostic]) -> Message:
    reader = _Reader(_data(unit), findings)
    sources, targets, states = [], [], []
    for part in unit.children("segment", "ignorable"):
        source, target = part.child("source"), part.child("target")
        before = reader.text(source) if source is not None else ""
        sources.append(before)
        if target is not None:
            targets.append(reader.text(target))
        elif part.name == "ignorable":  # blanks between sentences are those of the source
            targets.append(before)
        if part.name == "segment":
            states.append(part.attributes.get("state", "initial"))
    text = normal("".join(targets))
    state: State = "translated" if text and "initial" not in states else "initial"
    path = path_of_unit(unit.attributes.get("id", ""))
    return Message(file.attributes.get("id", ""), path, normal("".join(sources)), text, state, unit.mark)


def _data(unit: Element) -> dict[str, str]:
    original = unit.child("originalData")
    return {
        entry.attributes.get("id", ""): "".join(part for part in entry.content if isinstance(part, str))
        for entry in (original.children("data") if original is not None else ())
    }


@dataclass(slots=True)
class _Reader:
    """Turns the contents of one unit to plain texts; `codes` are the source's, by id."""

    data: Mapping[str, str]
    findings: list[Diagnostic]
    codes: dict[str, str] = field(default_factory=dict)

    def text(self, element: Element, *, of: str = "") -> str:
        """The words of a source or target, each code as what it stands for."""
        of = of or element.name
        words = []
        for part in element.content:
            if isinstance(part, str):
                words.append(part)
            elif part.name == "ph":
                words.append(self._code(part, of))
            elif part.name in _TRANSPARENT:
                words.append(self.text(part, of=of))
            else:
                self._refuse(part.mark, f"<{part.name}>")
        return "".join(words)

    def _code(self, ph: Element, of: str) -> str:
        """By its data, else by the code of the source that has its id."""
        identifier = ph.attributes.get("id", "")
        text = self.data.get(ph.attributes.get("dataRef", ""), self.codes.get(identifier))
        if text is None:
            self._refuse(ph.mark, f"<ph id='{identifier}'>")
            return ""
        if of == "source":
            self.codes[identifier] = text
        return text

    def _refuse(self, mark: Mark, what: str) -> None:
        message = f"The inline code {what} is not one of this text."
        self.findings.append(error("exchange-file", mark, message, _HINT))
