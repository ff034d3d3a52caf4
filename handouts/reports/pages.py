"""The report as a document for staff: sections with charts and tables, made like every handout."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace

from handouts import product
from handouts.build import Built, set_edition
from handouts.content import Block, BulletList, Figure, Section
from handouts.diagnostics import Diagnostic
from handouts.language import long_date
from handouts.library import Library
from handouts.looks import Picture, Vector
from handouts.passport.staff import StaffSheet, staff_edition
from handouts.reports import parts
from handouts.reports.bars import Bar, Charts
from handouts.reports.facts import Facts
from handouts.reports.phrases import MARK, Phrases, glance, plain
from handouts.resolving.identity import canonical, edition_id
from handouts.resolving.plan import Selection

HANDOUT = "report"
_COLUMNS = 5
_EMPTY = Vector(1.0, 1.0, ())


def report(library: Library, facts: Facts, asked: Selection) -> Built | tuple[Diagnostic, ...]:
    """The report in the language and the looks asked for, or what is wrong with what was asked.

    Pure: the same library, facts and versions give the same bytes.
    """
    tag = asked.languages[0] if asked.languages else library.settings.languages[0]
    phrases = Phrases(tag, library.wording[tag].texts if tag in library.wording else {})
    english = Phrases("en", library.wording["en"].texts) if "en" in library.wording else phrases
    blank = staff_edition(library, _sheet(facts, (phrases, english), {}), asked, date=facts.period.date)
    if blank.edition is None:
        return blank.findings
    # The charts are as wide as the page's text, so the page comes first; then as many pictures as the charts need.
    charts = Charts(blank.edition)
    drawn = {name: _drawn(charts, bars) for name, bars in parts.charts(facts, phrases).items() if bars}
    pictures = {_path(name, at): picture for name, all_ in drawn.items() for at, (_, picture) in enumerate(all_)}
    figures = {name: _figures(phrases, name, [group for group, _ in all_]) for name, all_ in drawn.items()}
    sheet = replace(_sheet(facts, (phrases, english), figures), pictures=pictures)
    resolved = staff_edition(library, sheet, asked, date=facts.period.date)
    if resolved.edition is None:
        return resolved.findings
    day = phrases.say("report_day", date=phrases.day(facts.period.date))
    # The list of contents says how long a handout takes to read; of a report the day is worth more.
    wording = {"contents": phrases.say("report_contents"), "reading_time": day.replace("'", "\u2019")}
    edition = replace(resolved.edition, wording={**resolved.edition.wording, **wording})
    built = set_edition(replace(edition, id=edition_id(edition, product.version())))
    return replace(built, findings=(*charts.lettering.findings, *built.findings))


def _sheet(facts: Facts, words: tuple[Phrases, Phrases], figures: Mapping[str, Sequence[Block]]) -> StaffSheet:
    phrases, english = words
    period = facts.period
    subtitle = phrases.line("report_subtitle", date=phrases.day(period.date), since=phrases.day(period.since))
    # A list and no key points: those have ticks, and not all of this is well.
    first = BulletList(tuple(map(plain, glance(facts, phrases))), MARK)
    sections = (_section(phrases, *named) for named in parts.sections(facts, phrases, figures).items())
    return StaffSheet(
        id=HANDOUT,
        language=phrases.tag,
        titles={"en": english.line("report_title"), phrases.tag: phrases.line("report_title")},
        subtitle=subtitle,
        lead=(_section(phrases, "glance", (first,)),),
        sections=tuple(sections),
        foot=(phrases.say("report_notice"), long_date(phrases.tag, period.date)),
        columns=_COLUMNS,
        mark=MARK,
    )


def _section(phrases: Phrases, name: str, blocks: Sequence[Block]) -> Section:
    return Section(
        id=f"report-{name}", language=phrases.tag, title=phrases.line(f"report_{name}"), safety=False, box="",
        key_points=(), blocks=tuple(blocks), translation=None, digest="", mark=MARK,
    )  # fmt: skip


def _drawn(charts: Charts, bars: Sequence[Bar]) -> list[tuple[tuple[Bar, ...], Picture]]:
    """The rows in charts of one scale, each with its picture."""
    most = max(bar.filled + bar.outlined for bar in bars)
    made = []
    for group in charts.groups(bars):
        vector = charts.draw(group, most=most)
        digest = hashlib.sha256(canonical(vector)).hexdigest()
        made.append((group, Picture("", digest, vector)))
    return made


def _path(name: str, at: int) -> str:
    return f"report/{name}-{at + 1}.svg"


def _figures(phrases: Phrases, name: str, groups: Sequence[tuple[Bar, ...]]) -> tuple[Block, ...]:
    """The charts with what they show in words and numbers; the last one has the caption."""
    figures = []
    for at, group in enumerate(groups):
        rows = (phrases.say(f"report_{name}_bar", name=bar.label, one=bar.filled, two=bar.outlined) for bar in group)
        alt = " ".join((phrases.say(f"report_{name}_chart"), *rows))
        caption = phrases.line(f"report_{name}_caption") if at + 1 == len(groups) else None
        figures.append(Figure(_path(name, at), alt, caption, MARK))
    return tuple(figures)
