"""Numbers and units in the text of many languages, read by each language's convention."""

import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handouts.checks.numerals import DECIMAL_COMMA, NUMBER_WORDS, PERCENT_WORDS, RANGE_WORDS, base, word_values
from handouts.checks.quantities import number, quantities
from handouts.checks.units import SPELLINGS, unit_named

LANGUAGES = ("en", "es", "fr", "de", "pt-BR", "ru", "vi", "tl", "ar", "hi", "zh-Hans")


def read(text: str, language: str) -> list[str]:
    """Quantities as short text: `75 ng/mL`, `40..90 %`, `3`."""
    return [
        f"{each.value:f}" + (f"..{each.to:f}" if each.to is not None else "") + (f" {each.unit}" if each.unit else "")
        for each in quantities(text, language)
    ]


CASES = [
    ("en", "Ferritin is 75 ng/mL or less", "75 ng/mL"),
    ("en", "below 20%.", "20 %"),
    ("en", "40–90% of people", "40..90 %"),
    ("en", "40% to 90%", "40..90 %"),
    ("en", "2 to 3 hours", "2..3"),
    ("en", "1,000 µg a day, 1000 mcg", "1000 µg; 1000 µg"),
    ("en", "12.4 mmol, 300 mg", "12.4 mmol; 300 mg"),
    ("en", "1,234,567.5 people", "1234567.5"),
    ("en", "a 40-point scale", "40"),
    ("en", "a 500-mg tablet of vitamin B12", "500 mg; 12"),
    ("en", "1½ tablets and ½ a cup", "1.5; 0.5"),
    ("en", "call 1-800-222-1222", "1; 800; 222; 1222"),
    ("en", "−5 °C or -3 °C", "-5 °C; -3 °C"),
    ("en", "from 1998–2024.", "1998..2024"),
    ("en", "1.5 million adults", "1500000"),
    ("en", "20 per cent", "20 %"),
    ("en", "See https://example.org/2024/12 and nhs.uk/75 in 3 days", "3"),
    ("en", "doi 10.1000/xyz123, 5 g", "5 g"),
    ("en", "Sit. 5 million years; 6 mice", "5000000; 6"),
    ("es", "1.000 µg, 12,4 mmol", "1000 µg; 12.4 mmol"),
    ("es", "1 000 µg", "1000 µg"),
    ("es", "el 40–90 %, de 2 a 3 horas", "40..90 %; 2..3"),
    ("es", "20 por ciento", "20 %"),
    ("es", "2 mil millones", "2000000000"),
    ("fr", "1 000 µg", "1000 µg"),
    ("fr", "1\u00a0000 µg, 1\u202f000 µg, 1\u2009000 µg", "1000 µg; 1000 µg; 1000 µg"),
    ("fr", "de 2 à 3 fois, 12,4 mmol", "2..3; 12.4 mmol"),
    ("fr", "moins de 20\u00a0%", "20 %"),
    ("de", "1.000 µg und 0,5 mg", "1000 µg; 0.5 mg"),
    ("de", "unter 20 Prozent, 2 bis 3 Stunden", "20 %; 2..3"),
    ("de", "3-mal, 40-Punkte-Skala", "3; 40"),
    ("de", "am 12.05.2026", "12; 5; 2026"),
    ("de", "12.4 mmol", "12.4 mmol"),
    ("de", "1’000 µg", "1000 µg"),
    ("pt-BR", "40–90% e 1.000 µg", "40..90 %; 1000 µg"),
    ("pt-BR", "2 a 3 vezes, 2 até 3", "2..3; 2..3"),
    ("ru", "75 нг/мл, 1000 мкг, 350 мг", "75 ng/mL; 1000 µg; 350 mg"),
    ("ru", "12,4 ммоль, 2 г, 5 литров", "12.4 mmol; 2 g; 5 L"),
    ("ru", "2 года, 3 гриба", "2; 3"),
    ("ru", "от 2 до 3 часов, 20 процентов", "2..3; 20 %"),
    ("vi", "1.000 µg, 12,4 mmol, 2 đến 3 giờ", "1000 µg; 12.4 mmol; 2..3"),
    ("tl", "24 na oras, 3 ng umaga, 75 ng/mL", "24; 3; 75 ng/mL"),
    ("tl", "2 hanggang 3 oras", "2..3"),
    ("ar", "٧٥ نانوغرام/مل", "75 ng/mL"),
    ("ar", "١٢٫٤ ملغ و١٬٠٠٠ مكغ", "12.4 mg; 1000 µg"),
    ("ar", "12.4 mmol و 1,000 µg و 0,5 mg", "12.4 mmol; 1000 µg; 0.5 mg"),
    ("ar", "۷۵ mg، ٪20 ثم 20٪ ثم 20%", "75 mg; 20 %; 20 %; 20 %"),
    ("ar", "من 2 إلى 3 ساعات، و428 شخصًا", "2..3; 428"),
    ("ar", "ساعتين (2)", "2"),
    ("ar", "\u2066500\u2069 ملّغ", "500 mg"),
    ("hi", "७५ ng/mL, 12.4 मिग्रा", "75 ng/mL; 12.4 mg"),
    ("hi", "1,00,000 लोग, 2 से 3 घंटे", "100000; 2..3"),
    ("hi", "20 प्रतिशत, विटामिन बी12", "20 %; 12"),
    ("hi", "100 में से 24", "100; 24"),
    ("zh-Hans", "铁蛋白为75ng/mL或更低", "75 ng/mL"),
    ("zh-Hans", "每天1,000µg合成叶酸，350毫克，75纳克/毫升", "1000 µg; 350 mg; 75 ng/mL"),
    ("zh-Hans", "2到3小时，2至3小时，2～3小时", "2..3; 2..3; 2..3"),
    ("zh-Hans", "百分之20，20％，40%–90%", "20 %; 20 %; 40..90 %"),
    ("zh-Hans", "1.2万人", "12000"),
    ("ja", "75ng/mL以下、２～３時間", "75 ng/mL; 2..3"),
    ("ko", "75 ng/mL이하, 3만 명", "75 ng/mL; 30000"),
    ("th", "๗๕ mg", "75 mg"),
    ("bn", "৭৫ mg", "75 mg"),
    ("fa", "۱۲٫۴ mg", "12.4 mg"),
    ("en", "", ""),
    ("en", "no numbers, no. 5.", "5"),
]


@pytest.mark.parametrize(("language", "text", "expected"), CASES)
def test_quantities(language, text, expected):
    assert "; ".join(read(text, language)) == expected


@pytest.mark.parametrize(
    ("text", "en", "de"),
    [("1.000", "1", "1000"), ("1,000", "1000", "1"), ("12,4", "12.4", "12.4"), ("0.125", "0.125", "0.125")],
)
def test_the_same_figures_mean_other_numbers_in_other_languages(text, en, de):
    assert (number(text, "en"), number(text, "de")) == (Decimal(en), Decimal(de))


@pytest.mark.parametrize(
    ("language", "text", "values"),
    [
        ("en", "once, twice and seven times", [1, 2, 7]),
        ("en", "someone, tenth", []),
        ("es", "dos veces", [2]),
        ("fr", "Deux fois", [2]),
        ("de", "zweimal, drei Stunden", [2, 3]),
        ("pt-BR", "duas vezes", [2]),
        ("ru", "в течение двух недель", [2]),
        ("vi", "mười hai giờ", [12]),
        ("tl", "dalawang oras", [2]),
        ("ar", "لمدة ثلاثة أيام وخمس ساعات", [3, 5]),
        ("ar", "مرتين", [2]),
        ("hi", "दो घंटे, दोनों", [2, 2]),
        ("zh-Hans", "十二小时，两次", [12, 2]),
        ("xx", "two", []),
    ],
)
def test_number_words(language, text, values):
    assert [int(value) for value in word_values(text, language)] == values


def test_every_language_of_the_product_has_its_rows():
    assert {base(language) for language in LANGUAGES} <= set(NUMBER_WORDS) & set(RANGE_WORDS)
    assert {base(language) for language in LANGUAGES} - {"zh"} <= set(PERCENT_WORDS)
    assert all(len(NUMBER_WORDS[base(language)]) >= 10 for language in LANGUAGES)


@pytest.mark.parametrize(("name", "spelling"), [(name, each) for name, row in SPELLINGS.items() for each in row])
def test_every_spelling_of_a_unit_is_read(name, spelling):
    assert unicodedata.is_normalized("NFC", spelling)
    assert unit_named(spelling) == name
    assert read(f"5 {spelling}", "en") == [f"5 {name}"]
    assert read(f"5 {spelling}/{SPELLINGS['mL'][0]}", "en") == [f"5 {name}/mL"]


def test_no_spelling_names_two_units():
    spellings = [spelling for row in SPELLINGS.values() for spelling in row]
    assert len(spellings) == len(set(spellings))


DIGITS = {"ar": "٠١٢٣٤٥٦٧٨٩", "hi": "०१२३४५६७८९"}


def formatted(value: Decimal, language: str, *, local: bool) -> str:
    """A number in the language's convention, with thousands separated."""
    text = f"{value:,f}"
    if base(language) in DECIMAL_COMMA:
        thousands = "\u202f" if base(language) in ("fr", "ru") else "."
        text = text.translate({ord(","): thousands, ord("."): ","})
    if local and language in DIGITS:
        text = text.translate(str.maketrans("0123456789", DIGITS[language]))
        if language == "ar":
            text = text.translate({ord(","): "٬", ord("."): "٫"})
    return text


VALUES = st.decimals(min_value=0, max_value=10**9, places=None, allow_nan=False).map(
    lambda value: Decimal(str(round(value, 3))).normalize()
)


@given(
    VALUES,
    st.sampled_from(LANGUAGES),
    st.sampled_from(["", "mg", "µg", "ng/mL", "%", "mmol"]),
    st.booleans(),
)
def test_a_number_written_by_the_convention_is_read_back(value, language, unit, local):
    written = formatted(value, language, local=local)
    gap = "" if unit in ("", "%") else " "
    (found,) = quantities(f"x ({written}{gap}{unit}) y", language)
    assert (found.numbers, found.unit) == ((value,), unit)


@given(VALUES, VALUES, st.sampled_from(LANGUAGES), st.booleans())
def test_a_range_written_by_the_convention_is_read_back(low, high, language, by_word):
    word = RANGE_WORDS[base(language)][0]
    joint = f" {word} " if by_word else "–"
    text = joint.join(formatted(value, language, local=True) for value in (low, high))
    (found,) = quantities(f"{text} mg", language)
    assert (found.numbers, found.unit) == ((low, high), "mg")


@given(st.text(), st.sampled_from([*LANGUAGES, "ja", "xx", ""]))
def test_no_text_makes_it_fail(text, language):
    quantities(text, language)
    word_values(text, language)


@given(st.text(alphabet="0123456789٣२½.,'’٬٫ \u00a0-–%mgµ/L万mil"), st.sampled_from(LANGUAGES))
def test_no_heap_of_figures_makes_it_fail(text, language):
    for found in quantities(text, language):
        assert found.value == found.value  # a number, never NaN
        assert found.start < found.end
