"""Sentences say who does what.

"Iron should be taken in the morning" leaves open who takes it; "Take iron in the morning" does not. Some passives are
right ("Iron is absorbed in the gut"), so a section is told once, and only when many of its sentences have one. English
("be" with a participle), German ("werden" with one) and Spanish ("ser" in a past or future form with one) are looked
at; in the other languages no table of words tells a passive from other forms.

Source: Federal plain language guidelines (US), "Use active voice"; CDC Clear Communication Index, part "Language";
PEMAT (AHRQ), item 5.

Good:

    - text: Your nurse takes some blood. Eat nothing before. The results come in two days.

Bad:

    - text: Some blood is taken by the nurse. Nothing should be eaten before. The results are sent in two days.
                       ^

Good (de):

    - text: Nehmen Sie das Eisen am Morgen. Es wird dann besser wirken. Fragen Sie nach.

Bad (de):

    - text: Das Eisen wird am Morgen eingenommen. Danach werden die Werte im Labor gemessen. Es wurde alles geprüft.
                      ^
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from handouts.checks.content.breaking import sentences
from handouts.checks.content.ruling import Option, Options, Problem, at
from handouts.checks.content.subject import Page, Passage
from handouts.checks.numerals import base
from handouts.diagnostics import Severity

ID = "passive-voice"
SEVERITY = Severity.NOTE
OPTIONS = (
    Option("percent", "How many sentences of a section may have a passive.", 40, most=100),
    Option("least", "How many passives there must be before the section is told.", 3, most=100),
)

_ENGLISH = (
    "asked|been|begun|born|bought|brought|built|caught|chosen|come|cut|done|drawn|driven|eaten|fed|felt|fought|found|"
    "forgotten|given|grown|heard|held|hurt|kept|known|laid|led|left|lent|let|lost|made|meant|met|paid|put|read|run|said|"
    "seen|sent|set|shown|shut|sold|spent|split|spread|stuck|swallowed|swollen|taken|taught|thought|told|understood|"
    "upset|used|woken|worn|written"
)
# Participles that mostly tell a state, not a deed.
_STATES = (
    "alarmed|allowed|based|bored|concerned|confused|dried|excited|experienced|filled|interested|limited|linked|married|"
    "mixed|needed|pleased|prepared|related|relaxed|retired|scared|settled|skilled|supposed|surprised|tired|used to|"
    "worried|swollen|upset|involved|born|known"
)
# A verb form, and a participle with at most a few words of another kind between.
_PASSIVE: Mapping[str, re.Pattern[str]] = {
    "en": re.compile(
        rf"\b(?:am|is|are|was|were|be|been|being|gets?|got)\b(?:\s+(?:not|never|also|often|usually|only|always|then|"
        rf"still|\w+ly))?\s+(?!(?:{_STATES})\b)(?:{_ENGLISH}|\w{{2,}}[^aeiou\W]ed|\w{{2,}}[aeiou]\w*ed)\b",
        re.IGNORECASE,
    ),
    "de": re.compile(
        r"\b(?:wird|werden|wurde|wurden|worden)\b(?:[^.,;:!?]{0,50}?\s)?"
        r"(?:(?:[a-zäöü]{2,8})?ge[a-zäöüß]{2,}(?:t|en)|(?:be|er|ver|zer|ent|emp)[a-zäöüß]{2,}t)(?=\s*(?:[.,;:!?]|$))",
    ),
    "es": re.compile(
        r"\b(?:fue|fueron|será|serán|sido|siendo)\s+(?:\w+mente\s+)?"
        r"(?:\w+(?:ad|id)|abiert|dich|escrit|hech|puest|vist)[oa]s?\b",
        re.IGNORECASE,
    ),
}  # fmt: skip


def check(page: Page, options: Options) -> Iterator[Problem]:
    """One problem for a section with many passives, at the first of them."""
    pattern = _PASSIVE.get(base(page.language))
    if pattern is None:
        return
    all_sentences, found = 0, []
    for passage in page.passages:
        for start, end in sentences(passage.text, page.language) if passage.running else ():
            all_sentences += 1
            match = pattern.search(passage.text, start, end)
            if match:
                found.append((passage, match))
    if len(found) >= options.number("least") and 100 * len(found) >= options.number("percent") * all_sentences:
        first, match = found[0]
        message = f"{len(found)} of {all_sentences} sentences do not say who does it: {_listed(found)}."
        yield at(first, match.start(), message, "Say who does what, above all where the reader has something to do.")


def _listed(found: list[tuple[Passage, re.Match[str]]]) -> str:
    said = [f"'{match.group()}'" for _, match in found[:4]]
    return ", ".join(said) + (", …" if len(found) > len(said) else "")
