"""Reading the folder, writing files, and starting a new workspace."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from handouts.diagnostics import HandoutsError
from handouts.source import workspace as place
from handouts.source.workspace import init, read, starter_root, write_atomically
from tests.workspaces import make_workspace


def test_no_content_folder(tmp_path: Path) -> None:
    workspace, (finding,) = read(tmp_path)
    assert (finding.rule, finding.hint) == ("workspace", "Make one with: handouts init FOLDER")
    assert workspace.files == {}


def test_digest_is_the_same_on_windows(tmp_path: Path) -> None:
    text = "title: Café\nblocks: []\n"
    forms = [text.encode(), text.replace("\n", "\r\n").encode(), b"\xef\xbb\xbf" + text.encode()]
    for name, data in zip("abc", forms, strict=True):
        make_workspace(tmp_path, {f"content/sections/{name}/en.yaml": data})
    files = read(tmp_path)[0].files
    read_files = [files[f"content/sections/{name}/en.yaml"] for name in "abc"]
    assert {file.text for file in read_files} == {text}
    assert len({file.sha256 for file in read_files}) == 1


def test_pictures_and_fonts_are_read_and_nothing_else(tmp_path: Path) -> None:
    files = {
        "content/figures/a.svg": b"<svg/>",
        "templates/brands/logo.png": b"x",
        "templates/fonts/Mine.ttf": b"font",
        "content/notes.txt": "no",
        "content/.hidden.yaml": "no",
        "output/x.yaml": "no",
    }
    workspace, findings = read(make_workspace(tmp_path, files))
    assert sorted(workspace.blobs) == ["content/figures/a.svg", "templates/brands/logo.png", "templates/fonts/Mine.ttf"]
    assert not findings
    assert not [path for path in workspace.files if "hidden" in path or "output" in path]


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
@pytest.mark.parametrize("link", ["content/sections/iron/es.yaml", "content/sections/zinc", "templates/fonts"])
def test_links_are_refused(tmp_path: Path, link: str) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "en.yaml").write_text("title: secret\n")
    root = make_workspace(tmp_path / "w", {})
    (root / link).symlink_to(outside / "en.yaml" if link.endswith(".yaml") else outside)
    workspace, (finding,) = read(root)
    assert (finding.rule, str(finding.mark)) == ("file-outside", f"{link}:1:1")
    assert not any("secret" in file.text for file in workspace.files.values())


@pytest.mark.skipif(os.name == "nt", reason="POSIX pipes and permissions")
def test_pipes_are_not_opened(tmp_path: Path) -> None:
    root = make_workspace(tmp_path, {})
    os.mkfifo(root / "content/sections/iron/es.yaml")
    findings = read(root)[1]
    assert [(f.rule, str(f.mark)) for f in findings] == [("file-unreadable", "content/sections/iron/es.yaml:1:1")]


@pytest.mark.skipif(os.name == "nt", reason="Windows names are always text")
def test_unprintable_names(tmp_path: Path) -> None:
    root = make_workspace(tmp_path, {})
    with open(os.fsencode(root) + b"/content/caf\xe9.yaml", "w"):  # noqa: PTH123
        pass
    (finding,) = read(root)[1]
    assert finding.rule == "file-name"
    str(finding).encode()


def test_unread_files_are_not_called_missing(tmp_path: Path) -> None:
    workspace, _ = read(make_workspace(tmp_path, {"content/sections/iron/en.yaml": b"\xff"}))
    assert workspace.unread == {"content/sections/iron/en.yaml"}


def test_write_atomically(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "er" / "a.pdf"
    write_atomically(path, b"one")
    write_atomically(path, b"two", mode=0o600)
    assert path.read_bytes() == b"two"
    assert [entry.name for entry in path.parent.iterdir()] == ["a.pdf"]
    if os.name != "nt":
        assert path.stat().st_mode & 0o777 == 0o600


def test_failed_write_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"old")

    def fail(number: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(place.os, "fsync", fail)
    with pytest.raises(HandoutsError, match="No space left"):
        write_atomically(path, b"new")
    assert path.read_bytes() == b"old"
    assert len(list(tmp_path.iterdir())) == 1


def test_write_below_a_file(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"")
    with pytest.raises(HandoutsError, match="Cannot write"):
        write_atomically(tmp_path / "a" / "b", b"x")


def test_init_copies_the_starter(tmp_path: Path) -> None:
    target = tmp_path / "new" / "clinic"
    written = init(target)
    assert target / "content/workspace.yaml" in written
    assert all(path.is_file() for path in written)
    assert (target / "output").is_dir()
    assert read(target)[0].files.keys() == read(starter_root())[0].files.keys()


def test_init_refuses_a_full_folder(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("")
    with pytest.raises(HandoutsError, match="not an empty folder") as caught:
        init(tmp_path)
    assert caught.value.hint == "Name a new folder."


def test_starter_in_the_wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "handouts"
    (package / "starter").mkdir(parents=True)
    monkeypatch.setattr(place.handouts, "__file__", str(package / "__init__.py"))
    assert starter_root() == package / "starter"
    with pytest.raises(HandoutsError, match="starter content is missing"):
        init(tmp_path / "new")
