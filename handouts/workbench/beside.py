"""A section beside its translation: text by text, with what the source has changed since, and what is wrong where."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from handouts.checks import check_translation
from handouts.checks.content import allowed
from handouts.content import Section
from handouts.diagnostics import Diagnostic, Mark, error, in_order
from handouts.exchange.catalog import Written, path_of, written
from handouts.exchange.units import Unit, units
from handouts.governance.since import form_with
from handouts.language import english_name
from handouts.library import Library
from handouts.names import find
from handouts.resolving.translated import SOURCE, TranslationState, state_of
from handouts.source.files import check_language
from handouts.source.history import NoHistory, at_repository
from handouts.source.nodes import ListNode, MapNode, Node
from handouts.workbench.aligning import other_language, same_language
from handouts.workbench.bench import Bench
from handouts.workbench.terms import Term, terms_in
from handouts.workbench.words import Run, runs

# What the source text of a row has been through since the translation was made; `unknown` where nobody can tell,
# `extra` for a text that only the translation has.
Change = Literal["same", "changed", "new", "gone", "extra", "unknown"]

_BLOCK = re.compile(r"title|key_points|blocks\[\d+\]")


@dataclass(frozen=True, slots=True)
class Row:
    """One text and its translation, either of them empty; lines count from 1 in their files, 0 where there is none.

    `path` is the exchange's: `blocks[2].table.rows[0][1]`; `where` says it in words. `runs` lead from the source as
    it was to the source as it is, empty where it is the same or unknown.
    """

    path: str
    where: str
    source: str
    source_line: int
    translation: str
    line: int
    change: Change
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class BlockPair:
    """A block of the section beside its translation: `title`, `key_points` or `blocks[3]`; a key is empty where it is
    not there. `findings` are of the translation's block.
    """

    key: str
    translation_key: str
    rows: tuple[Row, ...]
    terms: tuple[Term, ...]
    findings: tuple[Diagnostic, ...]

    @property
    def changed(self) -> bool:
        """True when the source of this block is not what the translation was made from."""
        return any(row.change in ("changed", "new", "gone") for row in self.rows)


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two files: its text as an editor gets it with the sha256 of that, and the digest that is signed.

    `text` and `sha256` are empty when there is no such file, `digest` when it cannot be understood.
    """

    path: str
    text: str
    sha256: str
    digest: str


@dataclass(frozen=True, slots=True)
class Beside:
    """A section and its translation. `unknown` says why changes of the source cannot be told, empty when they can.

    `findings` are what belongs to no block.
    """

    section: str
    language: str
    title: str
    safety: bool
    state: TranslationState
    source: Side
    translation: Side
    blocks: tuple[BlockPair, ...]
    findings: tuple[Diagnostic, ...]
    unknown: str


def lay_beside(
    bench: Bench, section: str, language: str, findings: Iterable[Diagnostic] = ()
) -> tuple[Beside | None, tuple[Diagnostic, ...]]:
    """A section beside its text in a language, or why there is nothing to lay beside each other.

    Findings of an earlier look that lie in the translation's file are shown at their blocks, with those of the number
    lock. Git is asked for the source as it was.
    """
    library = bench.library
    if library is None or (section, SOURCE) not in library.sections:
        return None, _missing(bench, section)
    wrong = check_language(language, Mark(path_of(section, SOURCE)))
    if language == SOURCE:
        message = f"'{section}' is written in {english_name(SOURCE)}; there is nothing to lay beside it."
        wrong = [error("language-tag", Mark(path_of(section, SOURCE)), message, "Choose another language.")]
    if wrong:
        return None, tuple(wrong)
    source, target = written(bench.workspace, section, SOURCE), written(bench.workspace, section, language)
    english, text = library.sections[section, SOURCE], library.sections.get((section, language))
    was, why = _source_then(bench, english, text, source)
    rows = tuple(_rows(_units(source), _units(target), was))
    told = (*bench.findings, *findings)
    blocks, loose = _blocks(
        rows, _Blocks(target.root if target else None), _about(library, english, text, path_of(section, language), told)
    )
    blocks = [replace(block, terms=_terms(library, language, block)) for block in blocks]
    sides = (_side(bench, section, SOURCE, english), _side(bench, section, language, text))
    state = state_of(library, section, language)
    return Beside(section, language, english.title.plain, english.safety, state, *sides, tuple(blocks), loose, why), ()


def _missing(bench: Bench, section: str) -> tuple[Diagnostic, ...]:
    """Why there is no English text: the settings are broken, or its file is, or there is none."""
    path = path_of(section, SOURCE)
    broken = tuple(f for f in bench.findings if bench.library is None or (f.mark is not None and f.mark.path == path))
    known = dict.fromkeys(name for name, _ in bench.library.sections) if bench.library is not None else {}
    message = f"The section '{section}' has no English text."
    return broken or find("section", section, known)[1] or (error("source-language", Mark(path), message),)


def _side(bench: Bench, section: str, language: str, known: Section | None) -> Side:
    path = path_of(section, language)
    file = bench.workspace.files.get(path)
    digest = known.digest if known is not None else ""
    return Side(path, file.text, file.sha256, digest) if file is not None else Side(path, "", "", "")


def _units(file: Written | None) -> tuple[Unit, ...]:
    return tuple(file.units.values()) if file is not None else ()


def _source_then(
    bench: Bench, english: Section, text: Section | None, now: Written | None
) -> tuple[tuple[Unit, ...] | None, str]:
    """The texts that the translation was made from, or None and why nobody knows them."""
    if text is None:
        return None, ""
    if text.translation is None:
        return None, "The text does not say what it was translated from."
    if text.translation.source == english.digest:
        return _units(now), ""
    try:
        repository = at_repository(bench.workspace.root)
        form = form_with(bench.workspace, english.mark.path, text.translation.source, repository)
    except NoHistory as missing:
        return None, missing.message
    if form is None:
        part = ", or it is older than this shallow clone" if repository.shallow else ""
        return None, f"git has no version of the English text that was translated: it was never committed{part}."
    return units(form.root), ""


@dataclass(frozen=True, slots=True)
class _Placed:
    """A row with the blocks its two texts stand in."""

    row: Row
    key: str
    translation_key: str


def _rows(source: Sequence[Unit], target: Sequence[Unit], was: Sequence[Unit] | None) -> Iterator[_Placed]:
    """All texts of both in the order of the source; those of the translation that have no partner where they stand.

    The translation goes with the source it was made from, and through that with the source as it is.
    """
    steps = same_language(was, source) if was is not None else [(at, at) for at in range(len(source))]
    partners = {one: other for one, other in other_language(source if was is None else was, target) if one is not None}
    taken = {here for here in partners.values() if here is not None}
    told = -1
    for then, now in steps:
        here = partners.get(then) if then is not None else None
        while here is not None and told + 1 < here:
            told += 1
            if told not in taken:
                yield _placed(None, None, target[told], "extra")
        if here is not None:
            told = max(told, here)
        before = was[then] if was is not None and then is not None else None
        unit = source[now] if now is not None else None
        yield _placed(unit, before, target[here] if here is not None else None, _change(unit, before, was is None))
    for here in range(told + 1, len(target)):
        if here not in taken:
            yield _placed(None, None, target[here], "extra")


def _change(unit: Unit | None, before: Unit | None, unknown: bool) -> Change:
    if unknown:
        return "unknown"
    if unit is None or before is None:
        return "gone" if unit is None else "new"
    return "same" if unit.text == before.text else "changed"


def _placed(unit: Unit | None, before: Unit | None, here: Unit | None, change: Change) -> _Placed:
    shown = unit or before or here
    assert shown is not None
    differing = runs(before.text if before else "", unit.text if unit else "") if change in _TOLD else ()
    row = Row(
        shown.path,
        shown.where,
        unit.text if unit else "",
        unit.mark.line if unit else 0,
        here.text if here else "",
        here.mark.line if here else 0,
        change,
        differing,
    )
    return _Placed(row, _block(unit), _block(here))


_TOLD = ("changed", "new", "gone")


def _block(unit: Unit | None) -> str:
    found = _BLOCK.match(unit.path) if unit is not None else None
    return found[0] if found else ""


def _blocks(
    rows: Iterable[_Placed], places: _Blocks, findings: Iterable[Diagnostic]
) -> tuple[list[BlockPair], tuple[Diagnostic, ...]]:
    """The rows of one block of the source together, and the findings at the first block that they belong to."""
    groups: list[tuple[str, str, list[Row]]] = []
    for placed in rows:
        key, other = placed.key, placed.translation_key
        last = groups[-1] if groups else ("", "", [])
        if groups and (key == last[0] if key and last[0] else bool(other) and other == last[1]):
            groups[-1] = (last[0] or key, last[1] or other, [*last[2], placed.row])
        else:
            groups.append((key, other, [placed.row]))
    left = list(findings)
    blocks = []
    for key, other, texts in groups:
        own = tuple(finding for finding in left if other and finding.mark and places.at(finding.mark) == other)
        left = [finding for finding in left if finding not in own]
        blocks.append(BlockPair(key, other, tuple(texts), (), own))
    return blocks, tuple(left)


class _Blocks:
    """Which block of a file a place is in."""

    def __init__(self, root: Node | None) -> None:
        starts: list[tuple[tuple[int, int], str]] = []
        for key, value in root.entries if isinstance(root, MapNode) else ():
            if key.text == "blocks" and isinstance(value, ListNode):
                starts += [((n.mark.line, n.mark.column), f"blocks[{at}]") for at, n in enumerate(value.items)]
            else:
                starts.append(((key.mark.line, key.mark.column), key.text if _BLOCK.fullmatch(key.text) else ""))
        starts.sort()
        self._whole = root.mark if root is not None else None
        self._places = [place for place, _ in starts]
        self._keys = [key for _, key in starts]

    def at(self, mark: Mark) -> str:
        """The block that begins last before a place; empty outside all of them, and for the file as a whole."""
        at = bisect_right(self._places, (mark.line, mark.column)) - 1
        return self._keys[at] if at >= 0 and mark != self._whole else ""


def _about(
    library: Library, english: Section, text: Section | None, path: str, findings: Iterable[Diagnostic]
) -> tuple[Diagnostic, ...]:
    own = [finding for finding in findings if finding.mark is not None and finding.mark.path == path]
    if text is not None and text.translation is not None:
        own += allowed(library, check_translation(english, text, library.glossary))
    return in_order(own)


def _terms(library: Library, language: str, block: BlockPair) -> tuple[Term, ...]:
    sides = ("\n".join(row.source for row in block.rows), "\n".join(row.translation for row in block.rows))
    return terms_in(library.glossary, language, *sides)
