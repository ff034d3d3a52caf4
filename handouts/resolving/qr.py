"""QR codes as rows of modules; sole user of segno."""

from __future__ import annotations

from functools import lru_cache


@lru_cache(maxsize=256)
def modules(text: str) -> tuple[tuple[bool, ...], ...]:
    """Rows of dark (True) modules without quiet zone; error correction at least M (15 %), for worn paper."""
    import segno

    code = segno.make_qr(text, error="m", boost_error=True)
    return tuple(tuple(bool(module) for module in row) for row in code.matrix)
