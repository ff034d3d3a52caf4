"""Of which files of the workspace an edition was made, and which sources its sections cite."""

from __future__ import annotations

from collections.abc import Iterator

from handouts.content import Citation, Conditional, Figure, Section
from handouts.edition import BuildRequest, Edition
from handouts.library import Library
from handouts.resolving.lines import lines_in
from handouts.resolving.manuscript import keep_blocks
from handouts.resolving.translated import SOURCE


def input_files(library: Library, edition: Edition) -> dict[str, str]:
    """The sha256 of every file that had a say in the edition, by path.

    Left out are only files that surely had none: other sections, languages, handouts, looks and pictures. A new
    kind of file counts until somebody teaches this function better.
    """
    request = edition.request
    looks = {
        path
        for kind, name in (("brands", request.brand), ("layouts", request.layout), ("profiles", request.profile))
        for path in library.lineage.get(f"templates/{kind}/{name}.yaml", ())
    }
    sections = {section.mark.path for section in sections_read(library, edition)}
    tongues = {*request.languages, SOURCE}
    pictures = {*edition.pictures, *_shown(library, edition)}
    fonts = {path for one in editions_in(edition) for path in one.fonts}
    others_reviews = _records_of_others(library, edition)

    def counts(path: str) -> bool:
        steps = path.split("/")
        folder, stem = "/".join(steps[:2]), steps[-1].rsplit(".", 1)[0]
        if folder == "content/sections":
            return path in sections
        if folder == "content/handouts":
            return stem in request.handouts
        if folder == "templates/wording":
            return stem in tongues
        if folder in ("templates/brands", "templates/layouts", "templates/profiles"):
            return path in looks or path in pictures
        if folder == "content/figures":
            return path in pictures
        if folder == "templates/fonts":
            return path in fonts
        return path not in others_reviews

    return {path: digest for path, digest in library.digests.items() if counts(path)}


def sections_read(library: Library, edition: Edition) -> tuple[Section, ...]:
    """The sections of the edition in each of its languages, and the texts they were translated from."""
    return sections_of(library, edition.request)


def sections_of(library: Library, request: BuildRequest) -> tuple[Section, ...]:
    """The same of a request, whether it leads to an edition or not."""
    handouts = [library.handouts[name] for name in request.handouts if name in library.handouts]
    names = {use.section for handout in handouts for use in (*handout.lead, *handout.sections)}
    tongues = {*request.languages, SOURCE}
    return tuple(
        library.sections[name, tongue]
        for name, tongue in sorted(library.sections)
        if name in names and tongue in tongues
    )


def editions_in(edition: Edition) -> Iterator[Edition]:
    """The edition, those of a packet, and the second language of each."""
    yield edition
    for inner in (*edition.parts, *([edition.beside] if edition.beside is not None else [])):
        yield from editions_in(inner)


def sections_shown(library: Library, edition: Edition) -> dict[tuple[str, str], Section]:
    """The sections that have words on the page, by id and language; key points alone are words too."""
    shown: dict[tuple[str, str], Section] = {}
    for one in editions_in(edition):
        points = {line.mark for line in one.key_points}
        texts = {(used.id, used.language) for used in (*one.lead, *one.sections)}
        for section in sections_read(library, edition):
            name = section.id, section.language
            if name in texts or points & {line.mark for line in section.key_points}:
                shown[name] = section
    return shown


def section_digests(library: Library, edition: Edition) -> dict[str, str]:
    """The digest that sign-offs are of, by `section@language`, of each section that has words on the page."""
    shown = sorted(sections_shown(library, edition).values(), key=lambda section: (section.id, section.language))
    return {f"{section.id}@{section.language}": section.digest for section in shown}


def cited(library: Library, edition: Edition) -> tuple[str, ...]:
    """Keys of the sources that the edition's sections cite, also where the layout leaves the list out."""
    keys = {reference.key for one in editions_in(edition) for reference in one.references}
    for section in sections_shown(library, edition).values():
        keys |= set(_keys(section, edition.brand.region))
    return tuple(sorted(keys))


def _keys(section: Section, region: str) -> Iterator[str]:
    for line in (*section.key_points, *lines_in(keep_blocks(section.blocks, region))):
        yield from (key for part in line.parts if isinstance(part, Citation) for key in part.keys)


def _records_of_others(library: Library, edition: Edition) -> set[str]:
    """Files that hold sign-offs of other sections or languages, and of nothing else."""
    read = {(section.id, section.language) for section in sections_read(library, edition)}
    about: dict[str, bool] = {}
    for review in library.reviews:
        path = review.mark.path
        about[path] = about.get(path, False) or (review.section, review.language) in read
    return {path for path, ours in about.items() if not ours}


def _shown(library: Library, edition: Edition) -> Iterator[str]:
    """Pictures of the sections, also in blocks for other regions: a section's digest is of all of them."""
    for section in sections_read(library, edition):
        for block in section.blocks:
            solid = block.block if isinstance(block, Conditional) else block
            if isinstance(solid, Figure):
                yield solid.picture
