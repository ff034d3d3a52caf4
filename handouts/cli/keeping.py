"""Where derived work is kept between runs: in the user's own cache folder, unless told otherwise."""

from __future__ import annotations

import os
from pathlib import Path

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
