"""What each rule passes over and what it finds, beyond the examples of its docstring; and that no text stops a rule."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handouts.checks.content import PAGE_RULES, RULES
from handouts.checks.content.places import Spot, locate
from handouts.checks.content.settings import choices
from handouts.checks.content.subject import open_page, printed
from handouts.content import Line, Paragraph, Words
from handouts.library import Library
from tests.starters import starter

CHOSEN = choices(RULES, ())[0]


def found(rule: str, language: str, text: str, library: Library | None = None) -> list[str]:
    """The rest of the text from each problem of a rule on, in one paragraph of a section."""
    library = library or starter()
    section = library.sections["iron", "en"]
    line = Line((Words(text),), section.mark)
    plain = replace(
        section, language=language, title=Line((Words("1"),), section.mark), key_points=(),
        blocks=(Paragraph(line, section.mark),), translation=None,
    )  # fmt: skip
    (one,) = [each for each in PAGE_RULES if rule == each.ID]
    problems = one.check(open_page(library, plain), CHOSEN[rule].options(one, language))
    return [text[problem.place.start :] for problem in problems if isinstance(problem.place, Spot)]


FINE = [
    ("ambiguous-date", "en", "Take 1/2 tablet. It is 2025-04-03. The ratio is 3/4. On 3 April 2025."),
    ("ambiguous-date", "de", "Am 3.4.2025 geprüft."),
    ("ambiguous-date", "en", "Version 1.2.3 of 31/12 and 13/14/2025 is none."),
    ("capitals", "en", "Vitamin B12, B6, HIV, RLS, US, 75 ng/mL, IV drip, pH, mRNA and McKay."),
    ("capitals", "zh-Hans", "维生素B12和HIV。"),
    ("capitals", "en", "The transferrin saturation (TSAT) shows it; ask for a TSAT."),
    ("dose-form", "en", "It was 0.5 mg, 5 mg, 20.05 mg, 1,000 µg; 4.0 ng/mL and 2.0 mmol/L."),
    ("dose-form", "de", "1.000 µg und 2,5 mg und 4.000 Einheiten."),
    ("dose-form", "en", "The US has Us and MS the illness. See page 5.0 of it."),
    ("dose-form", "ar", "1,000 µg"),
    ("dose-times", "en", "Take 2 tablets twice daily, in the morning and in the evening."),
    ("dose-times", "en", "Walk twice a day."),
    ("fixed-number", "en", "It helped 112 people, 911 of them at 999 Main Street, and 1 000 000 in 2026."),
    ("fixed-number", "de", "Am 12.05.2026 waren es 1.000.000 oder 12 345 678."),
    ("fixed-number", "en", "Call us within 112 days. A 40-52 week trial of 7-10 people."),
    ("fixed-number", "fr", "Appelez si 144 mg par jour ne suffisent pas."),
    ("foreign-word", "ru", "Спросите о ферритине (ferritin), NHS, RLS, 75 ng/mL и example.org."),
    ("foreign-word", "en", "Ferritin is fine here."),
    ("heading-text", "en", "A text may end in a full stop."),
    ("jargon", "en", "Ask about your kidneys (renal) and the adrenal gland. Contraindicated (should not be used)."),
    ("mixed-script", "ru", "Витамин B6, β-блокаторы, µг и мкг."),
    ("mixed-script", "en", "β-blockers, µg, café, naïve, Ω-3, ªº and Dvořák."),
    ("mixed-script", "zh-Hans", "维生素B6的HIV感染，β受体。"),
    ("mixed-script", "ar", "فيتامين B6 و HIV"),
    ("mixed-script", "hi", "विटामिन B6 कम\u200dहै"),
    ("paragraph-length", "en", "One. Two e.g. this. Three at 4.5 mg. Four. Five."),
    ("passive-voice", "en", "You are tired. You were worried. It is used to it. You have seen it. It needs doing."),
    ("repeated-word", "en", "It had had that that. Very very good. Well, well. 5 5 mg."),
    ("repeated-word", "vi", "Ngày ngày và xanh xanh."),
    ("repeated-word", "fr", "Vous vous reposez."),
    ("sentence-length", "en", "One two three four five six seven eight nine ten, eleven twelve."),
    ("unit-spelling", "en", "5 mg, 5 mL, 75 ng/mL, 5 g, 4 kg, 100 µg, 2 L, 5 gr8 things and 5 cats."),
    ("unit-spelling", "zh-Hans", "350mg"),
    ("unit-spelling", "ru", "5 мг и 75 нг/мл."),
    ("unit-spelling", "en", "See https://example.org/5mg."),
]  # fmt: skip
FOUND = [
    ("ambiguous-date", "en", "On 3.4.2025 and 03-04-25.", ["3.4.2025", "03-04-25"]),
    ("ambiguous-date", "fr", "Le 03/04/2025.", ["03/04/2025"]),
    ("capitals", "en", "Take IRON AND ZINC, not SALT.", ["IRON AND ZINC", "SALT"]),
    ("capitals", "ru", "НЕ принимайте ЖЕЛЕЗО.", ["НЕ", "ЖЕЛЕЗО"]),
    ("capitals", "vi", "KHÔNG uống sắt.", ["KHÔNG"]),
    ("dose-form", "zh-Hans", "服用5.0 mg的药或400IU维生素D。", ["5.0", "IU"]),
    ("dose-form", "en", "Give 10U, .25 mg, 2.0 g, 5 IU, QD, q.o.d. and MS 5.",
      ["10U", ".25", "2.0", "IU", "QD", "q.o.d", "MS"]),
    ("dose-form", "fr", "Prenez 5,0 mg ou 400 UI.", ["5,0", "UI"]),
    ("dose-form", "ru", "Принимайте 5,0 мг или 400 МЕ.", ["5,0", "МЕ"]),
    ("dose-form", "ar", "5.0 ملغ", ["5.0"]),
    ("dose-times", "en", "Take one capsule every 8 hours, prn.", ["every 8", "prn"]),
    ("fixed-number", "en", "Call 911. Or dial 999 now. In an emergency, ring 112 or come.", ["911", "999", "112"]),
    ("fixed-number", "en", "Ask at +44 20 7946 0958 or 202-555-0199.", ["+44", "202-555"]),
    ("fixed-number", "en", "Poison Help: 1-800-222-1222.", ["1-800"]),
    ("fixed-number", "es", "Llame al 112.", ["112"]),
    ("fixed-number", "ar", "اتصل بالرقم 911", ["911"]),
    ("fixed-number", "zh-Hans", "请拨打120。", ["120"]),
    ("foreign-word", "ar", "اسأل عن ferritin قبل", ["ferritin"]),
    ("foreign-word", "zh-Hans", "请询问ferritin检查。", ["ferritin"]),
    ("jargon", "en", "Renal and hepatic trouble, prior to surgery.", ["Renal", "hepatic", "prior to"]),
    ("jargon", "es", "Está contraindicado.", ["contraindicado"]),
    ("mixed-script", "ru", "Прoверьте", ["oверьте"]),
    ("mixed-script", "ar", "اسأل الطبيب и", ["и"]),
    ("mixed-script", "es", "Pregunte al мédico", ["м"]),
    ("paragraph-length", "en", "One. Two. Three. Four. Five. Six.", ["One."]),
    ("paragraph-length", "zh-Hans", "一。二。三。四。五。六。", ["一。"]),
    ("passive-voice", "en", "It is given. It was not taken. They are checked. You eat.", ["is given"]),
    ("passive-voice", "es", "Fue estudiado. Será tomado. Han sido vistos. Ha sido dada.", ["Fue estudiado"]),
    ("repeated-word", "de", "Nehmen Nehmen Sie", ["Nehmen Sie"]),
    ("unit-spelling", "en", "5mg, 5 ML, 3 cc and 2 mcg/dl.", ["5mg", "ML", "cc", "mcg/dl"]),
    ("unit-spelling", "zh-Hans", "服用350 mcg的药。", ["mcg"]),
    ("unit-spelling", "es", "2 gr de", ["gr"]),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "language", "text"), FINE)
def test_a_rule_passes_over(rule, language, text):
    assert found(rule, language, text) == []


@pytest.mark.parametrize(("rule", "language", "text", "beginnings"), FOUND)
def test_a_rule_finds(rule, language, text, beginnings):
    places = found(rule, language, text)
    assert len(places) == len(beginnings), places
    for begin in beginnings:
        assert any(place.startswith(begin) for place in places), (begin, places)


ODD = st.text(
    alphabet=st.sampled_from("aAzé 1905.,:;/-–()[]«»@%'\"’\ufffc\u00a0\u200dаЯبहि中🙂𠮷\u0301"), max_size=120
) | st.text(max_size=60)
LANGUAGES = ("en", "de", "es", "fr", "pt-BR", "ru", "vi", "tl", "ar", "hi", "zh-Hans", "ja", "sr-Latn", "xx")


@settings(max_examples=150, deadline=None)
@given(text=ODD, language=st.sampled_from(LANGUAGES))
def test_no_text_stops_a_rule_and_places_lie_in_the_text(text, language):
    library = starter()
    section = library.sections["iron", "en"]
    line = Line((Words(text),), section.mark)
    strange = replace(
        section, language=language, title=line, key_points=(line,), blocks=(Paragraph(line, section.mark),)
    )
    page = open_page(library, strange)
    source = library.texts[section.mark.path]
    for rule in PAGE_RULES:
        for problem in rule.check(page, CHOSEN[rule.ID].options(rule, language)):
            assert problem.message and isinstance(problem.place, Spot)
            assert 0 <= problem.place.start < max(1, len(text))
            assert locate(problem.place, printed(problem.place.line), source).line >= 1
