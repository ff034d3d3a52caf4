"""A small workspace that no content rule finds fault with, and the examples of docstrings laid over it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from handouts.checks.content import check_content
from handouts.checks.content.documentation import Example
from handouts.diagnostics import Diagnostic, has_errors
from handouts.library import Library
from handouts.source.loading import open_library
from tests.workspaces import MINIMAL, make_workspace

EXAMPLE = "content/sections/example/en.yaml"
HANDOUT = "content/handouts/example.yaml"
SETTINGS = MINIMAL["content/workspace.yaml"]
_OF = f"translation: {{of: en, source: sha256:{64 * 'a'}, by: person}}\n"

FILES: Mapping[str, str | None] = {
    "content/sections/iron/en.yaml": None,
    "content/handouts/rls.yaml": None,
    HANDOUT: """\
title: {en: Example}
lead: [when-to-get-help, summary]
sections: [acting, example, plain, disclaimer]
""",
    "content/sections/when-to-get-help/en.yaml": """\
title: When to get help now
box: emergency
blocks:
  - text: "Call {emergency.number} if you cannot breathe."
""",
    "content/sections/summary/en.yaml": "title: In short\nblocks:\n  - text: This handout is for adults.\n",
    "content/sections/acting/en.yaml": "title: What to do\nblocks:\n  - steps: [Ask for a blood test.]\n",
    "content/sections/plain/en.yaml": "title: Plain\nblocks:\n  - text: Iron is a mineral.\n",
    "content/sections/disclaimer/en.yaml": "title: About\nblocks:\n  - text: This replaces no advice.\n",
    EXAMPLE: "title: Example section\nblocks:\n  - steps: [Ask for a blood test.]\n",
    "content/figures/example.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">\n'
    '<rect width="9" height="9"/>\n</svg>',
    "content/glossary.yaml": """\
terms: []
never_change: [NHS, mg, µg]
avoid:
  - {language: en, words: [contraindicated, surgery], plain: should not be used}
abbreviations: {en: [RLS]}
""",
    "content/must-not-say.yaml": """\
phrases:
  - say_not: {en: [a miracle food]}
    reason: There is none.
    source: reviewers
""",
}


def opened(folder: Path, files: Mapping[str, str | None]) -> Library:
    """The clean workspace with some files laid over it, which must load."""
    library, findings = open_library(make_workspace(folder, {**FILES, **files}))
    assert library is not None and not has_errors(findings), findings
    return library


def found(folder: Path, files: Mapping[str, str | None] | None = None) -> tuple[Diagnostic, ...]:
    """What the content rules find in it."""
    return check_content(opened(folder, files or {}))


def files_of(example: Example) -> tuple[dict[str, str], str]:
    """The files of an example without its marks, and the place marked, as `path:line:column`; empty without a mark."""
    body = example.body
    if not body.startswith("# content/"):
        path = f"content/sections/example/{example.language}.yaml"
        title = "Пример" if example.language == "ru" else "Example section"
        head = f"title: {title}\n" + (_OF if example.language != "en" else "") + "blocks:\n"
        body = f"# {path}\n{head}" + "".join(f"  {line}\n" for line in body.split("\n"))
    files: dict[str, list[str]] = {}
    path, place = "", ""
    for line in body.split("\n"):
        if line.startswith("# content/"):
            path = line.removeprefix("# ")
            files[path] = []
        elif re.fullmatch(r"\s*\^\s*", line):
            place = f"{path}:{len(files[path])}:{line.index('^') + 1}"
        else:
            files[path].append(line)
    made = {path: "\n".join(lines) + "\n" for path, lines in files.items()}
    if example.options:
        rule_options = ", ".join(f"{name}: {value}" for name, value in example.options)
        made["content/workspace.yaml"] = SETTINGS + f"checks: {{RULE: {{{rule_options}}}}}\n"
    return made, place
