"""Makes the pictures in docs/pictures from the starter handouts: `make pictures`."""

from __future__ import annotations

import datetime
from pathlib import Path

import handouts
from handouts.edition import BuildRequest
from handouts.passport.notice import notice
from handouts.passport.recall import Recalled, Target
from handouts.press.pictures import contact_sheet, page_images

ROOT = Path(__file__).resolve().parent.parent
# Name of the picture: documents as (handout, language, brand, layout, profile), each with the pages shown.
WANTED = {
    "overview": ((("rls-overview", "en", "example-clinic", "", ""), (1, 2, 9)),),
    "pharmacy": ((("vitamins-and-rls", "en", "example-pharmacy", "", ""), (1, 8)),),
    "arabic": ((("rls-overview", "ar", "example-clinic", "", ""), (1, 9)),),
    "layouts": (
        (("rls-overview", "en+ar", "example-clinic", "facing", ""), (2,)),
        (("rls-overview", "en", "example-clinic", "one-page", ""), (1,)),
        (("rls-overview", "en", "example-clinic", "sheet", "acb-18"), (4,)),
    ),
}


DAY = datetime.date(2026, 11, 24)


def recalled(edition: str, language: str, title: str, now: str) -> Recalled:
    """A row of the recall notice."""
    asked = BuildRequest("rls-overview", (language,), "example-clinic", "sheet", "standard-12", "letter")
    return Recalled(edition, asked, title, "Restless legs syndrome", (DAY,), "older", now)


def pictures(library: handouts.Library, asked: tuple[str, ...], pages: tuple[int, ...]) -> list[bytes]:
    """Pages of one document as PNG; pages count from 1."""
    handout, language, brand, layout, profile = asked
    chosen = handouts.Selection((handout,), (language,), (brand,), layout=layout, profile=profile)
    requests, _ = handouts.plan(library, chosen)
    built = handouts.build_handout(library, requests[0], date=datetime.date(2026, 11, 22))
    assert built.pdf is not None, built.findings
    images = page_images(built.pdf.data, dpi=100)
    return [images[page - 1] for page in pages]


def main() -> None:
    library, _ = handouts.open_library(ROOT)
    assert library is not None
    for name, documents in WANTED.items():
        shown = [image for asked, pages in documents for image in pictures(library, asked, pages)]
        sheet = contact_sheet(shown, columns=len(shown), width=480)
        (ROOT / "docs" / "pictures" / f"{name}.png").write_bytes(sheet)
    rows = [
        recalled("5byfc-hmgys", "en", "Restless legs syndrome", "xr2mp-jrarq"),
        recalled("7efx3-rk4jc", "vi", "Hội chứng chân không yên", ""),
    ]
    made = notice(library, Target("section", "iron"), rows, handouts.Selection(), date=DAY)
    assert not isinstance(made, tuple) and made.pdf is not None
    (page, *_) = page_images(made.pdf.data, dpi=80)
    (ROOT / "docs" / "pictures" / "recall-notice.png").write_bytes(page)


if __name__ == "__main__":
    main()
