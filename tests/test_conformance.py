"""Every starter handout as every clinic prints it: both standards, our own checks, and the words in reading order."""

from __future__ import annotations

import re
from collections.abc import Collection
from itertools import pairwise, product

import pytest

from handouts.build import build
from handouts.diagnostics import has_errors
from handouts.edition import Personal
from handouts.press.reading import page_texts, structure_text, tag_tree
from handouts.press.verify import verify
from handouts.resolving.edition_json import as_json
from handouts.resolving.plan import Selection, plan
from handouts.source.loading import open_library
from tests.cli.clinic import make_clinic
from tests.reading_order import missing_on_page_one, plain, squeezed, texts
from tests.starters import BRANDS, HANDOUTS, LANGUAGES, TODAY, built, draft, edition, pdf, request, warned

MATRIX = list(product(HANDOUTS, BRANDS, ("a4", "letter"), (False, True)))
# One of each handout, brand, paper and colour between them.
QUICK = [
    ("rls-overview", "example-clinic", "", False),
    ("magnesium-and-rls", "example-pharmacy", "", True),
    ("vitamins-and-rls", "example-pharmacy", "letter", False),
]


def assert_passes(data: bytes, name: str, warnings: Collection[str] = ()) -> None:
    """Both standards, the tags, and no more in preflight than these warnings."""
    result = verify(data, name)
    failed = [(p.profile, rule.id, rule.message, rule.count) for p in result.profiles for rule in p.rules]
    assert (failed, result.structure, has_errors(result.findings), result.passed) == ([], (), False, True)
    assert [(p.profile, p.passed) for p in result.profiles] == [("PDF/UA-1", True), ("PDF/A-2a", True)]
    assert [str(finding) for finding in result.preflight if finding.rule not in warnings] == []


def assert_reads(handout: str, brand: str, paper: str, *, mono: bool) -> None:
    """The words of the edition, all of them and in order: by the tags, and by an extractor that knows no tags."""
    made = built(handout, brand, paper, mono=mono)
    assert made.pdf is not None and made.edition is not None
    spoken = [plain(text) for text in structure_text(made.pdf.data)]
    expected = texts(made.edition, contents_pages(spoken, made.edition))
    assert [comparable(text) for text in spoken] == [comparable(text) for text in expected]
    drawn = [squeezed(text) for text in page_texts(made.pdf.data)]
    missing = [text for text in expected if not is_drawn(squeezed(text), drawn)]
    assert missing == []


def comparable(text: str) -> str:
    """An address may be broken anywhere, and no extractor knows that the line's end is no space."""
    return squeezed(text) if "://" in text else text


def contents_pages(spoken: list[str], made) -> dict[str, int] | None:
    """The pages in the contents list, for documents that have one; test_starter.py checks that they are right."""
    if made.wording["contents"] not in spoken:
        return None
    entries = [re.fullmatch(r"(\d+) .* (\d+)", text) for text in spoken[spoken.index(made.wording["contents"]) :]]
    pages = {int(entry[1]): int(entry[2]) for entry in reversed(entries) if entry}
    return {section.id: pages[section.number] for section in made.sections}


def is_drawn(text: str, pages: list[str]) -> bool:
    """The text stands whole on a page, or begins at the end of one and goes on upon the next."""
    if any(text in page for page in pages):
        return True
    pairs = list(pairwise(pages))
    return any(text[:at] in one and text[at:] in other for at in range(1, len(text)) for one, other in pairs)


def check(handout: str, brand: str, paper: str, *, mono: bool) -> None:
    """All that is asked of one document, so that each is built and read back once."""
    made = built(handout, brand, paper, mono=mono)
    assert made.pdf is not None and made.findings == ()
    assert_passes(made.pdf.data, handout, warned(brand))
    assert_reads(handout, brand, paper, mono=mono)
    assert missing_on_page_one(made) == []


@pytest.mark.parametrize(("handout", "brand", "paper", "mono"), QUICK, ids=[case[0] for case in QUICK])
def test_passes_and_reads_in_order(handout, brand, paper, mono):
    check(handout, brand, paper, mono=mono)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("handout", "brand", "paper", "mono"), MATRIX, ids=["-".join((*case[:3], "mono" * case[3])) for case in MATRIX]
)
def test_passes_and_reads_in_order_however_it_is_printed(handout, brand, paper, mono):
    check(handout, brand, paper, mono=mono)


@pytest.mark.slow
def test_no_byte_of_a_value_spoils_the_file(tmp_path):
    """Compressed data may end in any byte, also in one that looks like the end of a line."""
    library, findings = open_library(make_clinic(tmp_path))
    assert library is not None and findings == ()
    (wanted,), _ = plan(library, Selection())
    for number in range(250):
        made = build(library, wanted, date=TODAY, personal=Personal({"notes": f"{number} " * (1 + number % 90)}))
        assert made.pdf is not None
        # One word again and again makes lines that all end alike, as in justified text.
        assert_passes(made.pdf.data, str(number), ("preflight-justified",))


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("handout", HANDOUTS)
def test_translations_pass(handout, language):
    """In every language; safety sections that are stale stop a build, so drafts are asked for."""
    assert_passes(draft(handout, language), f"{handout} in {language}", warned("example-clinic", language))


# --- goldens -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("handout", HANDOUTS)
def test_golden_edition(handout, golden):
    golden(f"edition-{handout}.json", as_json(edition(handout)))


@pytest.mark.parametrize("handout", HANDOUTS)
def test_golden_tags(handout, golden):
    golden(f"tags-{handout}.txt", tag_tree(pdf(handout)) + "\n")


def test_a_request_names_what_it_makes():
    assert request("rls-overview").paper == "letter"
    assert request("rls-overview", "example-pharmacy").paper == "a4"
