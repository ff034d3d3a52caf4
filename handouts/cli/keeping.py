"""Where derived work is kept between runs: in the user's own cache folder, unless told otherwise."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import NamedTuple

from handouts import product
from handouts.diagnostics import Diagnostic
from handouts.source.compiled import from_plain, plain
from handouts.source.store import Store

VARIABLE = "HANDOUTS_CACHE"


def usual_store() -> Store | None:
    """The store of this user, or None where there is to be none.

    `HANDOUTS_CACHE` names another folder, or `off` to keep nothing.
    """
    wish = os.environ.get(VARIABLE, "")
    if wish == "off":
        return None
    if wish:
        return Store.at(Path(wish))
    import platformdirs

    return Store.at(platformdirs.user_cache_path("handouts", appauthor=False))


class Verdict(NamedTuple):
    """What verifying a file came to: whether it passed, and what was found."""

    passed: bool
    findings: tuple[Diagnostic, ...]


def verified(data: bytes, name: str, store: Store | None) -> Verdict:
    """The verdict on a PDF in these bytes, asked for once: the same bytes get the same from the same program.

    A store keeps the digest of the file. One of a patient's copy must not be kept: give no store for it.
    """
    key = hashlib.sha256(f"{product.state()}\n{name}\n{hashlib.sha256(data).hexdigest()}".encode()).hexdigest()
    kept = store.get("verdict", key) if store is not None and product.state() else None
    if kept is not None:
        return Verdict(*from_plain(kept))
    from handouts.press.verify import verify

    result = verify(data, name)
    if store is not None and product.state():
        store.put("verdict", key, plain((result.passed, result.findings)))
    return Verdict(result.passed, result.findings)
