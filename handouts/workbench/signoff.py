"""The sign-off of texts that somebody has read on a page: of exactly these words, or of none."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from handouts.diagnostics import Diagnostic, HandoutsError, Mark, Severity, error, has_errors, in_order
from handouts.exchange.catalog import path_of
from handouts.governance.signing import MOST_LETTERS, Record, Signer, one_line, plan_signing, texts_asked
from handouts.library import Library
from handouts.resolving.translated import SOURCE
from handouts.source.history import NoHistory, at_repository
from handouts.source.writing import write_all
from handouts.workbench.bench import Bench, open_bench
from handouts.workbench.editing import Refused


@dataclass(frozen=True, slots=True)
class Shown:
    """A text as a page has shown it; `digest` is that of the section (`sha256:...`), which a record signs."""

    section: str
    language: str
    digest: str


@dataclass(frozen=True, slots=True)
class Signed:
    """The records that were written; `findings` are notes. `repository` when git will remember them once committed."""

    records: tuple[Record, ...]
    findings: tuple[Diagnostic, ...]
    bench: Bench
    repository: bool


def texts_to_sign(
    library: Library, sections: Iterable[str], handouts: Iterable[str], languages: Sequence[str]
) -> tuple[tuple[Shown, ...], tuple[Diagnostic, ...]]:
    """The texts of these sections and handouts as a form should show them, and what is wrong with the names."""
    texts, unknown = texts_asked(library, sections, handouts, languages or (SOURCE,))
    there = [library.sections[text] for text in texts if text in library.sections]
    return tuple(Shown(section.id, section.language, section.digest) for section in there), unknown


def sign(bench: Bench, shown: Iterable[Shown], who: Signer, today: datetime.date) -> Signed | Refused:
    """Record that somebody has read these texts: all of them or, with any error, none.

    The workspace is read again first. A text that is no longer what was shown is refused, and so is all that
    `handouts review` refuses. The records are written under the lock of all our writing, and only while the
    texts are on the disk as they were read here.
    """
    try:
        return _sign(open_bench(bench.workspace.root, bench.loaded), tuple(dict.fromkeys(shown)), who, today)
    except HandoutsError as problem:
        return Refused((error("desk-write", Mark("content/reviews"), problem.message, problem.hint),))


def _sign(now: Bench, shown: tuple[Shown, ...], who: Signer, today: datetime.date) -> Signed | Refused:
    library = now.library
    if library is None:
        return Refused(now.findings)
    signer, wrong = _checked(who, today)
    changed = tuple(_changed(library, shown))
    texts = sorted({(text.section, text.language): None for text in shown}, key=lambda text: text[1] != SOURCE)
    if not texts:
        hint = "Choose the texts that you have read."
        changed = (error("review-refused", None, "No text was chosen, so there is nothing to sign.", hint),)
    signing = plan_signing(now.workspace, library, now.findings, texts, signer)
    findings = in_order((*wrong, *changed, *signing.findings))
    if has_errors(findings):
        # Notes are about records, and there will be none.
        return Refused(tuple(finding for finding in findings if finding.severity is not Severity.NOTE))
    refused = write_all(now.workspace.root, (*signing.records, *signing.unchanged))
    if refused:
        return Refused(tuple(replace(each, hint="Load the page again and read the text.") for each in refused))
    try:
        repository = bool(at_repository(now.workspace.root))
    except NoHistory:
        repository = False
    return Signed(signing.records, findings, open_bench(now.workspace.root, now.loaded), repository)


def _changed(library: Library, shown: Iterable[Shown]) -> Iterator[Diagnostic]:
    """The texts that are there with other words, or another picture, than were shown."""
    for text in shown:
        section = library.sections.get((text.section, text.language))
        if section is not None and section.digest != text.digest:
            message = f"'{text.section}' ({text.language}) has changed since it was shown to you."
            hint = "Load the page again and read the text; what you have read is no longer there."
            yield error("review-refused", Mark(path_of(text.section, text.language)), message, hint)


def _checked(who: Signer, today: datetime.date) -> tuple[Signer, tuple[Diagnostic, ...]]:
    """The signer as recorded, and what is wrong with what was typed."""
    called = {"by": "The name", "role": "The role", "note": "The note", "owner": "The owner's name"}
    given = {name: one_line(getattr(who, name)) for name in called}
    wrong = []
    for name, line in given.items():
        if line is None:
            message = f"{called[name]} cannot be recorded."
            wrong.append(error("review-refused", None, message, f"Give one line of at most {MOST_LETTERS} characters."))
        elif not line and name in ("by", "role"):
            hint = "A sign-off says who has read the text and in which role."
            wrong.append(error("review-refused", None, f"{called[name]} must not be empty.", hint))
    if who.date > today:
        message = f"The day of the sign-off, {who.date}, has not come yet."
        wrong.append(error("review-refused", None, message, "Give the day on which the text was read."))
    lines = {name: line or "" for name, line in given.items()}
    return Signer(lines["by"], lines["role"], who.date, lines["note"], lines["owner"]), tuple(wrong)
