"""Who we are and which versions made a product: the facts every record and every PDF carries."""

from __future__ import annotations

from importlib import metadata

NAME = "handouts"


def version() -> str:
    """Our own version, as installed."""
    return metadata.version(NAME)
