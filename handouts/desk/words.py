"""The desk's own words in each language that the product speaks, and which of them a browser asks for."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

from handouts.language import plural
from handouts.source.nodes import MapNode, ScalarNode
from handouts.source.yamltext import parse

USUAL = "en"
_MOST_ASKED = 20  # languages in one header that are looked at


@lru_cache(maxsize=1)
def languages() -> tuple[str, ...]:
    """The languages that the desk speaks, as BCP 47 tags."""
    folder = files("handouts.desk").joinpath("words")
    return tuple(sorted(entry.name.removesuffix(".yaml") for entry in folder.iterdir() if entry.name.endswith(".yaml")))


@lru_cache(maxsize=64)
def texts(tag: str) -> Mapping[str, str]:
    """All words in one of the languages."""
    resource = files("handouts.desk").joinpath("words", f"{tag}.yaml")
    with resource.open(encoding="utf-8") as file:
        node, findings = parse(file.read(), resource.name)
    assert isinstance(node, MapNode) and not findings, f"{tag}: {findings}"
    return {key.text: value.text for key, value in node.entries if isinstance(value, ScalarNode)}


def said(tag: str, key: str, **values: object) -> str:
    """One text, filled in. Raises KeyError for a text or a value that is not there."""
    pattern = texts(tag)[key]
    if ", plural," in pattern:
        return plural(tag, pattern, **{name: int(str(value)) for name, value in values.items()})
    return pattern.format_map(values) if values else pattern


def closest(asked: str, usual: str = USUAL) -> str:
    """The language that fits an Accept-Language header best (RFC 9110, 12.5.4; lookup as in RFC 4647, 3.4)."""
    wishes: list[tuple[float, int, str]] = []
    for place, part in enumerate(asked.split(",")[:_MOST_ASKED]):
        tag, _, weight = part.partition(";")
        try:
            quality = float(weight.strip().removeprefix("q=") or 1) if weight else 1.0
        except ValueError:
            quality = 0.0
        wishes.append((-quality, place, tag.strip().casefold()))
    there = {tag.casefold(): tag for tag in languages()}
    for quality, _, wish in sorted(wishes):
        if quality == 0:
            continue
        found = _nearest(wish, there)
        if found:
            return found
    return usual


def _nearest(wish: str, there: Mapping[str, str]) -> str:
    """The language itself, with fewer subtags, or with more; "" for none."""
    wish = {"zh-cn": "zh-hans", "zh-sg": "zh-hans"}.get(wish, wish)
    parts = wish.split("-")
    if parts[0] == "fil":  # what browsers call the language that we call tl
        parts[0] = "tl"
    while parts:
        if "-".join(parts) in there:
            return there["-".join(parts)]
        parts.pop()
    base = wish.split("-")[0]
    if wish.startswith(("zh-tw", "zh-hk", "zh-hant")):  # who reads the other script is not served by this one
        return ""
    return next((tag for folded, tag in there.items() if folded.split("-")[0] == base), "")
