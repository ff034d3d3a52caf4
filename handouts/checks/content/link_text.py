"""The words of a link say where it leads.

People who listen to a page jump from link to link and hear the words alone; on paper the words are all there is. An
address as text is read out letter by letter, and a handout prints the address beside the words anyway.

Source: WCAG 2.1, 2.4.4 and 2.4.9; NHS Notify, "Upload a letter": links printed in full.

Good:

    - text: Read more at [NHS, restless legs syndrome](https://www.nhs.uk/conditions/restless-legs-syndrome/).

Bad:

    - text: For more, [click here](https://www.nhs.uk/conditions/restless-legs-syndrome/).
                       ^

Bad:

    - text: See [https://www.nhs.uk/conditions/](https://www.nhs.uk/conditions/).
                 ^
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from handouts.checks.content.ruling import Option, Options, Problem, at
from handouts.checks.content.subject import Page
from handouts.checks.numerals import base
from handouts.content import Line, Slot, Words
from handouts.diagnostics import Severity

ID = "link-text"
SEVERITY = Severity.WARNING
OPTIONS: tuple[Option, ...] = ()

# Words that could lead anywhere.
_EMPTY: Mapping[str, tuple[str, ...]] = {
    "ar": ("هنا", "اضغط هنا", "انقر هنا", "المزيد", "اقرأ المزيد"),
    "de": ("hier", "hier klicken", "klicken sie hier", "mehr", "mehr lesen", "weiterlesen", "link", "website"),
    "en": (
        "here", "click here", "click", "link", "this link", "this page", "this site", "website", "more", "read more",
        "learn more", "see more", "more information", "more info", "details", "page", "go", "download",
    ),
    "es": ("aquí", "haga clic aquí", "clic aquí", "más", "leer más", "más información", "enlace", "este enlace"),
    "fr": ("ici", "cliquez ici", "plus", "lire la suite", "en savoir plus", "lien", "ce lien"),
    "hi": ("यहाँ", "यहां", "यहाँ क्लिक करें", "यहां क्लिक करें", "और पढ़ें"),
    "pt": ("aqui", "clique aqui", "mais", "leia mais", "saiba mais", "link", "este link"),
    "ru": ("здесь", "тут", "нажмите здесь", "подробнее", "читать далее", "ссылка", "по ссылке"),
    "tl": ("dito", "i-click dito", "mag-click dito", "magbasa pa", "link"),
    "vi": ("tại đây", "ở đây", "nhấn vào đây", "bấm vào đây", "xem thêm", "đọc thêm", "liên kết"),
    "zh": ("这里", "此处", "点击这里", "点击此处", "更多", "了解更多", "阅读更多", "链接"),
}  # fmt: skip
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|[\w-]+(?:\.[\w-]+)+/\S*", re.IGNORECASE)


def check(page: Page, options: Options) -> Iterator[Problem]:
    """One problem for each such link, at its first word."""
    empty = _EMPTY.get(base(page.language), ())
    for passage in page.passages:
        for start, text, url in links(passage.line):
            plain = text.strip(" .:»«\"'").lower()
            if plain in empty:
                yield at(
                    passage, start, f"The link '{text}' does not say where it leads.", "Name the page or its owner."
                )
            elif _ADDRESS.fullmatch(text.strip()) and not url.startswith("mailto:"):
                yield at(passage, start, "The words of this link are its address.", "Name the page or its owner.")


def links(line: Line) -> Iterator[tuple[int, str, str]]:
    """The links of a line: where their words begin, the words, and the address; neighbours of one address are one."""
    at_, begun, text, url = 0, 0, "", ""
    for part in (*line.parts, Words("")):
        width = len(part.text) if isinstance(part, Words) else 1 if isinstance(part, Slot) else 0
        link = part.link if isinstance(part, Words | Slot) else url
        if url and link != url:
            yield begun, text, url
        if link != url:
            begun, text, url = at_, "", link
        if link and isinstance(part, Words):
            text += part.text
        at_ += width
