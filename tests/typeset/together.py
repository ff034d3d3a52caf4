"""Small documents of two languages, and packets of several handouts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any

import yaml

from handouts.content import SolidBlock
from handouts.edition import BuildRequest, Edition, EditionSection
from handouts.language import direction
from handouts.resolving.values import late_values
from handouts.tags import Content, Element
from handouts.typeset.compose import _Asked, _setting
from handouts.typeset.setting import Setting, Slack
from handouts.typeset.text import SetBefore

from . import editions
from .editions import ROOT, bullets, callout, checklist, edition, faq, line, section, steps, table, text, write_in

ENGLISH: tuple[SolidBlock, ...] = (
    text("Iron **helps** some people [1]."),
    bullets("First point", "Second point"),
    steps("Do this", "Then that"),
    callout("warning", text("Keep iron away from children."), title="Children"),
    table(("Medicine", "Gap"), ("Levothyroxine", "4 hours"), ("Antacid", "2 hours"), caption="Iron and others"),
    faq(("Does it hurt?", "No.")),
    checklist("My ferritin", "My medicines"),
    write_in("Notes", 2),
)
ARABIC: tuple[SolidBlock, ...] = (
    text("الحديد **يفيد** بعض الناس [1]."),
    bullets("أولا", "ثانيا"),
    steps("افعل هذا", "ثم ذاك"),
    callout("warning", text("احفظ الحديد بعيدا عن الأطفال."), title="الأطفال"),
    table(("الدواء", "الفاصل"), ("ليفوثيروكسين", "4 ساعات"), ("مضاد حموضة", "ساعتان"), caption="الحديد وغيره"),
    faq(("هل يؤلم؟", "لا.")),
    checklist("الفيريتين", "أدويتي"),
    write_in("ملاحظات", 2),
)
FACING = editions.layout(id="facing", bilingual="facing", side=0.0, column_gap=28.0, table_columns=3)
STACKED = editions.layout(id="stacked", bilingual="stacked")
LAYOUTS = {"facing": FACING, "stacked": STACKED}


@cache
def wording(language: str) -> dict[str, str]:
    """The product's own words in a language, from the file."""
    file = ROOT / f"templates/wording/{language}.yaml"
    found: dict[str, str] = yaml.safe_load(file.read_text(encoding="utf-8"))["texts"]
    return found


def written(language: str, *blocks: SolidBlock | EditionSection, title: str, **changes: Any) -> Edition:
    """An edition with the product's words in its own language; loose blocks stand in a section of that title."""
    sections = [block for block in blocks if isinstance(block, EditionSection)]
    loose = [block for block in blocks if not isinstance(block, EditionSection)]
    if loose:
        sections.insert(0, section(title, *loose, name="iron"))
    return edition(
        *(replace(part, language=language) for part in sections), language=language, title=line(title),
        wording=wording(language), key_points=(line(title),),
        lead=(section(title, text(title), number=0, language=language, name="aim"),), **changes,
    )  # fmt: skip


def pair(first: Edition, second: Edition, kind: str = "facing") -> Edition:
    """Two editions as one document."""
    languages = (first.language, second.language)
    request = BuildRequest("rls", languages, first.brand.id, kind, "standard-12", first.paper.name)
    look = LAYOUTS[kind]
    return replace(
        first,
        request=request,
        layout=look,
        references=(editions.reference(1),),
        beside=replace(second, request=replace(request, languages=languages[1:]), layout=look, references=()),
    )


def english(**changes: Any) -> Edition:
    return written("en", *ENGLISH, _sources("References"), title="Restless legs", **changes)


def arabic(**changes: Any) -> Edition:
    return written("ar", *ARABIC, _sources("المراجع"), title="متلازمة تململ الساقين", **changes)


def _sources(title: str) -> EditionSection:
    return section(title, number=2, name="references")


def packet(*parts: Edition, **changes: Any) -> Edition:
    """Several editions as one document, each named by its place: part-1, part-2, ..."""
    named = tuple(
        replace(part, request=replace(part.request, handout=f"part-{at}"), layout=editions.layout(**changes))
        for at, part in enumerate(parts, 1)
    )
    request = replace(named[0].request, handout="+".join(part.request.handout for part in named))
    title = line(wording(named[0].language)["packet"])
    return replace(
        named[0], request=request, title=title, subtitle=None, key_points=(), lead=(), sections=(), references=(),
        parts=named,
    )  # fmt: skip


def leaves(root: Element, language: str = "") -> Iterator[tuple[Content, Element, str]]:
    """Every drawn leaf in reading order with the element that holds it and the language that holds for it."""
    language = root.language or language
    for kid in root.kids:
        if isinstance(kid, Content):
            yield kid, root, language
        elif isinstance(kid, Element):
            yield from leaves(kid, language)


def direction_of(words: str) -> str:
    """The direction of the first strong letter, by the scripts that these tests use."""
    return direction("ar") if any("\u0600" <= c <= "\u06ff" for c in words) else direction("en")


def setting_of(made: Edition) -> Setting:
    """What a page of the edition is set with, before anything is."""
    setting = _setting(made, _Asked(late_values(made, editions.NOBODY)), Slack(), SetBefore())
    setting.room = made.paper.height
    return setting
