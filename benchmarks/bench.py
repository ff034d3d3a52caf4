"""handouts beside its peers on one document of five pages: one interleaved run, a table of medians and ratios.

    python benchmarks/bench.py [--rounds N] [--quick]

The same text, fonts, table, running heads and (where a program can) tags. Programs take turns document by document, so
that what else the machine does falls on all alike; only the ratios hold from machine to machine. Peers are installed
by `make bench` into the virtual environment; Chromium comes from Debian (apt-get install chromium) and is left
out where it is not there. Finished pages are compared by their words, so that no program leaves any out.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from importlib import metadata
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

import layout
from peers import document
from peers.fonts import make_fonts
from peers.ours_peer import BRANDS
from peers.worker import MODULES

from handouts.build import set_edition
from handouts.press.pdfium import page_texts
from handouts.press.validator import profile_results
from handouts.typeset.memory import forget

WORKER = Path(__file__).resolve().parent / "peers" / "worker.py"
PLATE = "handouts, from a plate"


class Worker:
    """A program in a process of its own, which makes documents when told."""

    def __init__(self, name: str, folder: Path, *, kept: str = "") -> None:
        self.started = time.perf_counter()
        self._process = subprocess.Popen(
            [sys.executable, str(WORKER), name, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            env={**os.environ, "HANDOUTS_CACHE": kept or str(folder / "workers")},
        )  # fmt: skip

    def ask(self, **order: Any) -> dict[str, Any]:
        """Give an order and wait for the answer."""
        self.tell(**order)
        return self.answer()

    def tell(self, **order: Any) -> None:
        """Give an order; `answer` waits for it."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()

    def answer(self) -> dict[str, Any]:
        """What the last order came to."""
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("A program ended before it answered; see its error above.")
        return json.loads(line)

    def end(self) -> None:
        """Let it finish."""
        self._process.communicate()


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--rounds", type=int, default=15)
    asked.add_argument("--quick", action="store_true", help="a tenth of the long measurements")
    options = asked.parse_args()
    # Installed programs have their bytecode; ours, read from a checkout, must be able to keep its own.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False
    with tempfile.TemporaryDirectory() as made:
        run(Path(made), options.rounds, 10 if options.quick else 1)


def run(folder: Path, rounds: int, divisor: int) -> None:
    """All measurements, printed as they come."""
    made = document.library(document.workspace(folder / "workspace"))
    (folder / "document.json").write_text(json.dumps(document.as_data(document.edition(made))), encoding="utf-8")
    make_fonts(folder / "fonts")
    names = [name for name in MODULES if name != "chromium" or shutil.which("chromium")]
    print(f"{datetime.date.today().isoformat()}, {os.cpu_count()} cores, {platform.platform()}, Python "
          f"{platform.python_version()}")  # fmt: skip
    print(", ".join(f"{name} {metadata.version(name)}" for name in ("typst", "weasyprint", "fpdf2", "reportlab")))
    print()
    one_by_one(folder, names, rounds)
    many(folder, 1000 // divisor)
    memory(folder, 10000 // divisor, 1000 // divisor)
    cold(folder, names, max(5, rounds // 2))
    unchanged(folder)
    long_handout(1 if divisor > 1 else 2)


def one_by_one(folder: Path, names: list[str], rounds: int) -> None:
    """Warm: the next brand and patient, and a text never seen before."""
    workers = {name: Worker(name, folder) for name in names}
    first: dict[str, Path] = {}
    for name, worker in workers.items():
        first[name] = folder / f"{name}.pdf"
        worker.ask(do="make", first=0, last=1, save=str(first[name]))
        worker.ask(do="make", first=1, last=3)
    times: dict[tuple[str, bool], list[dict[str, float]]] = {(name, new): [] for name in names for new in (False, True)}
    seen: list[dict[str, float]] = []
    for number in range(10, 10 + rounds):
        for name, worker in workers.items():
            times[name, False].append(worker.ask(do="make", first=number, last=number + 1))
        # The same brand again, for another patient.
        seen.append(workers[PLATE].ask(do="make", first=number + 10 * BRANDS, last=number + 10 * BRANDS + 1))
        for name, worker in workers.items():
            if name != PLATE:  # a plate is of a text that was seen
                times[name, True].append(worker.ask(do="make", first=number, last=number + 1, unseen=True))
    for worker in workers.values():
        worker.end()

    def told(answers: list[dict[str, float]], new: bool, *, whole: bool = True) -> str:
        """Milliseconds, and by how much more or less than Typst: on the clock, and of the processor."""
        if not answers:
            return "| | "
        clock, cpu = (statistics.median(each[kind] for each in answers) for kind in ("wall", "cpu"))
        clock_of, cpu_of = (statistics.median(each[kind] for each in times["typst", new]) for kind in ("wall", "cpu"))
        return f"{clock * 1000:.2f} | {clock / clock_of:.3f} | {f'{cpu / cpu_of:.3f}' if whole else ''}"

    print("| program | next brand and patient, ms | of Typst | of its CPU time | text never seen, ms | of Typst "
          "| of its CPU time | pages | bytes | UA-1 |")  # fmt: skip
    print("|---|---|---|---|---|---|---|---|---|---|")
    for name in names:
        data = first[name].read_bytes()
        pages = page_texts(data)
        missing = _missing(folder, pages)
        passed = profile_results(data)[0].passed
        whole = name != "chromium"  # which works in processes of its own
        known, unseen = (told(times[name, new], new, whole=whole) for new in (False, True))
        print(f"| {name} | {known} | {unseen} | {len(pages)} | {len(data):,} | {'passes' if passed else 'fails'} |"
              f"{' words missing: ' + str(missing) if missing else ''}", flush=True)  # fmt: skip
    print(f"| {PLATE}: a brand seen before, another patient | {told(seen, False)} | | | | | | |")
    print()


def _missing(folder: Path, pages: list[str]) -> int:
    """How many words of the document are on no page; words cut by hyphens are joined first."""
    text = (
        "".join("".join(pages).split()).replace("-", "").replace("\u00ad", "").replace("\ufffe", "").replace("\x02", "")
    )
    data = json.loads((folder / "document.json").read_text(encoding="utf-8"))
    count = 0

    def look(value: Any) -> None:
        nonlocal count
        if isinstance(value, list):
            if len(value) == 4 and isinstance(value[0], str) and isinstance(value[1], bool):
                count += sum("".join(word.split()).replace("-", "") not in text for word in value[0].split())
            else:
                for item in value:
                    look(item)

    look(data["blocks"])
    return count


def many(folder: Path, count: int) -> None:
    """Variants by two processes, start-up and plate-making included, each written to the disk.

    The workspace was compiled by an earlier run, as by `handouts` itself; the last row is without.
    """
    print(f"| {count:,} variants, two processes | s | of Typst |")
    print("|---|---|---|")
    took: dict[str, float] = {}
    for row in ("typst", PLATE, f"{PLATE}, workspace never read before"):
        name, kept = row.split(", workspace")[0], "off" if "never" in row else ""
        start = time.perf_counter()
        pair = [Worker(name, folder, kept=kept) for _ in range(2)]
        half = count // 2
        for index, worker in enumerate(pair):
            worker.tell(do="make", first=index * half, last=(index + 1) * half, write=True)
        for worker in pair:
            worker.answer()
        took[row] = time.perf_counter() - start
        for worker in pair:
            worker.end()
    for name, seconds in took.items():
        print(f"| {name} | {seconds:.2f} | {seconds / took['typst']:.3f} |")
    print()


def memory(folder: Path, ours: int, typst: int) -> None:
    """Resident memory of one process over many documents."""
    print("| one process | documents | MiB after a tenth | MiB at the end | peak |")
    print("|---|---|---|---|---|")
    for name, count in ((PLATE, ours), ("typst", typst)):
        worker = Worker(name, folder)
        worker.ask(do="make", first=0, last=count // 10)
        early = worker.ask(do="memory")["now"]
        worker.ask(do="make", first=count // 10, last=count)
        late = worker.ask(do="memory")
        worker.end()
        print(f"| {name} | {count:,} | {early:.0f} | {late['now']:.0f} | {late['peak']:.0f} |")
    print()


def cold(folder: Path, names: list[str], rounds: int) -> None:
    """Whole processes: one document, from nothing to the file on the disk."""
    cache = folder / "cache"
    build = [str(Path(sys.executable).with_name("handouts")), "-C", str(folder / "workspace"), "build",
             document.HANDOUT, "--lang", "en", "--date", document.DAY.isoformat(), "--out", str(folder / "cold"), "--no-ledger"]  # fmt: skip
    runs: dict[str, tuple[list[str], str]] = {
        name: ([sys.executable, str(WORKER), name, str(folder), "--cold"], "off") for name in names
        if not name.startswith("handouts")
    }  # fmt: skip
    runs["handouts build, very first run"] = (build, "off")
    runs["handouts build, workspace compiled"] = (build, "library")
    runs["handouts build, plate on disk"] = (build, str(cache))
    times: dict[str, list[float]] = {name: [] for name in runs}
    cpu: dict[str, list[float]] = {name: [] for name in runs}
    for turn in range(rounds + 1):
        for name, (line, kept) in runs.items():
            if kept == "library":
                for kept_kind in cache.iterdir() if cache.is_dir() else ():
                    if kept_kind.is_dir() and kept_kind.name != "library":
                        shutil.rmtree(kept_kind)
            where = "off" if kept == "off" else str(cache)
            start, before = time.perf_counter(), _cpu_of_children()
            subprocess.run(line, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                           env={**os.environ, "HANDOUTS_CACHE": where})  # fmt: skip
            if turn:  # the first turn fills the caches of disk and programs
                times[name].append(time.perf_counter() - start)
                cpu[name].append(_cpu_of_children() - before)
    print("| whole process | s | of Typst | of WeasyPrint | CPU s | of Typst | of WeasyPrint |")
    print("|---|---|---|---|---|---|---|")
    for name in runs:
        row = []
        for each in (times, cpu):
            median, typst, weasyprint = (statistics.median(each[one]) for one in (name, "typst", "weasyprint"))
            row.append(f"{median:.3f} | {median / typst:.2f} | {median / weasyprint:.2f}")
        print(f"| {name} | {' | '.join(row)} |", flush=True)
    print()


def _cpu_of_children() -> float:
    """Seconds of processor time of all processes that were started and have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def unchanged(folder: Path) -> None:
    """A thousand jobs of which nothing has changed: the whole command, after another has built them."""
    workspace = folder / "batch"
    shutil.copytree(folder / "workspace", workspace)
    brand = (workspace / "templates/brands/example-clinic.yaml").read_text(encoding="utf-8")
    names = [f"clinic-{number}" for number in range(50)]
    for name in names:
        (workspace / f"templates/brands/{name}.yaml").write_text(
            brand.replace("name: Example Clinic", f"name: Example {name}", 1), encoding="utf-8"
        )
    plan = {
        "handouts": [document.HANDOUT], "languages": ["en"], "brands": names, "layouts": ["sheet"],
        "profiles": ["standard-12", "clear-14", "nhs-16", "acb-18", "dyslexia"], "papers": ["letter", "a4"],
        "mono": [False, True],
    }  # fmt: skip
    (workspace / "plan.yaml").write_text(json.dumps(plan), encoding="utf-8")
    line = [str(Path(sys.executable).with_name("handouts")), "-C", str(workspace), "batch",
            str(workspace / "plan.yaml"), "--verify", "first", "--date", document.DAY.isoformat(),
            "--out", str(folder / "shelf"), "--no-ledger"]  # fmt: skip
    environment = {**os.environ, "HANDOUTS_CACHE": str(folder / "batch-cache")}
    times = []
    for _ in range(5):
        start = time.perf_counter()
        done = subprocess.run(line, check=True, capture_output=True, text=True, env=environment)
        times.append(time.perf_counter() - start)
    first, *later = times
    told = (done.stdout + done.stderr).strip().splitlines()[-1]
    print("| 1,000 jobs, two processes | s |")
    print("|---|---|")
    print(f"| nothing built before | {first:.2f} |")
    print(f"| nothing changed ({told}) | {statistics.median(later):.2f} |")
    print()


def long_handout(runs: int) -> None:
    """A page of a handout of 400 pages beside one of a handout of 40, in full: laid out, written and stamped."""
    whole = layout.edition("en")
    made = {pages: layout.lengthened(whole, pages) for pages in (layout.LONG, layout.LONGEST)}
    times: dict[tuple[int, bool], list[float]] = {(pages, seen): [] for pages in made for seen in (False, True)}
    counts: dict[int, int] = {}
    for _ in range(runs):
        for pages, edition in made.items():
            for seen in (False, True):
                if not seen:
                    forget()
                start = time.process_time()
                built = set_edition(edition)
                times[pages, seen].append(time.process_time() - start)
                assert built.pdf is not None, built.findings
                counts[pages] = built.pdf.pages
    print("| one handout, CPU ms a page | new | of the shorter | seen before | of the shorter |")
    print("|---|---|---|---|---|")
    shorter: dict[bool, float] = {}
    for pages, count in counts.items():
        new, again = (min(times[pages, seen]) / count for seen in (False, True))
        shorter = shorter or {False: new, True: again}
        print(f"| {count} pages | {new * 1000:.1f} | {new / shorter[False]:.2f} | {again * 1000:.1f} "
              f"| {again / shorter[True]:.2f} |")  # fmt: skip


if __name__ == "__main__":
    main()
