"""What a digest of a section is of: all of its file that says something, and the pictures it shows.

Keys that say how a section is looked after are no part of it, nor are comments that allow a finding: nobody reads them
on the page, so they must not undo a sign-off or make ten translations old. Other comments count; so do the keys of
a translation, because who signed it has compared it with the English text named there.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

from handouts.source.allowances import allowance_columns
from handouts.source.nodes import ListNode, MapNode, Node, ScalarNode

# Keys of a section's file that its readers never see.
CARE_KEYS = ("treatments", "review_months")

_LINE = re.compile(r"[^\n]*\n|[^\n]+")  # what YAML counts as a line; str.splitlines knows more line ends


def printed_text(text: str, root: Node) -> str:
    """The text of a section's file without the lines of its care keys; all of it where keys share lines."""
    return "".join(line for _, line in printed_lines(text, root))


def printed_lines(text: str, root: Node) -> list[tuple[int, str]]:
    """The lines of `printed_text` with their line ends, each with its number in the file, from 1."""
    lines = list(enumerate(_LINE.findall(text), start=1))
    if not isinstance(root, MapNode) or not any(root.get(name) for name in CARE_KEYS):
        return lines
    starts = [key.mark.line - 1 for key, _ in root.entries]
    if len(set(starts)) < len(starts) or lines[root.mark.line - 1][1].lstrip()[:1] == "{":
        return lines
    ends = [*starts[1:], len(lines)]
    for (key, _), start, end in reversed(list(zip(root.entries, starts, ends, strict=True))):
        if key.text in CARE_KEYS:
            margin = " " * (key.mark.column - 1) + "#"  # a comment there is about what follows
            stop = next((at for at in range(start + 1, end) if lines[at][1].startswith(margin)), end)
            del lines[start:stop]
    return lines


def signed_lines(text: str, root: Node) -> list[tuple[int, str]]:
    """The lines that a digest is of, each with its number in the file: `printed_lines` without allowances."""
    ours = allowance_columns(text)
    lines = printed_lines(text, root)
    if not ours:
        return lines
    cut = [(n, f"{line[: ours[n] - 1].rstrip()}\n" if n in ours else line) for n, line in lines]
    return [(n, line) for n, line in cut if n not in ours or line != "\n"]


def section_digest(text: str, root: Node, pictures: Iterable[str]) -> str:
    """`sha256:` and the digest of a section; `pictures` are the digests of those it shows, in the same form.

    Without care keys, allowances and pictures it is what `sha256sum` prints of the file (with Unix line ends).
    """
    own = _sha256("".join(line for _, line in signed_lines(text, root)))
    seen = sorted(pictures)
    return _sha256("\n".join((own, *seen))) if seen else own


def pictures_named(root: Node) -> tuple[str, ...]:
    """The file names of the pictures that a section's blocks show, each once."""
    blocks = root.get("blocks") if isinstance(root, MapNode) else None
    figures = (block.get("figure") for block in _maps(blocks))
    files = (figure.get("file") for figure in figures if isinstance(figure, MapNode))
    return tuple(dict.fromkeys(file.text.strip() for file in files if isinstance(file, ScalarNode)))


def _maps(node: Node | None) -> list[MapNode]:
    return [item for item in node.items if isinstance(item, MapNode)] if isinstance(node, ListNode) else []


def _sha256(text: str) -> str:
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()
