"""From the codes in a text operator to Unicode text, by the font's ToUnicode map."""

from __future__ import annotations

from collections.abc import Iterator

from handouts.press.anatomy import Font
from handouts.press.operators import Operand, operations

_UNKNOWN = "\N{REPLACEMENT CHARACTER}"
# A range of codes is within one last byte or, for two-byte codes, within the two (ISO 32000-1, 9.10.3).
_LONGEST_RANGE = 0x10000


class Decoder:
    """Decodes strings shown in one font; codes are two bytes wide in composite fonts, one byte in simple ones."""

    def __init__(self, font: Font) -> None:
        self._width = 2 if font.wide else 1
        self._texts = dict(_mappings(font.to_unicode))

    def text(self, codes: bytes) -> str:
        """The text of the codes; a code the map lacks is its Windows character or, in a wide font, unknown."""
        width = self._width
        return "".join(self._one(codes[start : start + width]) for start in range(0, len(codes), width))

    def meaning(self, code: int) -> str | None:
        """The text of one code; None when nothing in the file says it."""
        found = self._texts.get(code)
        if found is None and self._width == 1:
            return bytes([code]).decode("cp1252", "replace")
        return found

    def code_of(self, character: str) -> int | None:
        """A code that means this character alone, None when there is none."""
        return next((code for code, text in self._texts.items() if text == character), None)

    def _one(self, code: bytes) -> str:
        found = self._texts.get(int.from_bytes(code, "big"))
        if found is None:
            return _UNKNOWN if self._width == 2 else code.decode("cp1252", "replace")
        return found


def text_string(value: bytes) -> str:
    """A text string outside content, such as ActualText (ISO 32000-1, 7.9.2.2)."""
    if value.startswith(b"\xfe\xff"):
        return value[2:].decode("utf-16-be", "replace")
    if value.startswith(b"\xff\xfe"):
        return value[2:].decode("utf-16-le", "replace")
    if value.startswith(b"\xef\xbb\xbf"):
        return value[3:].decode("utf-8", "replace")
    return value.decode("latin-1")


def _mappings(cmap: bytes) -> Iterator[tuple[int, str]]:
    """All pairs of a ToUnicode CMap (ISO 32000-1, 9.10.3)."""
    for operation in operations(cmap):
        if operation.operator == "endbfchar":
            codes = operation.operands
            for code, target in zip(codes[::2], codes[1::2], strict=False):
                if isinstance(code, bytes) and isinstance(target, bytes):
                    yield int.from_bytes(code, "big"), _utf16(target)
        elif operation.operator == "endbfrange":
            codes = operation.operands
            for first, last, target in zip(codes[::3], codes[1::3], codes[2::3], strict=False):
                if isinstance(first, bytes) and isinstance(last, bytes):
                    yield from _range(int.from_bytes(first, "big"), int.from_bytes(last, "big"), target)


def _range(first: int, last: int, target: Operand) -> Iterator[tuple[int, str]]:
    """A range of codes: one text for each, or a first text whose last character counts up."""
    codes = range(first, min(last + 1, first + _LONGEST_RANGE))
    if isinstance(target, list):
        yield from ((code, _utf16(text)) for code, text in zip(codes, target, strict=False) if isinstance(text, bytes))
    elif isinstance(target, bytes) and (text := _utf16(target)):
        for code in codes:
            character = ord(text[-1]) + code - first
            yield code, text[:-1] + (chr(character) if character <= 0x10FFFF else _UNKNOWN)


def _utf16(target: bytes) -> str:
    return target.decode("utf-16-be", "replace")
