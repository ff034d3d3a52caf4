"""`translation-untranslated`: no line was left in the source's language.

A line of three words or more that equals its source is an error. In a language with a script of its own, a line of
three words or more without one letter of that script is a warning. Numbers, units, names that never change, and terms
that the glossary keeps in the language do not count as words; the title of a linked page may stay as it is.

Good: "350 mg" -> "350 mg"; "Vitamin B6" -> "Vitamin B6"; "restless legs syndrome" in Tagalog, as in the glossary.
Bad: "Have blood tests before you take iron." in ar.yaml.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from handouts.checks.numerals import LETTER
from handouts.checks.pairs import SectionPair, lines_of, place
from handouts.checks.quantities import legible, quantities
from handouts.content import Glossary, Line, Words
from handouts.diagnostics import Diagnostic, error, warning
from handouts.language import script

RULE = "translation-untranslated"
LEAST_WORDS = 3
# The letter of "B12" is no word.
_WORD = re.compile(rf"{LETTER}{{2,}}")

# How Unicode's names of letters begin, for the scripts that are not written with the source's letters.
_SCRIPTS = {
    "Arab": ("ARABIC",), "Armn": ("ARMENIAN",), "Beng": ("BENGALI",), "Cyrl": ("CYRILLIC",), "Deva": ("DEVANAGARI",),
    "Ethi": ("ETHIOPIC",), "Geor": ("GEORGIAN",), "Grek": ("GREEK",), "Gujr": ("GUJARATI",), "Guru": ("GURMUKHI",),
    "Hans": ("CJK",), "Hant": ("CJK",), "Hebr": ("HEBREW",), "Jpan": ("CJK", "HIRAGANA", "KATAKANA"),
    "Khmr": ("KHMER",), "Knda": ("KANNADA",), "Kore": ("HANGUL", "CJK"), "Laoo": ("LAO",), "Mlym": ("MALAYALAM",),
    "Mymr": ("MYANMAR",), "Sinh": ("SINHALA",), "Taml": ("TAMIL",), "Telu": ("TELUGU",), "Thai": ("THAI",),
}  # fmt: skip


def check(pair: SectionPair) -> Iterator[Diagnostic]:
    """One finding for each line left untranslated."""
    letters = _SCRIPTS.get(script(pair.language), ())
    kept = kept_terms(pair.glossary, pair.language)
    for line in lines_of(pair):
        source, text = _plain(line.source_text), _plain(line.text)
        if source == text:
            if not _is_link(line.source) and len(_words(source, pair.source.language, kept)) >= LEAST_WORDS:
                message = f"The line is the same as in {place(line.source.mark)}; it is not translated."
                yield error(RULE, line.translation.mark, message, "Translate it.")
        elif letters and not has_letter(text, letters) and len(_words(text, pair.language, kept)) >= LEAST_WORDS:
            message = f"The line, from {place(line.source.mark)}, has no letter of the language's own script."
            yield warning(RULE, line.translation.mark, message, "Translate it, or write it in the language's script.")


def _is_link(line: Line) -> bool:
    """True for a line that is nothing but a link: the title of a page, which may be a name."""
    return all(isinstance(part, Words) and (part.link or not part.text.strip()) for part in line.parts)


def kept_terms(glossary: Glossary, language: str) -> tuple[str, ...]:
    """Names that never change, and terms whose translation is the term itself."""
    same = [each.term for each in glossary.terms if each.translations.get(language, "").lower() == each.term.lower()]
    return tuple(sorted((*glossary.never_change, *same), key=len, reverse=True))


def has_letter(text: str, letters: tuple[str, ...]) -> bool:
    """True when a character's name begins with one of these."""
    return any(_name(character).startswith(letters) for character in text)


@lru_cache(maxsize=4096)
def _name(character: str) -> str:
    return unicodedata.name(character, "")


def _words(text: str, language: str, kept: tuple[str, ...]) -> list[str]:
    text = legible(text)
    for quantity in reversed(quantities(text, language)):
        text = text[: quantity.start] + " " + text[quantity.end :]
    for term in kept:
        text = re.sub(rf"(?<!{LETTER}){re.escape(term)}(?!{LETTER})", " ", text, flags=re.IGNORECASE)
    return _WORD.findall(text)


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text)).strip().casefold()
