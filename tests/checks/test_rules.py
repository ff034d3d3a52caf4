"""Each rule with small cases: what it finds, what it leaves alone, and how it says it."""

import pytest

from handouts.checks import RULES, check_translation, check_translations
from handouts.content import (
    BulletList,
    Callout,
    Conditional,
    Figure,
    Glossary,
    KeyPoints,
    Line,
    Table,
    Term,
    Translation,
    Words,
    WriteIn,
)
from handouts.diagnostics import Diagnostic, Mark, Severity
from tests.resolve.libraries import library, line, paragraph, section

GLOSSARY = Glossary(
    (Term("restless legs syndrome", "", {"tl": "restless legs syndrome"}, Mark("content/glossary.yaml")),),
    ("Willis–Ekbom", "ng/mL", "mg", "NHS"),
)
TR = Translation("en", "sha256:0", "machine")


def check(source, text, language: str = "de", glossary: Glossary = GLOSSARY) -> tuple[Diagnostic, ...]:
    """Findings for one text and its translation; blocks may be given instead of texts."""
    path = f"content/sections/iron/{language}.yaml"
    there = source if not isinstance(source, str) else paragraph(source, 11)
    here = text if not isinstance(text, str) else paragraph(text, 15, path)
    # One-word titles are never compared as text.
    return check_translation(section("iron", there), section("iron", here, language=language, translation=TR), glossary)


def rules(findings: tuple[Diagnostic, ...]) -> list[str]:
    return [f"{finding.rule.removeprefix('translation-')} {finding.severity}" for finding in findings]


GOOD = [
    ("de", "Ferritin is 75 ng/mL or less.", "Das Ferritin liegt bei 75 ng/mL oder weniger."),
    ("de", "Wait 2 hours.", "Warten Sie zwei Stunden."),
    ("de", "Wait two hours.", "Warten Sie 2 Stunden."),
    ("de", "Take it once a day.", "Nehmen Sie es 1-mal am Tag."),
    ("de", "From 1,000 µg to 12.4 mmol.", "Von 12,4 mmol bis 1.000 µg."),
    ("de", "40% to 90%", "40–90 %"),
    ("de", "between 2 and 3 hours", "2 bis 3 Stunden"),
    ("de", "Do not take more than 10 mg.", "Nehmen Sie höchstens 10 mg, nicht mehr."),
    ("de", "Do not take more than 10 mg.", "Nehmen Sie nicht mehr als 10 mg."),
    ("de", "Have no alcohol for at least 2 hours.", "Mindestens 2 Stunden keinen Alkohol."),
    ("de", "Below 20%.", "< 20 %."),
    ("de", "No, never.", "Nein, niemals."),
    ("fr", "Not more than 10 mg a day without advice.", "Ne pas prendre, sans avis, plus de 10 mg par jour."),
    ("ru", "Take 350 mg, up to 1,000 µg.", "Принимайте 350 мг, до 1000 мкг."),
    ("ru", "It is not known.", "Это неизвестно."),
    ("ar", "Wait at least 2 hours.", "انتظر ساعتين (2) على الأقل."),
    ("ar", "Wait at least 2 hours.", "انتظر ساعتين على الأقل."),
    ("ar", "Limit: 350 mg.", "الحد: ٣٥٠ ملغ."),
    ("hi", "24 in 100", "100 में से 24"),
    ("zh-Hans", "Wait at least 2 hours.", "至少等两小时。"),
    ("zh-Hans", "Do not take more than 10 mg.", "不要超过10毫克。"),
    ("tl", "At 3 in the morning.", "Sa 3 ng umaga."),
    ("vi", "Wait 12 weeks.", "Chờ mười hai tuần."),
    ("de", "The NHS says so.", "Das sagt der NHS."),
    ("de", "Willis-Ekbom disease", "Willis–Ekbom-Krankheit"),
    ("ru", "Limit in mg", "Предел в мг"),
    ("tl", "restless legs syndrome", "restless legs syndrome"),
    ("de", "350 mg, 12 mg", "350 mg, 12 mg"),
    ("de", "Vitamin B6", "Vitamin B6"),
    ("de", "Call {poison.number} or {emergency.number}.", "{emergency.number} oder {poison.number}."),
    ("de", "Iron helps. [@a; @b]", "Eisen hilft. [@a] [@b]"),
    ("xx", "Not more than 3 at most.", "Blah 3 blah."),
]


@pytest.mark.parametrize(("language", "source", "text"), GOOD)
def test_good_translations_raise_nothing(language, source, text):
    assert check(source, text, language) == ()


BAD = [
    ("de", "75 ng/mL", "57 ng/mL", "numbers error", "has 75 ng/mL; here stands 57 ng/mL."),
    ("de", "75 ng/mL and 20%", "75 ng/mL", "numbers error", "has 20%; here it is missing."),
    ("de", "Take it.", "Nimm 3.", "numbers error", "has no such number; here stands 3."),
    ("de", "20%", "20", "numbers error", "has 20%; here stands 20."),
    ("de", "1.5 mg", "15 mg", "numbers error", "has 1.5 mg; here stands 15 mg."),
    ("de", "1,000 µg", "1,000 µg", "numbers error", "has 1,000 µg; here stands 1,000 µg."),
    ("de", "40–90%", "40–80 %", "numbers error", "has 40–90%; here stands 40–80 %."),
    ("de", "40–90%", "90–40 %", "numbers error", "has 40–90%; here stands 90–40 %."),
    ("de", "2–3, then 4–6", "2–6, dann 3–4", "numbers error", "has 2–3 and 4–6; here stands 2–6 and 3–4."),
    ("de", "Wait 2 hours.", "Warten Sie drei Stunden.", "numbers error", "has 2; here it is missing."),
    ("de", "at least 2 hours", "höchstens 2 Stunden", "numbers error", "has at least 2; here stands höchstens 2."),
    ("de", "75 or less", "75 oder mehr", "numbers error", "has 75 or less; here stands 75 oder mehr."),
    ("zh-Hans", "below 20%", "高于20%", "numbers error", "has below 20%; here stands 高于20%."),
    ("de", "≥ 20 mg", "> 20 mg", "numbers error", "has ≥ 20 mg; here stands > 20 mg."),
    ("de", "≥ 20 mg", "20 mg", "numbers error", "has ≥ 20 mg; here it is missing."),
    ("de", "at least 2 hours", "etwa 2 Stunden", "numbers warning", "has at least 2; here it is missing."),
    ("de", "350 mg", "350 µg", "units error", "has 350 mg; here stands 350 µg."),
    ("ru", "75 ng/mL", "75 нг", "units error", "has 75 ng/mL; here stands 75 нг."),
    ("de", "350 mg in the US, 250 µg", "350 µg, 250 mg", "units error", "has 350 mg and 250 µg; here stands 350 µg"),
    ("de", "350 mg", "350", "units error", "has 350 mg; here stands 350."),
    ("de", "in mmol", "in mg", "units error", "has mmol; here stands mg."),
    ("de", "Iron. [@a; @b]", "Eisen. [@b; @a]", "citations error", "cites [@a; @b]; here stands [@b; @a]."),
    ("de", "Iron. [@a]", "Eisen.", "citations error", "cites [@a]; here stands none."),
    ("de", "Call {a.b}.", "Rufen Sie {a.c} an.", "placeholders error", "has {a.b}; here stands {a.c}."),
    ("de", "Call {a.b}.", "Rufen Sie an.", "placeholders error", "has {a.b}; here stands none."),
    ("es", "The NHS says so.", "Lo dice el SNS.", "names error", "has NHS; here it is missing."),
    ("de", "Have a blood test.", "Have a blood test.", "untranslated error", "The line is the same as in"),
    ("ar", "Have a blood test.", "Make a blood test.", "untranslated warning", "no letter of the language"),
    ("de", "Do not take iron.", "Nehmen Sie Eisen.", "negation warning", "says 'not' in 'Do not take iron.'"),
    ("vi", "It is not restless legs.", "Đó là chân không yên.", "negation warning", "says 'not'"),
    ("zh-Hans", "It is not restless legs.", "这是不宁腿综合征。", "negation warning", "says 'not'"),
    ("de", "Iron. Don’t take it.", "Eisen ist nicht Zink. Nimm es.", "negation warning", "says 'don’t' in"),
    ("de", "A long sentence about iron and the legs, at night.", "Eisen.", "length warning", "has 50 characters; here"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "source", "text", "rule", "said"), BAD)
def test_bad_translations_are_found_once_and_named(language, source, text, rule, said):
    (finding,) = check(source, text, language)
    assert rules((finding,)) == [rule]
    assert said in finding.message
    assert "content/sections/iron/en.yaml:11" in finding.message
    assert finding.mark is not None
    assert (finding.mark.path, finding.mark.line) == (f"content/sections/iron/{language}.yaml", 15)
    assert finding.hint


def test_a_lost_not_before_a_comparison_turns_it_round():
    found = check("not more than 10 mg", "plus de 10 mg", "fr")
    assert rules(found) == ["negation warning", "numbers error"]
    assert "has not more than 10 mg; here stands plus de 10 mg." in found[1].message


def linked(text: str, url: str, row: int = 11) -> BulletList:
    mark = Mark("content/sections/iron/en.yaml", row, 3)
    return BulletList((Line((Words("See "), Words(text, link=url)), mark),), mark)


def test_links_keep_their_address():
    assert check(linked("the page", "https://a.org"), linked("die Seite", "https://a.org")) == ()
    (finding,) = check(linked("the page", "https://a.org"), linked("die Seite", "https://b.org"))
    assert "has https://a.org; here stands https://b.org." in finding.message
    (finding,) = check(linked("the page", "https://a.org"), linked("die Seite", ""))
    assert rules((finding,)) == ["links error"]


def test_a_link_with_bold_words_inside_is_one_link():
    mark = Mark("content/sections/iron/de.yaml", 3, 3)
    url = "https://a.org"
    bold = BulletList(
        (Line((Words("Siehe "), Words("die ", link=url), Words("Seite", strong=True, link=url)), mark),), mark
    )
    assert check(linked("the page", url), bold) == ()


def table(*rows: tuple[str, ...], columns: int = 2, header: bool = True) -> Table:
    mark = Mark("content/sections/iron/en.yaml", 12, 3)
    return Table(
        None, tuple(line("Aa") for _ in range(columns)), header, tuple(tuple(map(line, row)) for row in rows), (), mark
    )


def items(*texts: str) -> BulletList:
    return BulletList(tuple(map(line, texts)), Mark("content/sections/iron/en.yaml", 12, 3))


def callout(tone: str = "warning", title: str = "", *texts: str) -> Callout:
    blocks = tuple(map(paragraph, texts or ("Aa",)))
    return Callout(tone, line(title) if title else None, blocks, Mark("x", 3))  # type: ignore[arg-type]


def when(*regions: str, negated: bool = False) -> Conditional:
    return Conditional(paragraph("Aa"), regions, negated, Mark("x", 4))


def write_in(lines: int = 3, name: str = "visit.notes") -> WriteIn:
    return WriteIn(line("Aa"), lines, name, Mark("x", 4))


SHAPES = [
    (items("a", "b"), items("a"), "2 items; here stands 1 item."),
    (items("a"), paragraph("a"), "1 blocks, the 1st is a list; here stands 1 blocks, the 1st is a text."),
    (table(("a", "b"), ("c", "d")), table(("a", "b")), "2 rows; here stands 1 row."),
    (table(("a", "b")), table(("a", "b", "c"), columns=3), "2 columns; here stands 3 columns."),
    (table(("a", "b")), table(("a", "b"), header=False), "header_column: true; here stands header_column: false."),
    (callout(), callout("note"), "tone: warning; here stands tone: note."),
    (callout(title="Aa"), callout(), "a title; here stands no title."),
    (callout("tip", "", "a", "b"), callout("tip", "", "a"), "2 blocks; here stands 1 block."),
    (when("US"), when("GB"), "when: US; here stands when: GB."),
    (when("US"), when("US", negated=True), "when: US; here stands when: not US."),
    (when("US"), paragraph("a"), "the 1st is a text with when; here stands 1 blocks, the 1st is a text."),
    (write_in(), write_in(2), "lines: 3; here stands lines: 2."),
    (write_in(), write_in(name="visit.b"), "name: visit.notes; here stands name: visit.b."),
]


@pytest.mark.parametrize(("source", "here", "said"), SHAPES)
def test_shapes_that_part_are_told(source, here, said):
    found = [each for each in check(source, here) if each.rule == "translation-shape"]
    assert len(found) >= 1
    assert said in found[0].message
    assert found[0].severity is Severity.ERROR


def test_a_lost_block_and_lost_key_points_and_another_box_are_told():
    source = section("iron", "Aa", "Bb 5 mg", key_points=(line("a"), line("b")), safety=True, box="warning")
    here = section("iron", "Aa", language="de", translation=TR, key_points=(line("a"),))
    said = [each.message.split(" has ")[1] for each in check_translation(source, here, GLOSSARY)]
    assert sorted(said) == [
        "2 blocks, the 2nd is a text; here stands 1 blocks, the 2nd is missing.",
        "2 key points; here stands 1 key point.",
        "box: warning; here stands box: none.",
        "safety: true; here stands safety: false.",
    ]


def test_the_words_of_a_figure_are_compared_and_its_file_is_free():
    mark = Mark("content/sections/iron/de.yaml", 9, 3)
    source = Figure("content/figures/a.svg", "A bar of 75 people", None, mark)
    assert check(source, Figure("content/figures/a.de.svg", "Ein Balken für 75 Menschen", None, mark)) == ()
    (finding,) = check(source, Figure("content/figures/a.svg", "Ein Balken für 57 Menschen", None, mark))
    assert rules((finding,)) == ["numbers error"]
    (finding,) = check(source, Figure("content/figures/a.svg", "", None, mark))
    assert "has a alt; here stands no alt." in finding.message


def test_cells_are_compared_one_by_one():
    found = check(table(("350 mg", "250 mg")), table(("250 mg", "350 mg")))
    assert rules(found) == ["numbers error", "numbers error"]


def test_key_points_set_as_a_block_are_compared():
    mark = Mark("x", 4)
    (finding,) = check(KeyPoints((line("5 mg"),), mark), KeyPoints((line("6 mg"),), mark))
    assert rules((finding,)) == ["numbers error"]


def test_a_library_is_checked_where_there_is_a_source():
    english = section("iron", "75 ng/mL")
    german = section("iron", "57 ng/mL", language="de", translation=TR)
    lonely = section("folate", "57 ng/mL", language="de", translation=TR)
    own = section("foods", "57 ng/mL", language="de")
    assert rules(check_translations(library(english, german, lonely, own))) == ["numbers error"]
    assert check_translations(library(english)) == ()


def test_every_rule_has_its_documentation():
    for name, rule in RULES.items():
        documentation = __import__(rule.__module__, fromlist=["RULE"]).__doc__ or ""
        assert documentation.startswith(f"`{name}`: ")
        assert "\nGood: " in documentation
        assert "\nBad: " in documentation
