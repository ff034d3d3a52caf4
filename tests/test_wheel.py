"""The wheel holds all that a clinic needs: installed alone, it makes the same bytes as the repository."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests import PATIENCE
from tests.starters import HANDOUTS, ROOT, TODAY, pdf

pytestmark = pytest.mark.slow
LEFT_OUT = shutil.ignore_patterns(
    ".git", ".venv", "venv", "tests", "output", "build", "dist", "*.egg-info", "__pycache__", ".*_cache", ".hypothesis"
)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy of the repository."""
    assert (ROOT / "README.md").is_file(), "the build shows README.md as the project's description"
    folder = tmp_path_factory.mktemp("wheel")
    copy = shutil.copytree(ROOT, folder / "repository", ignore=LEFT_OUT)
    # Without isolation nothing is downloaded; with it, pip fetches hatchling from the index it is told to use.
    isolation = ["--no-build-isolation"] if find_spec("hatchling") else []
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", *isolation, "-w", str(folder), str(copy)]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE)
    if ran.returncode and not isolation and "hatchling" in ran.stderr:
        pytest.skip("hatchling is not installed and cannot be downloaded")
    assert ran.returncode == 0, ran.stderr
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_holds_the_starter_and_no_tests(wheel):
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if not name.endswith("/")}
    assert {name.split("/")[0] for name in names if ".dist-info" not in name} == {"handouts"}
    assert not [name for name in names if "test" in name.split("/") or "tests" in name.split("/")]
    starter = {
        path.relative_to(ROOT).as_posix()
        for folder in ("content", "templates")
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and not path.name.startswith(".")
    }
    assert {name.removeprefix("handouts/starter/") for name in names if "/starter/" in name} == starter
    assert any(name.endswith("/licenses/LICENSE") for name in names)


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with the wheel, which borrows the libraries of this one; the `handouts` command in it."""
    folder = tmp_path_factory.mktemp("installed") / "venv"
    venv.create(folder, with_pip=False, symlinks=os.name == "posix")
    binaries = folder / ("Scripts" if os.name == "nt" else "bin")
    python = binaries / ("python.exe" if os.name == "nt" else "python")
    command = [sys.executable, "-m", "pip", "--quiet", "--python", str(python), "install", "--no-deps", str(wheel)]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE)
    assert ran.returncode == 0, ran.stderr
    where = "import sysconfig; print(sysconfig.get_path('purelib'))"
    site = Path(subprocess.run([python, "-c", where], capture_output=True, text=True, check=True).stdout.strip())
    # Only the folder: .pth files in it are not read, so the editable installation of this repository stays away.
    (site / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return binaries / ("handouts.exe" if os.name == "nt" else "handouts")


def test_a_new_clinic_prints_what_the_repository_prints(installed, tmp_path):
    """`handouts init my-clinic && cd my-clinic && handouts build`, far from the repository."""

    def handouts(*words: str, cwd: Path) -> str:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "HANDOUTS"))}
        ran = subprocess.run([installed, *words], cwd=cwd, env=kept, capture_output=True, text=True, timeout=PATIENCE)
        assert ran.returncode == 0, ran.stderr
        return ran.stdout

    handouts("init", "my-clinic", cwd=tmp_path)
    made = handouts("build", "--date", TODAY.isoformat(), "--format", "json", cwd=tmp_path / "my-clinic")
    products = {product["handout"]: product for product in json.loads(made)["products"]}
    assert sorted(products) == list(HANDOUTS)
    for handout, product in products.items():
        assert (tmp_path / "my-clinic" / product["path"]).read_bytes() == pdf(handout)
