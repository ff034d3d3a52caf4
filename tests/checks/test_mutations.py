"""Every number and unit changed in the translations of the product's own content is found, and nothing else is."""

from collections import Counter
from functools import cache
from random import Random

import pytest

from handouts.checks import check_translation, check_translations
from handouts.content import Section
from handouts.diagnostics import Severity, has_errors
from tests.checks.mutations import TEXT_CHANGES, Mutation, mutations
from tests.starters import starter

SEED = 20260115
LANGUAGES = ("ar", "hi", "ru", "zh-Hans", "es", "fr", "de", "pt-BR", "vi", "tl")
# Always in the starter; the others join when their files are there.
CERTAIN = ("ar", "hi", "ru", "zh-Hans")
SECTIONS = ("supplement-table", "iron")
# Where ranges and decimals stand.
MORE = ("causes", "iron-spacing", "magnesium-safety", "pilot-study", "magnesium-evidence")
# What only warns: a language has many ways to say no.
WARNS = ("not dropped",)


@cache
def seeded(language: str, sections: tuple[str, ...]) -> tuple[tuple[Section, Mutation], ...]:
    """The mutations of some sections in one language, with their sources."""
    library, rng = starter(), Random(f"{SEED} {language} {sections}")
    found = []
    for name in sections:
        source, translation = library.sections.get((name, "en")), library.sections.get((name, language))
        if source is not None and translation is not None:
            found += [(source, each) for each in mutations(source, translation, rng)]
    return tuple(found)


def missed(found: tuple[tuple[Section, Mutation], ...]) -> list[str]:
    """The mutations that their own rule did not find at their own line with both files named."""
    lost = []
    for source, mutation in found:
        severity = Severity.WARNING if mutation.kind in WARNS else Severity.ERROR
        findings = check_translation(source, mutation.section, starter().glossary)
        if not any(
            finding.rule == mutation.rule
            and finding.severity is severity
            and finding.mark is not None
            and finding.mark.path == mutation.section.mark.path
            and finding.mark.line == mutation.line
            and f"{source.mark.path}:" in finding.message
            for finding in findings
        ):
            rules = sorted({finding.rule for finding in findings})
            lost.append(f"{mutation.language} {source.id}:{mutation.line} {mutation.kind}: {mutation.shown} -> {rules}")
    return lost


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "sections", [pytest.param(SECTIONS, id="doses"), pytest.param(MORE, id="more", marks=pytest.mark.slow)]
)
def test_every_mutation_is_found_by_its_rule(language, sections):
    found = seeded(language, sections)
    assert found, f"there is no {language}"
    lost = missed(found)
    counts = Counter(mutation.kind for _, mutation in found)
    assert not lost, f"{len(lost)} of {len(found)} mutations missed ({dict(counts)}):\n" + "\n".join(lost)


def test_there_are_enough_mutations_of_every_kind():
    kinds = Counter(mutation.kind for language in CERTAIN for _, mutation in seeded(language, SECTIONS))
    more = Counter(mutation.kind for language in CERTAIN for _, mutation in seeded(language, MORE))
    expected = {*TEXT_CHANGES, "row lost", "item lost", "citation lost", "placeholder changed", "not dropped"}
    assert kinds.total() >= 200, f"{kinds.total()} mutations: {dict(kinds)}"
    assert set(kinds + more) == expected, f"{dict(kinds)}; elsewhere {dict(more)}"
    for language in CERTAIN:
        assert len(seeded(language, SECTIONS)) >= 50


def test_the_same_seed_gives_the_same_mutations():
    first = [(each.kind, each.shown) for _, each in seeded("ar", SECTIONS)]
    seeded.cache_clear()
    assert [(each.kind, each.shown) for _, each in seeded("ar", SECTIONS)] == first


def test_nothing_is_wrong_with_the_translations_as_they_are():
    findings = check_translations(starter())
    assert not has_errors(findings), "\n".join(map(str, findings))


@pytest.mark.parametrize("language", CERTAIN)
@pytest.mark.parametrize("name", SECTIONS)
def test_the_clean_set_raises_nothing_at_all(language, name):
    library = starter()
    source, translation = library.sections[name, "en"], library.sections[name, language]
    assert check_translation(source, translation, library.glossary) == ()


def test_75_to_57_in_one_arabic_cell_names_both_files_and_lines():
    library = starter()
    source, translation = library.sections["supplement-table", "en"], library.sections["supplement-table", "ar"]
    (mutated,) = [
        each
        for each in mutations(source, translation, Random(0))
        if each.kind == "digits swapped" and "57" in each.shown
    ]
    (finding,) = check_translation(source, mutated.section, library.glossary)
    assert finding.rule == "translation-numbers"
    assert finding.message == "content/sections/supplement-table/en.yaml:12 has 75 ng/mL; here stands 57 ng/mL."
    assert str(finding).startswith("content/sections/supplement-table/ar.yaml:16:")
