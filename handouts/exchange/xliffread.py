"""XLIFF 2.0 documents back to catalogs, whichever program has saved them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

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
    data = _data(unit)
    sources, targets, states = [], [], []
    codes: dict[str, str] = {}
    for part in unit.children("segment", "ignorable"):
        source, target = part.child("source"), part.child("target")
        before = _text(source, data, codes, findings) if source is not None else ""
        sources.append(before)
        targets.append(_target(part, target, before, data, codes, findings))
        if part.name == "segment":
            states.append(part.attributes.get("state", "initial"))
    target_text = normal("".join(targets))
    state: State = "translated" if target_text and "initial" not in states else "initial"
    path = path_of_unit(unit.attributes.get("id", ""))
    return Message(file.attributes.get("id", ""), path, normal("".join(sources)), target_text, state, unit.mark)


def _data(unit: Element) -> dict[str, str]:
    original = unit.child("originalData")
    return {
        entry.attributes.get("id", ""): "".join(part for part in entry.content if isinstance(part, str))
        for entry in (original.children("data") if original is not None else ())
    }


def _target(
    part: Element,
    target: Element | None,
    source: str,
    data: Mapping[str, str],
    codes: dict[str, str],
    findings: list[Diagnostic],
) -> str:
    """The translation of a segment; blanks between segments are those of the source where none are given."""
    if target is not None:
        return _text(target, data, codes, findings)
    return source if part.name == "ignorable" else ""


def _text(element: Element, data: Mapping[str, str], codes: dict[str, str], findings: list[Diagnostic]) -> str:
    words = []
    for part in element.content:
        if isinstance(part, str):
            words.append(part)
        elif part.name == "ph":
            words.append(_code(element, part, data, codes, findings))
        elif part.name in _TRANSPARENT:
            words.append(_text(part, data, codes, findings))
        else:
            findings.append(_strange(part.mark, f"<{part.name}>"))
    return "".join(words)


def _code(
    element: Element, ph: Element, data: Mapping[str, str], codes: dict[str, str], findings: list[Diagnostic]
) -> str:
    """What a code stands for: by its data, else by the code of the source that has its id."""
    identifier = ph.attributes.get("id", "")
    text = data.get(ph.attributes.get("dataRef", ""), codes.get(identifier))
    if text is None:
        findings.append(_strange(ph.mark, f"<ph id='{identifier}'>"))
        return ""
    if element.name == "source":
        codes[identifier] = text
    return text


def _strange(mark: Mark, what: str) -> Diagnostic:
    return error("exchange-file", mark, f"The inline code {what} is not one of this text.", _HINT)
