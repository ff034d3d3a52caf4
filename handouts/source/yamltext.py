"""YAML text to nodes with marks; sole user of PyYAML.

Nodes are built from parser events, not by `yaml.compose`: the composer recurses in C, so a file of brackets
could end the process, and it resolves aliases before anybody can refuse them. Every scalar stays text as
written: YAML 1.1 would turn `no` into False, `8:30` into 510 and `1.0` into a number.
"""

from __future__ import annotations

import re
from dataclasses import field
from typing import Any

import yaml

from handouts.diagnostics import Diagnostic, Mark, error, in_order, warning
from handouts.records import dataclass
from handouts.source.nodes import ListNode, MapNode, Node, ScalarNode
from handouts.source.syntax import explain

MAX_CHARACTERS = 2_000_000
MAX_DEPTH = 40

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C loader is twenty times faster
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_FORBIDDEN = re.compile(
    "[^\\t\\n\\x20-\\x7e\\xa0-\\u2027\\u202a-\\ud7ff\\ue000-\\ufefe\\uff00-\\ufffd\\U00010000-\\U0010ffff]"
)
_SWALLOWED = re.compile(r"[ \t]+#[^\s#]")
_COMMENT = re.compile(r"(?:(?<=[ \t])|^)#")
_SHOWN = 10


class _Refused(Exception):
    """Stops building; the finding is already noted."""


def parse(text: str, path: str) -> tuple[Node | None, tuple[Diagnostic, ...]]:
    """Read one YAML document.

    An empty file is an empty text. The node is None when the file cannot be used at all; findings name every
    place found until then. Line ends of any kind are accepted. Never raises, whatever the text.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > MAX_CHARACTERS:
        return None, (error("file-size", Mark(path), "The file is over 2 MB.", "Split it into several files."),)
    strange = _strange_characters(text, path)
    if strange:
        return None, strange
    builder = _Builder(path, text.split("\n"))
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            builder.take(event)
    except _Refused:
        return None, in_order(builder.findings)
    except yaml.MarkedYAMLError as problem:
        refused = _refused_before(text, path, problem)
        return None, in_order(refused or (*builder.findings, builder.syntax_error(problem)))
    except (yaml.YAMLError, ValueError, OverflowError):
        finding = error("yaml-syntax", Mark(path), "The file is not YAML.", "Open it in an editor that knows YAML.")
        return None, in_order((*builder.findings, finding))
    return builder.root or ScalarNode("", Mark(path)), in_order(builder.findings)


def comments(text: str) -> tuple[tuple[int, int, str], ...]:
    """Line, column (both from 1) and words of every comment, from its `#` on; none when the text is no YAML.

    A `#` inside a text is no comment, so the parser is asked where texts begin and end.
    """
    lines = text.split("\n")
    spans: list[tuple[tuple[int, int], tuple[int, int]]] = []
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            start, end = event.start_mark, event.end_mark
            if isinstance(event, yaml.ScalarEvent) and start is not None and end is not None:
                spans.append(((start.line, start.column), (end.line, end.column)))
    except (yaml.YAMLError, ValueError, OverflowError):
        return ()
    found = []
    for number, line in enumerate(lines):
        for match in _COMMENT.finditer(line):
            place = (number, match.start())
            if not any(start <= place < end for start, end in spans):
                found.append((number + 1, match.start() + 1, line[match.start() :]))
                break
    return tuple(found)


def _refused_before(text: str, path: str, problem: yaml.MarkedYAMLError) -> list[Diagnostic]:
    """What we refuse in the text before a complaint: libyaml 0.2.6 and newer scan ahead and give up at 1,000 levels,
    before they report the 41st.
    """
    if problem.problem_mark is None:
        return []
    before = text[: problem.problem_mark.index]
    builder = _Builder(path, before.split("\n"))
    try:
        for event in yaml.parse(before, Loader=_LOADER):
            builder.take(event)
    except _Refused:
        return builder.findings
    except yaml.YAMLError:
        pass  # the text was cut off, so it ends too early
    return []


def _strange_characters(text: str, path: str) -> tuple[Diagnostic, ...]:
    findings = []
    for match in _FORBIDDEN.finditer(text):
        line = text.count("\n", 0, match.start())
        column = match.start() - (text.rfind("\n", 0, match.start()) + 1)
        findings.append(_control(Mark(path, line + 1, column + 1), match.group()))
        if len(findings) == _SHOWN:
            break
    return tuple(findings)


def _control(mark: Mark, character: str) -> Diagnostic:
    return error(
        "control-character",
        mark,
        f"There is an invisible character (U+{ord(character):04X}) that cannot be printed.",
        "Delete it; it often comes with text pasted from another program.",
    )


@dataclass(slots=True)
class _Frame:
    """A list or map that is being read; `key` is a map's key that waits for its value."""

    mark: Mark
    is_map: bool
    items: list[Node] = field(default_factory=list)
    entries: list[tuple[ScalarNode, Node]] = field(default_factory=list)
    seen: dict[str, Mark] = field(default_factory=dict)
    key: ScalarNode | None = None

    def node(self) -> Node:
        return MapNode(tuple(self.entries), self.mark) if self.is_map else ListNode(tuple(self.items), self.mark)


class _Builder:
    """Builds one node tree from parser events, without recursion."""

    def __init__(self, path: str, lines: list[str]) -> None:
        self.path = path
        self.lines = lines
        self.findings: list[Diagnostic] = []
        self.root: Node | None = None
        self._stack: list[_Frame] = []
        self._documents = 0

    def take(self, event: Any) -> None:  # PyYAML's event classes share no typed base with marks
        match event:
            case yaml.ScalarEvent():
                self._refuse_tags(event)
                self._scalar(event)
            case yaml.SequenceStartEvent() | yaml.MappingStartEvent():
                self._refuse_tags(event)
                self._open(event)
            case yaml.SequenceEndEvent() | yaml.MappingEndEvent():
                self._place(self._stack.pop().node())
            case yaml.AliasEvent():
                self._refuse(
                    "yaml-alias",
                    event,
                    "A * at the start refers to another place in the file, which is not allowed.",
                    "Write the text out; if it really starts with *, put it in quotes.",
                )
            case yaml.DocumentStartEvent():
                self._documents += 1
                if self._documents > 1:
                    self._refuse(
                        "yaml-documents",
                        event,
                        "A second document begins here with ---.",
                        "Keep one document in a file: remove the line, or make two files.",
                    )
            case _:
                pass

    def syntax_error(self, problem: yaml.MarkedYAMLError) -> Diagnostic:
        """The parser's complaint as a finding."""
        at = problem.problem_mark or problem.context_mark
        begun = problem.context_mark
        place = (at.line, at.column) if at else (0, 0)
        why = explain(self.lines, place, (begun.line, begun.column) if begun else None)
        line = min(why.place[0], max(len(self.lines) - 1, 0))
        return error("yaml-syntax", Mark(self.path, line + 1, why.place[1] + 1), why.message, why.hint)

    def _mark(self, event: Any) -> Mark:
        return Mark(self.path, event.start_mark.line + 1, event.start_mark.column + 1)

    def _refuse(self, rule: str, event: Any, message: str, hint: str) -> None:
        self.findings.append(error(rule, self._mark(event), message, hint))
        raise _Refused

    def _refuse_tags(self, event: Any) -> None:
        if event.anchor is not None:
            self._refuse(
                "yaml-alias",
                event,
                f"&{event.anchor} gives a name to a place in the file, which is not allowed.",
                "Write the text out where it is needed; if it really starts with &, put it in quotes.",
            )
        if event.tag is not None:
            self._refuse(
                "yaml-tag",
                event,
                "A YAML tag (a word after !) is not allowed.",
                "Remove it; if the text really starts with !, put it in quotes.",
            )

    def _open(self, event: Any) -> None:
        frame = self._stack[-1] if self._stack else None
        if frame is not None and frame.is_map and frame.key is None:
            self._refuse(
                "yaml-key",
                event,
                "A list or map stands where a key belongs.",
                "Keys are single words, such as 'title'; put text that starts with [ or { in quotes.",
            )
        if len(self._stack) >= MAX_DEPTH:
            self._refuse(
                "yaml-depth",
                event,
                f"Lists and maps are nested more than {MAX_DEPTH} deep.",
                "No content needs this; check the brackets.",
            )
        self._stack.append(_Frame(self._mark(event), isinstance(event, yaml.MappingStartEvent)))

    def _scalar(self, event: Any) -> None:
        start, style = event.start_mark, event.style
        mark = Mark(self.path, start.line + 1, start.column + 1)
        frame = self._stack[-1] if self._stack else None
        is_key = frame is not None and frame.is_map and frame.key is None
        text = event.value
        if not is_key and not style and text in _NULLS:
            text = ""
        strange = _FORBIDDEN.search(text) if style == '"' else None  # an escape such as "\x07" can bring one in
        if strange:
            self.findings.append(_control(mark, strange.group()))
            text = _FORBIDDEN.sub("", text)
        end = event.end_mark
        if not style and event.value and end.line < len(self.lines) and "#" in self.lines[end.line]:
            self._warn_of_comment(end)
        quotes = 1 if style in ("'", '"') else 0
        as_written = start.line == end.line and end.column - start.column == len(event.value) + 2 * quotes
        self._place(ScalarNode(text, mark, quotes if as_written else None))

    def _warn_of_comment(self, end: Any) -> None:
        """`Room #3` ends at the `#`; text that vanishes without a word is worse than a needless warning."""
        if _SWALLOWED.match(self.lines[end.line], end.column):
            self.findings.append(
                warning(
                    "yaml-comment",
                    Mark(self.path, end.line + 1, end.column + 2),
                    "The text from # on is not read.",
                    'Put the text in quotes, or write "# " with a space if it is a comment.',
                )
            )

    def _place(self, node: Node) -> None:
        if not self._stack:
            self.root = node
            return
        frame = self._stack[-1]
        if not frame.is_map:
            frame.items.append(node)
        elif frame.key is None:
            assert isinstance(node, ScalarNode)  # _open refused everything else
            frame.key = node
        else:
            self._entry(frame, frame.key, node)
            frame.key = None

    def _entry(self, frame: _Frame, key: ScalarNode, node: Node) -> None:
        first = frame.seen.get(key.text)
        if first is None:
            frame.seen[key.text] = key.mark
            frame.entries.append((key, node))
            return
        self.findings.append(
            error(
                "yaml-duplicate",
                key.mark,
                f"'{key.text}' is given twice; it was given first in line {first.line}.",
                "Keep one of the two; in a list of blocks, begin each block with '- '.",
            )
        )
