"""Which format a file has that a translator sent back, by its first characters, not by its name."""

from __future__ import annotations

from handouts.diagnostics import Diagnostic
from handouts.exchange.catalog import Catalog
from handouts.exchange.po import read_po
from handouts.exchange.xliffread import read_xliff

# XML begins with `<`; in UTF-16 a byte order mark stands before it.
_XML = (b"<", b"\xff\xfe", b"\xfe\xff")


def read_catalog(data: bytes, name: str) -> tuple[Catalog | None, tuple[Diagnostic, ...]]:
    """A PO or XLIFF file as a catalog; None and the reason when it cannot be used."""
    start = data[:200].removeprefix(b"\xef\xbb\xbf").lstrip()
    return read_xliff(data, name) if start.startswith(_XML) else read_po(data, name)
