"""Golden files: what was right once. `GOLDEN_UPDATE=1` writes them anew; read the difference before it is kept."""

import os
from pathlib import Path

FOLDER = Path(__file__).parent / "golden"
UPDATE = os.environ.get("GOLDEN_UPDATE") == "1"


def check_golden(name: str, found: str) -> None:
    """The text must be that of the golden file; a missing file fails, too."""
    path = FOLDER / name
    found = found.rstrip("\n") + "\n"
    if UPDATE:
        path.parent.mkdir(exist_ok=True)
        path.write_text(found, encoding="utf-8")
    expected = path.read_text(encoding="utf-8") if path.exists() else f"(no file {name}: run with GOLDEN_UPDATE=1)"
    assert found == expected
