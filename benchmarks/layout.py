"""Laying out: CPU milliseconds per document with nothing remembered and with warm memories, and per page of long ones.

    python benchmarks/layout.py [RUNS] [LANGUAGE ...]

Documents are a starter handout whole, and its sections cut to about five pages. `new` is content that the process has
never seen (`typeset.memory.forget` before each run; fonts are open), `again` the same content once more, `stamp` what
filling in and writing the file takes. Long documents repeat the handout's sections with other words in each copy, up
to 40 and 400 pages. Least of all runs, in CPU time of the process, so that other work on the machine counts little.
"""

from __future__ import annotations

import datetime
import platform
import sys
import time
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

import handouts
from handouts.content import Line, Words
from handouts.edition import Edition, EditionSection, Personal
from handouts.resolving.resolve import resolve
from handouts.resolving.values import late_values
from handouts.typeset.compose import compose
from handouts.typeset.finishing import ready
from handouts.typeset.latetexts import LateTexts
from handouts.typeset.memory import forget
from handouts.typeset.plate import Plate
from handouts.typeset.sections import REFERENCES
from handouts.typeset.stamp import stamp

ROOT = Path(__file__).resolve().parent.parent
RUNS = 7
LANGUAGES = ("en", "es", "ar", "hi", "zh-Hans")
HANDOUT = "vitamins-and-rls"
DATE = datetime.date(2026, 11, 24)
SHORT, LONG, LONGEST = 5, 40, 400  # pages


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else RUNS
    languages = tuple(sys.argv[2:]) or LANGUAGES
    print(f"{DATE}, Python {platform.python_version()}, {platform.machine()}, least of {runs} runs, CPU milliseconds\n")
    print("| language | pages | new | again | stamp | new, a page | again, a page |")
    print("|---|---|---|---|---|---|---|")
    for language in languages:
        whole = edition(language)
        for made in (cut_to(whole, SHORT), whole):
            print(row(language, made, runs))
    print("\n| English, pages | new, a page | again, a page |\n|---|---|---|")
    for pages in (LONG, LONGEST):
        print(long_row(lengthened(edition("en"), pages), max(runs // 3, 1)))


def edition(language: str) -> Edition:
    """The starter handout, resolved."""
    library, _ = handouts.open_library(ROOT)
    assert library is not None
    wanted = handouts.Selection(handouts=(HANDOUT,), languages=(language,), layout="sheet", draft=True)
    requests, _ = handouts.plan(library, wanted)
    made = resolve(library, requests[0], date=DATE, tool_version="").edition
    assert made is not None
    return made


def row(language: str, made: Edition, runs: int) -> str:
    texts = LateTexts(made, Personal())
    new = least(runs, lambda: laid(made), before=forget)
    again = least(runs, lambda: laid(made))
    plate = ready(laid(made), made)
    stamped = least(runs, lambda: stamp(plate, texts))
    pages = plate.pages
    return (
        f"| {language} | {pages} | {new:.0f} | {again:.0f} | {stamped:.0f} | {new / pages:.1f} | {again / pages:.1f} |"
    )


def long_row(made: Edition, runs: int) -> str:
    new = least(runs, lambda: laid(made), before=forget)
    again = least(runs, lambda: laid(made))
    pages = len(laid(made).pages)
    return f"| {pages} | {new / pages:.2f} | {again / pages:.2f} |"


def laid(made: Edition) -> Plate:
    composed = compose(made, late_values(made, Personal()))
    assert composed.plate is not None, composed.findings
    return composed.plate


def least(runs: int, work: Callable[[], object], *, before: Callable[[], object] = lambda: None) -> float:
    """CPU milliseconds of the quickest run."""
    times = []
    for _ in range(runs):
        before()
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times) * 1000


def cut_to(made: Edition, pages: int) -> Edition:
    """The document with as many of its sections as these pages hold, and its list of sources."""
    sections, sources = parted(made)
    tried = [replace(made, sections=(*sections[:count], *sources)) for count in range(len(sections) + 1)]
    return [one for one in tried if one is tried[0] or len(laid(one).pages) <= pages][-1]


def lengthened(made: Edition, pages: int) -> Edition:
    """The document with copies of its sections, each in other words, for about so many pages."""
    sections, sources = parted(made)

    def with_copies(count: int) -> Edition:
        copies = [copied(section, copy) for copy in range(count) for section in sections]
        return replace(made, sections=(*copies, *sources))

    few, more = (len(laid(with_copies(count)).pages) for count in (2, 6))
    return with_copies(2 + round((pages - few) / ((more - few) / 4)))


def parted(made: Edition) -> tuple[list[EditionSection], list[EditionSection]]:
    """Its sections, and the one with its sources."""
    sources = [section for section in made.sections if section.id == REFERENCES]
    return [section for section in made.sections if section.id != REFERENCES], sources


def copied(section: EditionSection, copy: int) -> EditionSection:
    return replace(in_other_words(section, copy), id=f"{section.id}-{copy}")


def in_other_words(thing: Any, copy: int) -> Any:
    """Every line in it with a word more at its end."""
    if isinstance(thing, Line):
        return replace(thing, parts=(*thing.parts, Words(f" ({copy})")))
    if isinstance(thing, tuple):
        return tuple(in_other_words(part, copy) for part in thing)
    if not is_dataclass(thing):
        return thing
    held = {field.name: getattr(thing, field.name) for field in fields(thing) if field.name not in ("mark", "widths")}
    inside = {name: value for name, value in held.items() if isinstance(value, tuple | Line) or hasattr(value, "mark")}
    return replace(thing, **{name: in_other_words(value, copy) for name, value in inside.items()})


if __name__ == "__main__":
    main()
