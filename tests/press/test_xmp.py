"""What a file says it was made for, from the writer to the reader, in every form XMP allows."""

import pytest

from handouts.press.xmp import MadeFor, XmpFacts, xmp_facts
from handouts.typeset.about import FACTS_NAMESPACE, xmp
from tests.starters import edition, request

from .preflight.sample import FACTS


def packet(body, namespace=FACTS):
    return (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        f'xmlns:f="{namespace}">{body}</rdf:RDF></x:xmpmeta>'
    ).encode()


def test_the_reader_finds_what_the_writer_wrote():
    wanted = request("rls-overview", "example-pharmacy", mono=True)
    made = edition("rls-overview", "example-pharmacy")
    facts = xmp_facts(xmp(made))
    assert facts.made_for == MadeFor(
        handout="rls-overview", languages=("en",), brand="example-pharmacy", layout="sheet", profile="standard-12",
        paper=wanted.paper, colour="colour",
    )  # fmt: skip
    assert facts.claims == {"PDF/UA", "PDF/A"}
    assert (facts.title, facts.edition) == (made.title.plain, made.id)


def test_both_sides_know_the_namespace():
    """They share no code, so the name stands in both; it must be the same for ever: files out there have it."""
    assert FACTS_NAMESPACE == FACTS == "urn:uuid:bddf96f6-971d-4f84-8668-a5c2fea17d8c#"


@pytest.mark.parametrize(
    ("body", "made_for"),
    [
        ("<rdf:Description><f:handout>iron</f:handout></rdf:Description>", MadeFor(handout="iron")),
        ('<rdf:Description f:handout="iron" f:paper="a4"/>', MadeFor(handout="iron", paper="a4")),
        ("<rdf:Description><f:languages>ar+en</f:languages></rdf:Description>", MadeFor(languages=("ar", "en"))),
        ("<rdf:Description><f:kind>print edition</f:kind></rdf:Description>", MadeFor(kind="print edition")),
        ("<rdf:Description><f:handout/></rdf:Description>", MadeFor()),
        (
            "<rdf:Description><f:handout>first</f:handout></rdf:Description>"
            "<rdf:Description><f:handout>second</f:handout></rdf:Description>",
            MadeFor(handout="first"),
        ),
    ],
)
def test_facts_are_read_in_every_form(body, made_for):
    assert xmp_facts(packet(body)).made_for == made_for


def test_facts_of_another_namespace_are_not_ours():
    body = "<rdf:Description><f:handout>iron</f:handout></rdf:Description>"
    assert xmp_facts(packet(body, "urn:uuid:another#")).made_for == MadeFor()


@pytest.mark.parametrize("data", [b"", b"<x", b"<!DOCTYPE x><x/>", b"\xff\xfe"])
def test_a_damaged_packet_says_nothing(data):
    assert xmp_facts(data) == XmpFacts()
