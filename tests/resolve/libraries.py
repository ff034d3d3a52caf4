"""Library values made by hand, so that these tests need no file and no YAML."""

import datetime
import re
from dataclasses import replace
from typing import Any

from handouts.content import (
    Author,
    Block,
    Citation,
    Glossary,
    Handout,
    Inline,
    Line,
    Paragraph,
    Reference,
    Review,
    Section,
    Slot,
    Use,
    Words,
)
from handouts.diagnostics import Mark
from handouts.edition import BuildRequest, Resolved
from handouts.library import Library, Settings, Wording
from handouts.looks import Brand, Ink, Layout, Logo, Palette, Picture, Profile, TypeStyle, Vector
from handouts.resolving.resolve import resolve
from handouts.resolving.wording import WORDING_KEYS

TODAY = datetime.date(2026, 11, 22)
SIGNED = datetime.date(2026, 5, 4)
REQUEST = BuildRequest("iron-and-rls", ("en",), "clinic", "sheet", "standard-12", "a4")

_PART = re.compile(r"\[(@[^]]+)\]|\{([^}]+)\}|\*\*([^*]+)\*\*|([^[{*]+)")


def line(text: str, row: int = 1, path: str = "content/sections/iron/en.yaml") -> Line:
    """`Words with **strong**, [@key; @key] and {slot}` as a line; much less than the real notation."""
    parts: list[Inline] = []
    for cited, slot, strong, words in _PART.findall(text):
        if cited:
            parts.append(Citation(tuple(key.strip()[1:] for key in cited.split(";"))))
        elif slot:
            parts.append(Slot(slot))
        else:
            parts.append(Words(strong or words, strong=bool(strong)))
    return Line(tuple(parts), Mark(path, row, 5))


def paragraph(text: str, row: int = 1, path: str = "content/sections/iron/en.yaml") -> Paragraph:
    return Paragraph(line(text, row, path), Mark(path, row, 3))


def section(name: str, *blocks: Block | str, language: str = "en", **changes: Any) -> Section:
    path = f"content/sections/{name}/{language}.yaml"
    made = Section(
        id=name,
        language=language,
        title=line(name.capitalize(), 1, path),
        safety=False,
        box="",
        key_points=(),
        blocks=tuple(
            paragraph(block, row, path) if isinstance(block, str) else block for row, block in enumerate(blocks, 10)
        ),
        translation=None,
        digest=f"{name}-{language}-1",
        mark=Mark(path, 1, 1),
    )
    return replace(made, **changes)


def signed(name: str, language: str = "en", date: datetime.date = SIGNED, digest: str = "") -> Review:
    mark = Mark("content/reviews.yaml", 3, 3)
    return Review(name, language, digest or f"{name}-{language}-1", "Dr A. Example", "approver", date, "", mark)


def reference(key: str, **changes: Any) -> Reference:
    made = Reference(
        key=key,
        type="article-journal",
        authors=(Author("Allen", "RP"), Author("Picchietti", "DL")),
        et_al=False,
        title=f"A study called {key}",
        container_title="Sleep Med",
        publisher="",
        issued="2018",
        volume="41",
        issue="",
        page="27-44",
        doi=f"10.1000/{key}",
        pmid="",
        url="",
        superseded_by="",
        checked=None,
        mark=Mark("content/references.yaml", 2, 3),
    )
    return replace(made, **changes)


def uses(*names: str) -> tuple[Use, ...]:
    path = "content/handouts/iron-and-rls.yaml"
    return tuple(Use(name, Mark(path, row, 5)) for row, name in enumerate(names, 7))


def handout(*names: str, **changes: Any) -> Handout:
    path = "content/handouts/iron-and-rls.yaml"
    made = Handout(
        id="iron-and-rls",
        title={"en": line("Iron and restless legs", 1, path)},
        subtitle={},
        codes={"icd10": ("G25.81",)},
        layouts=(),
        lead=(),
        sections=uses(*names),
        digest="handout-1",
        mark=Mark(path, 1, 1),
    )
    return replace(made, **changes)


def brand(**changes: Any) -> Brand:
    made = Brand(
        id="clinic",
        name="Example Clinic",
        region="US",
        palette=Palette(tuple((16 * ink, 0, 255 - 16 * ink) for ink in Ink)),
        font="noto-sans",
        banner="rule",
        logo=Logo("templates/brands/clinic.svg", "Example Clinic"),
        values={"clinic.phone": "555 0100", "emergency.number": "911"},
        address=("1 Example Street", "Exampleville"),
        qr_url="https://example.org/{handout}",
        paper="",
        layout="",
        profile="",
        languages={},
        digest="brand-1",
        mark=Mark("templates/brands/clinic.yaml"),
    )
    return replace(made, **changes)


def layout(name: str = "sheet", **changes: Any) -> Layout:
    made = Layout(
        id=name,
        title=name.capitalize(),
        papers=("a4", "letter"),
        profiles=("standard-12", "large"),
        top=48.0,
        bottom=48.0,
        binding=57.0,
        outer=43.0,
        side=100.0,
        gap=12.0,
        contents_over_pages=4,
        references=True,
        mark=Mark(f"templates/layouts/{name}.yaml"),
    )
    return replace(made, **changes)


def profile(name: str = "standard-12", size: float = 12.0) -> Profile:
    return Profile(
        id=name,
        title=name.capitalize(),
        source="",
        styles={"body": TypeStyle(size, size * 1.4)},
        space=8.0,
        space_before_h2=17.0,
        space_before_h3=12.0,
        hyphenate="none",
        italics=True,
        leading_slack=0.04,
        space_slack=0.2,
        letter_spacing=0.0,
        word_spacing=0.0,
        mark=Mark(f"templates/profiles/{name}.yaml"),
    )


def picture(path: str) -> Picture:
    return Picture(path, f"digest of {path}", Vector(10.0, 10.0, ()))


def wording(language: str = "en", **changes: str) -> Wording:
    shown = "{page} {pages} {minutes} {number} {total} {jobs} {date} {id} {name} {url} {what} {sections}"
    shown += " {part} {all} {count} {since} {texts} {sources} {one} {two} {key} {version}"
    texts = {key: f"{key} {shown}" for key in WORDING_KEYS} | {"references": "References"} | changes
    return Wording(language, texts, Mark(f"templates/wording/{language}.yaml"))


def settings(**changes: Any) -> Settings:
    made = Settings("clinic", ("en",), "sheet", "standard-12", 36, 6, False, Mark("content/workspace.yaml", 2, 1))
    return replace(made, **changes)


def library(*sections: Section, **changes: Any) -> Library:
    """A library with these sections, all in the one handout, all signed, and three references."""
    names = dict.fromkeys(each.id for each in sections)
    made = Library(
        settings=settings(),
        handouts={"iron-and-rls": handout(*names, "references")},
        sections={(each.id, each.language): each for each in sections},
        references={key: reference(key) for key in ("allen2018", "aasm2025", "cook2020")},
        glossary=Glossary(),
        reviews=tuple(signed(each.id, each.language) for each in sections),
        brands={"clinic": brand()},
        layouts={"sheet": layout()},
        profiles={"standard-12": profile(), "large": profile("large", 16.0), "huge": profile("huge", 18.0)},
        wording={"en": wording()},
        pictures={"templates/brands/clinic.svg": picture("templates/brands/clinic.svg")},
    )
    return replace(made, **changes)


def resolved(made: Library, request: BuildRequest = REQUEST, date: datetime.date = TODAY) -> Resolved:
    return resolve(made, request, date=date, tool_version="1.0")
