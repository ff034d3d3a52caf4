"""Print stacks: fresh sheets, counts, tickets, reprints, and room for five hundred documents."""

from __future__ import annotations

import tracemalloc
from io import BytesIO

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handouts.press.pdfium import page_texts
from handouts.press.sheets import PageSize
from handouts.press.stack import numbers_text, paper_name
from handouts.stacking import PrintStack, Stacked, StackOrder, make_stack, parse_jobs, ticket_words
from tests.press.printable import A4, A5, LETTER, PANEL_A4, numbered, pressed
from tests.starters import ROOT, built
from tests.starters import pdf as starter_pdf

WORDS, _ = ticket_words(ROOT, "en")


def stacked(*documents: bytes, **wanted: object) -> Stacked:
    names = [f"in-{at}.pdf" for at in range(1, len(documents) + 1)]
    return make_stack(names, lambda at: documents[at], WORDS, StackOrder(**wanted))


def stack(*documents: bytes, **wanted: object) -> PrintStack:
    made = stacked(*documents, **wanted)
    assert made.stack is not None, made.findings
    return made.stack


def sides(data: bytes) -> list[str]:
    """Each side by what is on it: `ticket`, `job 2`, `page 3`, or nothing."""
    found = []
    for text in page_texts(data):
        text = text.strip()
        separator = text.startswith("Job ") and " of " in text.splitlines()[0]
        kind = "ticket" if text.startswith(WORDS["job_sheet"]) else text.splitlines()[0] if text else ""
        found.append(kind.split(" of ")[0].lower() if separator else kind)
    return found


@pytest.mark.parametrize(
    ("pages", "expected"),
    [
        ((2, 2), ["ticket", "", "page 1", "page 2", "page 1", "page 2"]),
        ((1, 3), ["ticket", "", "page 1", "", "page 1", "page 2", "page 3", ""]),
    ],
)
def test_every_document_starts_on_a_fresh_sheet(pages, expected):
    assert sides(stack(*(numbered(count, A4) for count in pages)).data) == expected


def test_one_sided_stacks_have_no_empty_pages():
    made = stack(numbered(1, A4), numbered(3, A4), two_sided=False)
    assert sides(made.data) == ["ticket", "page 1", "page 1", "page 2", "page 3"]
    assert [job.sheets for job in made.jobs] == [1, 3]
    with pikepdf.open(BytesIO(made.data)) as pdf:
        assert pdf.Root.ViewerPreferences.Duplex == "/Simplex"


def test_separators_stand_before_each_document():
    made = stack(numbered(1, A4), numbered(2, A4), separators=True)
    assert sides(made.data) == ["ticket", "", "job 1", "", "page 1", "", "job 2", "", "page 1", "page 2"]


@settings(max_examples=20, deadline=None)
@given(pages=st.lists(st.integers(1, 6), min_size=1, max_size=5), two_sided=st.booleans(), separators=st.booleans())
def test_no_sheet_has_two_documents_on_it(pages, two_sided, separators):
    made = stack(*(numbered(count, A4) for count in pages), two_sided=two_sided, separators=separators)
    printed = sides(made.data)
    fronts = printed[:: 2 if two_sided else 1]
    assert sum(side == "page 1" for side in fronts) == len(pages)
    assert [side for side in printed if side.startswith("page")] == [
        f"page {number}" for count in pages for number in range(1, count + 1)
    ]
    assert len(printed) % 2 == 0 or not two_sided
    assert [job.pages for job in made.jobs] == pages
    assert made.sheets == {"A4": sum(-(-count // 2) if two_sided else count for count in pages)}


def test_padding_keeps_the_counts_on_the_pages_true():
    data = starter_pdf("vitamins-and-rls")
    made = stack(data, data)
    texts = page_texts(made.data)
    pages = made.jobs[0].pages
    assert pages % 2 == 1
    assert sum(f"of {pages}" in text for text in texts) == 2 * pages


def test_a_reprint_keeps_the_numbers_of_the_jobs():
    documents = [numbered(count, A4, title=f"Title {count}") for count in range(1, 6)]
    fetched: list[int] = []
    names = [f"in-{at}.pdf" for at in range(1, 6)]

    def fetch(at: int) -> bytes:
        fetched.append(at)
        return documents[at]

    made = make_stack(names, fetch, WORDS, StackOrder(wanted=(2, 4, 5), separators=True)).stack
    assert [job.number for job in made.jobs] == [2, 4, 5] and fetched == [1, 3, 4]
    ticket = page_texts(made.data)[0]
    assert "Reprint of jobs 2, 4-5" in ticket and "Title 4" in ticket and "Title 3" not in ticket
    assert [side for side in sides(made.data) if side.startswith("job")] == ["job 2", "job 4", "job 5"]
    assert "Job 4 of 5" in page_texts(made.data)[made_at(made, "job 4")]


def made_at(made: PrintStack, side: str) -> int:
    return sides(made.data).index(side)


def test_the_ticket_says_what_is_in_the_stack():
    data = starter_pdf("rls-overview")
    made = stack(data, numbered(3, A4, title="Zwei"))
    edition = built("rls-overview").edition
    ticket = page_texts(made.data)[0]
    (job, _) = made.jobs
    for said in ("Restless legs syndrome", edition.id, "English", "in-1.pdf", str(job.pages), str(job.sheets), "Zwei"):
        assert said in ticket
    assert f"{job.pages + 3}" in ticket


@pytest.mark.parametrize(
    "title", ["متلازمة تململ الساقين (500)", "रेस्टलेस लेग्स सिंड्रोम", "不宁腿综合征", "Hội chứng chân không yên", "ขากระตุก"]
)
def test_titles_in_any_script_are_set(title):
    """The letters are there, and none is the box that stands for a missing one."""
    made = stacked(numbered(2, A4, title=title))
    assert made.findings == ()
    with pikepdf.open(BytesIO(made.stack.data)) as pdf:
        drawn = b"".join(part.read_bytes() for part in [pdf.pages[0].Contents])
    assert b"<0000" not in drawn
    letters = {letter for letter in title if letter.isalpha()}
    assert letters <= set("".join(page_texts(made.stack.data)[0]))


def test_a_title_without_letters_here_is_replaced_and_said():
    made = stacked(numbered(2, A4, title="Sleep \U0001f634"))
    (finding,) = made.findings
    assert finding.rule == "stack-title"
    assert "in-1" in page_texts(made.stack.data)[0]


def test_all_text_of_ticket_and_separators_is_at_least_ten_points():
    import pypdfium2

    made = stack(numbered(2, A4, title="Long " * 60), separators=True)
    with pypdfium2.PdfDocument(made.data) as document:
        for side in (0, 2):
            for thing in document[side].get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_TEXT]):
                assert thing.get_font_size() >= 10


def test_a_long_ticket_runs_over_pages_and_repeats_its_head():
    made = stack(*[numbered(2, A4)] * 40)
    tickets = [text for text in page_texts(made.data) if text.startswith(WORDS["job_sheet"])]
    assert len(tickets) > 1
    assert all("Document" in text for text in tickets)
    assert "Page 1 of" in tickets[0]


def test_several_papers_are_told():
    made = stacked(numbered(2, A4), numbered(2, LETTER), numbered(2, A4))
    (finding,) = made.findings
    assert finding.rule == "stack-paper" and "A4: job 1, 3; Letter: job 2" in finding.message
    assert made.stack.sheets == {"A4": 2, "Letter": 1}


def test_print_editions_can_be_stacked_and_keep_their_edge():
    made = stack(pressed(numbered(6, PANEL_A4), "tri-fold").data, pressed(numbered(8), "booklet").data)
    assert [(job.made_as, job.sheets) for job in made.jobs] == [("tri-fold", 1), ("booklet", 2)]
    with pikepdf.open(BytesIO(made.data)) as pdf:
        assert pdf.Root.ViewerPreferences.Duplex == "/DuplexFlipShortEdge"


def test_sheets_that_turn_on_different_edges_are_not_mixed():
    folded, flat = pressed(numbered(8), "booklet").data, numbered(2, A4)
    made = stacked(folded, flat, flat)
    assert made.stack is None
    (finding,) = made.findings
    assert finding.rule == "stack-turn" and "job 2-3 on the long edge" in finding.message
    assert stacked(folded, flat, two_sided=False).stack is not None


def test_a_bad_document_is_named_and_nothing_is_made():
    made = stacked(numbered(2, A4), b"no pdf", numbered(1, A4), b"")
    assert made.stack is None
    assert [(f.rule, f.mark.path) for f in made.findings] == [("not-a-pdf", "in-2.pdf"), ("not-a-pdf", "in-4.pdf")]


def test_every_job_has_a_bookmark():
    made = stack(numbered(1, A4, title="One"), numbered(3, A4, title="Two"), separators=True)
    with pikepdf.open(BytesIO(made.data)) as pdf, pdf.open_outline() as outline:
        assert [entry.title for entry in outline.root] == ["1  One", "2  Two"]


def test_the_same_documents_give_the_same_bytes():
    documents = [numbered(3, A4), starter_pdf("vitamins-and-rls")]
    assert stack(*documents).data == stack(*documents).data


def test_nothing_is_claimed():
    data = stack(starter_pdf("rls-overview")).data
    assert b"pdfuaid" not in data and b"/StructTreeRoot" not in data and b"/StructParents" not in data


def test_equal_pages_of_many_copies_are_kept_once():
    one, ten = stack(starter_pdf("rls-overview")), stack(*[starter_pdf("rls-overview")] * 10)
    assert len(ten.data) < 1.5 * len(one.data)


@pytest.mark.slow
def test_five_hundred_documents_are_not_held_at_once():
    """Each document is different and over 100 KB as it comes; what is kept of all of them is the print file."""
    names = [f"{at}.pdf" for at in range(500)]

    def fetch(at: int) -> bytes:
        return numbered.__wrapped__(3, A4, title=f"Patient leaflet {at}") + b"%" * 100_000

    tracemalloc.start()
    made = make_stack(names, fetch, WORDS, StackOrder(separators=True)).stack
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(made.jobs) == 500 and sum(made.sheets.values()) == 1000
    assert most < 40_000_000


@pytest.mark.parametrize(
    ("text", "numbers"),
    [("3", (3,)), ("3,7-9", (3, 7, 8, 9)), (" 2 - 3 , 2", (2, 3)), ("12", (12,)), ("1-12", tuple(range(1, 13)))],
)
def test_job_numbers_are_read(text, numbers):
    assert parse_jobs(text, 12) == (numbers, ())


@pytest.mark.parametrize("text", ["0", "13", "9-7", "x", "3,,4", "-3", "3-", "1-99999999999", "²", "3;4", "1.5"])
def test_other_job_numbers_are_told(text):
    _, findings = parse_jobs(text, 12)
    assert [finding.rule for finding in findings] == ["stack-jobs"]


@settings(deadline=None)
@given(st.sets(st.integers(1, 60), min_size=1))
def test_job_numbers_are_told_as_they_are_read(numbers):
    assert parse_jobs(numbers_text(sorted(numbers)), 60) == (tuple(sorted(numbers)), ())


@pytest.mark.parametrize(
    ("size", "name"),
    [(A4, "A4"), (A4[::-1], "A4"), (LETTER, "Letter"), (PANEL_A4, "97 x 210 mm"), (A5, "148 x 210 mm")],
)
def test_papers_are_named(size, name):
    assert paper_name(PageSize(*size)) == name


@pytest.mark.parametrize("language", ["ar", "de", "en", "es", "fr", "hi", "pt-BR", "ru", "tl", "vi", "zh-Hans"])
def test_there_are_words_for_tickets_in_every_language(language, tmp_path):
    words, findings = ticket_words(tmp_path, language)
    assert findings == ()
    made = make_stack(["a.pdf"], lambda _: numbered(2, A4), words, StackOrder(language=language, separators=True))
    assert made.findings == () and made.stack is not None


def test_an_unknown_language_of_the_ticket_is_told(tmp_path):
    assert [finding.rule for finding in ticket_words(tmp_path, "xx")[1]] == ["wording"]
