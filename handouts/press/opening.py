"""Opens a PDF with pypdf: whatever is damaged, encrypted or no PDF at all becomes `NotAPdf` with the reason."""

from __future__ import annotations

import logging
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

from pypdf import PdfReader
from pypdf.errors import DependencyError, PyPdfError

from handouts.press.anatomy import NotAPdf

# What pypdf lets through on damaged files, met by feeding it truncated and altered ones.
_DAMAGE = (
    PyPdfError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    NotImplementedError,
    OSError,
    RecursionError,
    TypeError,
    ValueError,
    zlib.error,
)


@contextmanager
def opened(data: bytes) -> Iterator[PdfReader]:
    """The reader of these bytes, with at least one page; damage met while it is used is told the same way."""
    with _quiet_pypdf():
        try:
            reader = PdfReader(BytesIO(data))
            if reader.is_encrypted:
                raise NotAPdf("it is encrypted")
            if not len(reader.pages):
                raise NotAPdf("it has no pages")
            yield reader
        except DependencyError as problem:  # raised for ciphers that pypdf leaves to another package
            raise NotAPdf("it is encrypted") from problem
        except _DAMAGE as problem:
            raise NotAPdf(str(problem).rstrip(".") or type(problem).__name__) from problem


@contextmanager
def _quiet_pypdf() -> Iterator[None]:
    """Keep pypdf from logging what it repairs: the findings are the report."""
    logger = logging.getLogger("pypdf")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(level)
