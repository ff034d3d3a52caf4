"""Every kind of block: its tag tree, from the writer and re-read, and the norms it keeps."""

import typing
from dataclasses import replace

import pytest

from handouts import content
from handouts.content import Words
from handouts.press.reading import structure_text, tag_tree
from handouts.press.verify import verify
from handouts.resolving.values import late_values
from handouts.tags import Element, tree_text
from handouts.typeset.structure import is_empty

from . import editions
from .editions import NOBODY, edition, make, make_plate, section, stamped, text
from .goldens import FOLDER, check_golden
from .kinds import KINDS, SAM, everything


def pruned(element: Element, alt: dict[str, str]) -> Element:
    """The tree as it is written: nothing for what was not drawn, late texts in their places."""
    words = element.alt
    for place, value in alt.items():
        words = words.replace(f"{{{place}}}", value)
    kids = [pruned(kid, alt) for kid in element.kids if isinstance(kid, Element) and not is_empty(kid)]
    return Element(element.role, [*kids], words, element.language, element.title, element.scope, element.numbering)


def check(made, personal=NOBODY) -> str:
    """Both trees agree, the norms are kept, nothing was found; the tree."""
    plate = make_plate(made, personal)
    data = stamped(plate, made, personal)
    written = tree_text(pruned(plate.root, dict(late_values(made, personal))))
    assert tag_tree(data) == written
    result = verify(data, "test.pdf")
    assert result.structure == ()
    assert [profile.rules for profile in result.profiles] == [(), ()]
    assert result.conformant
    assert (result.title, result.language, result.edition) == (made.title.plain, made.language, made.id)
    return written


@pytest.mark.parametrize("kind", KINDS)
def test_tag_tree(kind):
    check_golden(f"{kind}.txt", check(KINDS[kind]))


def test_every_kind_of_block_has_a_case():
    used = {type(block) for made in KINDS.values() for part in (*made.lead, *made.sections) for block in part.blocks}
    assert used == set(typing.get_args(content.SolidBlock))
    tones = {b.tone for made in KINDS.values() for s in made.sections for b in s.blocks if hasattr(b, "tone")}
    assert tones == set(typing.get_args(content.Tone))


def test_there_are_no_golden_files_without_a_test():
    known = {f"{kind}.txt" for kind in KINDS} | {"places.txt", "places-rtl.txt"}
    assert {path.name for path in FOLDER.glob("*.txt")} == known


_FULL: dict[str, object] = {}
_NO_CODE = {"qr_url": "", "font": "atkinson-hyperlegible"}
# Each language, paper, colour, banner and lack of something with most of the others.
_LOOKS = (
    ("en", "a4", False, "band", _FULL),
    ("en", "letter", True, "rule", _FULL),
    ("en", "a4", True, "band", {"logo": None}),
    ("en", "letter", False, "rule", editions.BARE),
    ("en", "a4", False, "rule", _NO_CODE),
    ("ar", "letter", False, "band", _FULL),
    ("ar", "a4", True, "rule", _FULL),
    ("ar", "letter", True, "rule", {"logo": None}),
    ("ar", "a4", False, "band", editions.BARE),
    ("ar", "letter", True, "band", _NO_CODE),
)
LOOKS = [
    {"language": language, "paper": paper, "mono": mono, "brand": {"banner": banner, **extra}}
    for language, paper, mono, banner, extra in _LOOKS
]


def look_name(look) -> str:
    brand = look["brand"]
    extras = "-".join(key for key in brand if key != "banner") or "full"
    return f"{look['language']}-{look['paper']}-{'mono' if look['mono'] else 'colour'}-{brand['banner']}-{extras}"


@pytest.mark.parametrize("look", LOOKS, ids=look_name)
def test_all_kinds_together(look):
    look = {**look, "brand": editions.brand(**look["brand"])}
    written = check(everything(**look))
    assert ("alt='Example Family Clinic logo'" in written) is (look["brand"].logo is not None)
    assert ("alt='QR code that opens" in written) is bool(look["brand"].qr_url)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_all_kinds_for_one_patient(language):
    made = everything(language, layout=editions.layout(contents_over_pages=99))
    mine, plain = check(made, SAM), check(made)
    assert mine.count("- P") == plain.count("- P") + 2  # for whom, and a text in place of ruled lines


@pytest.mark.parametrize("status", ["signed", "due", "never", "changed", "expired"])
def test_every_state_of_review(status):
    state = editions.edition().review
    made = edition(text("Iron helps."), review=type(state)(status, state.last_checked, state.next_check))
    first = check(made).splitlines()[2]
    assert (first == "    - P") is (status not in ("signed", "due"))  # the notice comes first


@pytest.mark.parametrize("family", ["noto-sans", "atkinson-hyperlegible"])
@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("hi", "आयरन कुछ लोगों की मदद करता है, क्षमा"), ("th", "ธาตุเหล็กช่วยลดอาการขาอยู่ไม่สุข"), ("he", "ברזל עוזר (RLS)"),
        ("bn", "লোহা সাহায্য করে"), ("ta", "இரும்பு உதவுகிறது"), ("am", "ብረት ይረዳል"), ("km", "ជាតិដែកជួយ"),
        ("my", "သံဓာတ် ကူညီသည်"), ("vi", "Sắt giúp một số người"), ("ru", "Железо помогает"), ("fa", "آهن کمک می‌کند"),
        ("ur", "آئرن مدد کرتا ہے"), ("el", "Ο σίδηρος βοηθά"), ("pa", "ਲੋਹਾ ਮਦਦ ਕਰਦਾ ਹੈ"), ("si", "යකඩ උපකාරී වේ"),
    ],
)  # fmt: skip
def test_every_script(family, language, words):
    made = edition(text(f"{words} **{words}** Iron."), language=language, brand=editions.brand(font=family))
    check(made)


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize(
    "words", ["Take \u2068500 mg\u2069 twice", "\u2066500\u2069", "a\u200bb\u2060c", "\u200fa \u200e"]
)
def test_characters_that_are_never_drawn(language, words):
    check(edition(text(words), language=language))


@pytest.mark.parametrize(
    ("language", "other", "words"), [("en", "ar", "الحديد (RLS) 500 mg، يوميا"), ("ar", "en", "Iron (RLS), 500 mg!")]
)
def test_a_stretch_in_the_other_direction(language, other, words):
    line = editions.line("A ")
    line = replace(line, parts=(*line.parts, Words(words, language=other), Words(" z")))
    made = edition(replace(text("x"), line=line), language=language)
    assert f"- Span lang='{other}'" in check(made)
    assert f"A {words} z" in structure_text(make(made))


def test_a_section_without_blocks_may_be_empty():
    check(edition(section("Iron")))
