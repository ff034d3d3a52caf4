"""An imposed 16-page booklet: `handouts press` beside bookletimposer and pdfjam, interleaved in one run.

    python benchmarks/imposition.py [RUNS]

The input is a starter handout in the layout `booklet`, half-Letter pages; all three put it on four landscape Letter
sheets. Every run is a whole process, start-up included; the tools take turns, so that what else the machine
does falls on all alike. The order of pages is read back from every result. Peers are Debian packages:
apt-get install bookletimposer texlive-extra-utils. A tool that is not there is left out and said.
"""

from __future__ import annotations

import datetime
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import handouts
from handouts.press.impose import PressOrder, impose
from handouts.press.pdfium import page_texts

ROOT = Path(__file__).resolve().parent.parent
RUNS = 11
HANDOUT = "magnesium-and-rls"
PLACES = 16  # on four sheets; a reading edition of 13 to 15 pages leaves the last ones blank
TOOLS: dict[str, tuple[str, Sequence[str], Sequence[str]]] = {
    # name: (program, its command line, how its version is asked for)
    "handouts press": (
        str(Path(sys.executable).with_name("handouts")),
        ("press", "{source}", "--impose", "booklet", "--paper", "letter", "--out", "{target}"),
        ("--version",),
    ),
    "bookletimposer": (
        "bookletimposer",
        ("-a", "-b", "-f", "Letter", "-o", "{target}", "{source}"),
        ("--version",),
    ),
    "pdfjam": (
        "pdfjam",
        ("--quiet", "--paper", "letterpaper", "--landscape", "--signature", "16", "--outfile", "{target}", "{source}"),
        ("--version",),
    ),
}


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else RUNS
    there = [name for name, (program, _, _) in TOOLS.items() if shutil.which(program)]
    for name in TOOLS:
        if name not in there:
            print(f"{name}: not installed, left out")
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "in.pdf"
        data = document()
        source.write_bytes(data)
        measured: dict[str, list[float]] = {name: [] for name in there}
        for name in there:
            once(name, source, Path(folder))  # brings the programs into the disk cache; not counted
        for _ in range(runs):
            for name in there:
                measured[name].append(once(name, source, Path(folder)))
        sizes = {name: target_of(name, Path(folder)).stat().st_size for name in there}
        orders = {name: order(target_of(name, Path(folder)).read_bytes(), len(page_texts(data))) for name in there}
    print(f"{len(page_texts(data))} pages on {PLACES} places\n")
    print(report(measured, sizes, orders, runs))
    print(f"\nwarm, in one process: {warm(data) * 1000:.0f} ms (median of {runs})")


def document() -> bytes:
    """A reading edition of half-Letter pages that fills four sheets."""
    library, _ = handouts.open_library(ROOT)
    assert library is not None
    wanted = handouts.Selection(handouts=(HANDOUT,), layout="booklet", paper="letter")
    requests, _ = handouts.plan(library, wanted)
    built = handouts.build_handout(library, requests[0], date=datetime.date(2026, 11, 22))
    wrong = f"the starter has changed: choose a handout of {PLACES - 3} to {PLACES} pages"
    assert built.pdf is not None and PLACES - 4 < built.pdf.pages <= PLACES, wrong
    return built.pdf.data


def target_of(name: str, folder: Path) -> Path:
    return folder / f"{name.split()[0]}.pdf"


def once(name: str, source: Path, folder: Path) -> float:
    """Seconds of one whole process."""
    program, words, _ = TOOLS[name]
    target = target_of(name, folder)
    command = [program, *(word.format(source=source, target=target) for word in words)]
    start = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    return time.perf_counter() - start


def order(data: bytes, pages: int) -> str:
    """`right` when every side has the pages of a booklet, by the numbers printed in their feet."""
    texts = page_texts(data)
    for sheet in range(PLACES // 4):
        sides = ((PLACES - 2 * sheet, 2 * sheet + 1), (2 * sheet + 2, PLACES - 2 * sheet - 1))
        for text, places in zip(texts[2 * sheet : 2 * sheet + 2], sides, strict=True):
            if not all(f"Page {page} of {pages}" in text for page in places if page <= pages):
                return "wrong"
    return "right"


def warm(source_bytes: bytes) -> float:
    """Seconds for one booklet once everything is loaded."""
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        impose(source_bytes, "in.pdf", PressOrder("booklet", paper="letter"))
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def report(measured: dict[str, list[float]], sizes: dict[str, int], orders: dict[str, str], runs: int) -> str:
    ours = statistics.median(measured["handouts press"])
    lines = [
        f"{datetime.date.today().isoformat()}, Python {platform.python_version()}, {platform.machine()},"
        f" {os.cpu_count()} processors, {runs} runs each, interleaved; whole processes",
        "",
        "| tool | version | median s | quickest s | times ours | bytes | page order |",
        "|---|---|---|---|---|---|---|",
    ]
    for name, seconds in measured.items():
        middle = statistics.median(seconds)
        lines.append(
            f"| {name} | {version(name)} | {middle:.2f} | {min(seconds):.2f} | {middle / ours:.2f} |"
            f" {sizes[name]:,} | {orders[name]} |"
        )
    return "\n".join(lines)


def version(name: str) -> str:
    program, _, asking = TOOLS[name]
    said = subprocess.run([program, *asking], capture_output=True, text=True, check=False)
    return (said.stdout or said.stderr).strip().splitlines()[0].split()[-1]


if __name__ == "__main__":
    main()
