"""Makes the pictures in docs/pictures from the starter handouts: `make pictures`."""

from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path

import handouts
from handouts.content import Review
from handouts.diagnostics import Mark
from handouts.edition import BuildRequest
from handouts.library import Library
from handouts.passport.notice import notice
from handouts.passport.recall import Recalled, Target
from handouts.press.pictures import contact_sheet, page_images
from handouts.press.reading import page_texts
from handouts.reports.facts import Period, Recorded, gather
from handouts.reports.pages import report
from handouts.source.workspace import read

ROOT = Path(__file__).resolve().parent.parent
# Name of the picture: documents as (handout, language, brand, layout, profile), each with the pages shown.
WANTED = {
    "overview": ((("rls-overview", "en", "example-clinic", "", ""), (1, 2, 9)),),
    "pharmacy": ((("vitamins-and-rls", "en", "example-pharmacy", "", ""), (1, 8)),),
    "arabic": ((("rls-overview", "ar", "example-clinic", "", ""), (1, 9)),),
    "layouts": (
        (("magnesium-and-rls", "en+ar", "example-clinic", "facing", ""), (1,)),
        (("rls-overview", "en", "example-clinic", "one-page", ""), (1,)),
        (("rls-overview", "en", "example-clinic", "quick-card", ""), (1, 2)),
        (("rls-overview", "en", "example-clinic", "sheet", "acb-18"), (1, 7)),
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
    data = a_report(library)
    pages = page_images(data, dpi=80)
    due = next(at for at, text in enumerate(page_texts(data)) if "by month:" in text)
    shown = contact_sheet([pages[0], pages[due]], columns=2, width=440)
    (ROOT / "docs" / "pictures" / "report.png").write_bytes(shown)


def a_report(library: Library) -> bytes:
    """The report of the starter, most of it signed in the course of two years by somebody who is not there."""
    names = sorted({name for name, _ in library.sections})
    reviews = tuple(
        Review(
            name, tag, section.digest, "A. Reader", "approver",
            datetime.date(2023, 11, 10) + datetime.timedelta(days=(names.index(name) * 211) % 700), "", Mark("example"),
        )
        for (name, tag), section in library.sections.items()
        if tag not in ("hi", "vi") and name != "folate"
    )  # fmt: skip
    older = {
        key: replace(source, checked=datetime.date(2023, 11, 1) + datetime.timedelta(days=(at * 97) % 900))
        for at, (key, source) in enumerate(library.references.items())
    }
    library = replace(library, reviews=reviews, references=older)
    workspace, _ = read(ROOT)
    period = Period(DAY, datetime.date(2026, 1, 1), 12)
    facts, _ = gather(workspace, library, Recorded((), (), None), period)
    made = report(library, facts, handouts.Selection())
    assert not isinstance(made, tuple) and made.pdf is not None
    return made.pdf.data


if __name__ == "__main__":
    main()
