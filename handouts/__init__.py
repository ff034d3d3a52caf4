"""Printable patient handouts from reviewed YAML content.

The Python interface is the names in `__all__`. They are loaded when first used, so that importing the package
costs nothing:

    library, findings = handouts.open_library(Path("my-clinic"))
    requests, unknown = handouts.plan(library, handouts.Selection(brands=("example-clinic",)))
    built = handouts.build_handout(library, requests[0], date=datetime.date.today())
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from handouts.build import BuildRecord, Built
    from handouts.build import build as build_handout
    from handouts.diagnostics import Diagnostic, HandoutsError
    from handouts.edition import BuildRequest, Edition, Personal
    from handouts.plates import Plates
    from handouts.press.verify import Verification, verify
    from handouts.resolving.plan import Selection, plan
    from handouts.source.loading import open_library
    from handouts.twin.page import html_twin

__all__ = [
    "BuildRecord", "BuildRequest", "Built", "Diagnostic", "Edition", "HandoutsError", "Personal", "Plates", "Selection",
    "Verification", "build_handout", "html_twin", "open_library", "plan", "verify",
]  # fmt: skip

_HOMES = {
    "BuildRecord": "build", "BuildRequest": "edition", "Built": "build", "Diagnostic": "diagnostics",
    "Edition": "edition", "HandoutsError": "diagnostics", "Personal": "edition", "Plates": "plates",
    "Selection": "resolving.plan", "Verification": "press.verify", "build_handout": "build", "html_twin": "twin.page",
    "open_library": "source.loading", "plan": "resolving.plan", "verify": "press.verify",
}  # fmt: skip


def __getattr__(name: str) -> Any:  # the type depends on the name
    if name in _HOMES:
        # `handouts.build` is the module; its function needs another name here.
        return getattr(import_module(f"handouts.{_HOMES[name]}"), "build" if name == "build_handout" else name)
    raise AttributeError(f"module 'handouts' has no attribute {name!r}")
