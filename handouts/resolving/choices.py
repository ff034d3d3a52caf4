"""What the names in a build request stand for, and whether they go together."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from handouts.content import Handout
from handouts.diagnostics import Diagnostic, error, warning
from handouts.edition import BuildRequest
from handouts.language import is_known
from handouts.library import Library
from handouts.looks import (
    LEAST_MEASURE,
    PAPERS,
    Brand,
    Ink,
    Layout,
    Palette,
    Paper,
    Profile,
    column_width,
    page_of,
)
from handouts.names import did_you_mean, find
from handouts.records import dataclass
from handouts.resolving.wording import check_wording

# What a brand's variant for a language may replace besides values of slots.
_BRAND_TEXTS = ("name", "font", "qr_url", "address")
# Keys of a variant that are not short for a slot of the clinic.
_NUMBERS = {"emergency": "emergency.number", "poison": "poison.number"}


@dataclass(frozen=True, slots=True)
class Looks:
    """A brand in the document's language, with a layout, profile and page that go together."""

    brand: Brand
    layout: Layout
    profile: Profile
    paper: Paper


@dataclass(frozen=True, slots=True)
class Choice:
    """Everything a request names; None (or no language) where a name stands for nothing: see the findings."""

    handout: Handout | None
    language: str
    wording: Mapping[str, str]
    brand: Brand | None
    layout: Layout | None
    profile: Profile | None
    paper: Paper | None

    @property
    def looks(self) -> Looks | None:
        """The four looks together, or None when one is missing."""
        if self.brand and self.layout and self.profile and self.paper:
            return Looks(self.brand, self.layout, self.profile, page_of(self.paper, self.layout.share))
        return None


def choose(
    library: Library, request: BuildRequest, checked: dict[str, Texts] | None = None
) -> tuple[Choice, tuple[Diagnostic, ...]]:
    """Look up every name of a request for one handout in one language.

    `checked` keeps the words of the product by language, with what is wrong with them, for the next request.
    """
    language = request.languages[0] if request.languages else ""
    handout, no_handout = find("handout", request.handout, library.handouts)
    brand, no_brand = find("brand", request.brand, library.brands)
    layout, no_layout = find("layout", request.layout, library.layouts)
    profile, no_profile = find("profile", request.profile, library.profiles)
    paper, no_paper = find("paper", request.paper, PAPERS)
    checked = checked if checked is not None else {}
    if language not in checked:
        checked[language] = _wording(library, language)
    texts, bad_wording = checked[language]
    known = language if is_known(language) else ""
    shown = brand_in(brand, language) if brand else None
    if shown and request.plain:
        shown = replace(shown, palette=_plain(shown.palette))
    choice = Choice(handout, known, texts, shown, layout, profile, paper)
    missing = (*no_handout, *no_brand, *no_layout, *no_profile, *no_paper, *bad_wording)
    return choice, missing + _check_together(library, choice)


Texts = tuple[Mapping[str, str], tuple[Diagnostic, ...]]
_BLACK, _GREY, _WHITE = (26, 26, 26), (89, 89, 89), (255, 255, 255)


def _plain(palette: Palette) -> Palette:
    """The same roles for plain paper: black words and lines on white, no tint, since toner is dear."""
    white = {ink for ink in Ink if ink.name.endswith("TINT")} | {Ink.PAPER, Ink.ON_BRAND}
    grey = {Ink.MUTED, Ink.RULE}
    return Palette(tuple(_WHITE if ink in white else _GREY if ink in grey else _BLACK for ink in Ink))


def check_languages(library: Library, request: BuildRequest) -> tuple[Diagnostic, ...]:
    """An error where a layout cannot take the number of languages or handouts that is asked for."""
    layout = library.layouts.get(request.layout)
    findings = _named_twice(library, request)
    if layout is None:
        return tuple(findings)
    count = len(request.languages)
    single = sorted(other.id for other in library.layouts.values() if not other.bilingual)
    double = sorted(other.id for other in library.layouts.values() if other.bilingual)
    if count > 2 or len(set(request.languages)) < count:
        message = f"'{'+'.join(request.languages)}' does not name two different languages."
        findings.append(error("layout", layout.mark, message, "Write two, as in --lang en+es."))
    elif count == 2 and not layout.bilingual:
        message = f"The layout '{layout.id}' takes one language at a time."
        named = " or ".join(f"'{name}'" for name in double)
        hint = f"Use the layout {named}." if double else "Write a layout that says `bilingual: facing`."
        findings.append(error("layout", layout.mark, message, hint))
    elif count == 1 and layout.bilingual:
        message = f"The layout '{layout.id}' sets two languages side by side or below each other."
        other = "en" if request.languages[0] != "en" else "es"
        hint = f"Name two, as in --lang {request.languages[0]}+{other}, or use the layout '{_usual(library, single)}'."
        findings.append(error("layout", layout.mark, message, hint))
    if len(request.handouts) > 1 and (count > 1 or layout.pages or layout.columns > 1 or layout.show != "all"):
        message = f"A packet of several handouts cannot be set in the layout '{layout.id}'."
        fitting = [n for n in single if not library.layouts[n].pages and library.layouts[n].columns == 1]
        hint = f"Use one language and the layout '{_usual(library, fitting)}'."
        findings.append(error("layout", layout.mark, message, hint))
    return tuple(findings)


def check_looks(library: Library, request: BuildRequest) -> tuple[Diagnostic, ...]:
    """What keeps the looks of a request from going together, or advises against it; nothing of its texts."""
    layout = library.layouts.get(request.layout)
    handouts = [library.handouts.get(name) for name in request.handouts]
    profile, paper = library.profiles.get(request.profile), PAPERS.get(request.paper)
    brand = library.brands.get(request.brand)
    choices = [Choice(handout, "", {}, brand, layout, profile, paper) for handout in handouts]
    return (*check_languages(library, request), *(f for choice in choices for f in _check_together(library, choice)))


def _named_twice(library: Library, request: BuildRequest) -> list[Diagnostic]:
    """A packet holds each handout once: its links and bookmarks lead to the one of that name."""
    twice = [name for name in dict.fromkeys(request.handouts) if request.handouts.count(name) > 1]
    return [
        error(
            "layout",
            library.handouts[name].mark if name in library.handouts else None,
            f"The packet '{request.handout}' names the handout '{name}' twice.",
            "Name it once; print the packet again for a second copy.",
        )
        for name in twice
    ]


def _usual(library: Library, layouts: Sequence[str]) -> str:
    """The layout to name in a hint: the workspace's own where it will do."""
    return library.settings.layout if library.settings.layout in layouts else next(iter(layouts), "sheet")


def brand_in(brand: Brand, language: str) -> Brand:
    """The brand with its variant for the language merged in, so that the variants are used up.

    A variant may give `name`, `font`, `qr_url`, `address` (its lines, with line ends between them) and values
    of slots: by their full name (`clinic.hours`), without the `clinic.`, or as `emergency` and `poison`.
    """
    variant = brand.languages.get(language, {})
    address = tuple(variant["address"].splitlines()) if "address" in variant else brand.address
    values = {
        key if "." in key else _NUMBERS.get(key, f"clinic.{key}"): text
        for key, text in variant.items()
        if key not in _BRAND_TEXTS
    }
    if "name" in variant:
        values.setdefault("clinic.name", variant["name"])
    if "address" in variant:
        values.setdefault("clinic.address", ", ".join(address))
    return replace(
        brand,
        name=variant.get("name", brand.name),
        font=variant.get("font", brand.font),
        qr_url=variant.get("qr_url", brand.qr_url),
        address=address,
        values={**brand.values, **values},
        languages={},
    )


def slot_values(brand: Brand) -> Mapping[str, str]:
    """Every value the brand gives by slot name; its name and address are slots too."""
    given = {"clinic.name": brand.name, "clinic.address": ", ".join(brand.address)} | dict(brand.values)
    return {name: text for name, text in sorted(given.items()) if text}


def _wording(library: Library, language: str) -> Texts:
    if not is_known(language):
        known = {*library.wording, *(tag for _, tag in library.sections)}
        hint = did_you_mean(language, known)
        return {}, (error("unknown-language", None, f"'{language}' is not a language tag we know.", hint),)
    wording = library.wording.get(language)
    if wording is None:
        message = f"The product's own words are missing in '{language}'."
        hint = f"Write templates/wording/{language}.yaml; templates/wording/en.yaml shows what it holds."
        return {}, (error("wording", None, message, hint),)
    return dict(wording.texts), check_wording(wording)


def _check_together(library: Library, choice: Choice) -> tuple[Diagnostic, ...]:
    layout, findings = choice.layout, []
    if layout is None:
        return ()
    if choice.handout and choice.handout.layouts and layout.id not in choice.handout.layouts:
        message = f"The handout '{choice.handout.id}' is not meant for the layout '{layout.id}'."
        hint = f"It suits: {', '.join(choice.handout.layouts)}."
        findings.append(warning("layout", choice.handout.mark, message, hint))
    wanted, paper = choice.profile, choice.paper
    if wanted and wanted.id not in layout.profiles:
        nearest = _nearest_profile(library, wanted, layout)
        others = _alike(library, layout, lambda other: wanted.id in other.profiles)
        message = f"The layout '{layout.id}' cannot be set in the profile '{wanted.id}'."
        findings.append(error("layout", layout.mark, message, _advice("profile", nearest, others)))
    if paper and paper.name not in layout.papers:
        others = _alike(library, layout, lambda other: paper.name in other.papers)
        message = f"The layout '{layout.id}' does not fit on {paper.name} paper."
        findings.append(error("layout", layout.mark, message, _advice("paper", layout.papers[0:1], others)))
    return tuple(findings) if findings else _check_room(choice)


def _alike(library: Library, layout: Layout, takes: Callable[[Layout], bool]) -> list[str]:
    """Layouts for as many languages that take what this one does not; the workspace's own before the others."""
    found = [x.id for x in library.layouts.values() if takes(x) and bool(x.bilingual) == bool(layout.bilingual)]
    return sorted(found, key=lambda name: (name != library.settings.layout, name))


def _check_room(choice: Choice) -> tuple[Diagnostic, ...]:
    """An error where the profile's own margins leave too little of the layout's page: two inches are the least."""
    if choice.looks is None:
        return ()
    layout, profile, paper = choice.looks.layout, choice.looks.profile, choice.looks.paper
    across = column_width(layout, profile, paper)
    least = column_width(layout, replace(profile, margin=0.0, measure=0.0), paper)
    if across >= LEAST_MEASURE or least < LEAST_MEASURE:  # a page too small in itself is told when it is read
        return ()
    message = f"In the profile '{profile.id}' the layout '{layout.id}' has lines of only {max(across, 0):.0f} pt."
    hint = f"Take '{profile.id}' out of its `profiles:`, or give it a larger page, fewer columns or no side column."
    return (error("layout", layout.mark, message, hint),)


def _nearest_profile(library: Library, wanted: Profile, layout: Layout) -> tuple[str, ...]:
    """The profile the layout takes whose body text is nearest in size; the larger one of two."""

    def distance(profile: Profile) -> tuple[float, float, str]:
        difference = profile.styles["body"].size - wanted.styles["body"].size
        return abs(difference), -difference, profile.id

    taken = [library.profiles[name] for name in layout.profiles if name in library.profiles]
    sized = [profile for profile in taken if "body" in profile.styles and "body" in wanted.styles]
    return (min(sized, key=distance).id,) if sized else layout.profiles[0:1]


def _advice(kind: str, nearest: tuple[str, ...], layouts: list[str]) -> str:
    ways = [f"the {kind} '{name}' with this layout" for name in nearest]
    ways += [f"the layout '{name}', which takes it" for name in layouts[0:1]]
    return f"Use {' or '.join(ways)}." if ways else ""
