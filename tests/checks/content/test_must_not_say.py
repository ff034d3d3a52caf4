"""The starter's list of what not to say: each claim that was ruled out is found, and what may be said is not."""

from __future__ import annotations

import re

import pytest

from handouts.checks.content import check_content
from handouts.source.loading import open_library
from tests.checks.content.clinics import EXAMPLE, FILES, opened
from tests.starters import ROOT, starter
from tests.workspaces import make_workspace

LIST = "content/must-not-say.yaml"

# Sentences of old leaflets and their like, and the words that are found in them.
SAID = [
    ("en", "Magnesium cures restless legs.", "Magnesium cures restless legs"),
    ("en", "A vitamin treats RLS well.", "vitamin treats RLS"),
    ("en", "This is a cure for RLS.", "cure for RLS"),
    ("en", "Magnesium deficiency causes RLS.", "Magnesium deficiency causes RLS"),
    ("en", "Today magnesium is proven.", "magnesium is proven"),
    ("en", "Research shows that magnesium works.", "Research shows that magnesium works"),
    ("en", "Magnesium works best with vitamin B6.", "Magnesium works best with vitamin B6"),
    ("en", "Magnesium helps when combined with B6.", "Magnesium helps when combined with B6"),
    ("en", "7 of 10 patients markedly improved.", "7 of 10 patients markedly improved"),
    ("en", "It was a 6-week study.", "6-week study"),
    ("en", "It was a study of RLS patients.", "study of RLS patients"),
    ("en", "Take magnesium if you have night cramps.", "Take magnesium if you have night cramps"),
    ("en", "Increase your iron with food.", "Increase your iron"),
    ("en", "Take 65 mg of elemental iron.", "65 mg of elemental iron"),
    ("en", "Start iron if your ferritin is under 75.", "Start iron if your ferritin is under"),
    ("en", "It is safe because it is natural.", "safe because it is natural"),
    ("en", "75 ng/mL is the proven line.", "proven line"),
    ("en", "Low iron causes RLS.", "Low iron causes RLS"),
    ("en", "Vitamin D helps RLS.", "Vitamin D helps RLS"),
    ("en", "Folate relieves restless legs.", "Folate relieves restless legs"),
    ("en", "Vitamin C is needed for iron to work.", "Vitamin C is needed"),
    ("en", "B vitamins are safe because water-soluble.", "safe because water-soluble"),
    ("en", "Stop your antidepressant.", "Stop your antidepressant"),
    ("en", "Dopamine medicines are dangerous.", "Dopamine medicines are dangerous"),
    ("en", "Dopamine medicines are first-line.", "Dopamine medicines are first-line"),
    ("en", "RLS is lifelong.", "lifelong"),
    ("en", "There is no cure.", "no cure"),
    ("en", "RLS is a muscle disorder.", "muscle disorder"),
    ("en", "It is caused by poor circulation.", "caused by poor circulation"),
    ("en", "7–10% of adults suffer from it.", "7–10% of adults suffer"),
    ("en", "Follow an RLS diet.", "RLS diet"),
    ("en", "Take 50,000 IU each week.", "50,000 IU"),
    ("es", "El magnesio cura el SPI.", "cura el SPI"),
    ("es", "Está demostrado que el magnesio ayuda.", "Está demostrado que el magnesio"),
    ("fr", "Le magnésium guérit le SJSR.", "guérit le SJSR"),
    ("fr", "Arrêtez votre antidépresseur.", "Arrêtez votre antidépresseur"),
    ("de", "Magnesium heilt das RLS.", "heilt das RLS"),
    ("de", "Setzen Sie Ihr Antidepressivum einfach ab.", "Setzen Sie Ihr Antidepressivum einfach ab"),
    ("pt-BR", "O magnésio cura a SPI.", "cura a SPI"),
]
MAY_BE_SAID = [
    ("en", "None of these is a cure for RLS."),
    ("en", "Do not expect a vitamin or mineral to cure RLS."),
    ("en", "Magnesium is not proven to help RLS."),
    ("en", "It is not known whether magnesium deficiency causes RLS."),
    ("en", "Do not stop your antidepressant on your own."),
    ("en", "Iron may ease RLS if your iron is low."),
    ("en", "No trial shows that magnesium works best with vitamin B6."),
    ("en", "Seven people said their sleep was better."),
    ("en", "Dopamine medicines are not dangerous for all."),
    ("es", "Ninguno de estos cura el SPI."),
    ("es", "No está demostrado que el magnesio ayude."),
    ("fr", "Aucun complément ne guérit le SJSR."),
    ("de", "Magnesium heilt das RLS nicht."),
    ("pt-BR", "Nenhum suplemento cura a SPI."),
]
_OF = f"translation: {{of: en, source: sha256:{64 * 'a'}, by: person}}\n"


def findings(folder, language: str, sentence: str) -> list[str]:
    """What the rule says of one sentence with the starter's list."""
    files = {LIST: (ROOT / LIST).read_text(encoding="utf-8")}
    head = "title: Example\n" + ("" if language == "en" else _OF)
    files[f"content/sections/example/{language}.yaml"] = f'{head}blocks:\n  - text: "{sentence}"\n'
    library = opened(folder, files)
    return [each.message for each in check_content(library, languages=(language,)) if each.rule == "must-not-say"]


@pytest.mark.parametrize(("language", "sentence", "words"), SAID)
def test_what_was_ruled_out_is_found(tmp_path, language, sentence, words):
    (message,) = findings(tmp_path, language, sentence)[:1]
    assert message.startswith(f"A handout must not say '{words}': ")


@pytest.mark.parametrize(("language", "sentence"), MAY_BE_SAID)
def test_what_may_be_said_is_not_found(tmp_path, language, sentence):
    assert findings(tmp_path, language, sentence) == []


def test_every_entry_of_the_list_finds_something():
    """No expression is dead: each matches one of the sentences above."""
    found = set()
    for index, entry in enumerate(starter().must_not_say):
        for language, sentence, _ in SAID:
            tags = {language, language.split("-")[0]}
            words = [re.escape(each) for tag in tags for each in entry.phrases.get(tag, ())]
            words += [each for tag in tags for each in entry.patterns.get(tag, ())]
            if any(re.search(each, sentence, re.IGNORECASE) for each in words):
                found.add(index)
    assert found == set(range(len(starter().must_not_say)))


def test_sources_that_look_like_keys_are_keys_and_not_superseded():
    for entry in starter().must_not_say:
        if re.fullmatch(r"[a-z]+\w*\d*", entry.source):
            assert not starter().references[entry.source].superseded_by
        assert entry.reason and not entry.reason.endswith(".")


LONG = "phrases:\n  - say_not: {en: ['/" + 201 * "a" + "/']}\n    reason: r\n    source: s\n"
BROKEN = [
    ("phrases:\n  - say_not: {en: ['/(/']}\n    reason: r\n    source: s\n", "2:20", "This is no regular expression"),
    ("phrases:\n  - say_not: {en: ['/a*/']}\n    reason: r\n    source: s\n", "2:20", "The expression also fits where"),
    (LONG, "2:20", "The expression is over"),
    ("phrases:\n  - say_not: {english: [a]}\n    reason: r\n    source: s\n", "2:25", "'english' is not a language"),
    ("phrases:\n  - say_not: {en: [a]}\n    source: s\n", "2:5", "'reason' is missing"),
    ("phrases:\n  - say_nt: {en: [a]}\n    reason: r\n    source: s\n", "2:5", "'say_nt'"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "place", "message"), BROKEN)
def test_a_broken_list_is_told_at_its_place(tmp_path, text, place, message):
    _, findings = open_library(make_workspace(tmp_path, {**FILES, LIST: text}))
    told = {str(each.mark): each.message for each in findings}
    assert f"{LIST}:{place}" in told and any(message in each for each in told.values()), told


def test_an_empty_list_is_fine(tmp_path):
    assert opened(tmp_path, {LIST: "# nothing yet\n", EXAMPLE: "title: A\nblocks: [{text: b}]\n"}).must_not_say == ()
