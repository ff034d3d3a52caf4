"""Words and signs that say on which side of a number the truth lies: at least, below, no more than, ≥.

"75 ng/mL or less" must not become "75 ng/mL or more". Each word is bound to the number nearest to it; a negation
right beside the word turns it round, so that "do not take more than 10 mg" and "at most 10 mg" say the same.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from handouts.checks.negating import negates, negations
from handouts.checks.numerals import LETTER, UNSPACED, alternatives, base
from handouts.checks.quantities import Quantity, legible, quantities
from handouts.records import dataclass

Side = Literal["up", "down"]
_OTHER: Mapping[Side, Side] = {"up": "down", "down": "up"}

_SIGNS: Mapping[str, Side] = {">": "up", "≥": "up", "⩾": "up", "<": "down", "≤": "down", "⩽": "down"}

_WORDS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "ar": (
        ("على الأقل", "أكثر من", "أو أكثر", "فأكثر", "أعلى من", "أو أعلى", "لا يقل عن", "لا تقل عن", "يزيد على",
         "يزيد عن", "تزيد على", "تزيد عن", "فوق"),
        ("على الأكثر", "أقل من", "أو أقل", "فأقل", "أدنى من", "دون", "تحت", "كحد أقصى", "لا يزيد على", "لا يزيد عن",
         "لا تزيد على", "لا تزيد عن", "لا يتجاوز", "لا تتجاوز", "بحد أقصى"),
    ),
    "de": (
        ("mindestens", "wenigstens", "mehr als", "oder mehr", "oder höher", "oder länger", "oberhalb von",
         "nicht weniger als", "nicht unter"),
        ("höchstens", "maximal", "weniger als", "oder weniger", "oder niedriger", "unter", "unterhalb von", "bis zu",
         "nicht mehr als", "nicht über"),
    ),
    "en": (
        ("at least", "more than", "or more", "or higher", "or older", "or longer", "or later", "above", "greater than",
         "no less than", "not less than", "no fewer than"),
        ("at most", "less than", "fewer than", "or less", "or fewer", "or lower", "or younger", "below", "under",
         "up to", "no more than", "not more than", "not above", "not over", "maximum"),
    ),
    "es": (
        ("al menos", "por lo menos", "como mínimo", "más de", "o más", "superior a", "superiores a", "mayor de",
         "mayores de", "por encima de", "no menos de"),
        ("como máximo", "a lo sumo", "menos de", "o menos", "inferior a", "inferiores a", "menor de", "menores de",
         "por debajo de", "por debajo del", "hasta", "no más de", "máximo"),
    ),
    "fr": (
        ("au moins", "au minimum", "plus de", "ou plus", "supérieur à", "supérieure à", "supérieurs à", "au-dessus de",
         "pas moins de"),
        ("au plus", "au maximum", "moins de", "ou moins", "inférieur à", "inférieure à", "inférieurs à",
         "en dessous de", "au-dessous de", "jusqu’à", "jusqu'à", "pas plus de", "maximum"),
    ),
    "hi": (
        ("कम से कम", "से कम से कम", "से ज़्यादा", "से अधिक", "उससे ज़्यादा", "उससे अधिक", "या अधिक", "या ज़्यादा", "से ऊपर",
         "न्यूनतम"),
        ("ज़्यादा से ज़्यादा", "अधिक से अधिक", "से कम", "से ज़्यादा से ज़्यादा", "से अधिक से अधिक",
         "उससे कम", "या कम", "से नीचे", "अधिकतम", "से छोटे"),
    ),
    "pt": (
        ("pelo menos", "ao menos", "no mínimo", "mais de", "mais do que", "mais que", "ou mais", "superior a",
         "acima de", "não menos de"),
        ("no máximo", "menos de", "menos do que", "menos que", "ou menos", "inferior a", "abaixo de", "menores de",
         "menor de", "até", "não mais de", "não mais que", "não mais do que"),
    ),
    "ru": (
        ("не менее", "не меньше", "не реже", "не ниже", "как минимум", "по меньшей мере", "по крайней мере",
         "хотя бы", "более", "больше", "свыше", "выше", "старше", "или больше", "или более", "или дольше", "не раньше"),
        ("не более", "не больше", "не чаще", "не выше", "максимум", "самое большее", "менее", "меньше", "ниже",
         "моложе", "младше", "до", "или меньше", "или менее", "не позже", "не позднее"),
    ),
    "tl": (
        ("hindi bababa sa", "nang hindi bababa", "higit sa", "mahigit", "o higit pa", "o mas mataas", "mas mataas sa",
         "lampas sa", "di bababa sa", "kahit man lang"),
        ("hindi hihigit sa", "hindi lalampas sa", "mas mababa sa", "o mas mababa", "mas kaunti sa", "o mas kaunti",
         "wala pang", "hanggang", "pababa"),
    ),
    "vi": (
        ("ít nhất", "tối thiểu", "hơn", "trên", "quá", "vượt quá", "trở lên", "hoặc hơn", "hoặc cao hơn",
         "không dưới"),
        ("nhiều nhất", "tối đa", "dưới", "ít hơn", "thấp hơn", "nhỏ hơn", "trở xuống", "không quá", "không hơn",
         "không vượt quá", "hoặc ít hơn", "hoặc thấp hơn"),
    ),
    "zh": (
        ("至少", "以上", "超过", "多于", "大于", "高于", "或更多", "或更久", "或更长", "或更高",
         "不少于", "不低于", "起码"),
        ("至多", "最多", "以下", "以内", "少于", "小于", "低于", "不到", "不足", "未满", "不满", "或更低", "或更少",
         "不超过", "不多于", "不高于", "不得超过", "不要超过", "不能超过", "不应超过"),
    ),
}  # fmt: skip

# Of these, the words that a negation turns round: "not more than". It leaves "not for at least 2 hours" as it is.
_TURNING: Mapping[str, tuple[str, ...]] = {
    "ar": ("أكثر من", "أقل من", "أعلى من", "أدنى من", "فوق", "تحت"),
    "de": ("mehr als", "weniger als"),
    "en": ("more than", "less than", "fewer than", "greater than", "above", "below", "under"),
    "es": ("más de", "menos de"),
    "fr": ("plus de", "moins de"),
    "hi": ("से ज़्यादा", "से अधिक", "से कम"),
    "pt": ("mais de", "mais do que", "mais que", "menos de", "menos do que", "menos que"),
    "ru": ("более", "больше", "свыше", "выше", "менее", "меньше", "ниже"),
    "tl": ("higit sa", "mahigit", "lampas sa", "mas mababa sa", "mas kaunti sa"),
    "vi": ("hơn", "trên", "quá", "vượt quá", "dưới", "ít hơn", "thấp hơn"),
    "zh": ("超过", "多于", "大于", "高于", "少于", "小于", "低于"),
}

# How far a word may stand from its number, in characters.
_REACH = 28
# Nothing is bound or negated across the end of a sentence or a clause.
_STOPS = re.compile("[.!?。！？।؟;；:：،,，\ufffc](?!\\d)")


@dataclass(frozen=True, slots=True)
class Comparison:
    """A number with the side that is meant, the side its word says without a "not", and its sign, empty for words."""

    value: Decimal
    side: Side
    word_side: Side
    sign: str
    text: str


def has_table(language: str) -> bool:
    """True when the comparison words of the language are known."""
    return base(language) in _WORDS


@lru_cache(maxsize=8192)
def comparisons(text: str, language: str) -> tuple[Comparison, ...]:
    """The comparisons of a text, in order."""
    known = base(language)
    numbers = quantities(text, language)
    text = legible(text)
    found = []
    for match in _pattern(known).finditer(text):
        bound = _nearest(text, match, numbers)
        if bound is None:
            continue
        word = match.group()
        side = word_side = _SIGNS.get(word) or _side(word.lower(), known)
        if word.lower() in _TURNING.get(known, ()) and negates(text, match.start(), match.end(), known):
            side = _OTHER[side]
        elif negations(word, known):
            word_side = _OTHER[side]
        written = sorted((match.span(), (bound.start, bound.end)))
        shown = text[written[0][0] : max(written[0][1], written[1][1])]
        found.append(Comparison(bound.numbers[0], side, word_side, word if word in _SIGNS else "", shown))
    return tuple(found)


def _side(word: str, language: str) -> Side:
    return "up" if word in _WORDS[language][0] else "down"


@lru_cache(maxsize=64)
def _pattern(language: str) -> re.Pattern[str]:
    signs = "".join(_SIGNS)
    words = _WORDS.get(language)
    if words is None:
        return re.compile(f"[{signs}]")
    either = alternatives((*words[0], *words[1]))
    bounds = (f"(?<!{LETTER})", f"(?!{LETTER})") if language not in UNSPACED else ("", "")
    return re.compile(rf"[{signs}]|{bounds[0]}(?:{either}){bounds[1]}", re.IGNORECASE)


def _nearest(text: str, match: re.Match[str], numbers: tuple[Quantity, ...]) -> Quantity | None:
    """The number the word belongs to: the nearest in reach, with no end of a clause between."""
    reachable = []
    for number in numbers:
        gap = text[match.end() : number.start] if number.start >= match.end() else text[number.end : match.start()]
        if number.start < match.end() and number.end > match.start():
            return None  # the "to" of a range
        if len(gap) <= _REACH and not _STOPS.search(gap):
            reachable.append((len(gap), number.start, number))
    return min(reachable)[2] if reachable else None
