"""What `handouts review` records: one file for each text that somebody has read, and why a text may not be signed."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from handouts.checks import check_translation
from handouts.checks.content import allowed, check_content
from handouts.content import Review, Section
from handouts.diagnostics import Diagnostic, Mark, Severity, error, has_errors, in_order
from handouts.exchange.scalars import double_quoted, is_plain
from handouts.governance.evidence import superseded
from handouts.language import english_name
from handouts.library import Library
from handouts.names import find
from handouts.resolving.manuscript import REFERENCES
from handouts.resolving.signed import review_section
from handouts.resolving.translated import SOURCE, state_of
from handouts.source.workspace import Workspace
from handouts.source.writing import Rewrite

MOST_LETTERS = 400  # of a name, a role or a note

_FIRST = "# yaml-language-server: $schema=../../../schemas/review.json\n"


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs, in which role and on which day; `owner` is who looks after the texts, empty when not said."""

    by: str
    role: str
    date: datetime.date
    note: str = ""
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Record(Rewrite):
    """The file of one sign-off, never there before; `next_check` is None when the text is still not signed by all."""

    review: Review
    title: str
    next_check: datetime.date | None
    lacking: str

    def as_json(self) -> dict[str, str | int | bool]:
        """The record as plain data."""
        review = self.review
        return {
            "section": review.section, "language": review.language, "file": self.path, "digest": review.digest,
            "by": review.by, "role": review.role, "date": review.date.isoformat(), "note": review.note,
            "owner": review.owner, "next_check": self.next_check.isoformat() if self.next_check else "",
            "lacking": self.lacking,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Signing:
    """What is to be written; `unchanged` are the texts that were read. Nothing may be written with an error."""

    records: tuple[Record, ...]
    unchanged: tuple[Rewrite, ...]
    findings: tuple[Diagnostic, ...]

    def summary(self) -> Iterator[str]:
        """A line for each text that is signed, as the one who signs should see it."""
        for record in self.records:
            review = record.review
            then = f"next check {record.next_check}" if record.next_check else record.lacking
            yield f"{review.section} ({review.language})  {record.title}  [{review.digest[7:19]}]  {then}"


def one_line(text: str) -> str | None:
    """A name, role or note as it is recorded, blanks put right; None when it cannot be printed as one line."""
    line = " ".join(text.split())
    return line if line.isprintable() and len(line) <= MOST_LETTERS else None


def texts_asked(
    library: Library, sections: Iterable[str], handouts: Iterable[str], languages: Sequence[str]
) -> tuple[tuple[tuple[str, str], ...], tuple[Diagnostic, ...]]:
    """The texts meant, as (section, language), English first, and what is wrong with the names."""
    findings: list[Diagnostic] = []
    names = list(sections)
    known = {name: None for name, _ in library.sections}
    for name in names:
        findings += find("section", name, known)[1]
    for name in handouts:
        handout, unknown = find("handout", name, library.handouts)
        findings += unknown
        if handout is not None:
            names += [use.section for use in (*handout.lead, *handout.sections) if use.section != REFERENCES]
    written = {tag: None for _, tag in library.sections}
    for tag in languages:
        findings += find("language", tag, written)[1]
    tags = sorted(dict.fromkeys(languages), key=lambda tag: tag != SOURCE)
    # Names and languages that are not there at all have been told already.
    texts = [(name, tag) for tag in tags if tag in written for name in dict.fromkeys(names) if name in known]
    return tuple(texts), tuple(findings)


def plan_signing(
    workspace: Workspace, library: Library, loaded: Sequence[Diagnostic], texts: Iterable[tuple[str, str]], who: Signer
) -> Signing:
    """The records for these texts as they stand now, and everything that forbids signing one of them.

    `loaded` is what reading the workspace has found. A translation may be signed only when its English text is
    signed, be it in the same run: its approval would otherwise stand for statements nobody has approved, on pages
    without a draft mark.
    """
    asked = tuple(texts)
    judged = check_content(library, languages={language for _, language in asked})
    loaded = (*loaded, *(finding for finding in allowed(library, judged) if has_errors([finding])))
    findings: list[Diagnostic] = list(_role(library, who))
    records: list[Record] = []
    unchanged: list[Rewrite] = []
    for name, language in asked:
        wrong = tuple(_against(library, loaded, name, language, who.date))
        findings += wrong
        if has_errors(wrong):
            continue
        section = library.sections[name, language]
        record = _record(section, who)
        if workspace.files.get(record.path) is not None:
            message = f"This sign-off of '{name}' is there already."
            findings.append(Diagnostic("review-twice", Severity.NOTE, Mark(record.path), message))
            continue
        library = replace(library, reviews=(*library.reviews, record.review))
        state = review_section(library, section, who.date)
        records.append(replace(record, next_check=state.next_check, lacking=state.lacking))
        text = workspace.files[section.mark.path].text
        unchanged.append(Rewrite(section.mark.path, text, text))
    return Signing(tuple(records), tuple(unchanged), in_order(findings))


def _role(library: Library, who: Signer) -> Iterator[Diagnostic]:
    needs = dict.fromkeys((*library.settings.needs, *library.settings.translations_need))
    if library.settings.needs and who.role.casefold() not in needs:
        message = f"The role '{who.role}' is recorded, but does not take a draft mark away."
        hint = f"That takes: {', '.join(needs)}. See `review: needs:` in content/workspace.yaml."
        yield Diagnostic("review-role", Severity.NOTE, None, message, hint)


def _against(
    library: Library, loaded: Sequence[Diagnostic], name: str, language: str, date: datetime.date
) -> Iterator[Diagnostic]:
    """What forbids signing one text: itself first, then how it stands to its source."""
    section = library.sections.get((name, language))
    path = f"content/sections/{name}/{language}.yaml"
    broken = [finding for finding in loaded if finding.mark and finding.mark.path == path]
    if section is None and not broken:
        message = f"The section '{name}' is not there in {english_name(language)} ({language})."
        there = [tag for other, tag in sorted(library.sections) if other == name]
        yield error("review-refused", Mark(path), message, f"It is there in: {', '.join(there)}.")
        return
    wrong = [*broken, *(_checked(library, section) if section else ())]
    yield from wrong
    if section is None or has_errors(wrong):
        yield _refused(path, f"'{name}' ({language}) has errors, so it cannot be signed.", "Mend them first.")
    elif section.translation is not None:
        yield from _by_source(library, section, date)


def _checked(library: Library, section: Section) -> Iterator[Diagnostic]:
    """Sources that have been replaced, and what the number lock says."""
    yield from superseded(library, section)
    source = library.sections.get((section.id, section.translation.of)) if section.translation else None
    if source is not None and state_of(library, section.id, section.language) in ("current", "unreviewed"):
        yield from check_translation(source, section, library.glossary)


def _by_source(library: Library, section: Section, date: datetime.date) -> Iterator[Diagnostic]:
    path, name = section.mark.path, section.id
    source = library.sections.get((name, SOURCE))
    if source is None:
        yield _refused(path, f"The section '{name}' has no English text.", "A translation is signed against it.")
    elif state_of(library, name, section.language) in ("stale", "stale-safety"):
        message = f"The English text of '{name}' has changed since this translation was made."
        hint = f"Compare the two, then: handouts translate update {section.language} {name}"
        yield _refused(path, message, hint)
    elif review_section(library, source, date).status not in ("signed", "due"):
        message = f"The English text of '{name}' is not signed, so its translation cannot be."
        yield _refused(path, message, f"First: handouts review {name} --by NAME --role {_first_role(library)}")


def _first_role(library: Library) -> str:
    return next(iter(library.settings.needs), "approver")


def _refused(path: str, message: str, hint: str) -> Diagnostic:
    return error("review-refused", Mark(path), message, hint)


def _record(section: Section, who: Signer) -> Record:
    values = {
        "section": section.id, "language": section.language, "digest": section.digest, "by": who.by, "role": who.role,
        "date": who.date.isoformat(), "owner": who.owner, "note": who.note,
    }  # fmt: skip
    text = _FIRST + "".join(_written(values))
    # The digest makes the name, so two people's records never meet in one file, whatever branch they come from.
    short = hashlib.sha256(text.encode()).hexdigest()[:8]
    path = f"content/reviews/{section.id}/{section.language}_{who.date.isoformat()}_{short}.yaml"
    review = Review(
        section.id, section.language, section.digest, who.by, who.role, who.date, who.note, Mark(path, 2, 1), who.owner
    )
    return Record(path, None, text, review, section.title.plain, None, "")


def _written(values: Mapping[str, str]) -> Iterator[str]:
    for key, value in values.items():
        if value:
            plain = key == "date" or is_plain(value, flow=False)
            yield f"{key}: {value if plain else double_quoted(value)}\n"
