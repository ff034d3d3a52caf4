"""HTML built from the inside out: plain text is escaped as it goes in, so no text can become markup.

A template engine would escape as well. But the document is a tree of typed blocks, which functions follow better than
templates do, with the type checker looking on; and where text must come out as on the page, no stray space may creep
in.
"""

from __future__ import annotations

import html
from collections.abc import Iterable
from dataclasses import dataclass

_VOID = frozenset({"br", "col", "hr", "img", "input", "link", "meta"})
# Control characters that HTML forbids (HTML, 13.1.4.1); a tab or a line end is a space.
_FORBIDDEN = {code: None for code in (*range(0x20), *range(0x7F, 0xA0)) if code not in (0x09, 0x0A)}


@dataclass(frozen=True, slots=True)
class Html:
    """Finished markup; only this module makes it of text."""

    text: str


Child = Html | str
NOTHING = Html("")


def tag(name: str, /, *children: Child, **attributes: str | bool | None) -> Html:
    """An element. `class_` and `aria_label` stand for `class` and `aria-label`; None and False leave one out."""
    opened = name + "".join(
        f" {key.rstrip('_').replace('_', '-')}" + ("" if value is True else f'="{escaped(value)}"')
        for key, value in attributes.items()
        if value is not None and value is not False
    )
    if name in _VOID:
        return Html(f"<{opened}>")
    return Html(f"<{opened}>{joined(children).text}</{name}>")


def joined(children: Iterable[Child]) -> Html:
    """Several pieces as one."""
    return Html("".join(child.text if isinstance(child, Html) else escaped(child) for child in children))


def lines(children: Iterable[Html]) -> Html:
    """Block elements as one piece, each on a line of its own."""
    return Html("\n".join(child.text for child in children if child.text))


def escaped(text: str) -> str:
    """Text as it may stand between tags and in a quoted attribute."""
    return html.escape(text.translate(_FORBIDDEN), quote=True)
