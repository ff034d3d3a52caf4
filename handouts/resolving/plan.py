"""Which documents a selection asks for, with every default filled in, and what their files are called."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import product

from handouts.diagnostics import Diagnostic, Mark, error, in_order
from handouts.edition import BuildRequest
from handouts.language import default_paper
from handouts.library import Library
from handouts.looks import PAPERS, Brand
from handouts.names import did_you_mean, find
from handouts.records import dataclass
from handouts.resolving.identity import canonical, short_id

# The profile that a file name does not mention.
_USUAL_PROFILE = "standard-12"

_ID = re.compile(r"[a-z0-9-]{1,60}")
# Tags in their usual letter case, so that two tags never differ in case alone (Windows would see one file).
_TAG = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?")


@dataclass(frozen=True, slots=True)
class Selection:
    """What somebody asks to be built; an empty field means the default: all handouts, the workspace's languages."""

    handouts: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    brands: tuple[str, ...] = ()
    layout: str = ""
    profile: str = ""
    paper: str = ""
    mono: bool = False
    draft: bool = False
    plain: bool = False
    banner: bool = True


def plan(library: Library, selection: Selection) -> tuple[tuple[BuildRequest, ...], tuple[Diagnostic, ...]]:
    """One request per handout, language and brand, sorted and unique; names that mean nothing are findings.

    Handouts joined by `+` are one packet, languages joined by `+` one bilingual document.
    Layout, profile and paper come from the selection, else the brand, else the workspace (paper: what offices in
    the brand's region stock).
    """
    settings = library.settings
    chosen_handouts = selection.handouts or tuple(library.handouts)
    wanted, findings = _existing("handout", chosen_handouts, library.handouts, None)
    tags, unknown = _written(library, *_or_default(selection.languages, settings.languages, settings.mark))
    findings += unknown
    chosen, mark = _or_default(selection.brands, (settings.brand,), settings.mark)
    known, unknown = _existing("brand", chosen, library.brands, mark)
    findings += unknown
    requests: set[BuildRequest] = set()
    for name in known:
        for handout, tag in product(wanted, tags):
            languages = tuple(tag.split("+"))
            looks, unknown = _looks(library, library.brands[name], selection, bilingual=len(languages) > 1)
            findings += unknown
            if not unknown:
                flags = (selection.mono, selection.draft, selection.plain, selection.banner)
                requests.add(BuildRequest(handout, languages, name, *looks, *flags))
    return tuple(sorted(requests)), in_order(findings)


def output_name(request: BuildRequest) -> str:
    """The file name of a request: `vitamins-and-rls_en_example-clinic_sheet_letter.pdf`.

    The profile follows where it is not `standard-12`, then `mono`, `draft`, `plain` and `no-banner`; handouts of a
    packet and two languages are joined by points. Ids never hold `_` or `.`, so no two
    requests share a name, not even where the file system ignores case. A request that would break this (odd
    letters, a profile called `mono`, great length) gets a name without `_` that ends in a digest.
    """
    handout, languages = ".".join(request.handouts), ".".join(request.languages)
    fixed = (handout, languages, request.brand, request.layout, request.paper)
    extra = [request.profile] if request.profile != _USUAL_PROFILE else []
    flags = {
        "mono": request.mono, "draft": request.draft, "plain": request.plain, "no-banner": not request.banner,
    }  # fmt: skip
    extra += [word for word, said in flags.items() if said]
    stem = "_".join((*fixed, *extra))
    ids = (*request.handouts, request.brand, request.layout, request.paper, request.profile)
    usual = all(map(_ID.fullmatch, ids)) and request.languages and all(map(_TAG.fullmatch, request.languages))
    if usual and request.profile not in flags and len(stem) <= 160:
        return f"{stem}.pdf"
    readable = re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-")[:60].strip("-")
    return f"{readable or 'handout'}.{short_id(canonical(request))}.pdf"


def _or_default(chosen: Iterable[str], default: tuple[str, ...], mark: Mark) -> tuple[tuple[str, ...], Mark | None]:
    """The names chosen, or the defaults with the place that says them."""
    names = tuple(chosen)
    return (names, None) if names else (default, mark)


def _existing(
    kind: str, names: Iterable[str], table: Mapping[str, object], mark: Mark | None
) -> tuple[tuple[str, ...], tuple[Diagnostic, ...]]:
    """The names that are in the table, and findings for the others; a name may be several, joined by `+`."""
    chosen = tuple(names)
    findings = tuple(
        finding
        for name in chosen
        for one in name.split("+")
        for finding in (find(kind, one, table, mark)[1] if one or not name else (_nameless(kind, name, mark),))
    )
    return tuple(name for name in chosen if all(one in table for one in name.split("+"))), findings


def _written(
    library: Library, tags: tuple[str, ...], mark: Mark | None
) -> tuple[tuple[str, ...], tuple[Diagnostic, ...]]:
    """The tags in which something is written, and findings for the others."""
    written = {*library.wording, *(language for _, language in library.sections)}
    findings = tuple(
        error("unknown-language", mark, f"Nothing is written in the language '{one}'.", did_you_mean(one, written))
        if one
        else _nameless("language", tag, mark)
        for one, tag in {one: tag for tag in tags for one in tag.split("+")}.items()
        if one not in written
    )
    return tuple(tag for tag in tags if all(one in written for one in tag.split("+"))), findings


def _nameless(kind: str, name: str, mark: Mark | None) -> Diagnostic:
    """An error where nothing stands before or after a `+`."""
    sample = "en+es" if kind == "language" else "iron+magnesium"
    return error(f"unknown-{kind}", mark, f"A {kind} is missing in '{name}'.", f"Write two names: {sample}")


def _looks(
    library: Library, brand: Brand, selection: Selection, *, bilingual: bool
) -> tuple[tuple[str, str, str], tuple[Diagnostic, ...]]:
    """Layout, profile and paper for a brand, each checked where it was named.

    Who asks for two languages without naming a layout gets the first one that takes two.
    """
    settings = library.settings
    if bilingual and not selection.layout:
        selection = replace(selection, layout=min((x.id for x in library.layouts.values() if x.bilingual), default=""))
    findings: list[Diagnostic] = []
    found: list[str] = []
    for kind, table, asked, branded, usual in (
        ("layout", library.layouts, selection.layout, brand.layout, settings.layout),
        ("profile", library.profiles, selection.profile, brand.profile, settings.profile),
        ("paper", PAPERS, selection.paper, brand.paper, default_paper(brand.region)),
    ):
        mark = None if asked else brand.mark if branded else settings.mark
        found.append(asked or branded or usual)
        findings += find(kind, found[-1], table, mark)[1]
    return (found[0], found[1], found[2]), tuple(findings)
