"""The report's own words in one language: patterns filled in, states and dates as words, names set apart."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from handouts.content import Inline, Line, Words
from handouts.diagnostics import Mark
from handouts.governance.evidence import Source
from handouts.language import autonym, long_date, month_name
from handouts.reports.facts import READY, Cell, Facts, Month

MARK = Mark("report")
_FSI, _PDI = "\u2068", "\u2069"


@dataclass(frozen=True, slots=True)
class Phrases:
    """The words of a wording file, by key, in the language `tag`."""

    tag: str
    texts: Mapping[str, str]

    def say(self, key: str, /, **values: object) -> str:
        """A text of the report with its values filled in; a missing text is empty, which `check_wording` tells."""
        text = self.texts.get(key, "")
        for name, value in values.items():
            text = text.replace(f"{{{name}}}", str(value))
        return text

    def line(self, key: str, /, **values: object) -> Line:
        """The same as a line of the page."""
        return plain(self.say(key, **values))

    def day(self, day: datetime.date | None) -> str:
        """A day with its month as a word, or that it is not known."""
        return long_date(self.tag, day) if day else self.say("report_unknown")

    def month(self, month: Month) -> str:
        """A row's month, or that it is overdue."""
        return month_name(self.tag, month.first) if month.first else self.say("report_overdue")

    def foreign(self, text: str, language: str, *, strong: bool = False) -> Line:
        """A text with its own language, where it is not the report's."""
        return Line((self.words(text, language, strong=strong),), MARK) if text else Line((), MARK)

    def words(self, text: str, language: str, *, strong: bool = False) -> Words:
        """The same as a part of a line."""
        return Words(text, strong=strong, language="" if language == self.tag else language)

    def language(self, tag: str) -> Line:
        """A language by its own name."""
        return self.foreign(autonym(tag), tag)

    def title(self, cell: Cell) -> Line:
        """A handout's title in the report's language, else in English, else in the first language there is."""
        tag = next((tag for tag in (self.tag, "en", *cell.titles) if tag in cell.titles), self.tag)
        return self.foreign(cell.titles.get(tag, cell.status.handout), tag)

    def listed(self, tags: tuple[str, ...]) -> Line:
        """Several languages by their own names, each marked as what it is."""
        parts: list[Inline] = []
        for number, tag in enumerate(tags):
            parts += [Words(", ")] if number else []
            parts.append(self.words(autonym(tag), tag))
        return Line(tuple(parts), MARK)


def plain(text: object) -> Line:
    """A line of plain words; the names of standards are kept in one piece."""
    bound = str(text).replace("PDF/", "PDF/\u2060").replace("UA-1", "UA\u20111").replace("A-2a", "A\u20112a")
    return Line((Words(bound),) if bound else (), MARK)


def apart(text: str) -> str:
    """A name or date that keeps its own direction inside other words."""
    return f"{_FSI}{text}{_PDI}" if text else ""


def glance(facts: Facts, phrases: Phrases) -> tuple[str, ...]:
    """The report in a few sentences: what is signed, due, cited, checked and given out."""
    say, period = phrases.say, facts.period
    ready = sum(cell.state in READY for cell in facts.cells)
    signed = len(facts.texts) - len(facts.unsigned)
    overdue, *months = facts.months
    texts, sources = (sum(getattr(month, name) for month in months) for name in ("texts", "sources"))
    told = [
        say("report_glance_coverage", part=ready, all=len(facts.cells)),
        say("report_glance_texts", part=signed, all=len(facts.texts)),
        say("report_glance_due", date=phrases.day(period.until), texts=texts, sources=sources),
        say("report_glance_overdue", texts=overdue.texts, sources=overdue.sources),
    ]
    replaced = sum(replaced_and_cited(source) for source in facts.sources)
    if replaced:
        told.append(say("report_glance_replaced", count=replaced))
    if facts.files is None:
        told.append(say("report_unchecked"))
    else:
        checked = [check for check in facts.files if check.outcome in ("passed", "failed")]
        passed = sum(check.conforms for check in checked)
        told.append(say("report_glance_files", part=passed, all=len(checked)))
    told.append(say("report_glance_editions", date=phrases.day(period.since), count=len(facts.editions)))
    if facts.damaged:
        told.append(say("report_damaged", count=facts.damaged))
    return tuple(told)


def replaced_and_cited(source: Source) -> bool:
    """True when texts still cite a source that a newer one has replaced."""
    return bool(source.reference.superseded_by and source.cited_in)


def tally(cells: tuple[Cell, ...], language: str) -> tuple[int, int, int]:
    """How many handouts are ready in a language, how many are there and not ready, how many are not whole."""
    states = [cell.state for cell in cells if cell.status.language == language]
    ready, missing = sum(state in READY for state in states), states.count("missing")
    return ready, len(states) - ready - missing, missing
