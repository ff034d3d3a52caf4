"""The edition id: of everything the page says, and of nothing else."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Iterator, Mapping
from dataclasses import replace
from enum import Enum
from typing import Any

import pytest

from handouts.content import Heading, Paragraph, Table
from handouts.diagnostics import Mark
from handouts.edition import BuildRequest, Edition
from handouts.resolving.identity import canonical, edition_id, short_id, spelled
from tests.resolve.libraries import library, line, paragraph, resolved, section, uses, wording

# Changed by hand in the list below, these leave the id alone; nothing else may.
UNSEEN = (
    "request.plan_first",
    "id", "date", "codes", "brand.digest", "brand.paper", "brand.layout", "brand.profile", "brand.languages",
    "layout.title", "layout.papers", "layout.profiles", "profile.title", "profile.source",
)  # fmt: skip


def edition() -> Edition:
    """One of nearly everything."""
    head = Heading(line("When"), Mark("content/sections/iron/en.yaml", 9, 1))
    table = Table(line("Gaps"), (line("A"), line("B")), True, ((line("1"), line("2")),), (1.0, 2.0), Mark("x"))
    iron = section("iron", "Iron helps **some** people {clinic.phone} [@allen2018].", head, paragraph("Now."), table)
    made = library(replace(iron, key_points=(line("Have a blood test."),)), section("sleep", "Sleep."))
    handouts = {name: replace(each, lead=uses("sleep"), sections=uses("iron", "references"))
                for name, each in made.handouts.items()}  # fmt: skip
    found = resolved(replace(made, handouts=handouts)).edition
    assert found is not None
    return replace(found, fonts={"templates/fonts/own.ttf": b"font"}, subtitle=line("For you"))


def variants(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """The value with one leaf changed, for every leaf, with the leaf's path."""
    if isinstance(value, Mark):
        return
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        for field in dataclasses.fields(value):
            for place, changed in variants(getattr(value, field.name), f"{path}.{field.name}".lstrip(".")):
                yield place, replace(value, **{field.name: changed})
    elif isinstance(value, Mapping):
        yield path, {**value, "one more": next(iter(value.values()), "")}
        for key, item in value.items():
            yield from ((place, {**value, key: changed}) for place, changed in variants(item, f"{path}.{key}"))
    elif isinstance(value, tuple):
        yield path, value + value[:1] if value else ("one more",)
        for at, item in enumerate(value):
            for place, changed in variants(item, f"{path}.{at}"):
                yield place, (*value[:at], changed, *value[at + 1 :])
    elif isinstance(value, bool):
        yield path, not value
    elif isinstance(value, str | bytes):
        yield path, value + (b"x" if isinstance(value, bytes) else "x")
    elif isinstance(value, int | float) and not isinstance(value, Enum):
        yield path, value + 1
    elif isinstance(value, datetime.date):
        yield path, value + datetime.timedelta(days=1)


def test_every_leaf_of_the_edition_is_in_the_id_or_unseen():
    made = edition()
    usual = edition_id(made, "1.0")
    same = {path for path, changed in variants(made) if edition_id(changed, "1.0") == usual}
    changed = {path for path, _ in variants(made)} - same
    unprinted = ("pictures.", "wording.recall_", "wording.report_", "wording.html_")
    assert {path for path in same if not path.startswith((*UNSEEN, *unprinted))} == set()
    assert {path for path in changed if path.startswith(UNSEEN)} == set()
    assert {path.rsplit(".", 1)[-1] for path in same if path.startswith("pictures.")} >= {"width", "height"}
    assert len(changed) > 150


def test_a_heading_is_not_a_paragraph_of_the_same_words():
    words, mark = line("When?"), Mark("x")
    assert canonical(Heading(words, mark)) != canonical(Paragraph(words, mark))


def test_english_words_in_another_languages_band_count():
    """The band of a Vietnamese page says its notice in English too; nobody had that in the id before."""
    made = library(section("iron", "Sắt.", language="vi"), section("iron", "Iron."), reviews=())
    handouts = {"iron-and-rls": replace(made.handouts["iron-and-rls"], title={"en": line("Iron"), "vi": line("Sắt")})}
    request = BuildRequest("iron-and-rls", ("vi",), "clinic", "sheet", "standard-12", "a4")

    def of(english: str) -> str:
        words = {"en": wording(draft_band=english), "vi": wording("vi")}
        found = resolved(replace(made, handouts=handouts, wording=words), request).edition
        assert found is not None
        return found.id

    assert of("Draft. {date}") != of("Draft! {date}")


def test_the_version_counts():
    assert edition_id(edition(), "1.0") != edition_id(edition(), "1.1")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("7k3mq-0xw2a", "7k3mq-0xw2a"), ("7K3MQ 0XW2A", "7k3mq-0xw2a"), ("7k3mqOxw2a", "7k3mq-0xw2a"),
        (" 7k3mq\u20110xw2a\n", "7k3mq-0xw2a"), ("IL3MQ-0XW2A", "113mq-0xw2a"),
        ("7k3mq-0xw2", ""), ("7k3mq-0xw2aa", ""), ("7k3mu-0xw2a", ""), ("", ""), ("rls-overview", ""),
        ("../../etc/x", ""),
    ],
)  # fmt: skip
def test_ids_as_people_type_them(typed, meant):
    assert spelled(typed) == meant


def test_an_id_spells_itself():
    assert all(spelled(short_id(bytes([n]))) == short_id(bytes([n])) for n in range(50))
