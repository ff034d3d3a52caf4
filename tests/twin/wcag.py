"""What a machine can check of WCAG 2.2 AA in one of our files, by criterion; a list of what is wrong."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from urllib.parse import unquote

from handouts.language import direction, is_known
from handouts.source.colours import contrast, parse_hex
from handouts.twin.colours import PAIRS

from .dom import Node, parse

LANDMARKS = ("header", "main", "nav", "footer")
# Elements whose name comes from elsewhere, or that need none.
NAMED_BY = ("aria-label", "aria-labelledby")


def problems(html: str) -> list[str]:
    root = parse(html)
    checks = (_language, _headings, _ids, _names, _pictures, _fields, _tables, _lists, _page)
    return [problem for check in checks for problem in check(root)] + list(_contrast(root)) + list(_alone(root))


def _language(root: Node) -> Iterator[str]:
    """3.1.1, 3.1.2: every language is one, and its direction goes with it."""
    page = root.one("html")
    if not page.get("lang") or not page.get("dir"):
        yield "3.1.1 no language or direction"
    for node in root.walk():
        tongue = node.attributes.get("lang")
        if tongue is not None and not is_known(tongue or ""):
            yield f"3.1.2 '{tongue}' is no language"
        elif tongue and node.get("dir") != direction(tongue):
            yield f"1.3.2 {node.tag} lang={tongue} has dir={node.get('dir')}"


def _headings(root: Node) -> Iterator[str]:
    """1.3.1, 2.4.6: one first heading, no level skipped, none empty."""
    headings = root.all("h1", "h2", "h3", "h4", "h5", "h6")
    levels = [int(node.tag[1]) for node in headings]
    if levels.count(1) != 1 or levels[0] != 1:
        yield f"1.3.1 first headings: {levels}"
    for before, after in pairwise(levels):
        if after > before + 1:
            yield f"1.3.1 a heading of level {after} follows one of level {before}"
    yield from (f"2.4.6 an empty {node.tag}" for node in headings if not node.text.strip())


def _ids(root: Node) -> Iterator[str]:
    """4.1.1 of old, 2.4.1: ids are unique, and what names one finds it."""
    counts = Counter(node.get("id") for node in root.walk() if "id" in node.attributes)
    yield from (f"the id '{name}' stands {count} times" for name, count in counts.items() if count > 1)
    for node in root.walk():
        wanted = node.get("aria-labelledby").split() + [node.get("for")] * ("for" in node.attributes)
        if node.get("href").startswith("#"):
            wanted.append(unquote(node.get("href")[1:]))
        yield from (f"{node.tag} names '{name}', which is not there" for name in wanted if name not in counts)


def _names(root: Node) -> Iterator[str]:
    """2.4.4, 4.1.2: links have a name that holds what is shown; landmarks of one kind are told apart."""
    for link in root.all("a"):
        label = link.get("aria-label")
        if not (link.text.strip() or label):
            yield "2.4.4 a link without a name"
        if label and link.text.strip() not in label:
            yield f"2.5.3 '{link.text}' is not in its name '{label}'"
        if not re.match(r"(https?:|mailto:|tel:|#)", link.get("href")):
            yield f"a link to '{link.get('href')}'"
    for node in root.all("nav"):
        if not any(name in node.attributes for name in NAMED_BY):
            yield "4.1.2 a nav without a name"
    for node in root.walk():
        if node.get("role") == "note" and "aria-labelledby" not in node.attributes:
            yield "4.1.2 a note without a name"


def _pictures(root: Node) -> Iterator[str]:
    """1.1.1: every picture says what it shows, or that it only decorates."""
    yield from ("1.1.1 img without alt" for node in root.all("img") if "alt" not in node.attributes)
    for node in root.all("svg"):
        if node.get("aria-hidden") != "true" and not (node.get("role") == "img" and node.one("title").text.strip()):
            yield "1.1.1 svg without a title"


def _fields(root: Node) -> Iterator[str]:
    """1.3.1, 3.3.2, 4.1.2: every field has a label with words."""
    labels = {node.get("for"): node.text.strip() for node in root.all("label")}
    for node in root.all("input", "textarea", "select"):
        if not labels.get(node.get("id")):
            yield f"3.3.2 {node.tag} without a label"


def _tables(root: Node) -> Iterator[str]:
    """1.3.1: headers have a scope and words, rows as many cells as there are columns."""
    for table in root.all("table"):
        rows = [[kid for kid in row.kids if isinstance(kid, Node)] for row in table.all("tr")]
        if len({len(row) for row in rows}) != 1:
            yield "1.3.1 rows of different lengths"
        for head in table.all("th"):
            if head.get("scope") not in ("col", "row") or not head.text.strip():
                yield "1.3.1 a header without scope or words"
        if any(row[0].tag == "th" for row in rows[1:]) and not table.all("thead"):
            yield "1.3.1 no head"


def _lists(root: Node) -> Iterator[str]:
    """1.3.1: lists hold items, items stand in lists."""
    for node in root.walk():
        inside = {kid.tag for kid in node.kids if isinstance(kid, Node)}
        if node.tag in ("ul", "ol") and inside != {"li"}:
            yield f"1.3.1 a list of {sorted(inside)}"
        if node.tag not in ("ul", "ol") and "li" in inside:
            yield f"1.3.1 an item in {node.tag}"
        if node.tag == "p" and inside & {"p", "div", "ul", "ol", "table", "figure", "section"}:
            yield f"a paragraph with {sorted(inside)}"


def _page(root: Node) -> Iterator[str]:
    """2.4.1, 2.4.2, 1.4.4: a title, a way past the head, landmarks, zoom left alone."""
    if not root.one("head").one("title").text.strip() and not root.one("head").all("title"):
        yield "2.4.2 no title"
    first = root.one("body").all("a")[0]
    if first.classes != {"skip"} or unquote(first.get("href")[1:]) != root.one("main").get("id"):
        yield "2.4.1 the first link does not skip to the text"
    if len(root.all("main")) != 1 or len(root.all("footer")) != 1 or len(root.all("header")) > 1:
        yield "1.3.1 landmarks"
    viewport = next(node.get("content") for node in root.all("meta") if node.get("name") == "viewport")
    if re.search(r"maximum-scale|user-scalable", viewport):
        yield "1.4.4 zoom is held"
    inside = {id(node) for top in root.all(*LANDMARKS) for node in top.walk()}
    for node in root.one("body").walk():
        if node.tag in ("p", "h1", "h2", "li") and id(node) not in inside:
            yield f"1.3.1 {node.tag} outside all landmarks"


def _contrast(root: Node) -> Iterator[str]:
    """1.4.3, 1.4.11: what the style sheet sets on what, light and dark, from the sheet itself."""
    sheet = root.one("style").text
    schemes = re.findall(r":root\{(--text[^}]*|--[^}]*)\}", sheet)
    if len(schemes) != 2:
        yield "no two schemes"
    for number, scheme in enumerate(schemes):
        colours = dict(re.findall(r"--([a-z-]+):(#[0-9a-f]{6});", scheme))
        for front, back, least in PAIRS:
            one, other = parse_hex(colours[front]), parse_hex(colours[back])
            assert one is not None and other is not None
            if contrast(one, other) < least:
                yield f"1.4.3 {front} on {back} in scheme {number}: {contrast(one, other):.2f}"


def _alone(root: Node) -> Iterator[str]:
    """Nothing is fetched, nothing runs, and the policy says so."""
    if root.all("script", "iframe", "object", "embed", "link", "base", "form", "audio", "video"):
        yield "an element that loads, runs or sends something"
    policy = next(node for node in root.all("meta") if "http-equiv" in node.attributes).get("content")
    sheet = root.one("style").text
    digest = base64.b64encode(hashlib.sha256(sheet.encode()).digest()).decode()
    if "default-src 'none'" not in policy or f"style-src 'sha256-{digest}'" not in policy:
        yield f"the policy is {policy}"
    if re.search(r"url\(|@import|expression|javascript", sheet, re.I):
        yield "the style sheet fetches something"
    for node in root.walk():
        yield from (f"{name} runs a program" for name in node.attributes if name.startswith("on"))
        if "style" in node.attributes:
            yield "a style that the policy forbids"
        if "src" in node.attributes and not node.get("src").startswith("data:image/"):
            yield f"src is {node.get('src')[:40]}"
