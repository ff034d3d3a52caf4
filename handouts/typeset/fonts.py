"""Which font draws which character, and what a shaped piece of text looks like; sole user of uharfbuzz."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Mapping
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import uharfbuzz as hb

from handouts.diagnostics import HandoutsError
from handouts.typeset.fontfolders import east_asian_folder, family_folder, listed, noto_folder
from handouts.typeset.glyphs import Advances, FontFile, Glyph, Hexes, Metrics
from handouts.typeset.memory import Memory

# Noto families in the order in which they are asked for a character the brand's font lacks. All are in one
# wheel, so this list is the product's whole repertoire without the CJK extra.
_FALLBACK = (
    "NotoSans[wght].ttf",
    "NotoSansArabic[wght].ttf",
    "NotoSansHebrew[wght].ttf",
    "NotoSansDevanagari[wght].ttf",
    "NotoSansBengali[wght].ttf",
    "NotoSansTamil[wght].ttf",
    "NotoSansTelugu[wght].ttf",
    "NotoSansGujarati[wght].ttf",
    "NotoSansGurmukhi[wght].ttf",
    "NotoSansKannada[wght].ttf",
    "NotoSansMalayalam[wght].ttf",
    "NotoSansOriya[wght].ttf",
    "NotoSansSinhala[wght].ttf",
    "NotoSansThai[wght].ttf",
    "NotoSansLao[wght].ttf",
    "NotoSansKhmer[wght].ttf",
    "NotoSansMyanmar[wght].ttf",
    "NotoSansEthiopic[wght].ttf",
    "NotoSansArmenian[wght].ttf",
    "NotoSansGeorgian[wght].ttf",
    "NotoSansSymbols[wght].ttf",
)
_MOST_GLYPHS = 6_000  # placed glyphs that a face keeps to give out again
# Tables that only shape or describe; the glyphs are drawn by id, so the PDF needs none of them.
_DROPPED = ("GSUB", "GPOS", "GDEF", "STAT", "name", "OS/2", "post", "cmap", "gasp", "DSIG", "meta", "kern")


class Face:
    """One font file at one weight: coverage, measures, shaping and subsetting. Immutable once made."""

    def __init__(self, file: FontFile, data: bytes, weight: int) -> None:
        self.file = file
        self.weight = min(max(weight, file.lightest), file.boldest)
        self.key = f"{file.digest[:16]}-{file.index}-{self.weight}"
        self._face = _opened(data, file.index)
        self._font = hb.Font(self._face)
        if file.lightest != file.boldest:
            self._font.set_variations({"wght": self.weight})
        self._scale: float = 1000 / self._face.upem
        self.advances = Advances(lambda glyph: float(self._font.get_glyph_h_advance(glyph)) * self._scale)
        self.hexes = Hexes()
        self._glyphs: dict[tuple[int, int, int, int, int], Glyph] = {}

    @cached_property
    def coverage(self) -> frozenset[int]:
        """Code points the font has glyphs for."""
        return _coverage(self._face)

    @cached_property
    def metrics(self) -> Metrics:
        """Ascent, descent, x-height and capital height."""
        extents = self._font.get_font_extents("ltr")

        def height(character: str) -> float:
            glyph = self._font.get_nominal_glyph(ord(character))
            found = self._font.get_glyph_extents(glyph) if glyph else None
            return float(found.y_bearing) * float(self._scale) if found else 0.0

        return Metrics(
            extents.ascender * self._scale, extents.descender * self._scale, height("x"), height("H")
        )  # fmt: skip

    @property
    def postscript_name(self) -> str:
        """A name for the embedded subset; any name unique in the document will do."""
        stem = self.file.name.split("[")[0].removesuffix(".ttf").removesuffix(".otf")
        return "".join(c for c in stem if c.isascii() and (c.isalnum() or c == "-")) + f"-{self.weight}"

    @cached_property
    def bounds(self) -> tuple[float, float, float, float]:
        """The font's bounding box, 1/1000 em (head table, ISO/IEC 14496-22)."""
        head = self._face.reference_table("head").data
        corners = (int.from_bytes(head[at : at + 2], "big", signed=True) * self._scale for at in (36, 38, 40, 42))
        x0, y0, x1, y1 = corners
        return x0, y0, x1, y1

    def glyph(self, character: str) -> int:
        """Nominal glyph of a character, 0 where the font has none."""
        return self._font.get_nominal_glyph(ord(character)) or 0

    def advance(self, glyph: int) -> float:
        """Advance width of a glyph, 1/1000 em."""
        return self.advances[glyph]

    @lru_cache(maxsize=2_000)  # noqa: B019  # faces live as long as the process, keyed by digest
    def outline(self, glyph: int) -> tuple[tuple[str, tuple[float, ...]], ...]:
        """The outline of a glyph as moves in 1/1000 em: `m` and `l` with a point, `c` with three, `h` to close."""
        moves: list[tuple[str, tuple[float, ...]]] = []
        self._font.draw_glyph(glyph, _OUTLINER, (moves, self._scale))
        return tuple(moves)

    def shape(self, text: str, language: str, rtl: bool, *, keep: bool = True) -> tuple[Glyph, ...]:
        """Shape one piece of one script and direction; glyphs come in visual order, left to right.

        Glyphs that are alike are one object unless `keep` is false, which leaves no trace of the text.
        """
        buffer = hb.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        buffer.direction = "rtl" if rtl else "ltr"
        buffer.language = language
        hb.shape(self._font, buffer)
        known, scale = self._glyphs if keep else {}, self._scale
        if len(known) > _MOST_GLYPHS:
            known.clear()
        out = []
        for info, at in zip(buffer.glyph_infos or (), buffer.glyph_positions or (), strict=True):
            dx, dy, advance, _ = at.position
            key = (info.codepoint, info.cluster, advance, dx, dy)
            glyph = known.get(key)
            if glyph is None:
                glyph = known[key] = Glyph(key[0], key[1], advance * scale, dx * scale, dy * scale)
            out.append(glyph)
        return tuple(out)

    def subset(self, glyphs: frozenset[int]) -> bytes:
        """The font program with these glyphs only, at this weight.

        TrueType keeps its glyph ids, so that page content does not depend on the subset. PostScript outlines are
        numbered anew (see `subset_ids`): keeping 65,000 ids would cost 100 KB a weight.
        """
        request = hb.SubsetInput()
        request.sets(hb.SubsetInputSets.GLYPH_INDEX).update({0, *glyphs})
        request.sets(hb.SubsetInputSets.DROP_TABLE_TAG).update(int.from_bytes(t.encode(), "big") for t in _DROPPED_TAGS)
        flags = hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NO_LAYOUT_CLOSURE
        kept = hb.SubsetFlags.DOWNGRADE_CFF2 if self.is_postscript else hb.SubsetFlags.RETAIN_GIDS
        request.flags = flags | kept
        if self.file.lightest != self.file.boldest:
            request.pin_axis_location(self._face, "wght", self.weight)
        font = request.subset(self._face)
        data: bytes = font.reference_table("CFF ").data if self.is_postscript else font.blob.data
        return data

    @property
    def is_postscript(self) -> bool:
        """True for CFF outlines; `subset` then gives the bare CFF table."""
        return self.file.outlines != "glyf"

    def subset_ids(self, glyphs: frozenset[int]) -> dict[int, int]:
        """Where each glyph went in the subset: HarfBuzz numbers those kept in the order of their ids."""
        if not self.is_postscript:
            return {glyph: glyph for glyph in glyphs}
        return {glyph: number for number, glyph in enumerate(sorted({0, *glyphs}))}


@lru_cache(maxsize=64)
def _opened(data: bytes, index: int) -> hb.Face:
    """A font of a file, the same for all weights: HarfBuzz copies the data, which may be 20 MB."""
    return hb.Face(hb.Blob(data), index)


@lru_cache(maxsize=64)
def _coverage(face: hb.Face) -> frozenset[int]:
    return frozenset(face.unicodes)


def _outliner() -> hb.DrawFuncs:
    """What HarfBuzz calls for each move of an outline; PDF knows no quadratic curves, so they are made cubic."""

    def mover(sign: str) -> Any:  # HarfBuzz passes coordinates, then the list and scale given to draw_glyph
        def move(*given: Any) -> None:
            *numbers, (moves, scale) = given
            moves.append((sign, tuple(float(number) * scale for number in numbers)))

        return move

    def quadratic(cx: float, cy: float, x: float, y: float, to: Any) -> None:
        moves, scale = to
        x0, y0 = moves[-1][1][-2:]
        cx, cy, x, y = (number * scale for number in (cx, cy, x, y))
        bend = (x0 + 2 * (cx - x0) / 3, y0 + 2 * (cy - y0) / 3, x + 2 * (cx - x) / 3, y + 2 * (cy - y) / 3)
        moves.append(("c", (*bend, x, y)))

    functions = hb.DrawFuncs()
    functions.set_move_to_func(mover("m"))
    functions.set_line_to_func(mover("l"))
    functions.set_cubic_to_func(mover("c"))
    functions.set_quadratic_to_func(quadratic)
    functions.set_close_path_func(mover("h"))
    return functions


_OUTLINER = _outliner()
_DROPPED_TAGS = tuple(tag.ljust(4) for tag in _DROPPED)


@lru_cache(maxsize=16)
def _fallbacks(weight: int) -> tuple[Face, ...]:
    """Noto's faces for other scripts in this weight, in the order they are asked."""
    folder = noto_folder()
    return tuple(_face(*_installed_file(folder / name), weight) for name in _FALLBACK)


@lru_cache(maxsize=256)
def _face(file: FontFile, data: bytes, weight: int) -> Face:
    return Face(file, data, weight)


def _describe(name: str, data: bytes, index: int = 0) -> FontFile:
    """Read style and weight from the font itself (OS/2 usWeightClass, fsSelection; fvar)."""
    face = _opened(data, index)
    os2 = face.reference_table("OS/2").data
    weight = int.from_bytes(os2[4:6], "big") if len(os2) > 6 else 400
    italic = bool(int.from_bytes(os2[62:64], "big") & 1) if len(os2) > 64 else False
    axis = next((a for a in face.axis_infos if a.tag == "wght"), None)
    low, high = (int(axis.min_value), int(axis.max_value)) if axis else (weight, weight)
    outlines = next((kind for tag, kind in _OUTLINES if len(face.reference_table(tag).data)), "")
    return FontFile(name, hashlib.sha256(data).hexdigest(), italic, low, high, index, outlines)


_OUTLINES = (("glyf", "glyf"), ("CFF ", "cff"), ("CFF2", "cff2"))


@lru_cache(maxsize=64)
def _installed_file(path: Path, index: int = 0) -> tuple[FontFile, bytes]:
    data = path.read_bytes()
    return _describe(path.name, data, index), data


def _family_files(family: str, own: Mapping[str, bytes]) -> list[tuple[FontFile, bytes]]:
    """Files of a family: the brand's own files, a font package, or Noto Sans; empty when there is none."""
    if family.startswith("templates/fonts/"):
        return [(_own_file(Path(p).name, data), data) for p, data in sorted(own.items()) if p.startswith(family)]
    if family == "noto-sans":
        folder = noto_folder()
        return [_installed_file(folder / n) for n in ("NotoSans[wght].ttf", "NotoSans-Italic[wght].ttf")]
    folder_found = family_folder(family)
    return [_installed_file(path) for path in listed(folder_found)] if folder_found is not None else []


@lru_cache(maxsize=32)
def _own_file(name: str, data: bytes) -> FontFile:
    return _describe(name, data)


def unusable(family: str, own: Mapping[str, bytes]) -> tuple[str, str] | None:
    """Why a family cannot be set, with a way out; None when it can."""
    files = _family_files(family, own)
    if not files and family.startswith("templates/fonts/"):
        return f"There is no font file in {family}.", "Put .ttf files there, or name an installed font package."
    if not files:
        return f"The font `{family}` is not installed.", f"pip install fontpkg-{family}, or use `noto-sans`."
    for file, data in files:
        if not _opened(data, file.index).glyph_count or not file.outlines:
            return f"The font file {file.name} is damaged.", "Get the file again."
        if file.outlines == "cff":
            return f"The font file {file.name} has PostScript outlines.", "Use its TrueType (.ttf) version."
    return None


def _nearest(files: list[tuple[FontFile, bytes]], weight: int, italic: bool) -> Face:
    # A static family has no 600: its bold serves, since emphasis must be seen.
    drawn = any(file.lightest <= weight <= file.boldest for file, _ in files)
    wanted = 700 if weight >= 600 and not drawn else weight

    def distance(entry: tuple[FontFile, bytes]) -> tuple[bool, int, str]:
        file = entry[0]
        return file.italic != italic, max(file.lightest - wanted, wanted - file.boldest, 0), file.name

    file, data = min(files, key=distance)
    return _face(file, data, wanted)


_SIGNS = "atkinson-hyperlegible"


class Fonts:
    """The fonts of one document: the brand's family first, Noto for what it lacks. Holds no state but choices.

    Fonts with the same `key` choose the same face for everything.
    """

    def __init__(self, family: str, own: Mapping[str, bytes], language: str = "en") -> None:
        problem = unusable(family, own)
        if problem is not None:
            raise HandoutsError(*problem)
        self._files = _family_files(family, own)
        self._language = language
        self._east_asian = east_asian_folder()
        digests = ",".join(f"{file.digest}-{file.index}" for file, _ in self._files)
        self.key = f"{digests} {language} {self._east_asian}"
        self._primary: dict[tuple[int, bool], Face] = {}

    def primary(self, weight: int, italic: bool = False) -> Face:
        """The brand's face for a weight and slope."""
        key = (weight, italic)
        if key not in self._primary:
            self._primary[key] = _nearest(self._files, weight, italic)
        return self._primary[key]

    def face_for(
        self, characters: str, weight: int, italic: bool, language: str = "", *, keep: bool = True
    ) -> Face | None:
        """The first face that has all of these characters, None when no font of ours has them.

        `language` chooses among the regional forms of Chinese characters; default: the document's. Without `keep`
        nothing is remembered of the characters.
        """
        sought = (characters, weight, italic, language or self._language)
        key = (self.key, *sought)
        found = _CHOSEN.get(key) if keep else None
        if found is None:
            found = self._search(*sought)
            if found is not None and keep:
                _CHOSEN.put(key, found)
        return found

    @cached_property
    def _signs(self) -> list[tuple[FontFile, bytes]]:
        return _family_files(_SIGNS, {})

    def _search(self, characters: str, weight: int, italic: bool, language: str) -> Face | None:
        first = self.primary(weight, italic)
        wanted = {ord(c) for c in characters}
        if wanted <= first.coverage:
            return first
        for face in _fallbacks(weight):
            if wanted <= face.coverage:
                return face
        # Signs such as ≥ that Noto Sans leaves to its mathematical sister stand in this one, which is always there.
        if self._signs:
            face = _nearest(self._signs, weight, italic)
            if wanted <= face.coverage:
                return face
        if self._east_asian is not None:
            face = _face(*_east_asian(self._east_asian, language), weight)
            if wanted <= face.coverage:
                return face
        return None


_CHOSEN: Memory[tuple[str, str, int, bool, str], Face] = Memory(20_000)

# Fonts of the collection Noto Sans CJK by the writing of a language; each draws all characters in its region's form.
_CJK_FILE = "NotoSansCJK-VF.otf.ttc"
_CJK_INDEX = {"ja": 0, "ko": 1, "zh": 2, "zh-Hans": 2, "zh-Hant": 3, "zh-TW": 3, "zh-HK": 4}


def _east_asian(folder: Path, language: str) -> tuple[FontFile, bytes]:
    index = _CJK_INDEX.get(language, _CJK_INDEX.get(language.split("-")[0], 2))
    return _installed_file(folder / _CJK_FILE, index)


def needs_extra(characters: str) -> bool:
    """True when these characters are Chinese, Japanese or Korean and the extra with their fonts is not installed."""
    east_asian = any(unicodedata.east_asian_width(c) in "WF" for c in characters)
    return east_asian and east_asian_folder() is None
