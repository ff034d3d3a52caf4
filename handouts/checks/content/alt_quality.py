"""The text for people who cannot see a picture tells what it shows.

It is neither a file name, nor "image of" (a screen reader says that itself), nor the caption once more; it is long
enough to tell something and short enough to listen to. That there is one is a matter of the rule `alt-text`.

Source: WCAG 2.1, 1.1.1, techniques F30 and H37; W3C WAI, "Images tutorial".

Good:

    - figure: {file: example.svg, alt: A person in bed rubs the left leg.}

Bad:

    - figure: {file: example.svg, alt: example-figure.svg}
                                       ^

Bad:

    - figure: {file: example.svg, alt: Image of a person in bed who rubs the left leg.}
                                       ^

Bad:

    - figure: {file: example.svg, alt: Legs}
                                       ^

Bad:

    - figure:
        file: example.svg
        alt: Four signs of restless legs.
             ^
        caption: Four signs of restless legs
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from handouts.checks.content.ruling import Option, Options, Problem, at
from handouts.checks.content.subject import Page, printed
from handouts.checks.numerals import UNSPACED, base
from handouts.content import Figure
from handouts.diagnostics import Severity

ID = "alt-quality"
SEVERITY = Severity.WARNING
OPTIONS = (
    Option("least", "The fewest characters; a third of it where words are written without blanks.", 12, most=200),
    Option("most", "The most characters; longer texts belong beside the picture.", 300, least=50, most=2000),
)

_FILE = re.compile(r"[\w-]+\.(?:svg|png|jpe?g|gif|tiff?|webp|bmp)", re.IGNORECASE)
_OPENINGS: Mapping[str, tuple[str, ...]] = {
    "ar": ("صورة", "رسم يوضح", "رسم"),
    "de": ("bild von", "bild:", "abbildung von", "foto von", "grafik von"),
    "en": ("image of", "an image of", "picture of", "a picture of", "photo of", "a photo of", "drawing of"),
    "es": ("imagen de", "una imagen de", "foto de", "dibujo de"),
    "fr": ("image de", "une image de", "photo de", "dessin de"),
    "hi": ("की तस्वीर", "तस्वीर:"),
    "pt": ("imagem de", "uma imagem de", "foto de", "desenho de"),
    "ru": ("изображение", "картинка", "фото"),
    "tl": ("larawan ng", "litrato ng"),
    "vi": ("hình ảnh", "ảnh chụp", "hình vẽ"),
    "zh": ("图片", "照片"),
}  # fmt: skip


def check(page: Page, options: Options) -> Iterator[Problem]:
    """One problem for each such text, at its beginning."""
    captions = {
        _bare(printed(block.caption))
        for block in page.blocks
        if isinstance(block, Figure) and block.caption is not None
    }
    language = base(page.language)
    least = options.number("least") // (3 if language in UNSPACED else 1)
    for passage in page.passages:
        if passage.role == "alt":
            message, hint = _wrong(passage.text.strip(), captions, least, options.number("most"), language)
            if message:
                yield at(passage, 0, message, hint)


def _wrong(text: str, captions: set[str], least: int, most: int, language: str) -> tuple[str, str]:
    opening = next((words for words in _OPENINGS.get(language, ()) if text.lower().startswith(words)), "")
    if _FILE.fullmatch(text):
        return "This is the name of a file, not what the picture shows.", "Say what the picture tells."
    if opening:
        return (
            f"A screen reader says itself that this is a picture; '{opening}' says it again.",
            "Begin with what it shows.",
        )
    if _bare(text) in captions:
        return "This says what the caption says; it would be read out twice.", "Say what is to be seen, or shorten one."
    if len(text) < least:
        return f"{len(text)} characters hardly tell what the picture shows.", "Say what a person learns by seeing it."
    if len(text) > most:
        return (
            f"The text has {len(text)} characters; {most} is the most.",
            "Say the rest in the text beside the picture.",
        )
    return "", ""


def _bare(text: str) -> str:
    return re.sub(r"\W+", " ", text).strip().lower()
