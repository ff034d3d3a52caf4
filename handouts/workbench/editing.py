"""An edit of one file: tried out in memory, and saved only onto the very text that its author has seen."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from handouts.diagnostics import Diagnostic, HandoutsError, Mark, Severity, error, has_errors
from handouts.source.history import NoHistory, at_repository
from handouts.source.workspace import MAX_TEXT_BYTES, text_of
from handouts.source.writing import Rewrite, write_all
from handouts.source.yamltext import parse
from handouts.workbench.bench import Bench, may_edit, open_bench, sha256_of, with_text
from handouts.workbench.looking import Looked, look_over
from handouts.workbench.threeway import ThreeWay, three_way
from handouts.workbench.undoing import Undo, undo_of

_SHOWN = 100
_LINE = re.compile(r"(?<=\.yaml:)\d+|(?<=\bline )\d+")  # places that messages name; an edit above them moves them


@dataclass(frozen=True, slots=True)
class Text:
    """A file as an editor gets it; the sha256 (hex) comes back with the edit."""

    path: str
    text: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Edit:
    """What an editor sends: the new text of a file, and the sha256 of the text that it began from."""

    path: str
    sha256: str
    text: str


@dataclass(frozen=True, slots=True)
class Refused:
    """Nothing was written. `elsewhere` when only other files stand in the way, and the edit may be saved knowingly."""

    findings: tuple[Diagnostic, ...]
    elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class Tried:
    """The workspace as it would be; `looked` is for the next look, its bench for a preview.

    `own` are new errors of the file itself: with them it is not saved. `elsewhere` are errors in other files that
    make the workspace one that nobody can build from: it is saved only when its author has seen them. `new` is
    everything that is found now and was not before, these included. `outdated` when the edit began from another text
    than the bench has.
    """

    text: str
    looked: Looked
    own: tuple[Diagnostic, ...]
    elsewhere: tuple[Diagnostic, ...]
    new: tuple[Diagnostic, ...]
    outdated: bool


@dataclass(frozen=True, slots=True)
class Saved:
    """The file has the new text; `changed` is false when it had it already. `looked` is the workspace as it is now."""

    path: str
    sha256: str
    changed: bool
    new: tuple[Diagnostic, ...]
    looked: Looked
    undo: Undo


@dataclass(frozen=True, slots=True)
class Conflict:
    """Nothing was written, since the file is not what the edit began from.

    `theirs` is what is there now, None when the file is gone; `sha256` is that of theirs, to save onto it knowingly.
    `view` is None when the file is gone.
    """

    path: str
    yours: str
    theirs: str | None
    sha256: str
    view: ThreeWay | None
    looked: Looked


def open_text(bench: Bench, path: str) -> Text | Refused:
    """A file for an editor, or why it may not be edited."""
    wrong = _forbidden(bench, path)
    if wrong:
        return Refused(wrong)
    file = bench.workspace.files[path]
    return Text(path, file.text, file.sha256)


def try_out(looked: Looked, edit: Edit) -> Tried | Refused:
    """What would be found if the edit were saved. Nothing is written, the disk is not even looked at."""
    bench = looked.bench
    wrong = _forbidden(bench, edit.path) or _unwritable(edit)
    if wrong:
        return Refused(wrong)
    before = bench.workspace.files[edit.path]
    text = _as_written(edit.text, before.text)
    after = look_over(with_text(bench, edit.path, text), looked.date, looked)
    new = tuple(_new(looked.findings, after.findings))
    own, elsewhere = _in_the_way(new, after.bench, edit.path)
    # A file that nobody could read has stopped every build already: what can be read of it now is no news.
    if _is_yaml(text, edit.path) and not _is_yaml(before.text, edit.path):
        own = elsewhere = ()
    return Tried(text, after, own, elsewhere, new, before.sha256 != edit.sha256)


def save(
    looked: Looked, edit: Edit, *, despite_others: bool = False, remembered: Mapping[str, str] | None = None
) -> Saved | Conflict | Refused:
    """Write an edit, if the file still is what it began from and is none the worse for it.

    The workspace is read again first, and compared once more under the lock of all our writing. `despite_others`
    when its author has seen what `Refused.elsewhere` told. `remembered` are earlier texts by their sha256, of which
    one may be what the edit began from. Line ends, byte order mark and permissions of the file stay, and that it
    ends with a line end.
    """
    try:
        return _save(looked, edit, despite_others, remembered or {})
    except HandoutsError as problem:
        return Refused((error("desk-write", _mark(edit.path), problem.message, problem.hint),))


def _save(
    looked: Looked, edit: Edit, despite_others: bool, remembered: Mapping[str, str]
) -> Saved | Conflict | Refused:
    was, root = looked.bench, looked.bench.workspace.root
    now = look_over(open_bench(root, was.loaded), looked.date, looked)
    gone = (
        edit.path in was.workspace.files
        and edit.path not in now.bench.workspace.files
        and not _blocked(now.bench, edit.path)
    )
    wrong = _unwritable(edit) or _forbidden(was if gone else now.bench, edit.path)
    if wrong:
        return Refused(wrong)
    there = None if gone else now.bench.workspace.files[edit.path]
    if there is None or there.sha256 != edit.sha256:
        if there is not None and there.text == _as_written(edit.text, there.text):
            return Saved(edit.path, there.sha256, False, (), now, undo_of(root, edit.path, there.text))
        return _conflict(edit, _base(was, edit, remembered), now)
    tried = try_out(now, edit)
    if isinstance(tried, Refused):
        return tried
    if tried.own or (tried.elsewhere and not despite_others):
        return Refused((*tried.own, *tried.elsewhere), elsewhere=not tried.own)
    rewrite = Rewrite(edit.path, there.text, tried.text)
    refused = write_all(root, [rewrite])
    if any(finding.rule == "write-conflict" for finding in refused):
        now = look_over(open_bench(root, now.bench.loaded), now.date, now)
        return _conflict(edit, there.text, now)
    if refused:
        return Refused(refused)
    undo = undo_of(root, edit.path, there.text)
    return Saved(edit.path, sha256_of(tried.text), tried.text != there.text, tried.new, tried.looked, undo)


def _conflict(edit: Edit, base: str | None, now: Looked) -> Conflict:
    there = now.bench.workspace.files.get(edit.path)
    yours = _as_written(edit.text, base or "")
    if there is None:
        return Conflict(edit.path, yours, None, "", None, now)
    return Conflict(edit.path, yours, there.text, there.sha256, three_way(base, yours, there.text), now)


def _base(bench: Bench, edit: Edit, remembered: Mapping[str, str]) -> str | None:
    """The text that the edit began from: the bench's, a remembered one, or one that git has."""
    known = bench.workspace.files.get(edit.path)
    if known is not None and known.sha256 == edit.sha256:
        return known.text
    text = remembered.get(edit.sha256)
    if text is not None and sha256_of(text) == edit.sha256:
        return text
    try:
        repository = at_repository(bench.workspace.root)
        commits = [each.commit for each in repository.versions(edit.path) if each.sha256 == edit.sha256]
        data = repository.blob(commits[0], edit.path) if commits else None
    except NoHistory:
        return None
    return text_of(data) if data is not None else None


def _forbidden(bench: Bench, path: str) -> tuple[Diagnostic, ...]:
    """Why a path is none of the files that may be edited; nothing outside what was read is ever named to the disk."""
    if path in bench.workspace.files and may_edit(path):
        return ()
    shown = _mark(path)
    told = _blocked(bench, path)
    if told:
        message = "This file cannot be read, so it cannot be edited here."
        return (*told, error("desk-path", shown, message, "Mend it with another program first."))
    if path in bench.workspace.files and path.startswith("content/reviews"):
        message = "Sign-off records are not edited here: they are made when somebody signs a text."
        return (error("desk-path", shown, message, "Sign the text again, or remove the record's file."),)
    if path in bench.workspace.files:
        message = "This file is none of the texts in content/ that can be edited here."
        return (error("desk-path", shown, message, "Edit it with another program."),)
    message = f"There is no file '{shown.path}' in this workspace."
    return (error("desk-path", shown, message, "Choose a file from the list; it may have been renamed or removed."),)


def _blocked(bench: Bench, path: str) -> tuple[Diagnostic, ...]:
    """What keeps a file from being read: its own form, or a link on the way to it."""
    marked = ((finding, finding.mark.path) for finding in bench.unread if finding.mark is not None)
    return tuple(finding for finding, place in marked if path == place or path.startswith(f"{place}/"))


def _mark(path: str) -> Mark:
    """A place for a path that anybody may have sent: short, and in characters that can be printed."""
    return Mark("".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in path[:_SHOWN]))


def _unwritable(edit: Edit) -> tuple[Diagnostic, ...]:
    """What makes a text one that can be in no file of ours, whatever it says."""
    try:
        size = len(edit.text.encode()) + edit.text.count("\n")  # with the line ends of Windows at worst
    except UnicodeEncodeError as problem:
        mark = Mark(_mark(edit.path).path, edit.text.count("\n", 0, problem.start) + 1)
        message = "The text has half of a character (a lone surrogate), which no file can hold."
        return (error("control-character", mark, message, "Type that character again."),)
    if size > MAX_TEXT_BYTES:
        message = f"The text is over {MAX_TEXT_BYTES // 1_000_000} MB."
        return (error("file-size", _mark(edit.path), message, "Make it smaller, or split it into several files."),)
    return ()


def _as_written(text: str, before: str) -> str:
    """The text as it will be in the file: Unix line ends until it is written, and a last one where there was one."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return f"{text}\n" if before.endswith("\n") and text and not text.endswith("\n") else text


def _is_yaml(text: str, path: str) -> bool:
    root, findings = parse(text, path)
    return root is not None and not has_errors(findings)


def _new(before: Iterable[Diagnostic], after: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """Findings that were not there before, wherever their lines have moved to."""
    known = Counter(_said(finding) for finding in before)
    for finding in after:
        if known[_said(finding)]:
            known[_said(finding)] -= 1
        else:
            yield finding


def _said(finding: Diagnostic) -> tuple[str, str, Severity, str]:
    message = _LINE.sub("", finding.message)
    return finding.rule, finding.mark.path if finding.mark else "", finding.severity, message


def _in_the_way(
    new: Iterable[Diagnostic], bench: Bench, path: str
) -> tuple[tuple[Diagnostic, ...], tuple[Diagnostic, ...]]:
    """New errors of the file itself, and those in other files that reading the workspace meets."""
    read = frozenset(bench.findings)
    errors = [finding for finding in new if finding.severity is Severity.ERROR]
    own = tuple(finding for finding in errors if finding.mark is not None and finding.mark.path == path)
    return own, tuple(finding for finding in errors if finding not in own and finding in read)
