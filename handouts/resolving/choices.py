"""What the names in a build request stand for, and whether they go together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from handouts.content import Handout
from handouts.diagnostics import Diagnostic, error, warning
from handouts.edition import BuildRequest
from handouts.language import is_known
from handouts.library import Library
from handouts.looks import PAPERS, Brand, Layout, Paper, Profile
from handouts.names import did_you_mean, find
from handouts.resolving.wording import check_wording

# What a brand's variant for a language may replace besides values of slots.
_BRAND_TEXTS = ("name", "font", "qr_url", "address")
# Keys of a variant that are not short for a slot of the clinic.
_NUMBERS = {"emergency": "emergency.number", "poison": "poison.number"}


@dataclass(frozen=True, slots=True)
class Looks:
    """A brand in the document's language, with a layout, profile and paper that go together."""

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
            return Looks(self.brand, self.layout, self.profile, self.paper)
        return None


def choose(library: Library, request: BuildRequest) -> tuple[Choice, tuple[Diagnostic, ...]]:
    """Look up every name of the request; the document is set in the first of its languages."""
    language = request.languages[0] if request.languages else ""
    handout, no_handout = find("handout", request.handout, library.handouts)
    brand, no_brand = find("brand", request.brand, library.brands)
    layout, no_layout = find("layout", request.layout, library.layouts)
    profile, no_profile = find("profile", request.profile, library.profiles)
    paper, no_paper = find("paper", request.paper, PAPERS)
    texts, bad_wording = _wording(library, language)
    known = language if is_known(language) else ""
    choice = Choice(handout, known, texts, brand and brand_in(brand, language), layout, profile, paper)
    missing = (*no_handout, *no_brand, *no_layout, *no_profile, *no_paper, *bad_wording)
    return choice, missing + _check_together(library, choice)


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


def _wording(library: Library, language: str) -> tuple[Mapping[str, str], tuple[Diagnostic, ...]]:
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
    if choice.profile and choice.profile.id not in layout.profiles:
        nearest = _nearest_profile(library, choice.profile, layout)
        others = [other.id for other in library.layouts.values() if choice.profile.id in other.profiles]
        message = f"The layout '{layout.id}' cannot be set in the profile '{choice.profile.id}'."
        findings.append(error("layout", layout.mark, message, _advice("profile", nearest, others)))
    if choice.paper and choice.paper.name not in layout.papers:
        others = [other.id for other in library.layouts.values() if choice.paper.name in other.papers]
        message = f"The layout '{layout.id}' does not fit on {choice.paper.name} paper."
        findings.append(error("layout", layout.mark, message, _advice("paper", layout.papers[0:1], others)))
    return tuple(findings)


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
    ways += [f"the layout '{name}', which takes it" for name in sorted(layouts)[0:1]]
    return f"Use {' or '.join(ways)}." if ways else ""
