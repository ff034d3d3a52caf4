"""Adding lines to a file that others add to: torn ends, full disks, replaced files, killed processes."""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from handouts.diagnostics import HandoutsError
from handouts.source import appending
from handouts.source.appending import Appended, append_line, read_growing

ROOT = Path(__file__).parents[2]


def add(path: Path, text: str) -> Appended:
    """A line that is whole when it ends in a full stop."""
    return append_line(path, lambda last: text.encode(), lambda line: line.endswith(b"."))


def test_lines_are_added_in_order_and_see_the_one_before(tmp_path):
    path = tmp_path / "new" / "folder" / "l.jsonl"
    seen: list[bytes] = []
    for text in ("one.", "two.", "three."):
        append_line(path, lambda last, text=text: (seen.append(last), text.encode())[1], lambda _: True)
    assert seen == [b"", b"one.", b"two."]
    assert path.read_bytes() == b"one.\ntwo.\nthree.\n" == read_growing(path)
    assert [entry.name for entry in path.parent.iterdir()] == ["l.jsonl"]


def test_a_long_last_line_is_seen_whole(tmp_path):
    path = tmp_path / "l"
    long = "x" * 200_000 + "."
    add(path, "one.")
    add(path, long)
    append_line(path, lambda last: str(len(last)).encode(), lambda _: True)
    assert path.read_bytes().endswith(b".\n200001\n")


def test_nothing_is_read_from_a_file_that_is_not_there(tmp_path):
    assert read_growing(tmp_path / "none") == b""


@pytest.mark.parametrize(
    "torn", [b'{"half', b"\0" * 300, b"\xff\xfe", b"x" * 100_000], ids=["half", "nul", "odd", "long"]
)
def test_a_torn_end_is_put_aside(tmp_path, torn):
    path = tmp_path / "ledger.jsonl"
    path.write_bytes(b"one.\n" + torn)
    mended = add(path, "two.")
    assert path.read_bytes() == b"one.\ntwo.\n"
    assert mended.aside is not None and mended.torn == len(torn)
    assert mended.aside.read_bytes() == torn
    assert mended.aside.name.startswith("ledger.torn-") and mended.aside.suffix == ".jsonl"
    assert add(path, "three.") == Appended()


def test_a_file_with_nothing_but_a_torn_line(tmp_path):
    path = tmp_path / "l"
    path.write_bytes(b"half")
    mended = add(path, "one.")
    assert (path.read_bytes(), mended.torn) == (b"one.\n", 4)


def test_a_line_that_lacks_only_its_end_is_completed(tmp_path):
    path = tmp_path / "l"
    path.write_bytes(b"one.\ntwo.")
    last: list[bytes] = []
    mended = append_line(path, lambda line: (last.append(line), b"three.")[1], lambda line: line.endswith(b"."))
    assert (path.read_bytes(), mended, last) == (b"one.\ntwo.\nthree.\n", Appended(), [b"two."])
    assert len(list(tmp_path.iterdir())) == 1


def test_a_full_disk_leaves_nothing_behind(tmp_path, monkeypatch):
    path = tmp_path / "l"
    add(path, "one.")
    whole = os.write
    monkeypatch.setattr(appending.os, "write", lambda descriptor, data: whole(descriptor, data[:3]))
    with pytest.raises(HandoutsError, match="No space left"):
        add(path, "two.")
    monkeypatch.undo()
    assert path.read_bytes() == b"one.\n"
    add(path, "three.")
    assert path.read_bytes() == b"one.\nthree.\n"


def test_a_disk_that_does_not_keep_it_is_told(tmp_path, monkeypatch):
    """Nothing is acknowledged that fsync has not said yes to."""
    path = tmp_path / "l"
    add(path, "one.")

    def fails(descriptor: int) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(appending.os, "fsync", fails)
    with pytest.raises(HandoutsError, match="Input/output error"):
        add(path, "two.")
    assert path.read_bytes() == b"one.\n"


def test_a_file_put_in_its_place_meanwhile_gets_the_line(tmp_path, monkeypatch):
    """git and many editors write another file and move it into place."""
    path = tmp_path / "l"
    add(path, "one.")
    opened = os.open

    def replaced(name, *rest):
        descriptor = opened(name, *rest)
        if (tmp_path / "new").exists():
            (tmp_path / "new").replace(path)
        return descriptor

    (tmp_path / "new").write_bytes(b"ours.\n")
    monkeypatch.setattr(appending.os, "open", replaced)
    add(path, "two.")
    assert path.read_bytes() == b"ours.\ntwo.\n"


def test_who_waits_too_long_is_told(tmp_path, monkeypatch):
    path = tmp_path / "l"
    add(path, "one.")
    monkeypatch.setattr(appending, "_ATTEMPTS", 3)
    with appending.held(path, os.O_RDWR), pytest.raises(HandoutsError, match="Another process has held"):
        add(path, "two.")
    add(path, "three.")
    assert path.read_bytes() == b"one.\nthree.\n"


def test_a_folder_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(HandoutsError, match="Cannot add to"):
        add(tmp_path / "file" / "ledger.jsonl", "one.")


def test_threads_do_not_mix_their_lines(tmp_path):
    path = tmp_path / "l"
    threads = [threading.Thread(target=lambda n=n: [add(path, f"{n}-{at}.") for at in range(40)]) for n in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(path.read_text(encoding="utf-8").split()) == sorted(
        f"{n}-{at}." for n in range(5) for at in range(40)
    )


# --- the real thing ----------------------------------------------------------------------------------------------

# Each line is several pages of memory long, so that a kill may fall between two of them; what has been acknowledged
# goes through a pipe, after the append has returned.
_ADDER = """
import sys
from pathlib import Path
from handouts.passport.ledger import is_whole
from handouts.source.appending import append_line
from tests.passport.lines import line_of
path, me, first, last = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
for number in range(first, last):
    append_line(path, line_of(f"{me}-{number}"), is_whole)
    sys.stdout.write(f"{me}-{number}\\n")
    sys.stdout.flush()
"""


# Dies in the middle of writing its line.
_DYING = """
import os, signal, sys
from pathlib import Path
from handouts.passport.ledger import is_whole
from handouts.source.appending import append_line
from tests.passport.lines import line_of
whole = os.write
def half(descriptor, data):
    whole(descriptor, data[: len(data) // 2])
    os.kill(os.getpid(), signal.SIGKILL)
os.write = half
append_line(Path(sys.argv[1]), line_of("dying"), is_whole)
"""


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL")
def test_killed_in_the_middle_of_a_line(tmp_path):
    from handouts.passport.ledger import is_whole, read_ledger
    from tests.passport.lines import line_of

    path = tmp_path / "ledger.jsonl"
    append_line(path, line_of("before"), is_whole)
    ran = subprocess.run([sys.executable, "-c", _DYING, str(path)], cwd=ROOT, check=False)
    assert ran.returncode == -signal.SIGKILL
    entries, findings = read_ledger(path.read_bytes(), "l")
    assert ([entry.request.handout for entry in entries], [f.rule for f in findings]) == (["before"], ["ledger-torn"])
    mended = append_line(path, line_of("after"), is_whole)
    entries, findings = read_ledger(path.read_bytes(), "l")
    assert [entry.request.handout for entry in entries] == ["before", "after"]
    assert findings == ()
    assert mended.aside is not None and b'"handout":"dying"' in mended.aside.read_bytes()


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="SIGKILL")
def test_every_acknowledged_line_is_there_once_whoever_is_killed(tmp_path):
    """Eight processes, a thousand lines each; five of them are killed, at different times, and started again."""
    from handouts.passport.ledger import read_ledger

    path = tmp_path / "ledger.jsonl"
    acknowledged: dict[int, list[str]] = {}
    kills = []

    def work(me: int) -> None:
        """Start the process; kill and replace it after as many acknowledgements as `deaths` says."""
        done = acknowledged.setdefault(me, [])
        deaths = [40 + 97 * me, 300 + 61 * me] if me < 5 else []
        attempt, first = 0, 0
        while True:
            command = [sys.executable, "-c", _ADDER, str(path), f"{me}.{attempt}", str(first), "1000"]
            with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
                assert process.stdout is not None
                for line in process.stdout:
                    done.append(line.strip())
                    if deaths and len(done) >= deaths[0]:
                        deaths.pop(0)
                        process.send_signal(signal.SIGKILL)
                        done += [rest.strip() for rest in process.stdout if rest.endswith("\n")]
                        kills.append(me)
                        break
            if process.returncode == 0:
                return
            assert process.returncode == -signal.SIGKILL
            attempt, first = attempt + 1, len(done)

    threads = [threading.Thread(target=work, args=(me,)) for me in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    said = [name for names in acknowledged.values() for name in names]
    assert len(kills) == 10 and len(said) == 8000 == len(set(said))
    data = path.read_bytes()
    written = [json.loads(line)["handout"] for line in data.split(b"\n") if line and line.startswith(b'{"ledger"')]
    assert len(written) == len(set(written)), "a line is there twice"
    assert set(said) <= set(written), "an acknowledged line is missing"
    assert len(written) - len(said) <= len(kills)  # written, and killed before it could say so
    entries, findings = read_ledger(data, "ledger.jsonl")
    assert [finding.rule for finding in findings if finding.rule != "ledger-torn"] == []
    assert len(entries) == len(written)
    torn = list(tmp_path.glob("ledger.torn-*"))
    assert all(not part.read_bytes().endswith(b"\n") for part in torn) and len(torn) <= len(kills)
