"""What an edition id stands for, and whether the workspace would still make that edition today."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Literal

from handouts import product
from handouts.diagnostics import has_errors
from handouts.edition import BuildRequest, Edition, Personal, Resolved, ReviewState
from handouts.fitting import Order, fitted
from handouts.library import Library
from handouts.passport.entry import Entry
from handouts.passport.inputs import input_files, section_digests
from handouts.plates import Plates
from handouts.resolving.identity import edition_id
from handouts.resolving.plan import Selection, plan
from handouts.resolving.resolve import resolve

State = Literal["current", "changed", "gone", "unknown"]

# What a file decides, by the folder or file it is in, in the words of the reports.
_KINDS: Mapping[str, str] = {
    "content/handouts": "the handout's list of sections and titles", "templates/brands": "the brand",
    "templates/layouts": "the layout", "templates/profiles": "the reading profile",
    "templates/wording": "the product's own words", "templates/fonts": "a font", "content/figures": "a figure",
    "content/references.yaml": "the references", "content/workspace.yaml": "the settings",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Standing:
    """How an edition stands to the present workspace.

    `changed`: the same request gives the edition `now` today; `gone`: it gives none; `unknown`: nobody knows what
    was asked for. `differences` are sentences.
    """

    state: State
    now: str = ""
    differences: tuple[str, ...] = ()


def standing(
    library: Library, edition: str, request: BuildRequest, *, date: datetime.date, then: Entry | None
) -> Standing:
    """Whether the request still gives this edition, and if not, what differs from the entry made then."""
    resolved = edition_today(library, request, date)
    now = resolved.edition
    if now is None:
        reasons = (f"{finding.message}" for finding in resolved.findings if has_errors([finding]))
        return Standing("gone", "", tuple(reasons))
    if now.id == edition:
        return Standing("current", now.id)
    if then is None:
        reason = "What changed cannot be told: the ledger has no record of this edition."
        return Standing("changed", now.id, (reason,))
    told = tuple(_differences(library, now, then))
    return Standing("changed", now.id, told or ("Something on the page changed that no file shows.",))


def edition_today(library: Library, request: BuildRequest, date: datetime.date) -> Resolved:
    """The edition that a build would make; one that must fit on few pages is laid out to see what is left out."""
    resolved = resolve(library, request, date=date, tool_version=product.version())
    if resolved.edition is None or not resolved.edition.layout.pages:
        return resolved
    laid = fitted(Order(library, request, date, Personal(), Plates()))
    return Resolved(None if has_errors(laid.findings) else laid.edition, laid.findings)


def request_for(library: Library, edition: str, date: datetime.date) -> BuildRequest | None:
    """The request that gives this edition today, among all handouts, languages and brands in their usual layout."""
    tags = tuple(sorted({tag for _, tag in library.sections}))
    for draft in (False, True):
        asked = Selection(languages=tags, brands=tuple(library.brands), draft=draft)
        for request in plan(library, asked)[0]:
            made = resolve(library, request, date=date, tool_version=product.version()).edition
            if made is not None and made.id == edition:
                return request
            grey = replace(request, mono=True)  # the same edition but for what was asked
            if made is not None and edition_id(replace(made, request=grey), product.version()) == edition:
                return grey
    return None


def review_words(review: ReviewState) -> str:
    """The review state in a few words."""
    if review.last_checked is None or review.next_check is None:
        return {"never": "not checked by a clinician", "changed": "changed since it was checked"}.get(
            review.status, review.status
        )
    return f"{review.status}, last checked {review.last_checked}, next check {review.next_check}"


def _differences(library: Library, now: Edition, then: Entry) -> Iterator[str]:
    if then.version != product.version():
        yield f"handouts {then.version} made it; this is {product.version()}, and its version is part of every id."
    if then.review != now.review:
        yield f"Review: {review_words(then.review)} then; {review_words(now.review)} now."
    sections = section_digests(library, now)
    for name, digest in then.sections.items():
        if name not in sections:
            yield f"Section {name} is no longer in it."
        elif sections[name] != digest:
            yield f"Section {name} has changed."
    for name in sections:
        if name not in then.sections:
            yield f"Section {name} is new in it."
    yield from _files(input_files(library, now), then, set(sections) | set(then.sections))


def _files(files: Mapping[str, str], then: Entry, told: set[str]) -> Iterator[str]:
    """Files that differ, but for sections that have been told and the review records, whose outcome has been."""
    for path in sorted({*files, *then.files}):
        place = PurePosixPath(path)
        if files.get(path) == then.files.get(path) or path.startswith("content/reviews"):
            continue
        if place.parts[:2] == ("content", "sections"):
            name = f"{place.parent.name}@{place.stem}"
            if name not in told:
                yield f"{path}, which a translation was made from, has changed."
            continue
        kind = _KINDS.get(path) or _KINDS.get("/".join(place.parts[:2]))
        what = "has changed" if path in files and path in then.files else "is new" if path in files else "is gone"
        yield f"{path}{f' ({kind})' if kind else ''} {what}."
