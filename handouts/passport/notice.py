"""The recall notice: a sheet for staff that says which editions to take off the shelf, with boxes to tick."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import replace

from handouts import product
from handouts.build import Built, set_edition
from handouts.content import Block, Heading, Line, Section, Steps, Table, Words, WriteIn
from handouts.diagnostics import Diagnostic, Mark
from handouts.language import autonym, long_date
from handouts.library import Library
from handouts.looks import Profile
from handouts.passport.recall import Recalled, Target
from handouts.passport.staff import StaffSheet, staff_edition
from handouts.resolving.identity import edition_id
from handouts.resolving.plan import Selection

HANDOUT = "recall-notice"
_MARK = Mark("recall notice")
# Ids are compared by eye, at arm's length and in bad light; larger, and long words of some languages do not fit.
_TABLE_SIZE = 14.0
_BOX = "\u25a1"
_COLUMNS = 5


def notice(
    library: Library, target: Target, rows: Sequence[Recalled], asked: Selection, *, date: datetime.date
) -> Built | tuple[Diagnostic, ...]:
    """The notice as a document in the language and the looks asked for, or what is wrong with what was asked."""
    tag = asked.languages[0] if asked.languages else library.settings.languages[0]
    words = library.wording[tag].texts if tag in library.wording else {}
    english = library.wording["en"].texts if "en" in library.wording else words
    section = Section(
        id=HANDOUT, language=tag, title=_line(words.get("recall_todo", "")), safety=False, box="",
        key_points=(), blocks=_blocks(library, words, rows, tag), translation=None, digest="", mark=_MARK,
    )  # fmt: skip
    sheet = StaffSheet(
        id=HANDOUT,
        language=tag,
        titles={"en": _line(english.get("recall_title", "")), tag: _line(words.get("recall_title", ""))},
        subtitle=_line(_reason(library, target, words, tag)),
        sections=(section,),
        foot=(words.get("recall_notice", ""), long_date(tag, date)),
        columns=_COLUMNS,
        mark=_MARK,
    )
    resolved = staff_edition(library, sheet, asked, date=date)
    if resolved.edition is None:
        return resolved.findings
    edition = replace(resolved.edition, profile=_larger_table(resolved.edition.profile))
    return set_edition(replace(edition, id=edition_id(edition, product.version())))


def _larger_table(profile: Profile) -> Profile:
    style = profile.styles["table"]
    larger = replace(style, size=_TABLE_SIZE, leading=round(_TABLE_SIZE * style.leading / style.size, 1))
    return replace(profile, styles={**profile.styles, "table": larger})


def _reason(library: Library, target: Target, words: Mapping[str, str], tag: str) -> str:
    pattern = words.get(f"recall_why_{target.kind}", "")
    return pattern.replace("{what}", f"\u2068{_name(library, target, tag)}\u2069")


def _name(library: Library, target: Target, tag: str) -> str:
    """The title of the section or source, in the notice's language where there is one, else its id."""
    if target.kind == "reference" and target.name in library.references:
        source = library.references[target.name]
        return f"{source.title} ({source.issued})" if source.issued else source.title
    for language in (target.language, tag, "en"):
        section = library.sections.get((target.name, language))
        if target.kind == "section" and section is not None:
            return section.title.plain
    return target.name


def _blocks(library: Library, words: Mapping[str, str], rows: Sequence[Recalled], tag: str) -> tuple[Block, ...]:
    steps = ("recall_step_look", "recall_step_take", "recall_step_away", "recall_step_tick")
    fields = ("recall_place", "recall_by")
    return (
        Steps(tuple(_line(words.get(key, "")) for key in steps), _MARK),
        Heading(_line(words.get("recall_table", "")), _MARK),
        _table({name: brand.name for name, brand in library.brands.items()}, words, rows, tag),
        *(WriteIn(_line(words.get(key, "")), 1, "", _MARK) for key in fields),
    )


def _table(brands: Mapping[str, str], words: Mapping[str, str], rows: Sequence[Recalled], tag: str) -> Table:
    heads = ("recall_edition", "recall_handout", "recall_instead", "recall_copies", "recall_done")
    several = len({row.request.brand for row in rows}) > 1
    cells = tuple(
        (
            Line((Words(_unbroken(row.edition), strong=True),), _MARK),
            _handout(row, tag, brand=brands.get(row.request.brand, row.request.brand) if several else ""),
            # Not bold: nobody must take a good sheet for one to be taken out.
            _line(_unbroken(row.instead) or words.get("recall_nothing", "")),
            _line(""),
            _line(_BOX),
        )
        for row in rows
    )
    columns = tuple(_line(words.get(key, "")) for key in heads)
    return Table(None, columns, True, cells, (), _MARK)


def _handout(row: Recalled, tag: str, *, brand: str) -> Line:
    """The title as it is printed on the sheet, its language, the English title for staff, and the days it was made."""
    tongue = row.request.languages[0]
    names = ", ".join(autonym(language) for language in row.request.languages)
    own = "" if tongue == tag else tongue
    parts = [Words(row.title, strong=True, language=own), Words(f" ({names})", language=own)]
    english = row.english_title if row.english_title != row.title else ""
    for text, language in ((english, "" if tag == "en" else "en"), (brand, ""), (_days(row, tag), "")):
        if text:
            parts += [Words(" \u00b7 "), Words(f"\u2068{text}\u2069", language=language)]
    return Line(tuple(parts), _MARK)


def _days(row: Recalled, tag: str) -> str:
    first, last = (long_date(tag, day) for day in (row.made[0], row.made[-1]))
    return first if first == last else f"{first} \u2013 {last}"


def _unbroken(edition: str) -> str:
    """An id that no line end parts at its hyphen."""
    return edition.replace("-", "\u2011")


def _line(text: str) -> Line:
    return Line((Words(text),) if text else (), _MARK)
