"""The house rules that keep the code as it is drawn: floors, fences, purity, sizes. Standard library only."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from functools import cache
from itertools import permutations
from pathlib import Path

import pytest

import handouts

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "handouts"

# From the ground up. A module imports from its own floor and from those below, never from above.
FLOORS: tuple[frozenset[str], ...] = (
    frozenset(
        {
            "diagnostics",
            "icons",
            "product",
            "records",
            "names",
            "language",
            "tags",
            "looks",
            "content",
            "edition",
            "guidance",
            "library",
        }
    ),
    frozenset({"source"}),
    frozenset({"resolving"}),
    frozenset({"typeset", "twin", "press", "checks"}),
    frozenset({"exchange"}),
    frozenset({"plates"}),
    frozenset({"fitting"}),
    frozenset({"governance"}),
    frozenset({"build", "stacking"}),
    frozenset({"merging"}),
    frozenset({"passport", "reports"}),
    frozenset({"batching"}),
    frozenset({"reporting", "inventory", "sarif"}),
    frozenset({"cli"}),
    frozenset({"__main__"}),
)
# Parts that know nothing of each other although the floors would let them.
STRANGERS = frozenset(
    {
        ("resolving", "source"), ("press", "source"), ("press", "resolving"),
        ("exchange", "typeset"), ("exchange", "press"), ("governance", "typeset"), ("governance", "press"),
        ("exchange", "twin"), ("governance", "twin"),
        *permutations(("typeset", "twin", "press", "checks"), 2),
    }
)  # fmt: skip

# Each library with the only modules that may know it; `cli.*` stands for the whole folder.
FENCES: dict[str, tuple[str, ...]] = {
    "babel": ("language",),
    "click": ("cli.*",),
    "distributed": ("batching.cluster",),
    "filelock": ("source.appending",),
    "fpdf": ("typeset.bidi",),
    "icu4py": ("checks.content.breaking", "language", "typeset.pieces"),
    "markdown_it": ("source.markup",),
    "page": ("press.validator",),
    "PIL": ("press.greys", "press.pdfium", "press.pictures", "source.pictures", "source.svg", "typeset.metadata"),
    "openpyxl": ("source.people",),
    "platformdirs": ("cli.keeping",),
    "polib": ("exchange.po",),
    "pydantic": (
        "source.blockmodels", "source.checking", "source.fields", "source.filemodels", "source.looksmodels",
        "source.planmodels", "source.schema",
    ),
    "pydantic_core": ("source.fields",),
    "pypdf": (
        "press.dissect", "press.dissect_looks", "press.dissect_tags", "press.greys", "press.objects", "press.opening",
        "press.printfile", "press.printinfo", "press.printsheets", "press.printsource", "press.stack",
    ),
    "pypdfium2": ("press.pdfium",),
    "pyphen": ("typeset.hyphens",),
    "reportlab": ("typeset.writer",),
    "segno": ("resolving.qr",),
    "svgelements": ("source.outlines", "source.svg"),
    "uharfbuzz": ("press.faces", "typeset.fonts"),
    "yaml": ("source.yamltext",),
}  # fmt: skip
# Packages that hold fonts and are found by name, not imported.
FONT_PACKAGES = ("manimgx_fonts", "fontpkg_")

# The only places that open files: the user's (`writing` when they are changed), the ledger that several processes add
# to, the products of a batch, what is kept between runs, the fonts that are installed, the log of a crash.
FILES = (
    "source.workspace", "source.writing", "source.appending", "source.delivering", "source.store",
    "typeset.fonts", "cli.boundary",
)  # fmt: skip
# The only place that runs another program: git.
PROGRAMS = ("source.history",)
# The only places that ask what differs from run to run.
OUTSIDE = ("cli", "cli.options", "cli.boundary", "cli.keeping")

CATCHES_ALL = ("cli.boundary", "batching.work")
MOST_LINES = 400
MOST_PARAMETERS = 6
# Functions that take more, each with its reason.
MANY_PARAMETERS: dict[str, str] = {
    "typeset.ink.path": "an icon: where, how large, its outline and colour, and what stands for it in the text",
}


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


@cache
def imports(name: str, *, also_typing: bool = False) -> list[tuple[str, int]]:
    """Full names of what a module imports when it runs, with their lines; typing-only imports on request."""
    found = []
    for node in running(modules()[name], also_typing=also_typing):
        if isinstance(node, ast.Import):
            found += [(alias.name, node.lineno) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{name}:{node.lineno}: import by the full name"
            found += [(f"{node.module}.{alias.name}", node.lineno) for alias in node.names]
    return found


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


def users(library: str) -> set[str]:
    """Modules that import a library, be it for types alone."""
    return {name for name in modules() if any(t.split(".")[0] == library for t, _ in imports(name, also_typing=True))}


@cache
def calls(name: str) -> list[tuple[str, int]]:
    """What a module calls or reads, as dotted text, with lines: `datetime.now`, `os.environ`, `print`."""
    found = []
    for node in ast.walk(modules()[name]):
        if isinstance(node, ast.Call | ast.Attribute):
            target = node.func if isinstance(node, ast.Call) else node
            found.append((ast.unparse(target), node.lineno))
    return found


def functions() -> Iterator[tuple[str, ast.FunctionDef]]:
    """Every function and method, with its name in full."""
    for name, tree in modules().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                yield f"{name}.{node.name}", node


# --- floors and fences -------------------------------------------------------------------------------------------


def test_every_module_has_a_floor():
    assert {part(name) for name in modules() if name} == set().union(*FLOORS)


def test_imports_point_down():
    wrong = [
        f"{name}:{line} imports {target}"
        for name in modules()
        for target, line in imports(name)
        if name
        and target.startswith("handouts.")
        and (floor(target) > floor(name) or (part(name), part(target)) in STRANGERS)
    ]
    assert wrong == []


def test_the_package_itself_imports_nothing_of_its_own():
    """`import handouts` costs nothing: the names of the interface are loaded when they are first used."""
    assert {target.split(".")[0] for target, _ in imports("")} <= set(sys.stdlib_module_names)


def test_every_name_of_the_interface_is_there():
    assert sorted(handouts.__all__) == list(handouts.__all__)
    for name in handouts.__all__:
        assert getattr(handouts, name) is not None
    with pytest.raises(AttributeError):
        _ = handouts.nothing


def test_a_library_stays_behind_its_fence():
    """Also the other way round: a place that has stopped using a library is struck out of the table."""
    assert {library: homes_of(library) for library in FENCES} == {
        library: tuple(sorted(homes)) for library, homes in FENCES.items()
    }


def homes_of(library: str) -> tuple[str, ...]:
    """Who uses a library; a folder that the table names as a whole counts as one home."""
    whole = {home.removesuffix(".*") for home in FENCES[library] if home.endswith(".*")}
    return tuple(sorted({f"{part(name)}.*" if part(name) in whole else name for name in users(library)}))


def test_every_library_has_a_fence():
    imported = {target.split(".")[0] for name in modules() for target, _ in imports(name, also_typing=True)}
    assert imported - set(sys.stdlib_module_names) - {"handouts"} == set(FENCES)


def test_font_packages_are_known_in_one_place():
    knowing = {
        name
        for name, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.startswith(FONT_PACKAGES)
    }
    assert knowing == {"typeset.fonts"}


# --- purity ------------------------------------------------------------------------------------------------------


def test_only_the_command_line_prints_or_asks_the_outside():
    banned = {
        "print", "input", "click.echo", "sys.argv", "sys.stdout", "sys.stderr", "sys.exit", "os.environ", "os.getenv",
        "os.getcwd", "Path.cwd", "Path.home", "time.time", "time.monotonic", "time.perf_counter", "locale.getlocale",
        "date.today", "datetime.now", "datetime.utcnow", "datetime.date.today", "datetime.datetime.now",
        "datetime.datetime.today", "random.random", "uuid.uuid4", "os.getlogin", "platform.node",
    }  # fmt: skip
    asking = {name for name in modules() if part(name) != "cli" for call, _ in calls(name) if call in banned}
    assert asking == set()


def test_only_a_few_modules_open_files():
    banned = {"read_text", "read_bytes", "write_text", "write_bytes", "unlink", "mkdir", "rmtree", "from_file_path"}
    opening = {
        name
        for name in modules()
        for call, _ in calls(name)
        if call in ("open", "io.open", "os.open", "os.remove", "os.replace")
        or call.split(".")[-1] in banned
        or call.startswith(("tempfile.", "shutil."))
    }
    assert opening == set(FILES)


def test_only_one_module_runs_another_program():
    running_one = {
        name
        for name in modules()
        for target, _ in imports(name, also_typing=True)
        if target.split(".")[0] in ("subprocess", "pty", "asyncio") or target in ("os.system", "os.popen")
    } | {name for name in modules() for call, _ in calls(name) if call in ("os.system", "os.popen", "os.startfile")}
    assert running_one == set(PROGRAMS)
    shells = [line for name in PROGRAMS for call, line in calls(name) if "shell" in call]
    assert shells == []


def test_surprises_are_caught_at_one_place():
    broad = [
        name
        for name, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or {"Exception", "BaseException"} & set(ast.unparse(node.type).strip("()").split(", ")))
    ]
    assert len(broad) <= 2 and set(broad) == set(CATCHES_ALL)


def test_nothing_is_global():
    found = [name for name, tree in modules().items() for node in ast.walk(tree) if isinstance(node, ast.Global)]
    assert found == []


def test_tables_of_a_module_do_not_change_while_it_runs():
    """Lists, maps and sets at the top of a module are constants: nothing in the module puts anything into them."""
    tables = (ast.List, ast.Dict, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp)
    changing = {"append", "add", "update", "setdefault", "pop", "clear", "extend", "insert", "remove", "discard"}
    changed = []
    for name, tree in modules().items():
        own = {
            ast.unparse(target)
            for node in tree.body
            if isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, tables)
            for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        }
        changed += [
            f"{name}:{node.lineno}"
            for node in ast.walk(tree)
            if (isinstance(node, ast.Attribute) and node.attr in changing and ast.unparse(node.value) in own)
            or (isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store) and ast.unparse(node.value) in own)
        ]
    assert changed == []


def test_nothing_is_decided_by_the_words_of_an_error():
    """`"no such" in str(problem)` breaks with the next version of a library."""
    caught = {
        (name, handler.name)
        for name, tree in modules().items()
        for handler in ast.walk(tree)
        if isinstance(handler, ast.ExceptHandler) and handler.name
    }
    deciding = [
        f"{name}:{node.lineno}"
        for name, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Compare)
        and any(
            ast.unparse(side) == f"str({problem})"
            for where, problem in caught
            if where == name
            for side in (node.left, *node.comparators)
        )
    ]
    assert deciding == []


# --- sizes -------------------------------------------------------------------------------------------------------


def test_every_module_begins_with_a_sentence():
    silent = [name for name, tree in modules().items() if len((ast.get_docstring(tree) or "").split("\n")[0]) < 20]
    assert silent == []


def test_modules_stay_short():
    lengths = {
        path.relative_to(ROOT).as_posix(): len(path.read_text(encoding="utf-8").splitlines())
        for path in PACKAGE.rglob("*.py")
    }
    assert {path: length for path, length in lengths.items() if length > MOST_LINES} == {}


def test_functions_take_few_things():
    """Click hands a command its options by name; whatever else needs more than six lacks a noun."""
    many = {
        name
        for name, node in functions()
        if not any("command" in ast.unparse(decorator) for decorator in node.decorator_list)
        and len(positional(node)) > MOST_PARAMETERS
    }
    assert many == set(MANY_PARAMETERS)


def positional(node: ast.FunctionDef) -> list[str]:
    names = [argument.arg for argument in (*node.args.posonlyargs, *node.args.args)]
    return names[1:] if names[:1] in (["self"], ["cls"]) else names


def test_everything_is_annotated():
    bare = [name for name, node in functions() if node.returns is None]
    assert bare == []
