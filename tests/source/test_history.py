"""Old forms of files, asked of a real git."""

from __future__ import annotations

import hashlib
import subprocess
from pathlib import Path

import pytest

from handouts.source.history import NoHistory, at_repository
from handouts.source.workspace import read
from tests.repositories import commit, git, make_repository
from tests.workspaces import make_workspace

IRON = "content/sections/iron/en.yaml"
PICTURE = "content/figures/a b.png"


def sha256(data: str | bytes) -> str:
    return hashlib.sha256(data.encode() if isinstance(data, str) else data).hexdigest()


@pytest.fixture
def clinic(tmp_path: Path) -> Path:
    return make_repository(make_workspace(tmp_path, {}))


def test_every_form_of_a_file_newest_first(clinic: Path) -> None:
    first = (clinic / IRON).read_text(encoding="utf-8")
    second = commit(clinic, "More", {IRON: "title: Iron!\n"}, day="2026-02-03")
    third = commit(clinic, "Less", {IRON: "title: Iron\n"}, day="2026-03-04")
    commit(clinic, "Something else", {"content/glossary.yaml": "terms: []\n"}, day="2026-04-05")
    found = at_repository(clinic).versions(IRON)
    assert [version.sha256 for version in found] == [sha256("title: Iron\n"), sha256("title: Iron!\n"), sha256(first)]
    assert [str(version.date) for version in found] == ["2026-03-04", "2026-02-03", "2026-01-01"]
    assert [version.commit for version in found[:2]] == [third, second]


def test_the_digest_is_the_one_that_reading_gives(clinic: Path) -> None:
    """Windows line ends and byte order marks do not count, in git as on disk."""
    commit(clinic, "Saved on Windows", {IRON: b"\xef\xbb\xbftitle: Iron\r\nblocks: []\r\n"}, day="2026-02-03")
    workspace, _ = read(clinic)
    assert at_repository(clinic).versions(IRON)[0].sha256 == workspace.files[IRON].sha256
    assert workspace.files[IRON].sha256 == sha256("title: Iron\nblocks: []\n")


def test_bytes_of_pictures(clinic: Path) -> None:
    data = b"\x89PNG\r\n\x00"
    made = commit(clinic, "A picture", {PICTURE: data}, day="2026-02-03")
    repository = at_repository(clinic)
    assert [version.sha256 for version in repository.versions(PICTURE)] == [sha256(data)]
    assert repository.blob(made, PICTURE) == data
    assert repository.blob(f"{made[:12]}", PICTURE) == data
    assert repository.blob("HEAD", "content/figures/no such.png") is None
    assert repository.blob("HEAD", "content/figures") is None
    found = repository.blobs(made, [IRON, "no such", PICTURE])
    assert list(found) == [IRON, PICTURE] and found[PICTURE] == data


def test_forms_of_other_branches_and_of_sides_that_lost(clinic: Path) -> None:
    """A sign-off may be of a text that a merge has overruled."""
    git(clinic, "checkout", "--quiet", "-b", "side")
    commit(clinic, "Ours", {IRON: "title: Side\n"}, day="2026-02-03")
    git(clinic, "checkout", "--quiet", "main")
    commit(clinic, "Theirs", {IRON: "title: Main\n"}, day="2026-02-04")
    git(clinic, "merge", "--quiet", "-s", "ours", "-m", "Merge", "side", day="2026-02-05")
    git(clinic, "branch", "--delete", "--force", "side")
    git(clinic, "checkout", "--quiet", "-b", "elsewhere")
    commit(clinic, "On a branch", {IRON: "title: Branch\n"}, day="2026-02-06")
    git(clinic, "checkout", "--quiet", "main")
    forms = {version.sha256 for version in at_repository(clinic).versions(IRON)}
    assert {sha256("title: Side\n"), sha256("title: Main\n"), sha256("title: Branch\n")} <= forms


def test_a_file_that_was_removed(clinic: Path) -> None:
    text = (clinic / IRON).read_text(encoding="utf-8")
    (clinic / IRON).unlink()
    commit(clinic, "Gone", day="2026-02-03")
    assert [version.sha256 for version in at_repository(clinic).versions(IRON)] == [sha256(text)]


def test_a_workspace_below_the_top_of_a_repository(tmp_path: Path) -> None:
    """Paths are the workspace's own, wherever it lies in the repository."""
    root = make_workspace(tmp_path / "clinics" / "west", {})
    (tmp_path / "other.txt").write_text("x", encoding="utf-8")
    make_repository(tmp_path)
    repository = at_repository(root)
    assert IRON in repository.files("HEAD") and "other.txt" not in repository.files("HEAD")
    assert repository.blob("HEAD", IRON) == (root / IRON).read_bytes()
    assert len(repository.versions(IRON)) == 1


def test_files_of_a_commit(clinic: Path) -> None:
    (clinic / "content" / "link.yaml").symlink_to("glossary.yaml")
    commit(clinic, "Accents", {"content/figures/é.png": b"1"}, day="2026-02-03")
    files = at_repository(clinic).files("HEAD")
    assert "content/figures/é.png" in files and IRON in files and "content/link.yaml" not in files
    assert list(files) == sorted(files)


@pytest.mark.parametrize("name", ["--output=/tmp/x", "HEAD~1", "main", "", "a" * 65, "HEAD:content"])
def test_a_commit_is_named_by_its_id_only(clinic: Path, name: str) -> None:
    for ask in (at_repository(clinic).files, lambda n: at_repository(clinic).blob(n, IRON)):
        with pytest.raises(NoHistory):
            ask(name)


def test_a_path_is_never_a_pattern_or_an_option(clinic: Path) -> None:
    repository = at_repository(clinic)
    for path in ("content/sections/*/en.yaml", ":(glob)**", "--all", "a\nb", ""):
        assert repository.versions(path) == () and repository.blob("HEAD", path) is None


def test_a_shallow_clone_says_so(clinic: Path, tmp_path: Path) -> None:
    commit(clinic, "More", {IRON: "title: Iron!\n"}, day="2026-02-03")
    git(clinic, "clone", "--quiet", "--depth=1", f"file://{clinic}", str(tmp_path / "shallow"))
    assert at_repository(tmp_path / "shallow").shallow and not at_repository(clinic).shallow
    assert len(at_repository(tmp_path / "shallow").versions(IRON)) == 1


def test_nothing_is_written_and_no_program_of_the_repository_runs(clinic: Path, tmp_path: Path) -> None:
    trap = tmp_path / "trap"
    for key in ("core.pager", "diff.external", "core.fsmonitor", "gpg.program", "pager.log"):
        git(clinic, "config", key, f"touch {trap}; cat")
    git(clinic, "config", "log.showSignature", "true")
    before = {path: path.read_bytes() for path in (clinic / ".git").rglob("*") if path.is_file()}
    repository = at_repository(clinic)
    repository.versions(IRON), repository.files("HEAD"), repository.blob("HEAD", IRON)
    assert not trap.exists()
    assert before == {path: path.read_bytes() for path in (clinic / ".git").rglob("*") if path.is_file()}


# --- no history ----------------------------------------------------------------------------------------------------


def test_a_folder_without_a_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(NoHistory, match="not a git repository") as problem:
        at_repository(tmp_path)
    assert problem.value.hint == "Commit the workspace with git first."


def test_a_repository_without_a_commit(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    with pytest.raises(NoHistory, match="there is no commit yet"):
        at_repository(tmp_path)


def test_a_bare_repository(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet", "--bare")
    with pytest.raises(NoHistory, match="not in the working folder"):
        at_repository(tmp_path)


def test_a_machine_without_git(clinic: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))
    with pytest.raises(NoHistory, match="not installed"):
        at_repository(clinic)


def test_a_git_that_hangs(clinic: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def hang(command: list[str], **facts: object) -> None:
        raise subprocess.TimeoutExpired(command, 30)

    monkeypatch.setattr(subprocess, "run", hang)
    with pytest.raises(NoHistory, match="within 30 seconds"):
        at_repository(clinic)
