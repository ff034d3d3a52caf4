"""Inline text to typed parts: emphasis, links, `[@citations]`, `{placeholders}`; sole user of markdown-it-py."""

from __future__ import annotations

import re
from dataclasses import field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from handouts.content import Citation, Inline, Slot, Words
from handouts.diagnostics import Diagnostic, Mark, error
from handouts.records import dataclass
from handouts.source.nodes import ScalarNode
from handouts.source.typography import bind_units, curl_quotes, ellipses

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

MAX_CHARACTERS = 10_000
SCHEMES = ("https", "http", "mailto", "tel")

_PLAIN = re.compile(r"[^\\`*_\[\]<>!&{}\n#|]*")
_CITE = "Write [@key] or [@first; @second]."
_SPACES = re.compile(r"[ \t]+")
_KEY = re.compile(r"@([A-Za-z0-9][A-Za-z0-9_:.-]*)")
_SLOT = re.compile(r"\{([A-Za-z0-9._-]+)\}")
_CITATION = re.compile(r"\[(@[^\[\]]*)\]")
_BURIED = re.compile(r"\[[^\[\]@]*\s@[A-Za-z0-9]")

# Markup that would be a block of its own, looked for at the start of a line: what it is and what to use.
_BLOCKS: tuple[tuple[re.Pattern[str], str, str], ...] = (
    (re.compile(r"#{1,6}(?:[ \t]|$)"), "a heading (#)", "Use a 'heading:' block, or write \\# for the character."),
    (re.compile(r"[-+*][ \t]+\S"), "a list (- or *)", "Use a 'list:' block, or write \\- for the character."),
    (re.compile(r"\d{1,9}[.)][ \t]+\S"), "a numbered list", "Use a 'steps:' block, or write 1\\. for the figure."),
    (re.compile(r">"), "a quotation (>)", "Use a 'quote:' block, or write \\> for the character."),
    (re.compile(r"```|~~~"), "code", "Handouts have no code; write the words plainly."),
    (re.compile(r"\|.*\|"), "a table (|)", "Use a 'table:' block."),
    (re.compile(r"(?:-[ \t]*){3,}$|(?:\*[ \t]*){3,}$|(?:_[ \t]*){3,}$|={2,}$"), "a rule", "Leave it out."),
)
_SIGNS = frozenset("#-+*>`~|_=")  # what each of them begins with, if not with a figure


@dataclass(slots=True)
class Reading:
    """What one text says: its parts, and the citation keys and placeholders with their places."""

    parts: tuple[Inline, ...] = ()
    citations: list[tuple[str, Mark]] = field(default_factory=list)
    slots: list[tuple[str, Mark]] = field(default_factory=list)
    findings: list[Diagnostic] = field(default_factory=list)


def read_inline(node: ScalarNode, language: str) -> Reading:
    """Read one text of CommonMark's inline forms that are allowed here; anything else is refused by a finding.

    `language` decides the quotation marks. Places are exact where the text stands on one line of the file,
    else the start of the text.
    """
    reading = Reading()
    text = node.text.strip()
    shift = len(node.text) - len(node.text.lstrip())
    if len(text) > MAX_CHARACTERS:
        hint = "Split it into several 'text:' blocks."
        reading.findings.append(error("markup", node.mark, f"The text is over {MAX_CHARACTERS:,} characters.", hint))
    elif not text:
        reading.findings.append(
            error("empty-text", node.mark, "There is no text here.", "Write it, or remove the key.")
        )
    elif not _refuse_blocks(text, shift, node, reading):
        _Walk(text, shift, node, reading).run(language)
    return reading


def _refuse_blocks(text: str, shift: int, node: ScalarNode, reading: Reading) -> bool:
    start = 0
    for line in text.split("\n"):
        inner = line.lstrip()
        column = shift + start + len(line) - len(inner)
        if not inner:
            hint = "Make each paragraph a 'text:' block of its own."
            reading.findings.append(error("markup", node.at(column), "There is an empty line inside the text.", hint))
            return True
        for pattern, what, hint in _BLOCKS if inner[0] in _SIGNS or inner[0].isdecimal() else ():
            if pattern.match(inner):
                mark = node.at(column)
                reading.findings.append(error("markup", mark, f"Text may not contain {what}.", hint))
                return True
        start += len(line) + 1
    return False


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt  # 90 ms to import; texts without any markup never need it

    parser = MarkdownIt("commonmark")
    # Addresses are judged below, with a finding; markdown-it would quietly print them as text.
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    # Joining would lose which characters were written with a backslash, and which as entities.
    parser.core.ruler.disable("text_join")
    parser.inline.ruler.before("link", "citation", _citation_rule)
    parser.inline.ruler.before("link", "slot", _slot_rule)
    return parser


def _citation_rule(state: Any, silent: bool) -> bool:  # markdown-it's StateInline is untyped at this edge
    return _own_rule(state, silent, _CITATION, "citation")


def _slot_rule(state: Any, silent: bool) -> bool:
    return _own_rule(state, silent, _SLOT, "slot")


def _own_rule(state: Any, silent: bool, pattern: re.Pattern[str], kind: str) -> bool:
    match = pattern.match(state.src, state.pos)
    if match is None:
        return False
    if not silent:
        token = state.push(kind, "", 0)
        token.content = match.group(1)
    state.pos = match.end()
    return True


@dataclass(slots=True)
class _Piece:
    """A part before typography; `fixed` pieces were written with a backslash and stay as they are."""

    part: Words | Citation | Slot
    fixed: bool = False


class _Walk:
    """Turns markdown-it's tokens into parts, refusing what handouts do not know."""

    def __init__(self, text: str, shift: int, node: ScalarNode, reading: Reading) -> None:
        self.text = text
        self.shift = shift
        self.node = node
        self.reading = reading
        self.pieces: list[_Piece] = []
        self._strong = 0
        self._emphasis = 0
        self._link = ""
        self._found: dict[str, int] = {}

    def run(self, language: str) -> None:
        if _PLAIN.fullmatch(self.text):
            self._words(self.text)
        else:
            for token in _parser().parseInline(self.text)[0].children or []:
                self._take(token)
        for match in _BURIED.finditer(self.text) if "@" in self.text else ():
            self._refuse(match.group(), "Nothing but @keys may stand in a citation.", _CITE, "citation")
        self.reading.parts = _set(self.pieces, language)

    def _take(self, token: Any) -> None:
        match token.type:
            case "text":
                self._lone_marks(token.content)
                self._words(token.content)
            case "text_special" if token.info == "escape":
                self._words(token.content, fixed=True)
            case "softbreak":
                self._words(" ")
            case "strong_open" | "strong_close":
                self._strong += token.nesting
            case "em_open" | "em_close":
                self._emphasis += token.nesting
            case "link_open":
                self._open_link(str(token.attrs.get("href", "")), str(token.attrs.get("title", "")))
            case "link_close":
                self._close_link()
            case "citation":
                self._citation(token.content)
            case "slot":
                self.reading.slots.append((token.content, self._mark(f"{{{token.content}}}")))
                self.pieces.append(_Piece(Slot(token.content, self._strong > 0, self._emphasis > 0, self._link)))
            case _:
                self._refuse_token(token)

    def _words(self, text: str, *, fixed: bool = False) -> None:
        if text:
            self.pieces.append(_Piece(Words(text, self._strong > 0, self._emphasis > 0, self._link), fixed))

    def _mark(self, snippet: str) -> Mark:
        """The place of the next occurrence of a snippet of the text."""
        index = self.text.find(snippet, self._found.get(snippet, 0))
        if index < 0:
            return self.node.mark
        self._found[snippet] = index + 1
        return self.node.at(self.shift + index)

    def _refuse(self, snippet: str, message: str, hint: str, rule: str = "markup") -> None:
        self.reading.findings.append(error(rule, self._mark(snippet), message, hint))

    def _refuse_token(self, token: Any) -> None:
        match token.type:
            case "image":
                self._refuse("![", "Text may not contain a picture.", "Use a 'figure:' block.")
            case "code_inline":
                self._refuse("`", "Text may not contain code between backticks.", "Use plain words, or ** for strong.")
            case "html_inline":
                self._refuse(
                    token.content,
                    f"Text may not contain HTML: {token.content}",
                    "Use ** for strong and * for emphasis; write \\< for the character.",
                )
            case "text_special":
                self._refuse(
                    token.markup,
                    f"Write the character itself instead of {token.markup}",
                    "Text is UTF-8; every character may stand for itself.",
                )
            case "hardbreak":
                self._refuse("\\\n", "A line may not be broken by hand.", "Make two 'text:' blocks, or a 'list:'.")
            case _:
                self._refuse("", f"Text may not contain {token.type}.", "Only emphasis and links are known here.")

    def _lone_marks(self, text: str) -> None:
        if "{" in text:
            self._refuse(
                "{" + text.split("{", 1)[1][:1],
                "A { here does not begin a placeholder such as {clinic.phone}.",
                "Close it with } after the name, or write \\{ for the character.",
            )
        if "[@" in text:
            self._refuse("[@", "A citation is not closed here.", _CITE, "citation")

    def _citation(self, content: str) -> None:
        matches = [_KEY.fullmatch(part.strip()) for part in content.split(";")]
        keys = tuple(match.group(1) for match in matches if match)
        if len(keys) < len(matches):
            message = f"This is not a citation: [{content}]"
            self._refuse(f"[{content}]", message, _CITE, "citation")
        if keys:
            mark = self._mark(f"[{content}]") if len(keys) == len(matches) else self.node.mark
            self.reading.citations += [(key, mark) for key in keys]
            self.pieces.append(_Piece(Citation(keys)))

    def _open_link(self, url: str, title: str) -> None:
        self._link = url
        scheme = url.split(":", 1)[0].lower() if ":" in url else ""
        place = url if url in self.text else "]("
        if "%7B" in url:
            self._refuse(place, "A web address may not contain a placeholder.", "Write the address out.", "link")
        elif not url or scheme not in SCHEMES:
            hint = f"Write the whole address; it begins with {', '.join(f'{name}:' for name in SCHEMES)}."
            self._refuse(place, f"The link '{url}' is not one that works on paper and screen.", hint, "link")
        if title:
            self._refuse(place, "A link may not have a title.", "Say it in the text.", "link")
        self.pieces.append(_Piece(Words("", link=url)))

    def _close_link(self) -> None:
        last = self.pieces[-1].part
        if isinstance(last, Words) and not last.text:
            self._refuse(self._link, "The link has no text.", "Write the words between [ and ].", "link")
        self._link = ""


def _set(pieces: list[_Piece], language: str) -> tuple[Inline, ...]:
    """Apply typography over the whole text, then join neighbours of the same style."""
    texts = [_visible(piece) for piece in pieces]
    joined = "".join(texts)
    bound = bind_units(curl_quotes(joined, language))  # neither changes the length
    parts: list[Inline] = []
    start = 0
    for piece, text in zip(pieces, texts, strict=True):
        end = start + len(text)
        part = piece.part
        if isinstance(part, Words):
            shown = text if piece.fixed else bound[start:end]
            part = Words(shown, part.strong, part.emphasis, part.link)
        start = end
        _join(parts, part)
    return tuple(parts)


def _visible(piece: _Piece) -> str:
    if isinstance(piece.part, Words):
        text = piece.part.text
        if piece.fixed:
            return text
        return ellipses(_SPACES.sub(" ", text) if "  " in text or "\t" in text else text)
    return "x" if isinstance(piece.part, Slot) else ""


def _join(parts: list[Inline], part: Words | Citation | Slot) -> None:
    last = parts[-1] if parts else None
    if not isinstance(part, Words):
        parts.append(part)
    elif part.text and isinstance(last, Words) and _style(last) == _style(part):
        parts[-1] = Words(last.text + part.text, part.strong, part.emphasis, part.link)
    elif part.text:
        parts.append(part)


def _style(words: Words) -> tuple[bool, bool, str]:
    return words.strong, words.emphasis, words.link
