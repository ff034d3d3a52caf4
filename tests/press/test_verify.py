import logging
from io import BytesIO

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, String

from handouts.diagnostics import Mark, Severity
from handouts.press.rules import RULES
from handouts.press.verify import verify

from . import pdfs
from .broken import CASES
from .printable import pressed


@pytest.fixture(scope="module")
def good():
    return pdfs.saved(pdfs.good())


def rules(data):
    """The rules of structure that are broken; preflight has tests of its own."""
    return {finding.rule for finding in verify(data, "sample.pdf").structure}


def test_a_good_file_passes(good):
    result = verify(good, "sample.pdf")
    assert result.structure == ()
    assert {finding.severity for finding in result.preflight} <= {Severity.WARNING}
    assert [(p.profile, p.passed, p.failed_rules, p.rules) for p in result.profiles] == [
        ("PDF/UA-1", True, 0, ()),
        ("PDF/A-2a", True, 0, ()),
    ]
    assert (result.name, result.pages, result.title, result.language) == ("sample.pdf", 2, "Sample", "en")
    assert result.passed


@pytest.mark.parametrize(("damage", "rule"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_each_damage_is_found_by_its_rule(damage, rule):
    pdf = pdfs.good()
    damage(pdf)
    data = pdfs.saved(pdf)
    assert rules(data) == {rule}
    assert not verify(data, "sample.pdf").passed


def test_every_rule_has_a_case():
    assert {rule for _, _, rule in CASES} == {rule.id for rule in RULES}


def test_a_finding_names_the_page_and_the_norm():
    pdf = pdfs.good()
    del pdfs.elements(pdf, "Figure")[0]["/Alt"]
    pdfs.elements(pdf, "H2")[0].S = Name.H3
    alt, level = sorted(verify(pdfs.saved(pdf), "a.pdf").structure, key=lambda finding: finding.rule)
    assert (alt.mark, level.mark) == (Mark("a.pdf", 1), Mark("a.pdf", 2))
    assert alt.hint == "Write the figure's `alt` text. [ISO 14289-1, 7.3; MP 13-004]"


def test_a_failed_profile_is_told_by_rule():
    pdf = pdfs.good()
    del pdf.Root["/OutputIntents"]
    result = verify(pdfs.saved(pdf), "sample.pdf")
    ua, a = result.profiles
    assert ua.passed
    assert not a.passed
    assert a.failed_rules == len(a.rules) > 0
    assert all(rule.id and rule.message and rule.count for rule in a.rules)
    assert result.structure == ()
    assert not result.passed


def test_tables_may_span():
    maker = pdfs.Maker()
    maker.text("H1", "Title", y=540)
    table = maker.element("Table")
    head, body = maker.element("THead", table), maker.element("TBody", table)
    layout = [[(1, 2), (2, 1)], [(1, 1), (1, 1)], [(3, 1)]]
    for index, cells in enumerate(layout):
        row = maker.element("TR", body if index else head)
        for columns, rows in cells:
            attributes = Dictionary(O=Name.Table, ColSpan=columns, RowSpan=rows)
            maker.text("TD", "x", row, 500 - 15 * index, A=attributes)
    assert rules(pdfs.saved(maker.finish())) == set()


def test_scope_and_roles_may_come_through_maps():
    pdf = pdfs.good()
    tree = pdf.Root.StructTreeRoot
    tree.RoleMap = Dictionary(Medicine=Name.Header, Header=Name.TH)
    tree.ClassMap = Dictionary(Columns=Dictionary(O=Name.Table, Scope=Name.Column))
    header = pdfs.elements(pdf, "TH")[0]
    header.S, header.C = Name.Medicine, Name.Columns
    del header["/A"]
    assert rules(pdfs.saved(pdf)) == set()


def test_properties_may_be_resources():
    pdf = pdfs.good()
    pdf.pages[0].Resources.Properties = Dictionary(M0=Dictionary(MCID=0))
    pdfs.edit(pdf, 0, "<</MCID 0 >>", "/M0")
    assert rules(pdfs.saved(pdf)) == set()


@pytest.mark.parametrize(
    "names",
    [
        lambda pdf, place: setattr(pdf.Root, "Dests", Dictionary(top=place)),
        lambda pdf, place: setattr(
            pdf.Root,
            "Names",
            Dictionary(Dests=Dictionary(Kids=Array([Dictionary(Names=Array([String("top"), Dictionary(D=place)]))]))),
        ),
    ],
    ids=["old", "tree"],
)
def test_named_destinations_are_found(names):
    pdf = pdfs.good()
    names(pdf, Array([pdf.pages[1].obj, Name.Fit]))
    del pdf.Root.Outlines.First["/Dest"]
    pdf.Root.Outlines.First.A = Dictionary(S=Name.GoTo, D=String("top"))
    assert rules(pdfs.saved(pdf)) == set()


def test_the_edition_is_read_from_metadata():
    pdf = pdfs.good()
    assert verify(pdfs.saved(pdf), "a.pdf").edition == ""
    pdf.docinfo["/Edition"] = "2026-07-01"
    assert verify(pdfs.saved(pdf), "a.pdf").edition == "2026-07-01"
    for xmp in (
        pdfs.XMP.replace("<pdfaid:part>", "<dc:identifier>7</dc:identifier><pdfaid:part>"),
        pdfs.XMP.replace("<pdfaid:part>", '<h:Edition xmlns:h="https://example.org/">7</h:Edition><pdfaid:part>'),
        pdfs.XMP.replace("<rdf:Description", '<rdf:Description xmlns:h="https://example.org/" h:edition="7"'),
    ):
        pdf.Root.Metadata.write(xmp.encode())
        assert verify(pdfs.saved(pdf), "a.pdf").edition == "7"


def check_not_a_pdf(data):
    result = verify(data, "sample.pdf")
    assert [finding.rule for finding in result.findings] == ["not-a-pdf"]
    assert (result.pages, result.profiles, result.passed) == (0, (), False)


@pytest.mark.parametrize("data", [b"", b"hello", b"%PDF-1.7\n", b"%PDF-1.7\n%%EOF", b"\0" * 500])
def test_other_bytes_are_not_a_pdf(data):
    check_not_a_pdf(data)


def test_an_encrypted_file_is_not_a_pdf_we_can_read(tmp_path):
    path = tmp_path / "locked.pdf"
    pdfs.good().save(path, encryption=pikepdf.Encryption(owner="o", user="u"))
    check_not_a_pdf(path.read_bytes())


@settings(max_examples=30, deadline=None)
@given(st.binary(max_size=300))
def test_random_bytes_never_raise(junk):
    check_not_a_pdf(junk)
    check_not_a_pdf(b"%PDF-1.7\n" + junk)


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_cut_files_never_raise_or_pass(good, data):
    cut = data.draw(st.integers(0, len(good) - 10))
    assert not verify(good[:cut], "cut.pdf").passed


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_altered_files_never_raise(good, data):
    altered = bytearray(good)
    for _ in range(data.draw(st.integers(1, 8))):
        altered[data.draw(st.integers(0, len(good) - 1))] = data.draw(st.integers(0, 255))
    verify(bytes(altered), "altered.pdf")


def test_pypdf_is_as_loud_as_before():
    level = logging.getLogger("pypdf").level
    verify(b"%PDF-1.7 hello", "a.pdf")
    assert logging.getLogger("pypdf").level == level


def test_a_file_without_pages_is_refused():
    buffer = BytesIO()
    pikepdf.Pdf.new().save(buffer)
    check_not_a_pdf(buffer.getvalue())


def test_forms_may_be_drawn_in_forms_and_in_themselves():
    pdf = pdfs.good()
    form = pdf.pages[1].Resources.XObject.X
    inner = pdf.make_indirect(pikepdf.Stream(pdf, b"0 0 9 9 re f /Self Do /Up Do", Subtype=Name.Form))
    inner.Resources = Dictionary(XObject=Dictionary(Self=inner, Up=form))
    form.Resources.XObject = Dictionary(In=inner)
    form.write(form.read_bytes().replace(b"EMC", b"/In Do EMC"))
    assert rules(pdfs.saved(pdf)) == set()


def test_a_document_without_headings_is_told_so():
    maker = pdfs.Maker()
    maker.text("P", "Words")
    assert rules(pdfs.saved(maker.finish())) == {"structure-first-heading"}


def test_a_print_edition_is_held_to_no_standard(good):
    made = verify(pressed(good, "booklet").data, "sheets.pdf")
    assert made.passed and made.profiles == () and made.print_edition == "booklet"
    assert [finding.rule for finding in made.findings] == ["print-edition"]
