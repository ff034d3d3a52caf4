"""Which file of a workspace is what, by its path; parsed once."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterator
from functools import lru_cache

from handouts.diagnostics import Diagnostic, Mark, error, warning
from handouts.language import is_known
from handouts.names import did_you_mean
from handouts.records import dataclass
from handouts.source.allowances import without_allowances
from handouts.source.fields import ID
from handouts.source.nodes import Node
from handouts.source.workspace import SourceFile, Workspace
from handouts.source.yamltext import parse

# Path patterns in the order of reading, with the kind of file; groups are the file's names.
_PATHS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("workspace", re.compile(r"content/workspace\.yaml")),
    ("references", re.compile(r"content/references\.yaml")),
    ("glossary", re.compile(r"content/glossary\.yaml")),
    ("reviews", re.compile(r"content/reviews\.yaml")),
    ("must-not-say", re.compile(r"content/must-not-say\.yaml")),
    ("review", re.compile(r"content/reviews/([^/]+)/([^/]+)\.yaml")),
    ("section", re.compile(r"content/sections/([^/]+)/([^/]+)\.yaml")),
    ("handout", re.compile(r"content/handouts/([^/]+)\.yaml")),
    ("brand", re.compile(r"templates/brands/([^/]+)\.yaml")),
    ("layout", re.compile(r"templates/layouts/([^/]+)\.yaml")),
    ("profile", re.compile(r"templates/profiles/([^/]+)\.yaml")),
    ("wording", re.compile(r"templates/wording/([^/]+)\.yaml")),
)
_TAG = re.compile(r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|\d{3}))?")
_PLACES = (
    "content/workspace.yaml", "content/references.yaml", "content/glossary.yaml", "content/reviews.yaml",
    "content/must-not-say.yaml", "content/reviews/SECTION/RECORD.yaml", "content/sections/SECTION/LANGUAGE.yaml",
    "content/handouts/HANDOUT.yaml", "templates/brands/BRAND.yaml", "templates/layouts/LAYOUT.yaml",
    "templates/profiles/PROFILE.yaml", "templates/wording/LANGUAGE.yaml",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sheet:
    """A parsed file: its kind, its names (section and language, or one name, or none), its node and digest."""

    kind: str
    names: tuple[str, ...]
    node: Node
    file: SourceFile

    @property
    def digest(self) -> str:
        """`sha256:` and the digest of the file's text, allowances left out: they change nothing a reader sees."""
        text = without_allowances(self.file.text)
        same = text is self.file.text
        return f"sha256:{self.file.sha256 if same else hashlib.sha256(text.encode()).hexdigest()}"

    @property
    def mark(self) -> Mark:
        """The beginning of the file."""
        return Mark(self.file.path)


def sheets(workspace: Workspace, findings: list[Diagnostic], known: Collection[str] = frozenset()) -> Iterator[Sheet]:
    """Every file that can be parsed and stands where its kind belongs, in order of path; not those that are known."""
    for path in sorted(workspace.files):
        if path in known:
            continue
        file = workspace.files[path]
        kind, names = kind_of(path)
        if not kind:
            hint = f"Files belong here: {did_you_mean_place(path)}"
            findings.append(
                warning("file-ignored", Mark(path), "No kind of file belongs here, so it is not read.", hint)
            )
            continue
        node, wrong = parse(file.text, path)
        findings += wrong
        named = check_names(kind, names, Mark(path))
        findings += named
        if node is not None and not named:
            yield Sheet(kind, names, node, file)


def present(workspace: Workspace, kind: str) -> tuple[tuple[str, ...], ...]:
    """Names of the files of a kind that are there, also those that cannot be read: they are told once, by place."""
    found = (kind_of(path) for path in (*workspace.files, *workspace.unread))
    return tuple(sorted(names for other, names in found if other == kind))


def did_you_mean_place(path: str) -> str:
    """Where files below the same folder belong."""
    folder = "/".join(path.split("/")[:2])
    near = [place for place in _PLACES if place.startswith(folder + "/")] or list(_PLACES)
    return ", ".join(near)


def check_names(kind: str, names: tuple[str, ...], mark: Mark) -> list[Diagnostic]:
    """Names of files and folders: lower-case ids, and language tags."""
    findings = []
    language = names[-1] if kind in ("section", "wording") else None
    for name in names if kind not in ("section", "review", "wording") else names[:-1]:
        if not re.fullmatch(ID, name):
            hint = "Use lower-case letters, digits and single hyphens: iron-tablets"
            findings.append(error("id", mark, f"'{name}' cannot be the name of a {kind}.", hint))
    if language is not None:
        findings += check_language(language, mark)
    if kind == "section" and names[0] == "references":
        hint = "Rename the folder; handouts name 'references' where the list of sources belongs."
        findings.append(error("id", mark, "'references' is kept for the list of sources.", hint))
    return findings


def check_language(tag: str, mark: Mark) -> list[Diagnostic]:
    """A language tag as files and settings write it."""
    if _TAG.fullmatch(tag) and is_known(tag):
        return []
    hint = did_you_mean_tag(tag)
    return [error("language-tag", mark, f"'{tag[:40]}' is not a language tag we know.", hint)]


def did_you_mean_tag(tag: str) -> str:
    """The tag in its usual letters where only those are wrong."""
    parts = tag.replace("_", "-").split("-")
    tidy = [parts[0].lower()]
    tidy += [part.title() if len(part) == 4 else part.upper() for part in parts[1:]]
    usual = "-".join(tidy)
    if usual != tag and _TAG.fullmatch(usual) and is_known(usual):
        return f"Write '{usual}'."
    near = did_you_mean(tag, ("en", "es", "fr", "de", "pt-BR", "zh-Hans", "zh-Hant", "ar", "vi", "ru", "hi", "tl"))
    return near if near.startswith("Did") else "Write a BCP 47 tag such as en, es, pt-BR or zh-Hans."


@lru_cache(maxsize=8192)
def kind_of(path: str) -> tuple[str, tuple[str, ...]]:
    """What a file at this path is, and its names; "" where no kind of file belongs."""
    for kind, pattern in _PATHS:
        match = pattern.fullmatch(path)
        if match:
            return kind, match.groups()
    return "", ()
