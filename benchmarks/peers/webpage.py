"""The document as one HTML page with print styles, for WeasyPrint and Chromium."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Any

from peers.document import Runs, Variant

_STYLE = """\
@font-face { font-family: "Noto Sans"; src: url("FONTS/NotoSans-Regular.ttf"); }
@font-face { font-family: "Noto Sans"; font-weight: bold; src: url("FONTS/NotoSans-Bold.ttf"); }
@font-face { font-family: "Noto Sans"; font-style: italic; src: url("FONTS/NotoSans-Italic.ttf"); }
@page { size: letter; margin: 60pt 56pt;
  @top-left { content: "CLINIC"; font: 10pt "Noto Sans" } @top-right { content: "TITLE"; font: 10pt "Noto Sans" }
  @bottom-left { content: "Edition EXAMPLE"; font: 10pt "Noto Sans" }
  @bottom-right { content: "Page " counter(page) " of " counter(pages); font: 10pt "Noto Sans" } }
@page :first { @top-left { content: none } @top-right { content: none } }
body { font: 12pt/1.34 "Noto Sans"; margin: 0 }
h1, h2, .title { color: COLOUR; break-after: avoid } h1 { font-size: 18pt } h2 { font-size: 14pt }
.title { font-size: 24pt; font-weight: bold; margin: 12pt 0 0 }
.banner { background: COLOUR; color: white; padding: 12pt; display: flex; justify-content: space-between }
.box { background: #F2F6F8; border-left: 3pt solid COLOUR; padding: 10pt; margin: 8pt 0 }
table { border-collapse: collapse; width: 100% } td, th { border-bottom: 0.5pt solid #999; padding: 5pt;
  text-align: left; vertical-align: top } caption { text-align: left } tr { break-inside: avoid }
sup { font-size: 8pt; line-height: 0 }
"""


def page(data: dict[str, Any], variant: Variant, fonts: Path) -> str:
    """The whole page for one variant."""
    style = (
        _STYLE.replace("FONTS", fonts.resolve().as_uri()).replace("CLINIC", variant.clinic)
        .replace("TITLE", data["title"]).replace("COLOUR", variant.colour)
    )  # fmt: skip
    body = "".join(map(_block, data["blocks"]))
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(data["title"])}</title>'
        f"<style>{style}</style></head><body><div class=banner><span>{escape(variant.clinic)}</span>"
        f"<span>{escape(variant.phone)}</span></div><p class=title>{escape(data['title'])}</p>"
        f"<p>{escape(data['subtitle'])}</p><p>Prepared for: {escape(variant.patient)}</p>{body}"
        f"<h1>How to reach us</h1><div class=box>{escape(variant.clinic)}, {escape(variant.phone)}, "
        "100 Sample Street, Anytown</div></body></html>"
    )


def _block(block: list[Any]) -> str:
    match block:
        case ["h1" | "h2" | "p" as tag, runs]:
            return f"<{tag}>{_text(runs)}</{tag}>"
        case ["ul" | "ol" as tag, items]:
            return f"<{tag}>{''.join(f'<li>{_text(item)}</li>' for item in items)}</{tag}>"
        case ["box", title, inner]:
            return f"<div class=box><p><b>{_text(title)}</b></p>{''.join(map(_block, inner))}</div>"
        case ["table", caption, head, rows]:
            header = "".join(f"<th scope=col>{_text(cell)}</th>" for cell in head)
            body = "".join(f"<tr>{''.join(f'<td>{_text(cell)}</td>' for cell in row)}</tr>" for row in rows)
            return (
                f"<table><caption>{_text(caption)}</caption><thead><tr>{header}</tr></thead>"
                f"<tbody>{body}</tbody></table>"
            )
    raise ValueError(block[0])


def _text(runs: Runs) -> str:
    out = ""
    for text, strong, emphasis, raised in runs:
        made = escape(text)
        for tag, wanted in (("sup", raised), ("b", strong), ("i", emphasis)):
            made = f"<{tag}>{made}</{tag}>" if wanted else made
        out += made
    return out
