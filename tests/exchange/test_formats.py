"""PO and XLIFF as files: what is in them, that other programs can read them, and what is refused."""

from __future__ import annotations

import re
import shutil
import subprocess
from xml.etree import ElementTree as ET

import polib
import pytest

from handouts.exchange import markedxml, po
from handouts.exchange.reading import read_catalog
from handouts.exchange.xliff import path_of_unit, unit_id
from tests.exchange.clinic import EN, ENGLISH, ES, export, gather, make_clinic

XLIFF = "{urn:oasis:names:tc:xliff:document:2.0}"
XML = "{http://www.w3.org/XML/1998/namespace}"
# XLIFF 2.0 core: children in their order, required attributes, other attributes we may use (OASIS standard, part 4).
CORE = {
    "xliff": (["file+"], {"version", "srcLang"}, {"trgLang", f"{XML}space"}),
    "file": (["skeleton?", "notes?", "unit+"], {"id"}, {"original", "canResegment", "translate", f"{XML}space"}),
    "unit": (["notes?", "originalData?", "segment+"], {"id"}, {"name", "canResegment", "translate", f"{XML}space"}),
    "notes": (["note+"], set(), set()),
    "note": ([], set(), {"id", "appliesTo", "category", "priority"}),
    "originalData": (["data+"], set(), set()),
    "data": ([], {"id"}, {"dir", f"{XML}space"}),
    "segment": (["source", "target?"], set(), {"id", "canResegment", "state", "subState"}),
    "source": (["ph*"], set(), {f"{XML}lang", f"{XML}space"}),
    "target": (["ph*"], set(), {f"{XML}lang", f"{XML}space", "order"}),
    "ph": ([], {"id"}, {"canCopy", "canDelete", "canReorder", "disp", "equiv", "dataRef", "type", "subType"}),
}
TYPES = {"fmt", "ui", "quote", "link", "image", "other"}


@pytest.fixture
def clinic(tmp_path):
    return make_clinic(tmp_path)


def test_po(clinic):
    file = polib.pofile(export(clinic).decode())
    assert file.metadata["Language"] == "es" and not [key for key in file.metadata if "Date" in key]
    entry = file.find("blocks", by="msgctxt", include_obsolete_entries=False)
    assert entry is None
    entry = next(e for e in file if e.msgctxt == "iron/blocks[0].text")
    assert entry.msgid == "Iron helps when ferritin is 75 ng/mL or less. [@allen2018]"
    assert entry.msgstr.startswith("El hierro ayuda")
    assert entry.comment.splitlines() == [
        "section: Iron (safety: doses, warnings, interactions)",
        "this is: paragraph",
        "locked: 75 ng/mL",
        "citations: [@allen2018]",
        "keep as it is: ng/mL",
        "glossary: iron = hierro",
    ]
    assert entry.occurrences == [(EN, "8")] and entry.flags == []
    assert "#. locked: 75 ng/mL\n" in export(clinic).decode()


@pytest.mark.parametrize(("tag", "header"), [("pt-BR", "pt_BR"), ("zh-Hans", "zh_Hans")])
def test_language_tags_in_po_and_back(clinic, tag, header):
    data = export(clinic, tag)
    assert f'"Language: {header}\\n"' in data.decode()
    for text in (data, re.sub(rb'"X-Handouts-Language.*\n', b"", data)):
        catalog, _ = read_catalog(text, "x.po")
        assert catalog is not None and catalog.language == tag


@pytest.mark.parametrize("kind", ["po", "xliff"])
def test_stale_texts_are_marked(clinic, kind):
    (clinic / EN).write_text(ENGLISH.replace("75", "80"), encoding="utf-8")
    data = export(clinic, "es", kind).decode()
    if kind == "po":
        assert data.count("#, fuzzy") == len(gather(clinic).messages)
    else:
        assert data.count('state="initial" subState="handouts:stale"') == len(gather(clinic).messages)


@pytest.mark.parametrize(("language", "state"), [("es", "reviewed"), ("fr", "initial")])
def test_states(clinic, language, state):
    assert {message.state for message in gather(clinic, language).messages} == {state}
    assert set(re.findall('state="([a-z]+)"', export(clinic, language, "xliff").decode())) == {state}


def test_a_machines_draft_is_translated_but_not_reviewed(clinic):
    text = (clinic / ES).read_text(encoding="utf-8").replace("by: person", "by: machine")
    (clinic / ES).write_text(text, encoding="utf-8")
    assert {message.state for message in gather(clinic).messages} == {"translated"}


@pytest.mark.parametrize("kind", ["po", "xliff"])
@pytest.mark.parametrize("language", ["es", "fr"])
def test_same_bytes_every_time(clinic, kind, language):
    assert export(clinic, language, kind) == export(clinic, language, kind)


@pytest.mark.parametrize("language", ["es", "fr"])
def test_xliff_keeps_to_the_core(clinic, language):
    document = ET.fromstring(export(clinic, language, "xliff"))
    assert document.attrib["version"] == "2.0" and document.attrib["trgLang"] == language
    for element in document.iter():
        name = element.tag.removeprefix(XLIFF)
        children, required, optional = CORE[name]
        assert required <= set(element.attrib) <= required | optional, name
        names = "".join(f"{child.tag.removeprefix(XLIFF)} " for child in element)
        pattern = "".join(f"(?:{c.rstrip('+?*')} ){c[-1] if c[-1] in '+?*' else ''}" for c in children)
        assert re.fullmatch(pattern, names), (name, names)
        if "id" in element.attrib:
            assert re.fullmatch(r"[\w.:-]+", element.attrib["id"])
        if name not in ("source", "target", "note", "data"):
            assert not (element.text or "").strip()
        if name not in ("ph",):
            assert not (element.tail or "").strip()
    for unit in document.iter(f"{XLIFF}unit"):
        codes(unit)
    for home, part in (("file", "unit"), ("xliff", "file")):
        for element in document.iter(XLIFF + home):
            ids = [child.attrib["id"] for child in element.iter(XLIFF + part)]
            assert len(ids) == len(set(ids))


def codes(unit):
    data = {entry.attrib["id"]: entry.text for entry in unit.iter(f"{XLIFF}data")}
    source = {ph.attrib["id"]: ph.attrib for ph in unit.find(f".//{XLIFF}source")}
    target = [ph.attrib for ph in unit.find(f".//{XLIFF}target") or ()]
    for ph in (*source.values(), *target):
        assert ph["canCopy"] == ph["canDelete"] == "no" and ph["type"] in TYPES
        assert data[ph["dataRef"]] == ph["disp"]
    assert len(source) == len(unit.find(f".//{XLIFF}source"))
    assert {ph["id"] for ph in target} <= set(source) and len({ph["id"] for ph in target}) == len(target)


def test_codes_of_a_text(clinic):
    text = export(clinic, "es", "xliff").decode()
    assert '<data id="d1">20</data>' in text and "](https://example.org/iron)</data>" in text
    assert ' <ph id="2" canCopy="no" canDelete="no" type="link" disp="[" equiv="["' in text
    assert '<data id="d1">{poison.number}</data>' in text


@pytest.mark.parametrize("path", ["title", "blocks[3].table.rows[1][12]", "blocks[0].faq[2].q", "key_points[0]"])
def test_unit_ids_lead_back(path):
    assert path_of_unit(unit_id(path)) == path


def refused(data: bytes) -> str:
    catalog, findings = read_catalog(data, "back.xlf")
    assert catalog is None and {finding.rule for finding in findings} == {"exchange-file"}
    return str(findings[0])


BOMB = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
START = '<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang="en" trgLang="es">'
MALICIOUS = {
    "doctype": ("<!DOCTYPE xliff>\n" + START + "</xliff>", "1:1"),
    "bomb": (f'<!DOCTYPE x [<!ENTITY e0 "a">{BOMB}]>{START}<file id="&e9;"/></xliff>', "1:1"),
    "file": ('<?xml version="1.0"?>\n<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>\n<x>&a;</x>', "2:1"),
    "entity": (f"{START}\n<file id='&secret;'/></xliff>", "2:1"),
    "deep": ("<a>" * 100_000, "1:"),
    "cut": (START, "1:"),
    "encoding": ('<?xml version="1.0" encoding="klingon"?>\n<x/>', "1:"),
    "other": ("<tmx/>", "1:1"),
    "xliff 1.2": ('<xliff xmlns="urn:oasis:names:tc:xliff:document:1.2" version="1.2"/>', "1:1"),
    "no language": ('<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0"/>', "1:1"),
}


@pytest.mark.parametrize("case", MALICIOUS)
def test_xliff_that_is_refused(case):
    text, place = MALICIOUS[case]
    assert refused(text.encode()).startswith(f"back.xlf:{place}")


@pytest.mark.parametrize("module", [po, markedxml])
def test_huge_files_are_refused_unread(module):
    start = b"<x>" if module is markedxml else b'msgid ""\n'
    assert "20 MB" in refused(start + b" " * module.MAX_BYTES)


@pytest.mark.parametrize(
    "data",
    [b"", b"/etc/passwd", b"\x00", b"\xff\xfa\x00", b'msgid "a"\nnonsense', b'msgid "a\n', b'msgstr "x"\n', b'"x"\n',
     b"msgid \"a\"\nmsgstr \"\\", 'msgid "é"\n'.encode("latin-1"), b"msgid \"a\"\nmsgstr[x] \"\"\n"],
)  # fmt: skip
def test_po_that_is_refused(data):
    refused(data)


def unit(segments: str, data: str = "") -> str:
    return f'{START}<file id="iron"><unit id="title">{data}{segments}</unit></file></xliff>'


def read(text: str):
    catalog, findings = read_catalog(text.encode(), "back.xlf")
    assert catalog is not None
    return catalog.messages, [finding.rule for finding in findings]


def test_what_other_programs_add():
    data = '<originalData><data id="d1">75</data></originalData>'
    text = unit(
        '<segment state="final"><source>A <ph id="1" dataRef="d1"/>.</source>'
        '<target>Un <mrk id="m" type="comment"><ph id="1"/></mrk>.</target></segment><ignorable><source> </source>'
        '</ignorable><segment state="translated"><source>B.</source><target>Be.</target></segment>',
        data,
    )
    ((message,), wrong) = read(text)
    assert (message.source, message.target, message.state, wrong) == ("A 75. B.", "Un 75. Be.", "translated", [])


def test_units_in_groups():
    text = f'{START}<file id="iron"><group id="g"><unit id="title"><segment><source>A</source></segment></unit>'
    ((message,), wrong) = read(f"{text}</group></file></xliff>")
    assert (message.section, message.path, message.target, message.state, wrong) == ("iron", "title", "", "initial", [])


@pytest.mark.parametrize("inline", ['<ph id="9"/>', '<pc id="1">x</pc>', '<cp hex="0007"/>', "<b>x</b>"])
def test_strange_codes(inline):
    _, wrong = read(unit(f"<segment><source>A</source><target>{inline}</target></segment>"))
    assert wrong == ["exchange-file"]


@pytest.mark.skipif(shutil.which("msgfmt") is None, reason="GNU gettext is not installed")
@pytest.mark.parametrize("language", ["es", "fr"])
def test_gettext_reads_our_po(clinic, tmp_path, language):
    """`--check-format` and `--check-header` as Weblate and Poedit do."""
    (tmp_path / "x.po").write_bytes(export(clinic, language))
    words = ["msgfmt", "--check-format", "--check-domain", "-o", str(tmp_path / "x.mo"), str(tmp_path / "x.po")]
    ran = subprocess.run(words, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")
