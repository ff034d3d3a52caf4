"""A rule's docstring taken apart: what it asks for, why, and its examples; the page that lists all rules."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable
from dataclasses import dataclass

from handouts.checks.content.ruling import Option, Ruled

_EXAMPLE = re.compile(r"^(?P<kind>Good|Bad)(?: \((?P<given>[^)]*)\))?:$")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z]+)?")


@dataclass(frozen=True, slots=True)
class Example:
    """Blocks of a section, or whole files, as written in a docstring; a `^` stands below the place of the problem."""

    good: bool
    language: str
    options: tuple[tuple[str, str], ...]
    body: str

    @property
    def title(self) -> str:
        """Good or bad, and what is not as usual."""
        given = ([self.language] if self.language != "en" else []) + [
            f"{name}: {value}" for name, value in self.options
        ]
        return ("Good" if self.good else "Bad") + (f" ({', '.join(given)})" if given else "")


@dataclass(frozen=True, slots=True)
class Told:
    """What a rule's docstring says: one sentence, the paragraphs after it, and the examples."""

    summary: str
    about: tuple[str, ...]
    examples: tuple[Example, ...]


def told(rule: Ruled) -> Told:
    """The documentation of a rule."""
    paragraphs = inspect.cleandoc(rule.__doc__ or "").split("\n\n")
    about: list[str] = []
    examples: list[Example] = []
    head: re.Match[str] | None = None
    body: list[str] = []
    for paragraph in [*paragraphs[1:], "."]:
        if head is not None and paragraph.startswith(" "):
            body.append(paragraph)
            continue
        if head is not None:
            examples.append(_example(head, "\n\n".join(body)))
            body = []
        head = _EXAMPLE.match(paragraph)
        if head is None and paragraph != ".":
            about.append(paragraph.replace("\n", " "))
    return Told(paragraphs[0].replace("\n", " "), tuple(about), tuple(examples))


def _example(head: re.Match[str], body: str) -> Example:
    language, options = "en", []
    for part in filter(None, (head["given"] or "").split(", ")):
        if _LANGUAGE.fullmatch(part):
            language = part
        else:
            name, _, value = part.partition(" ")
            options.append((name, value))
    return Example(head["kind"] == "Good", language, tuple(options), inspect.cleandoc("\n" + body))


def help_text(rule: Ruled) -> str:
    """A rule's documentation as Markdown, without its heading."""
    own = told(rule)
    lines = [own.summary, "", *(line for part in own.about for line in (part, ""))]
    if rule.OPTIONS:
        lines += ["| option | what it says | default |", "|---|---|---|", *map(_row, rule.OPTIONS), ""]
    for example in own.examples:
        lines += [f"{example.title}:", "", "```yaml", example.body, "```", ""]
    return "\n".join(lines).rstrip() + "\n"


def _row(option: Option) -> str:
    default = option.default
    said = ", ".join(f"`{each}`" for each in default) if isinstance(default, tuple) else f"`{default}`"
    if option.by_language:
        said += "; " + ", ".join(f"{tag} {value}" for tag, value in option.by_language.items())
    about = option.about + (f" One of {', '.join(f'`{each}`' for each in option.allowed)}." if option.allowed else "")
    return f"| `{option.name}` | {about} | {said} |"


def page(rules: Iterable[Ruled], intro: str) -> str:
    """The page of all rules, in Markdown: a table, then each rule with its examples."""
    listed = sorted(rules, key=lambda rule: rule.ID)
    table = [f"| [`{rule.ID}`](#{rule.ID}) | {rule.SEVERITY.value} | {told(rule).summary} |" for rule in listed]
    parts = [f"## {rule.ID}\n\nUsually {_a(rule.SEVERITY.value)}. {help_text(rule)}" for rule in listed]
    return "\n".join([intro.rstrip(), "", "| rule | usually | asks |", "|---|---|---|", *table, "", *parts])


def _a(noun: str) -> str:
    return f"an {noun}" if noun[0] in "aeiou" else f"a {noun}"
