"""The house rules that keep the code as it is drawn: floors, fences, purity, sizes. Standard library only."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "handouts"

# From the ground up. A module imports from its own floor and from those below, never from above.
FLOORS: tuple[frozenset[str], ...] = (
    frozenset({"diagnostics", "product", "names", "language", "tags", "looks", "content", "edition", "library"}),
    frozenset({"source"}),
    frozenset({"resolving"}),
    frozenset({"typeset", "press"}),
    frozenset({"build"}),
    frozenset({"reporting", "inventory"}),
    frozenset({"cli"}),
    frozenset({"__main__"}),
)
# Neighbours on one floor that know nothing of each other.
STRANGERS = (("typeset", "press"), ("press", "typeset"), ("resolving", "source"))

# Each library with the only modules that may know it.
FENCES: dict[str, tuple[str, ...]] = {
    "babel": ("language",),
    "click": ("cli", "cli.boundary", "cli.options"),
    "defusedxml": (),
    "fontpkg": ("typeset.fonts",),
    "fpdf": ("typeset.bidi",),
    "icu4py": ("language", "typeset.pieces", "typeset.text"),
    "manimgx_fonts": ("typeset.fonts",),
    "markdown_it": ("source.markup",),
    "page": ("press.validator",),
    "PIL": ("press.pdfium", "press.pictures", "source.pictures", "source.svg", "typeset.metadata"),
    "pydantic": (
        "source.blockmodels", "source.brands", "source.checking", "source.fields", "source.filemodels",
        "source.looksmodels", "source.schema",
    ),
    "pypdf": (
        "press.anatomy", "press.dissect", "press.dissect_tags", "press.drawn", "press.glyphs", "press.objects",
        "press.operators", "press.xmp",
    ),
    "pypdfium2": ("press.pdfium",),
    "pyphen": ("typeset.hyphens",),
    "reportlab": ("typeset.writer",),
    "segno": ("typeset.qr",),
    "svgelements": ("source.outlines", "source.svg"),
    "uharfbuzz": ("typeset.embedding", "typeset.fonts", "typeset.pieces"),
    "yaml": ("source.yamltext",),
}  # fmt: skip

# The only places that open files: the user's, the fonts that are installed, the log of a crash.
FILES = ("source.workspace", "typeset.fonts", "cli.boundary")
# The only places that ask what differs from run to run.
OUTSIDE = ("cli", "cli.options", "cli.boundary")

CATCHES_ALL = ("cli.boundary",)
MOST_LINES = 400
MOST_PARAMETERS = 6
# Functions that take more, each with its reason.
MANY_PARAMETERS: dict[str, str] = {}


@cache
def modules() -> dict[str, ast.Module]:
    """Every module by its name inside the package (`typeset.fonts`, `cli`), parsed."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        if "starter" in path.relative_to(PACKAGE).parts:
            continue
        name = ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix("__init__").rstrip(".")
        found[name] = ast.parse(path.read_text(encoding="utf-8"), str(path))
    return found


def imports(name: str, *, also_typing: bool = False) -> Iterator[tuple[str, int]]:
    """Full names of what a module imports when it runs, with their lines; typing-only imports on request."""
    for node in running(modules()[name], also_typing=also_typing):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{name}:{node.lineno}: import by the full name"
            yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)


def running(tree: ast.AST, *, also_typing: bool = False) -> Iterator[ast.AST]:
    """All nodes, without the bodies of `if TYPE_CHECKING:`."""
    for child in ast.iter_child_nodes(tree):
        if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test) and not also_typing:
            continue
        yield child
        yield from running(child, also_typing=also_typing)


def part(name: str) -> str:
    """The folder or module at the top that a name belongs to: `typeset` for `handouts.typeset.fonts`."""
    return name.removeprefix("handouts.").split(".")[0]


def floor(name: str) -> int:
    (found,) = [number for number, parts in enumerate(FLOORS) if part(name) in parts]
    return found


def test_every_module_has_a_floor():
    parts = {part(name) for name in modules() if name}
    assert parts == set().union(*FLOORS)


@pytest.mark.parametrize("name", [name for name in modules() if name])
def test_imports_point_down(name):
    wrong = [
        f"{name}:{line} imports {target}"
        for target, line in imports(name)
        if target.startswith("handouts.") and (floor(target) > floor(name) or (part(name), part(target)) in STRANGERS)
    ]
    assert not wrong


def test_the_package_itself_imports_nothing():
    assert list(imports("")) == []


@pytest.mark.parametrize("library", FENCES)
def test_a_library_stays_behind_its_fence(library):
    users = {
        name
        for name in modules()
        if any(target.split(".")[0] == library for target, _ in imports(name, also_typing=True))
    }
    assert users <= set(FENCES[library])


def test_no_fence_stands_around_nothing():
    """The table says what the code does: a place that has stopped using a library is struck out."""
    stale = {
        library: sorted(
            home
            for home in homes
            if home not in modules()
            or not any(target.split(".")[0] == library for target, _ in imports(home, also_typing=True))
        )
        for library, homes in FENCES.items()
    }
    assert not {library: homes for library, homes in stale.items() if homes}


def test_every_library_has_a_fence():
    used = (
        {target.split(".")[0] for name in modules() for target, _ in imports(name, also_typing=True)}
        - set(sys.stdlib_module_names)
        - {"handouts"}
    )
    assert used <= set(FENCES)


def calls(name: str) -> Iterator[tuple[str, int]]:
    """What a module calls or reads, as dotted text, with lines: `datetime.now`, `os.environ`, `print`."""
    for node in ast.walk(modules()[name]):
        if isinstance(node, ast.Call | ast.Attribute):
            target = node.func if isinstance(node, ast.Call) else node
            yield ast.unparse(target), node.lineno


@pytest.mark.parametrize("name", [name for name in modules() if part(name) != "cli"])
def test_only_the_command_line_prints_or_asks_the_outside(name):
    banned = {
        "print", "input", "click.echo", "sys.argv", "sys.stdout", "sys.stderr", "sys.exit", "os.environ", "os.getenv",
        "os.getcwd", "Path.cwd", "Path.home", "time.time", "time.monotonic", "time.perf_counter", "locale.getlocale",
        "date.today", "datetime.now", "datetime.utcnow", "datetime.date.today", "datetime.datetime.now",
        "datetime.datetime.today", "random.random", "uuid.uuid4", "os.getlogin", "platform.node", "id",
    }  # fmt: skip
    assert not [f"{name}:{line} {call}" for call, line in calls(name) if call in banned]


@pytest.mark.parametrize("name", [name for name in modules() if name not in FILES])
def test_only_three_modules_open_files(name):
    banned = ("read_text", "read_bytes", "write_text", "write_bytes", "unlink", "mkdir", "rmtree", "from_file_path")
    opened = [
        f"{name}:{line} {call}"
        for call, line in calls(name)
        if call in ("open", "io.open", "os.open", "os.remove", "os.replace")
        or call.split(".")[-1] in banned
        or call.startswith(("tempfile.", "shutil."))
    ]
    assert not opened


def test_surprises_are_caught_at_one_place():
    broad = [
        name
        for name, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or {"Exception", "BaseException"} & set(ast.unparse(node.type).strip("()").split(", ")))
    ]
    assert sorted(broad) == sorted(CATCHES_ALL) and len(broad) <= 2


def test_nothing_is_global():
    found = [name for name, tree in modules().items() for node in ast.walk(tree) if isinstance(node, ast.Global)]
    assert not found


MUTABLE = (ast.List, ast.Dict, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp)


@pytest.mark.parametrize("name", list(modules()))
def test_no_table_of_a_module_is_changed_while_it_runs(name):
    """Lists, maps and sets at the top of a module are constants: nothing in the module assigns into them."""
    tree = modules()[name]
    tables = {
        target.id
        for node in tree.body
        if isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, MUTABLE)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name)
    }
    changing = {"append", "add", "update", "setdefault", "pop", "clear", "extend", "insert", "remove", "discard"}
    changed = [
        f"{name}:{node.lineno}"
        for node in ast.walk(tree)
        if (isinstance(node, ast.Attribute) and node.attr in changing and ast.unparse(node.value) in tables)
        or (isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store) and ast.unparse(node.value) in tables)
    ]
    assert not changed


@pytest.mark.parametrize("name", list(modules()))
def test_a_module_says_what_it_decides_and_stays_short(name):
    path = PACKAGE.joinpath(*name.split(".")) if name else PACKAGE
    file = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    first = (ast.get_docstring(modules()[name]) or "").split("\n")[0]
    assert len(first) >= 20, f"{file} begins with no sentence"
    assert len(file.read_text(encoding="utf-8").splitlines()) <= MOST_LINES


@pytest.mark.parametrize("name", list(modules()))
def test_functions_take_few_things(name):
    """Click hands a command its options by name; everything else that needs more than six lacks a noun."""
    many = [
        f"{name}.{node.name}"
        for node in ast.walk(modules()[name])
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and not any("command" in ast.unparse(decorator) for decorator in node.decorator_list)
        and len(positional(node)) > MOST_PARAMETERS
        and f"{name}.{node.name}" not in MANY_PARAMETERS
    ]
    assert not many


def positional(node: ast.FunctionDef | ast.AsyncFunctionDef) -> list[str]:
    names = [argument.arg for argument in (*node.args.posonlyargs, *node.args.args)]
    return names[1:] if names[:1] in (["self"], ["cls"]) else names


@pytest.mark.parametrize("name", [name for name in modules() if name and part(name) != "cli"])
def test_nothing_below_decides_by_the_words_of_an_error(name):
    """`"no such" in str(problem)` breaks with the next version of a library."""
    found = [
        f"{name}:{node.lineno}"
        for node in ast.walk(modules()[name])
        if isinstance(node, ast.Compare)
        and any(isinstance(operator, ast.In | ast.NotIn | ast.Eq) for operator in node.ops)
        and any(
            isinstance(side, ast.Call)
            and ast.unparse(side.func) == "str"
            and ast.unparse(side.args[0]) in ("problem", "e", "exc")
            for side in (node.left, *node.comparators)
            if not isinstance(side, ast.Call) or side.args
        )
    ]
    assert not found
