"""What the workspace asks of its checks, from files to values: `checks:` in the settings, and must-not-say.yaml."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handouts.diagnostics import Diagnostic, error
from handouts.guidance import Forbidden, Given, Setting
from handouts.source.checking import check
from handouts.source.filemodels import ForbiddenEntry, ForbiddenFile
from handouts.source.files import Sheet, check_language
from handouts.source.nodes import ListNode, MapNode, Node, ScalarNode
from handouts.source.texts import one_line

_LONGEST = 200


def build_checks(settings: Node) -> tuple[Setting, ...]:
    """`checks:` as it was written; whether there are such rules and options is for the rules to say."""
    node = settings.get("checks") if isinstance(settings, MapNode) else None
    return tuple(_setting(key, value) for key, value in node.entries) if isinstance(node, MapNode) else ()


def _setting(key: ScalarNode, value: Node) -> Setting:
    if not isinstance(value, MapNode):
        return Setting(key.text, _values(value)[0] if _values(value) else "", (), key.mark)
    severity = value.get("severity")
    given = tuple(each for name, node in value.entries if name.text != "severity" for each in _given(name, node))
    said = one_line(severity) if isinstance(severity, ScalarNode) else "a map or list" if severity else ""
    return Setting(key.text, said, given, key.mark)


def _given(name: ScalarNode, node: Node) -> Iterator[Given]:
    """An option for all languages, or one for each."""
    if isinstance(node, MapNode):
        for language, value in node.entries:
            yield Given(name.text, language.text, _values(value), value.mark)
    else:
        yield Given(name.text, "", _values(node), node.mark)


def _values(node: Node) -> tuple[str, ...]:
    nodes = node.items if isinstance(node, ListNode) else (node,)
    return tuple(one_line(each) for each in nodes if isinstance(each, ScalarNode) and each.text.strip())


def build_forbidden(sheet: Sheet, findings: list[Diagnostic]) -> tuple[Forbidden, ...]:
    """The phrases no handout may say; expressions that cannot be used are told and left out."""
    if isinstance(sheet.node, ScalarNode) and not sheet.node.text:
        return ()
    shape, wrong = check(sheet.node, ForbiddenFile, "the list of what not to say")
    findings += wrong
    return tuple(_forbidden(entry, findings) for entry in shape.phrases) if shape else ()


def _forbidden(entry: ForbiddenEntry, findings: list[Diagnostic]) -> Forbidden:
    phrases: dict[str, tuple[str, ...]] = {}
    patterns: dict[str, tuple[str, ...]] = {}
    for language, nodes in entry.say_not.items():
        findings += check_language(language, nodes[0].mark if nodes else entry.place("say_not"))
        words = [(node, one_line(node)) for node in nodes]
        phrases[language] = tuple(text for _, text in words if not _is_pattern(text))
        patterns[language] = tuple(
            text[1:-1] for node, text in words if _is_pattern(text) and _usable(node, text[1:-1], findings)
        )
    return Forbidden(
        phrases, patterns, entry.even_denied, one_line(entry.reason), one_line(entry.source), one_line(entry.instead),
        entry.mark,
    )  # fmt: skip


def _is_pattern(text: str) -> bool:
    return len(text) > 2 and text.startswith("/") and text.endswith("/")


def _usable(node: ScalarNode, pattern: str, findings: list[Diagnostic]) -> bool:
    hint = "Write words, or a Python regular expression between slashes: /cures? (RLS|restless legs)/"
    if len(pattern) > _LONGEST:
        message = f"The expression is over {_LONGEST} characters."
        findings.append(error("wrong-value", node.mark, message, "Make several of it."))
        return False
    try:
        empty = re.compile(pattern, re.IGNORECASE).match("") is not None
    except (re.error, OverflowError) as problem:
        findings.append(error("wrong-value", node.mark, f"This is no regular expression: {problem}.", hint))
        return False
    if empty:
        findings.append(error("wrong-value", node.mark, "The expression also fits where there are no words.", hint))
    return not empty
