"""One program in one process, which makes documents as it is told and says how long each took.

    python worker.py NAME FOLDER          orders as JSON lines on standard input, answers on standard output
    python worker.py NAME FOLDER --cold   one document, and out

FOLDER holds `document.json`, `fonts/` and the workspace, as `bench.py` lays them out.
"""

from __future__ import annotations

import importlib
import json
import sys
import time
from pathlib import Path
from typing import Any

sys.path[0] = str(Path(__file__).resolve().parent.parent)  # not this folder, whose names would hide others

MODULES = {
    "handouts, in full": ("ours_peer", "Maker"),
    "handouts, from a plate": ("ours_peer", "PlateMaker"),
    "typst": ("typst_peer", "Maker"),
    "weasyprint": ("weasyprint_peer", "Maker"),
    "fpdf2": ("fpdf2_peer", "Maker"),
    "platypus": ("platypus_peer", "Maker"),
    "chromium": ("chromium_peer", "Maker"),
}


def main() -> None:
    name, folder = sys.argv[1], Path(sys.argv[2])
    from peers.document import Variant

    module, kind = MODULES[name]
    data = json.loads((folder / "document.json").read_text(encoding="utf-8"))
    own = folder / name.replace(" ", "-").replace(",", "")
    own.mkdir(exist_ok=True)
    (own / "workspace").symlink_to(folder / "workspace") if not (own / "workspace").exists() else None
    maker = getattr(importlib.import_module(f"peers.{module}"), kind)(data, own, folder / "fonts")
    if "--cold" in sys.argv:
        (own / "cold.pdf").write_bytes(maker.make(Variant(0)))
    else:
        for line in sys.stdin:
            print(json.dumps(_obeyed(maker, data, own, json.loads(line))), flush=True)
    if hasattr(maker, "close"):
        maker.close()


def _obeyed(maker: Any, data: dict[str, Any], own: Path, order: dict[str, Any]) -> dict[str, Any]:
    from peers.document import Variant, unseen_data

    if order["do"] == "memory":
        return {"now": _memory("VmRSS"), "peak": _memory("VmHWM")}
    first, last = order["first"], order["last"]
    text: Any = None
    if order.get("unseen"):
        text = maker.prepared(first) if hasattr(maker, "prepared") else unseen_data(data, first)
    made = b""
    wall, cpu = time.perf_counter(), time.process_time()
    for number in range(first, last):
        made = maker.make_unseen(text, Variant(number)) if order.get("unseen") else maker.make(Variant(number))
        if order.get("write"):
            (own / f"{number}.pdf").write_bytes(made)
    answer = {"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu, "bytes": len(made)}
    if order.get("save"):
        Path(order["save"]).write_bytes(made)
    return answer


def _memory(what: str) -> float:
    """MiB of this process (Linux)."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(what):
            return int(line.split()[1]) / 1024
    return 0.0


if __name__ == "__main__":
    main()
