"""An imposed 16-page booklet: `handouts press` beside bookletimposer and pdfjam, interleaved in one run.

    python benchmarks/imposition.py [RUNS]

The input is the first eight pages of two starter handouts on A4, joined; all three put it on four landscape A4 sheets,
scaled to 71 %. Every run is a whole process, start-up included; the tools take turns, so that what else the machine
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
from io import BytesIO
from pathlib import Path

from pypdf import PdfReader, PdfWriter

import handouts
from handouts.press.impose import PressOrder, impose
from handouts.press.pdfium import page_texts

ROOT = Path(__file__).resolve().parent.parent
RUNS = 11
HANDOUTS = ("rls-overview", "magnesium-and-rls")
EACH = 8
TOOLS: dict[str, tuple[str, Sequence[str], Sequence[str]]] = {
    # name: (program, its command line, how its version is asked for)
    "handouts press": (
        str(Path(sys.executable).with_name("handouts")),
        ("press", "{source}", "--impose", "booklet", "--paper", "a4", "--out", "{target}"),
        ("--version",),
    ),
    "bookletimposer": (
        "bookletimposer",
        ("-a", "-b", "-f", "A4", "-o", "{target}", "{source}"),
        ("--version",),
    ),
    "pdfjam": (
        "pdfjam",
        ("--quiet", "--paper", "a4paper", "--landscape", "--signature", "16", "--outfile", "{target}", "{source}"),
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
        source.write_bytes(document())
        measured: dict[str, list[float]] = {name: [] for name in there}
        for name in there:
            once(name, source, Path(folder))  # brings the programs into the disk cache; not counted
        for _ in range(runs):
            for name in there:
                measured[name].append(once(name, source, Path(folder)))
        sizes = {name: target_of(name, Path(folder)).stat().st_size for name in there}
        orders = {name: order(target_of(name, Path(folder)).read_bytes()) for name in there}
    print(report(measured, sizes, orders, runs))
    print(f"\nwarm, in one process: {warm(source_bytes=document()) * 1000:.0f} ms (median of {runs})")


def document() -> bytes:
    """Sixteen A4 pages whose first words differ."""
    library, _ = handouts.open_library(ROOT)
    assert library is not None
    writer = PdfWriter()
    for name in HANDOUTS:
        requests, _ = handouts.plan(library, handouts.Selection(handouts=(name,), paper="a4"))
        built = handouts.build_handout(library, requests[0], date=datetime.date(2026, 11, 22))
        assert built.pdf is not None
        for page in PdfReader(BytesIO(built.pdf.data)).pages[:EACH]:
            writer.add_page(page)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


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


def order(data: bytes) -> str:
    """`right` when every side has the pages of a booklet, by the numbers printed in their feet."""
    sheets = -(-2 * EACH // 4)
    last = 2 * EACH
    wanted = []
    for sheet in range(sheets):
        wanted += [{last - 2 * sheet, 2 * sheet + 1}, {2 * sheet + 2, last - 2 * sheet - 1}]
    texts = page_texts(data)
    marks = [f"Page {(page - 1) % EACH + 1} of" for page in range(1, last + 1)]
    found = [all(marks[page - 1] in text for page in pages) for pages, text in zip(wanted, texts, strict=True)]
    return "right" if all(found) else "wrong"


def warm(source_bytes: bytes) -> float:
    """Seconds for one booklet once everything is loaded."""
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        impose(source_bytes, "in.pdf", PressOrder("booklet", paper="a4"))
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
