"""What a file says about itself whatever is stamped on it: output intent and bookmarks."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any

from handouts.typeset.plate import Bookmark, Plate
from handouts.typeset.writer import Objects, Raw, Ref, array, dictionary, name, string


def output_intent(objects: Objects) -> Ref:
    """SRGB as the intended colour space (ISO 19005-2, 6.2.3)."""
    profile = objects.packed(_srgb(), {"N": 3})
    return objects.add(
        dictionary(
            {
                "Type": name("OutputIntent"), "S": name("GTS_PDFA1"), "DestOutputProfile": profile,
                "OutputConditionIdentifier": string("sRGB"), "Info": string("sRGB IEC61966-2.1"),
            }
        )
    )  # fmt: skip


@lru_cache(maxsize=1)
def _srgb() -> bytes:
    """The profile, deflated."""
    from PIL import ImageCms

    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile[24:36] = bytes.fromhex("07EA0001000100000000 0000".replace(" ", ""))  # creation date: fixed, not now
    profile[8:12] = bytes.fromhex("04200000")  # ICC 4.2, the newest that PDF 1.7 knows; nothing newer is used in it
    profile[84:100] = bytes(16)  # profile id: not computed
    return zlib.compress(bytes(profile), 9)


def outlines(objects: Objects, plate: Plate, page_refs: Sequence[Ref]) -> Ref | None:
    """Bookmarks to every section; in a packet they stand below that of their handout, closed until asked for."""
    if not plate.bookmarks:
        return None
    root = objects.reserve()
    top = _nested(plate.bookmarks)

    def destination(entry: Bookmark) -> Raw:
        return array([page_refs[entry.page], name("XYZ"), 0, plate.paper.height - entry.y + 6, 0])

    ends = _level(objects, top, root, destination)
    return objects.put(root, dictionary({"Type": name("Outlines"), **ends, "Count": len(top)}))


_Branch = tuple[Bookmark, Sequence[Bookmark]]


def _nested(bookmarks: Sequence[Bookmark]) -> list[_Branch]:
    """Each bookmark of the highest level that there is, with those of lower levels that follow it."""
    highest = min(entry.level for entry in bookmarks)
    starts = [at for at, entry in enumerate(bookmarks) if at == 0 or entry.level == highest]
    return [
        (bookmarks[start], bookmarks[start + 1 : end]) for start, end in pairwise([*starts, len(bookmarks)])
    ]  # fmt: skip


def _level(
    objects: Objects, branches: Sequence[_Branch], parent: Ref, destination: Callable[[Bookmark], Raw]
) -> dict[str, Any]:
    """One level of the outline, written; what its parent says of it (ISO 32000-1, 12.3.3)."""
    refs = [objects.reserve() for _ in branches]
    for at, (entry, below) in enumerate(branches):
        inner: dict[str, Any] = {}
        if below:
            branch = _nested(below)
            inner = {**_level(objects, branch, refs[at], destination), "Count": -len(branch)}
        links = {
            "Title": string(entry.title), "Parent": parent, "Dest": destination(entry),
            "Prev": refs[at - 1] if at else None, "Next": refs[at + 1] if at + 1 < len(refs) else None, **inner,
        }  # fmt: skip
        objects.put(refs[at], dictionary(links))
    return {"First": refs[0], "Last": refs[-1]}
