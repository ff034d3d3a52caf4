"""The compiled workspace: what a run finds there is what it would make itself, and no change goes unseen."""

import os
import pickle
from importlib import metadata

import pytest

from handouts import product
from handouts.diagnostics import HandoutsError, has_errors
from handouts.source import gathering, loading
from handouts.source.loading import known_digests, open_library
from handouts.source.store import Store
from handouts.source.workspace import read
from tests.workspaces import SECTION, make_workspace

IRON = "content/sections/iron/en.yaml"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9"/></svg>'
FONT = "templates/fonts/house/House-Regular.ttf"
RICH = {
    IRON: SECTION + "  - figure: {file: legs.svg, alt: Legs}\n  - list: [One, '**Two** {clinic.phone}']\n"
    "  - table: {columns: [A, B], rows: [[1, 2]]}  # handouts: allow long-sentence - it is short\n",
    "content/sections/iron/es.yaml": "title: Hierro\nkey_points: [Uno]\ntranslation:\n  of: en\n"
    f"  source: sha256:{'0' * 64}\n  by: machine\n",
    "content/figures/legs.svg": SVG,
    "content/figures/notes.yml": "one: 1\n",
    "content/glossary.yaml": "terms: [{term: ferritin, plain: iron store}]\n",
    "content/reviews/iron/one.yaml": f"section: iron\nlanguage: en\ndigest: sha256:{'0' * 64}\nby: A\nrole: approver\n"
    "date: 2026-01-02\n",
    "templates/wording/en.yaml": "language: en\ntexts: {contents: Contents}\n",
    FONT: bytes(range(256)) * 400,
}
BROKEN = {
    IRON: "title: [\n",
    "content/sections/zinc/en.yaml": "title: Zinc\nblock: 1\n",
    "content/handouts/rls.yaml": "title: {en: Legs}\nsections: [irn]\n",
}
NO_SETTINGS = {"content/workspace.yaml": "brand: [\n"}


@pytest.fixture
def store(tmp_path):
    made = Store.at(tmp_path / "cache")
    assert made is not None
    return made


@pytest.fixture
def settled(monkeypatch):
    """Every file counts as left alone for long, so that its times and size are trusted."""
    monkeypatch.setattr(loading, "_SETTLED", -(10**18))


@pytest.fixture
def unparsed(monkeypatch):
    """From now on nothing may be parsed."""

    def forbid():
        monkeypatch.setattr(gathering, "gather", lambda *_: pytest.fail("the workspace was parsed again"))

    return forbid


@pytest.mark.parametrize("files", [{}, RICH, BROKEN, NO_SETTINGS], ids=["minimal", "rich", "broken", "no settings"])
def test_what_is_kept_is_what_was_read(tmp_path, store, unparsed, files):
    root = make_workspace(tmp_path / "clinic", files)
    expected = open_library(root)
    assert open_library(root, store) == expected
    unparsed()
    kept, findings = open_library(root, store)
    assert (kept, findings) == expected
    if kept is not None:
        assert repr(dict(kept.sections)) == repr(dict(expected[0].sections))
        assert list(kept.sections) == list(expected[0].sections)
        assert (("nothing", "en") in kept.sections, kept.texts.get("nothing")) == (False, None)


def test_the_same_files_elsewhere_are_not_parsed_again(tmp_path, store, unparsed):
    expected = open_library(make_workspace(tmp_path / "one", RICH), store)
    unparsed()
    assert open_library(make_workspace(tmp_path / "two", RICH), store) == expected


def test_unchanged_files_are_not_even_read(tmp_path, store, settled, monkeypatch):
    root = make_workspace(tmp_path / "clinic", RICH)
    expected = open_library(root, store)
    digests = read(root)[0].digests
    monkeypatch.setattr(loading, "read", lambda _: pytest.fail("the workspace was read again"))
    assert open_library(root, store) == expected
    assert known_digests(root, store) == digests


def test_young_files_are_read_again(tmp_path, store, monkeypatch):
    """Their times tell too little: they may be changed twice within one tick of the file system's clock."""
    root = make_workspace(tmp_path / "clinic", RICH)
    open_library(root, store)
    times = []
    monkeypatch.setattr(loading, "read", lambda root: times.append(1) or read(root))
    open_library(root, store)
    assert known_digests(root, store) == read(root)[0].digests
    assert times == [1, 1]


def test_a_change_of_the_same_size_in_the_same_moment_is_seen(tmp_path, store):
    root = make_workspace(tmp_path / "clinic", {})
    open_library(root, store)
    before = (root / IRON).stat()
    (root / IRON).write_text(SECTION.replace("Iron helps", "Iron harms"), encoding="utf-8")
    os.utime(root / IRON, ns=(before.st_atime_ns, before.st_mtime_ns))
    library, _ = open_library(root, store)
    assert library == open_library(root)[0]
    assert "harms" in library.texts[IRON]


@pytest.mark.skipif(os.name != "posix", reason="the time of a change can be set back on other systems")
def test_a_time_that_was_set_back_deceives_nobody(tmp_path, store, settled):
    root = make_workspace(tmp_path / "clinic", {})
    open_library(root, store)
    before = (root / IRON).stat()
    (root / IRON).write_text(SECTION.replace("Iron helps", "Iron harms"), encoding="utf-8")
    os.utime(root / IRON, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert open_library(root, store) == open_library(root)


CHANGES = {
    "a section": {IRON: SECTION},
    "a translation": {"content/sections/iron/es.yaml": "title: Hierro\nsafety: true\nkey_points: [Dos]\n"},
    "the bibliography": {"content/references.yaml": ""},
    "the wording": {"templates/wording/en.yaml": "language: es\ntexts: {contents: Contents}\n"},
    "the settings": {"content/workspace.yaml": "brand: tst\nlanguages: [en]\nlayout: sheet\nprofile: standard-12\n"},
    "nothing": {},
    "a new section": {"content/sections/zinc/en.yaml": SECTION},
    "a file that is not read": {"content/figures/more.yml": "a: 1\n"},
    "a broken file": {IRON: "title: [\n"},
    "not UTF-8": {IRON: b"title: \xe9\n"},
    "a picture": {"content/figures/legs.svg": SVG.replace(b"9 9", b"8 8")},
    "a font": {FONT: b"other"},
}


@pytest.mark.parametrize("files", CHANGES.values(), ids=CHANGES)
def test_every_change_is_seen(tmp_path, store, settled, files):
    root = make_workspace(tmp_path / "clinic", RICH)
    open_library(root, store)
    open_library(root, store)
    make_workspace(root, {**RICH, **files})
    for _ in range(2):
        assert open_library(root, store) == open_library(root)
        assert known_digests(root, store) == read(root)[0].digests


def test_only_what_changed_is_parsed_again(tmp_path, store, monkeypatch):
    more = {f"content/sections/{name}/en.yaml": SECTION for name in ("copper", "salt", "zinc")}
    svg = {f"content/figures/{name}.svg": SVG for name in ("one", "two")}
    odd = {"content/figures/odd.svg": SVG.replace(b"</svg>", b"<title>A</title><text>B</text></svg>")}
    pictured = {
        f"content/sections/{name}/en.yaml": RICH[IRON].replace("legs.svg", f"{name}.svg")
        for name in ("one", "two", "odd")
    }
    noted = {"content/sections/note/en.yaml": "title: Note\nblocks:\n  - text: Room #3\n"}
    files = {**RICH, **more, **svg, **odd, **pictured, **noted}
    root = make_workspace(tmp_path / "clinic", files)
    before = open_library(root, store)[0]
    changed = {
        "content/sections/zinc/en.yaml": SECTION.replace("helps", "harms"),
        "content/figures/two.svg": SVG.replace(b"9 9", b"8 8"),
    }
    make_workspace(root, {**files, **changed})
    parsed = []
    build = gathering.build_section
    monkeypatch.setattr(gathering, "build_section", lambda s, *rest: parsed.append(s.names[0]) or build(s, *rest))
    after, findings = open_library(root, store)
    assert parsed == ["note", "odd", "two", "zinc"]  # there were findings in two files, two others have changed
    assert (after, findings) == open_library(root)
    assert list(after.sections) == list(open_library(root)[0].sections) == list(before.sections)
    assert open_library(root, store) == open_library(root)


def test_a_file_taken_away_or_renamed_is_seen(tmp_path, store, settled):
    root = make_workspace(tmp_path / "clinic", RICH)
    open_library(root, store)
    (root / IRON).rename((root / IRON).with_name("fr.yaml"))
    assert open_library(root, store) == open_library(root)
    (root / IRON).with_name("fr.yaml").unlink()
    assert open_library(root, store) == open_library(root)


@pytest.mark.skipif(os.name != "posix", reason="links need rights elsewhere")
def test_what_cannot_be_read_is_told_every_time(tmp_path, store, settled):
    root = make_workspace(tmp_path / "clinic", RICH)
    open_library(root, store)
    (root / "content/figures/link.svg").symlink_to(tmp_path / "secret.svg")
    expected = open_library(root)
    assert has_errors(expected[1])
    assert [open_library(root, store), open_library(root, store)] == [expected, expected]


def test_no_workspace_is_told_as_without_a_store(tmp_path, store):
    assert open_library(tmp_path / "nothing", store) == open_library(tmp_path / "nothing")


@pytest.mark.parametrize("damage", [lambda old: old[:-9], lambda old: b"", lambda old: old[::-1]])
def test_a_damaged_entry_is_made_again(tmp_path, store, settled, damage):
    root = make_workspace(tmp_path / "clinic", RICH)
    expected = open_library(root, store)
    kept = sorted((store.folder / "library").iterdir())
    assert len(kept) == 2
    for path in kept:
        path.write_bytes(damage(path.read_bytes()))
        assert open_library(root, store) == expected
        assert store.get("library", path.name) is not None
    assert open_library(root, store) == expected


def test_other_code_or_versions_never_meet_it(tmp_path, store, monkeypatch):
    root = make_workspace(tmp_path / "clinic", {})
    open_library(root, store)
    made = []
    monkeypatch.setattr(gathering, "gather", lambda *_: made.append(1) or (None, ()))
    monkeypatch.setattr(product, "state", lambda: "another")
    assert open_library(root, store) == (None, ())
    assert made == [1]


def test_code_that_is_no_file_keeps_nothing(tmp_path, store, monkeypatch):
    root = make_workspace(tmp_path / "clinic", {})
    monkeypatch.setattr(product, "state", lambda: "")
    assert open_library(root, store) == open_library(root)
    assert known_digests(root, store) == read(root)[0].digests
    assert not (store.folder / "library").exists()


def test_the_state_tells_of_a_changed_module(tmp_path):
    (tmp_path / "inner").mkdir()
    module = tmp_path / "inner" / "one.py"
    module.write_text("a = 1\n", encoding="utf-8")
    before = product._code(tmp_path)
    assert before == product._code(tmp_path) != []
    old = module.stat()
    module.write_text("a = 2\n", encoding="utf-8")
    os.utime(module, ns=(old.st_atime_ns, old.st_mtime_ns))
    if os.name == "posix":
        assert product._code(tmp_path) != before
    (tmp_path / "two.py").write_text("", encoding="utf-8")
    assert len(product._code(tmp_path)) == 2
    assert product._code(tmp_path / "nothing") == []


def test_our_version_is_the_one_installed():
    assert product.version() == metadata.version("handouts")


def test_a_kept_library_goes_to_other_processes(tmp_path, store):
    root = make_workspace(tmp_path / "clinic", RICH)
    open_library(root, store)
    kept, _ = open_library(root, store)
    assert pickle.loads(pickle.dumps(kept)) == open_library(root)[0]


def test_large_files_stay_in_the_workspace(tmp_path, store):
    root = make_workspace(tmp_path / "clinic", RICH)
    open_library(root, store)
    assert sum(path.stat().st_size for path in (store.folder / "library").iterdir()) < 64 * 1024
    kept, _ = open_library(root, store)
    other, _ = open_library(root, store)
    gone, _ = open_library(root, store)
    assert kept.fonts[FONT] == RICH[FONT]
    (root / FONT).write_bytes(b"other")
    with pytest.raises(HandoutsError, match=r"House-Regular\.ttf was changed while"):
        other.fonts[FONT]
    (root / FONT).unlink()
    with pytest.raises(HandoutsError, match="Cannot read"):
        gone.fonts[FONT]


def test_a_store_that_takes_nothing_is_no_error(tmp_path, store, monkeypatch):
    root = make_workspace(tmp_path / "clinic", RICH)
    monkeypatch.setattr(Store, "put", lambda *_: None)
    assert [open_library(root, store), open_library(root, store)] == [open_library(root)] * 2
    monkeypatch.setattr(Store, "moment", lambda _: None)
    assert open_library(root, store) == open_library(root)
