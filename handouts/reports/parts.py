"""What stands in each section of the report: sentences, charts, tables; long tables say how much they leave out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import TypeVar

from handouts import product
from handouts.content import Block, Heading, Line, Paragraph, Table, Words
from handouts.governance.evidence import Source
from handouts.governance.status import TextStatus
from handouts.language import autonym
from handouts.reports.bars import Bar
from handouts.reports.facts import STATES, Cell, Facts, Given
from handouts.reports.files import OUTCOMES, FileCheck
from handouts.reports.phrases import MARK, Phrases, apart, plain, tally

_ACROSS = 4  # columns of states or numbers beside the name of a handout
_LONGEST = 60  # rows of a list; the CSV has all
_NAMES = 12  # names of sections in one cell
_SIGNATURES = 3  # newest sign-offs in one cell
_URGENT = frozenset({"expired", "changed", "stale"})

Figures = Mapping[str, Sequence[Block]]
_T = TypeVar("_T")


def charts(facts: Facts, phrases: Phrases) -> dict[str, tuple[Bar, ...]]:
    """The rows of each chart, by its name; none where there is nothing to show."""
    coverage = []
    for tag in facts.languages if facts.cells else ():
        ready, unready, _ = tally(facts.cells, tag)
        coverage.append(Bar(autonym(tag), ready, unready, "" if tag == phrases.tag else tag))
    due = tuple(Bar(phrases.month(month), month.texts, month.sources) for month in facts.months)
    busy = any(bar.filled or bar.outlined for bar in due)
    return {"coverage": tuple(coverage), "due": due if busy else ()}


def sections(facts: Facts, phrases: Phrases, figures: Figures) -> dict[str, tuple[Block, ...]]:
    """The blocks of every section by its name, in their order."""
    return {
        "coverage": (*_coverage(facts, phrases, figures.get("coverage", ())), *_unsigned(facts, phrases)),
        "due": _due(facts, phrases, figures.get("due", ())),
        "evidence": _evidence(facts, phrases),
        "reading": _reading(facts, phrases),
        "files": _files(facts, phrases),
        "editions": _editions(facts, phrases),
        "about": (_text(phrases, "report_plain"), _text(phrases, "report_made", version=product.version())),
    }


# --- handouts and languages --------------------------------------------------------------------------------------


def _coverage(facts: Facts, phrases: Phrases, figures: Sequence[Block]) -> tuple[Block, ...]:
    say = phrases.line
    summed = [(phrases.language(tag), *map(plain, tally(facts.cells, tag))) for tag in facts.languages if facts.cells]
    meant = [(say(f"report_state_{state}"), say(f"report_means_{state}")) for state in STATES]
    return (
        _text(phrases, "report_coverage_text"),
        *figures,
        *_listed(("report_language", "report_ready", "report_open", "report_incomplete"), summed, phrases),
        *_matrix(facts, phrases),
        _table(("report_state", "report_means"), meant, phrases, widths=(1.0, 3.0)),
    )


def _matrix(facts: Facts, phrases: Phrases) -> list[Block]:
    """Handouts down, languages across; in several tables where there are more languages than fit side by side."""
    found = {(cell.status.handout, cell.status.language): cell for cell in facts.cells}
    names = tuple(dict.fromkeys(handout for handout, _ in found))
    tables: list[Block] = []
    for tags in _evenly(facts.languages, _ACROSS):
        heads = (phrases.line("recall_handout"), *map(phrases.language, tags))
        rows = tuple(
            (phrases.title(found[name, tags[0]]), *(_state(found[name, tag], phrases) for tag in tags))
            for name in names
        )
        tables.append(Table(None, heads, True, rows, (), MARK))
    return tables if names else []


def _state(cell: Cell, phrases: Phrases) -> Line:
    return Line((Words(phrases.say(f"report_state_{cell.state}"), strong=cell.state in _URGENT),), MARK)


def _unsigned(facts: Facts, phrases: Phrases) -> tuple[Block, ...]:
    """What nobody answers for as it stands: by name where a sign-off has ended, else by language."""
    if not facts.unsigned:
        return (Heading(phrases.line("report_unsigned"), MARK), _text(phrases, "report_unsigned_none"))
    ended = [text for text in facts.unsigned if text.review.status in ("expired", "changed")]
    written = Counter(text.section.id for text in facts.texts)
    rows = []
    for texts in _alike(ended):
        title, tongues, _, signed, _ = _together(texts, written[texts[0].section.id], phrases)
        rows.append((title, tongues, phrases.line(f"report_state_{texts[0].review.status}"), signed))
    never: dict[str, list[str]] = {tag: [] for tag in facts.languages}
    for text in facts.unsigned:
        if text.review.status == "never":
            never[text.section.language].append(text.section.id)
    in_language = Counter(text.section.language for text in facts.texts)
    sums = [
        (
            phrases.language(tag), plain(len(ids)),
            phrases.line("report_all") if len(ids) == in_language[tag] else _ids(sorted(ids), phrases),
        )
        for tag, ids in never.items()
        if ids
    ]  # fmt: skip
    return (
        Heading(phrases.line("report_unsigned"), MARK),
        *_listed(("report_text", "report_language", "report_state", "report_signed_by"), rows, phrases),
        *_listed(("report_language", "report_never", "report_which"), sums, phrases, widths=(1.2, 1.0, 3.0)),
    )


def _ids(ids: Sequence[str], phrases: Phrases) -> Line:
    """Names of sections, which are no words of any language."""
    shown = Words(", ".join(ids[:_NAMES]), language="" if phrases.tag == "en" else "en")
    more = len(ids) - _NAMES
    return Line((shown, Words(f" (+ {more})")) if more > 0 else (shown,), MARK)


# --- what is due -------------------------------------------------------------------------------------------------


def _due(facts: Facts, phrases: Phrases, figures: Sequence[Block]) -> tuple[Block, ...]:
    until = phrases.day(facts.period.until)
    undated = sum(text.review.next_check is None for text in facts.texts)
    months = [(plain(phrases.month(m)), plain(m.texts), plain(m.sources)) for m in facts.months] if figures else []
    written = Counter(text.section.id for text in facts.texts)
    rows = [_together(texts, written[texts[0].section.id], phrases) for texts in _alike(facts.due)]
    heads = ("report_text", "report_language", "report_next", "report_signed_by", "report_owner")
    return (
        _text(phrases, "report_due_text" if figures else "report_due_none", date=until),
        *figures,
        _text(phrases, "report_undated", count=undated),
        *_listed(("report_month", "report_texts", "report_sources"), months, phrases),
        *([Heading(phrases.line("report_due_list"), MARK)] if rows else []),
        *_listed(heads, rows, phrases),
    )


def _alike(texts: Sequence[TextStatus]) -> list[list[TextStatus]]:
    """Languages of one section that stand alike: due on one day, signed and looked after by the same people."""
    found: dict[object, list[TextStatus]] = {}
    for text in texts:
        signed = tuple((review.by, review.role, review.date) for review in text.reviews)
        key = text.section.id, text.review.status, text.review.next_check, text.owner, signed
        found.setdefault(key, []).append(text)
    return list(found.values())


def _together(texts: Sequence[TextStatus], written: int, phrases: Phrases) -> tuple[Line, ...]:
    """One row for such texts; `written` is in how many languages the section is there."""
    first = next((text for tag in (phrases.tag, "en") for text in texts if text.section.language == tag), texts[0])
    tags = tuple(text.section.language for text in texts)
    languages = phrases.line("report_all") if 1 < len(tags) == written else phrases.listed(tags)
    return (
        _title(first, phrases), languages, plain(phrases.day(first.review.next_check)),
        _signed(first, phrases), plain(apart(first.owner)),
    )  # fmt: skip


# --- reading, sources --------------------------------------------------------------------------------------------

_SCALES: Mapping[str, str] = {
    "0 to 100, higher is easier": "report_scale_ease", "school years in the US": "report_scale_us",
    "school years in Austria": "report_scale_at",
}  # fmt: skip


def _reading(facts: Facts, phrases: Phrases) -> tuple[Block, ...]:
    scores = {(e.handout, e.language, e.formula.name): e.score for e in facts.reading}
    formulas = {(e.language, e.formula.name): e.formula for e in facts.reading}
    titles = {cell.status.handout: phrases.title(cell) for cell in facts.cells}
    names = [name for name in titles if any(handout == name for handout, _, _ in scores)]
    tables: list[Block] = []
    for columns in _evenly(tuple(formulas), _ACROSS) if names else ():
        heads = [phrases.line("recall_handout")]
        heads += [_formula(tag, name, phrases) for tag, name in columns]
        rows = [(titles[name], *(plain(_score(scores.get((name, *column)))) for column in columns)) for name in names]
        tables.append(Table(None, tuple(heads), True, tuple(rows), (), MARK))
    scales = [
        (
            phrases.foreign(_small(formula.name), "en"),
            phrases.language(tag),
            plain(phrases.say(_SCALES[formula.scale]) if formula.scale in _SCALES else formula.scale),
            phrases.foreign(formula.source, "en"),
        )
        for (tag, _), formula in formulas.items()
    ]
    without = tuple(tag for tag in facts.languages if tag not in {tag for tag, _ in formulas})
    none = Line((Words(phrases.say("report_no_formula") + " "), *phrases.listed(without).parts), MARK)
    heads_of_scales = ("report_formula", "report_language", "report_scale", "report_published")
    return (
        _text(phrases, "report_reading_text"),
        *tables,
        *_listed(heads_of_scales, scales, phrases, widths=(1.3, 1.0, 1.6, 2.1)),
        *([Paragraph(none, MARK)] if without else []),
    )


def _formula(tag: str, name: str, phrases: Phrases) -> Line:
    return Line((phrases.words(autonym(tag), tag), Words(": "), phrases.words(_small(name), "en")), MARK)


def _small(name: str) -> str:
    """A formula's name without words in capitals, which the page has none of (RNIB Clear Print); SMOG stays."""
    return re.sub(r"\b[A-Z]{6,}\b", lambda found: found[0].capitalize(), name)


def _score(score: float | None) -> str:
    return "\u2013" if score is None else f"{score:.1f}"


def _evidence(facts: Facts, phrases: Phrases) -> tuple[Block, ...]:
    cited = sorted(facts.sources, key=lambda source: (-len(source.cited_in), source.reference.key))
    rows = [
        (
            phrases.foreign(source.reference.key, "en"), _source(source, phrases), _standing(source, facts, phrases),
            plain(phrases.day(source.reference.checked)), plain(len(source.cited_in)),
        )
        for source in cited
    ]  # fmt: skip
    heads = ("report_key", "report_source", "report_state", "report_checked", "report_cited")
    return (
        _text(phrases, "report_evidence_text"),
        *_listed(heads, rows, phrases, longest=len(rows)),
    )


def _source(source: Source, phrases: Phrases) -> Line:
    reference = source.reference
    text = f"{reference.title} ({reference.issued})" if reference.issued else reference.title
    return phrases.foreign(text, "en")


def _standing(source: Source, facts: Facts, phrases: Phrases) -> Line:
    newer = source.reference.superseded_by
    if newer:
        return Line(
            (Words(phrases.say("report_source_replaced", key=apart(newer)), strong=bool(source.cited_in)),), MARK
        )
    if source.unused:
        return phrases.line("report_source_unused")
    if source.late(facts.period.date):
        return Line((Words(phrases.say("report_source_late"), strong=True),), MARK)
    return phrases.line("report_source_current", date=phrases.day(source.look_by))


# --- files, editions ---------------------------------------------------------------------------------------------


def _files(facts: Facts, phrases: Phrases) -> tuple[Block, ...]:
    if facts.files is None:
        return (_text(phrases, "report_unchecked"),)
    if not facts.files:
        return (_text(phrases, "report_ledger_empty"),)
    sums = [
        (phrases.line(f"report_file_{outcome}"), plain(sum(check.outcome == outcome for check in facts.files)))
        for outcome in reversed(OUTCOMES)
    ]
    first = sorted(facts.files, key=lambda check: OUTCOMES.index(check.outcome))
    rows = [(_name(check, phrases), plain(_unbroken(check.edition)), _outcome(check, phrases)) for check in first]
    return (
        _text(phrases, "report_files_text"),
        _table(("report_result", "report_count"), sums, phrases),
        *_listed(("report_file", "recall_edition", "report_result"), rows, phrases, widths=(2.6, 1.1, 1.6)),
    )


def _name(check: FileCheck, phrases: Phrases) -> Line:
    """A file's name with places to break it: after each of its parts."""
    return phrases.foreign(check.file.replace("_", "_\u200b"), "en")


def _outcome(check: FileCheck, phrases: Phrases) -> Line:
    said = phrases.say(f"report_file_{check.outcome}")
    own = {kind: phrases.say(f"report_{kind}") for kind in ("structure", "preflight")}
    failed = ", ".join(own.get(one, one) for one in check.failed)
    return Line((Words(f"{said}: {failed}" if failed else said, strong=check.outcome == "failed"),), MARK)


def _editions(facts: Facts, phrases: Phrases) -> tuple[Block, ...]:
    rows = [
        (
            plain(_unbroken(given.edition)), _given(given, phrases),
            phrases.listed(given.request.languages), plain(_days(given.first, given.last, phrases)),
            Line((Words(phrases.say(f"report_state_{given.review}"), strong=given.review in _URGENT),), MARK),
        )
        for given in facts.editions
    ]  # fmt: skip
    heads = ("recall_edition", "recall_handout", "report_language", "report_recorded", "report_then")
    since = phrases.day(facts.period.since)
    text = "report_editions_text" if rows else "report_editions_none" if facts.recorded else "report_ledger_empty"
    return (
        _text(phrases, text, date=since, count=len(rows)),
        *([_text(phrases, "report_damaged", count=facts.damaged)] if facts.damaged else []),
        *([_text(phrases, "report_later", count=facts.later)] if facts.later else []),
        *_listed(heads, rows, phrases),
    )


def _given(given: Given, phrases: Phrases) -> Line:
    """An edition's title as it is printed on it where the report has the same language, else in English."""
    own = given.request.languages[:1] == (phrases.tag,)
    return phrases.foreign(given.title, phrases.tag) if own else phrases.foreign(given.english_title, "en")


def _days(first: object, last: object, phrases: Phrases) -> str:
    days = dict.fromkeys((first, last))
    return " \u2013 ".join(phrases.day(day) for day in days)  # type: ignore[arg-type]


# --- what all of them share --------------------------------------------------------------------------------------


def _text(phrases: Phrases, key: str, /, **values: object) -> Paragraph:
    return Paragraph(phrases.line(key, **values), MARK)


def _title(text: TextStatus, phrases: Phrases) -> Line:
    return phrases.foreign(text.section.title.plain, text.section.language)


def _signed(text: TextStatus, phrases: Phrases) -> Line:
    """Who has signed the text as the records say, the newest first."""
    signed = (f"{apart(f'{r.by} ({r.role})')} \u00b7 {phrases.day(r.date)}" for r in text.reviews[:_SIGNATURES])
    return plain("; ".join(signed))


def _unbroken(edition: str) -> str:
    return edition.replace("-", "\u2011")


def _table(
    heads: Sequence[str], rows: Sequence[Sequence[Line]], phrases: Phrases, *, widths: tuple[float, ...] = ()
) -> Table:
    return Table(None, tuple(map(phrases.line, heads)), True, tuple(map(tuple, rows)), widths, MARK)


def _listed(
    heads: Sequence[str], rows: Sequence[Sequence[Line]], phrases: Phrases,
    *, longest: int = _LONGEST, widths: tuple[float, ...] = (),
) -> tuple[Block, ...]:  # fmt: skip
    """A table of the first rows, and how many more there are; nothing without rows."""
    if not rows:
        return ()
    shown = _table(heads, rows[:longest], phrases, widths=widths)
    more = len(rows) - longest
    return (shown, _text(phrases, "report_more", count=more)) if more > 0 else (shown,)


def _evenly(items: Sequence[_T], most: int) -> list[tuple[_T, ...]]:
    """The items in as few groups of at most `most` as there must be, all about equally large."""
    count = -(-len(items) // most)
    ends = [round(len(items) * at / count) for at in range(count + 1)] if count else []
    return [tuple(items[start:end]) for start, end in pairwise(ends)]
