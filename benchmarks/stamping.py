"""What a document costs once its plate is made: milliseconds for each kind of variant, and memory over many of them.

    python benchmarks/stamping.py [--variants 10000] [--runs 15]

Times are processor time of this process, so other work on the machine matters less. A variant is a document of another
brand and another patient; brands differ in name, telephone number and colours. Plates go to a temporary folder.
"""

from __future__ import annotations

import argparse
import datetime
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from handouts.build import build
from handouts.edition import BuildRequest, Personal
from handouts.library import Library
from handouts.plates import Plates
from handouts.source.loading import open_library
from handouts.source.store import Store

ROOT = Path(__file__).parents[1]
DAY = datetime.date(2026, 1, 15)
HANDOUT = "magnesium-and-rls"
BRANDS = 40
NAMES = {
    "en": ("Sam Sample", "Maria Garcia", "Alex Other-Name", "Jo Lee", "Kim Van der Berg"),
    "ar": ("سامي الحسن", "ليلى منصور", "عمر خالد", "Sam Sample", "نور الهدى"),
    "hi": ("शमी देवी", "अमित कुमार", "प्रिया शर्मा", "Sam Sample", "रवि वर्मा"),
}


def library_with_brands() -> Library:
    """The starter with brands that differ from its own in words and colours alone."""
    library, _ = open_library(ROOT)
    assert library is not None
    usual = library.brands["example-clinic"]
    brands = dict(library.brands)
    for at in range(BRANDS):
        values = {**usual.values, "clinic.phone": f"(202) 555-01{at:02}"}
        # Without variants for languages, so that the names differ in all of them.
        brands[f"b{at}"] = replace(usual, id=f"b{at}", name=f"Clinic No {at}", values=values, languages={})
    return replace(library, brands=brands)


def request(language: str, at: int) -> BuildRequest:
    """The handout in a language for one of the brands."""
    draft = language != "en"  # drafted by machine and not yet signed
    return BuildRequest(HANDOUT, (language,), f"b{at % BRANDS}", "sheet", "standard-12", "letter", draft=draft)


def person(language: str, at: int) -> Personal:
    """One of many names, each used once."""
    names = NAMES[language]
    return Personal({"patient.name": f"{names[at % len(names)]} {at}"})


def timed(work: Callable[[], object]) -> float:
    """Milliseconds of processor time."""
    start = time.process_time()
    work()
    return (time.process_time() - start) * 1000


def told(name: str, times: list[float]) -> None:
    """One row of the table."""
    print(f"| {name} | {statistics.median(times):.2f} | {min(times):.2f} | {len(times)} |", flush=True)


def one(library: Library, language: str, at: int, who: int, plates: Plates | None) -> bytes:
    """A document's bytes."""
    built = build(library, request(language, at), date=DAY, personal=person(language, who), plates=plates)
    assert built.pdf is not None, built.findings
    return built.pdf.data


def variants(library: Library, language: str, runs: int) -> None:
    """The rows of one language."""
    full = [timed(lambda: one(library, language, at, at, None)) for at in range(1, max(3, runs // 5))]
    told(f"{language}: laid out in full, nothing kept", full)
    plates = Plates()
    one(library, language, 0, 0, plates)
    fresh = [timed(lambda: one(library, language, at, at, plates)) for at in range(1, BRANDS)]
    told(f"{language}: a brand never seen, another patient", fresh)
    warm = [timed(lambda: one(library, language, at, 1000 + at, plates)) for at in range(20 * runs)]
    told(f"{language}: a brand seen before, another patient", warm)
    with tempfile.TemporaryDirectory() as folder:
        store = Store.at(Path(folder))
        one(library, language, 0, 0, Plates(store))
        loaded = [timed(lambda: one(library, language, 0, at, Plates(store))) for at in range(runs)]
        told(f"{language}: plate from disk, nothing resolved, modules loaded", loaded)


def peak() -> float:
    """The most memory this process has had, MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def now() -> float:
    """Memory of this process, MiB (Linux)."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 2**20


def memory(count: int) -> Iterator[tuple[int, float]]:
    """Memory after every tenth part of many variants in three scripts, every one for another patient."""
    library = library_with_brands()
    plates = Plates()
    for at in range(count):
        language = ("en", "ar", "hi")[at % 3]
        one(library, language, at // 3, at, plates)
        if (at + 1) % max(count // 10, 1) == 0:
            yield at + 1, now()


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--variants", type=int, default=10_000)
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--memory-only", action="store_true")
    asked = parser.parse_args()
    if asked.memory_only:
        print(json.dumps({"memory": list(memory(asked.variants)), "peak": peak()}))
        return
    library = library_with_brands()
    print("| a document | median ms | least ms | runs |\n|---|---|---|---|")
    for language in NAMES:
        variants(library, language, asked.runs)
    if asked.variants:
        start = time.process_time()
        command = [sys.executable, __file__, "--memory-only", "--variants", str(asked.variants)]
        ran = subprocess.run(command, check=True, capture_output=True, text=True)
        found = json.loads(ran.stdout)
        print("\n| variants (English, Arabic, Hindi in turn) | memory MiB |\n|---|---|")
        for number, mib in found["memory"]:
            print(f"| {number:,} | {mib:.1f} |")
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        print(f"\nPeak {found['peak']:.1f} MiB; {used.ru_utime + used.ru_stime + time.process_time() - start:.0f} s.")


if __name__ == "__main__":
    main()
