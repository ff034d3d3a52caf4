"""The style sheet of the HTML file: calm and legible on a screen, in the dark and on paper.

Lengths are in rem or em, so that everything grows with the reader's own type size. Sides are start and end, so that
right-to-left pages are mirrored.
"""

from __future__ import annotations

import re

from handouts.edition import Edition
from handouts.language import script
from handouts.looks import Profile
from handouts.resolving import matter
from handouts.twin.colours import dark, declarations, light

_POINTS = 12.0  # a profile's body of 12 pt is the reader's own size on a screen: 16 CSS pixels are 12 pt
_LEAST_LEADING = 1.5  # WCAG 2.2, 1.4.8 (AAA) and 1.4.12
_USUAL = 'system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Helvetica Neue",Arial'
# What systems have for scripts that their usual face lacks; nothing is fetched, whatever is missing.
_FACES = {
    "Arab": '"Noto Sans Arabic","Noto Naskh Arabic","Geeza Pro",Tahoma',
    "Deva": '"Noto Sans Devanagari","Kohinoor Devanagari","Nirmala UI",Mangal',
    "Beng": '"Noto Sans Bengali","Kohinoor Bangla","Nirmala UI"',
    "Hans": '"PingFang SC","Microsoft YaHei","Noto Sans CJK SC","Noto Sans SC"',
    "Hant": '"PingFang TC","Microsoft JhengHei","Noto Sans CJK TC","Noto Sans TC"',
    "Jpan": '"Hiragino Sans","Yu Gothic","Noto Sans CJK JP","Noto Sans JP"',
    "Kore": '"Apple SD Gothic Neo","Malgun Gothic","Noto Sans CJK KR","Noto Sans KR"',
    "Thai": '"Noto Sans Thai",Thonburi,"Leelawadee UI"',
    "Mymr": '"Noto Sans Myanmar","Myanmar Text"',
}
_FONTS = {"atkinson-hyperlegible": '"Atkinson Hyperlegible Next","Atkinson Hyperlegible",'}  # where it is installed
# Scripts whose letters may be set apart; others join them, or hang marks on them.
_SPACED = frozenset({"Latn", "Cyrl", "Grek", "Armn", "Geor"})
# Languages whose readers expect our own numbers in other digits (`language.local_digits`), as CSS names these.
DIGITS = {
    "bn": "bengali", "fa": "persian", "mr": "devanagari", "my": "myanmar", "ne": "devanagari", "ps": "persian",
}  # fmt: skip

_SHEET = """
*,*::before,*::after{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%;color-scheme:light dark}
body{margin:0;background:var(--paper);color:var(--text);overflow-wrap:break-word}
header,main,footer{max-width:46rem;margin-inline:auto;padding-inline:1.25rem}
main:focus{outline:none}
p,ul,ol,table,figure,textarea,blockquote{margin:0}
p,li,h1,h2,h3,h4,dd{max-width:70ch}
:lang(zh) :is(p,li),:lang(ja) :is(p,li),:lang(ko) :is(p,li){max-width:40em}
a{color:var(--brand);text-underline-offset:.15em;overflow-wrap:anywhere}
a:hover{text-decoration-thickness:.15em}
:focus-visible{outline:.1875rem solid var(--text);outline-offset:.125rem;border-radius:.125rem}
bdi{white-space:pre-line}
.blank,.whole{white-space:nowrap}
sup{font-size:.75em;line-height:0;vertical-align:.45em;white-space:nowrap}
sup a{padding:.3em .15em;text-decoration:none}
sup a:hover{text-decoration:underline}
.icon{width:1.15em;height:1.15em;fill:currentColor;flex:none}
.skip{position:absolute;inset-inline-start:.5rem;top:-10rem;z-index:1;padding:.75rem 1.25rem;background:var(--paper);
border:.125rem solid var(--brand);border-radius:.25rem}
.skip:focus{top:.5rem}
.notice{max-width:none;margin-block-start:1rem;padding:.5rem 1rem;background:var(--warning-tint);
color:var(--warning);border-inline-start:.375rem solid var(--warning);font-weight:600}
.notice + .notice{margin-block-start:.25rem}
.banner{display:flex;flex-direction:row-reverse;justify-content:space-between;align-items:center;gap:1rem;
padding-block:1rem;border-block-end:.1875rem solid var(--brand);color:var(--brand);font-size:1.1rem;font-weight:600}
.banner p{margin:0}
.reach{font-size:1rem}
.logo{background:#fff;padding:.25rem;border-radius:.25rem;line-height:0}
.logo :is(svg,img){display:block;height:2.75rem;width:auto;max-width:10rem}
h1,h2,h3,h4,.title{color:var(--brand);line-height:1.25;text-wrap:balance;scroll-margin-block-start:1rem}
h1,.title{font-size:clamp(1.7rem,1.2rem + 2.4vw,2.3rem);font-weight:700;margin-block:1.75rem 0}
h2{font-size:1.5rem;font-weight:700;margin-block:2.5rem 0;padding-block-start:.75rem;
border-block-start:.0625rem solid var(--rule)}
h3{font-size:1.2rem;font-weight:600;margin-block:1.6rem 0}
h4{font-size:1.08rem;font-weight:600;margin-block:1.4rem 0}
article h2{font-size:clamp(1.6rem,1.2rem + 2vw,2rem);border-block-start:.1875rem solid var(--brand)}
article h3{font-size:1.4rem;font-weight:700;margin-block-start:2.25rem}
.number{color:var(--accent);margin-inline-end:.15em}
.subtitle{color:var(--muted);font-size:1.15rem;margin-block-start:.25rem}
.prepared{font-weight:600;margin-block-start:.75rem}
p,ul,ol,figure,.table,textarea{margin-block-start:.85rem}
h2 + *,h3 + *,h4 + *{margin-block-start:.45rem}
ul,ol{padding-inline-start:1.6em}
li + li{margin-block-start:.35rem}
li::marker{color:var(--brand);font-weight:700}
ul[role=list]{list-style:none;padding-inline-start:0}
.lead h2{font-size:1.2rem;border:0;padding:0;margin-block-start:1.6rem}
.points,.box,.contact{margin-block-start:1.5rem;padding:1rem 1.25rem;border:.0625rem solid var(--rule);
border-radius:.25rem;break-inside:avoid}
.points{background:var(--tint)}
.points :is(h2,h3),.box :is(h2,h3,h4),.contact :is(h2,h3){border:0;padding:0;margin-block-start:0;font-size:1.2rem}
.points li{display:flex;gap:.75em;font-size:1.05rem;max-width:none}
.points .icon{color:var(--brand);margin-block-start:.25em}
.box{border-color:currentColor;border-inline-start-width:.375rem;border-inline-start-style:solid}
.box > *{color:var(--text)}
.box > p:not(.tone){margin-block-start:.45rem}
.box > .tone{display:flex;align-items:center;gap:.5em;margin:0;font-weight:700;color:inherit}
.box > :is(h2,h3,h4){margin-block-start:.35rem;color:inherit}
.note{color:var(--note);background:var(--note-tint)}
.tip{color:var(--tip);background:var(--tip-tint);border-inline-start-style:double}
.warning{color:var(--warning);background:var(--warning-tint);border-inline-start-style:dashed}
.emergency{color:var(--emergency);background:var(--emergency-tint);border-width:.125rem;
border-inline-start-width:.625rem}
.contents{margin-block-start:2rem;padding-block:1rem;border-block:.0625rem solid var(--rule)}
.contents > h2{border:0;padding:0;margin:0;font-size:1.1rem}
.contents .time{margin-block-start:0;color:var(--muted)}
.contents > ul{margin-block-start:.5rem;columns:17rem 2;column-gap:2rem}
.contents ul ul{margin-block-start:0;margin-inline-start:1.25rem}
.contents li{break-inside:avoid;margin:0}
.contents a{display:block;padding-block:.3rem}
.contents li:has(ul) > a{font-weight:700}
.table{overflow-x:auto;container-type:inline-size;margin-block-start:1.2rem}
table{border-collapse:collapse;width:100%;font-size:.95rem;line-height:1.45}
caption{text-align:start;font-weight:700;font-size:1rem;padding-block-end:.4rem}
th,td{padding:.5rem .75rem;text-align:start;vertical-align:top;border-block-end:.0625rem solid var(--rule);
font-weight:400;min-width:4.5rem}
thead :is(th,td){background:var(--tint);color:var(--brand);font-weight:700;border-block-end:.125rem solid var(--brand)}
tbody th{font-weight:700}
.label{display:none}
@container (max-width:34rem){
.table table,.table caption,.table tbody,.table tr,.table tbody :is(th,td){display:block}
.table thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.table tr{border-block-start:.125rem solid var(--brand);padding-block:.5rem .75rem}
.table tbody :is(th,td){border:0;padding:.25rem 0;min-width:0}
.table tbody td:empty{display:none}
.table tbody th{color:var(--brand);font-size:1.05rem}
.table .label{display:block;color:var(--muted);font-weight:700;font-size:.9em}
}
figure .picture{background:#fff;border-radius:.25rem;line-height:0;max-width:32rem}
figure .picture svg{display:block;width:100%;height:auto;max-height:24rem}
figure .picture img{display:block;max-width:100%;height:auto;max-height:24rem;width:auto}
figcaption{color:var(--muted);font-size:.95rem;margin-block-start:.4rem;max-width:70ch}
.quote{border-inline-start:.25rem solid var(--rule);padding-inline-start:1rem}
.quote p{margin:0}
.ticks li{display:flex;gap:.75rem;align-items:flex-start}
.ticks label{padding-block:.1rem;cursor:pointer}
input[type=checkbox]{flex:none;width:1.5rem;height:1.5rem;margin:.05rem 0 0;accent-color:var(--brand)}
.asked{font-weight:600}
.asked + .given,.asked + textarea{margin-block-start:.25rem}
.given{white-space:pre-line}
textarea{display:block;width:100%;font:inherit;line-height:1.75;color:inherit;
background:transparent;border:.0625rem solid var(--muted);border-radius:.25rem;padding:.25rem .75rem;resize:vertical}
.references{font-size:.9rem;padding-inline-start:2.6em}
.references li{max-width:78ch}
.back{display:inline-flex;align-items:center;justify-content:center;min-width:1.75rem;min-height:1.75rem;
vertical-align:middle;text-decoration:none}
.left-out{color:var(--muted)}
.contact{background:var(--tint);display:flex;flex-wrap:wrap;gap:1.25rem;justify-content:space-between;
margin-block-start:3rem}
.contact p{margin-block-start:.15rem;line-height:1.65}
.contact > div{flex:1 1 17rem;min-width:0}
.contact > .code{flex:1 1 20rem;display:flex;flex-wrap:wrap;gap:.75rem;align-items:flex-start}
.code svg{flex:none;max-width:100%;height:auto}
.code > div{flex:1 1 9rem;min-width:0;font-size:.95rem}
.code p:first-child{font-weight:600}
footer{margin-block-start:3rem;padding-block:1rem 2rem;color:var(--muted);font-size:.9rem}
footer p{margin:0;max-width:none}
.two :is(header,main,footer){max-width:92rem}
.pair{display:grid;grid-template-columns:minmax(0,1fr);column-gap:3rem}
.pair > div{min-width:0}
.pair > [dir] + [dir]:not(:empty){border-block-start:.0625rem dotted var(--rule);padding-block-start:.5rem}
@media screen and (min-width:60rem){
.pair{grid-template-columns:minmax(0,1fr) minmax(0,1fr)}
.pair > [dir] + [dir]:not(:empty){border:0;padding:0}
.across > div,.across section{display:contents}
.across > :last-child h2{grid-row:1;grid-column:2}
.across .references{grid-column:1 / -1}
}
@media (prefers-reduced-motion:reduce){*{transition:none;animation:none;scroll-behavior:auto}}
@media (forced-colors:active){.icon{fill:CanvasText}.logo,.picture{forced-color-adjust:none}}
@media print{
html{color-scheme:light;line-height:1.42}
h2{margin-block-start:1.6rem}
h3{margin-block-start:1.2rem}
p,ul,ol,figure,.table,textarea{margin-block-start:.6rem}
.points,.box{margin-block-start:1.1rem;padding:.7rem 1rem}
.contents{margin-block-start:1.2rem;padding-block:.6rem}
.contents a{padding-block:.12rem}
th,td{padding-block:.3rem}
header,main,footer,.two :is(header,main,footer){max-width:none;padding-inline:0;margin-inline:0}
.skip,.back{display:none}
a{color:inherit;text-decoration:none}
p a[href^=http]{text-decoration:underline}
.notice,.points,.box,.contact,thead :is(th,td){background:none}
h1,h2,h3,h4,caption,.tone,.asked{break-after:avoid}
h2 + *,h3 + *,h4 + *{break-before:avoid}
p,li{orphans:2;widows:2}
tr,figure,.points,.box,.contact,.ticks li,textarea{break-inside:avoid}
.contents{break-inside:avoid}
textarea{border:0;padding:0;border-radius:0;resize:none;line-height:2.1;print-color-adjust:exact;
-webkit-print-color-adjust:exact;
background:repeating-linear-gradient(transparent 0 calc(2.1em - .06rem),var(--muted) calc(2.1em - .06rem) 2.1em)}
input[type=checkbox]{print-color-adjust:exact;-webkit-print-color-adjust:exact}
article{break-before:page}
.facing .pair{grid-template-columns:minmax(0,1fr) minmax(0,1fr);column-gap:2rem}
.facing .pair > [dir] + [dir]:not(:empty){border:0;padding:0}
.facing .across > div,.facing .across section{display:contents}
.facing .across > :last-child h2{grid-row:1;grid-column:2}
.facing .across .references{grid-column:1 / -1}
footer{margin-block-start:1.5rem;padding-block:.5rem 0;border-block-start:.0625rem solid var(--rule)}
}
"""


# On paper a field is as tall as its author wanted, and taller where more was typed.
_MOST_ROWS, _ROW = 40, 2.1
_ROWS = "@media print{{textarea{{field-sizing:content}}{}}}".format(
    "".join(f'textarea[rows="{rows}"]{{min-height:{rows * _ROW:.4g}em}}' for rows in range(1, _MOST_ROWS + 1))
)


def style_sheet(edition: Edition) -> str:
    """All rules of the file; the same for every patient."""
    palette, mono = edition.brand.palette, edition.request.mono
    colours = (
        f":root{{{declarations(light(palette, mono=mono))}}}\n"
        f"@media screen and (prefers-color-scheme:dark){{:root{{{declarations(dark(palette, mono=mono))}}}}}"
    )
    second = _type(edition.beside, '[lang="{}"]') if edition.beside is not None else ""
    rules = (colours, _SHEET.strip(), _type(edition, "html"), second, _ROWS, _page(edition))
    return "\n".join(filter(None, rules)) + "\n"


def _type(edition: Edition, selector: str) -> str:
    """Typefaces, sizes and digits of one language of the document."""
    written = script(edition.language)
    own = _FACES.get(written, "")
    faces = _FONTS.get(edition.brand.font, "") + (f"{own},{_USUAL}" if own else _USUAL)
    chosen = selector.format(edition.language)
    size = f"font-size:{100 * _body_size(edition.profile) / _POINTS:.4g}%;" if selector == "html" else ""
    rules = [f"{chosen}{{{size}font-family:{faces},sans-serif;{_spacing(edition.profile, written)}}}"]
    if not edition.profile.italics or written not in _SPACED:
        rules.append(f"{chosen} em{{font-style:normal;font-weight:600}}")
    digits = DIGITS.get(edition.language.split("-")[0])
    if digits:
        rules.append(f"{chosen} ol{{list-style-type:{digits}}}")
    return "\n".join(rules)


def _body_size(profile: Profile) -> float:
    return profile.styles["body"].size


def _spacing(profile: Profile, written: str) -> str:
    body = profile.styles["body"]
    rules = f"line-height:{max(_LEAST_LEADING, body.leading / body.size):.4g};"
    if written in _SPACED and profile.letter_spacing:
        rules += f"letter-spacing:{profile.letter_spacing:.4g}em;"
    if profile.word_spacing:
        rules += f"word-spacing:{profile.word_spacing:.4g}em;"
    return rules


def _page(edition: Edition) -> str:
    """The printed sheet: its size, and what browsers that know margin boxes (CSS Paged Media) repeat on each page."""
    style = "counter(page" + (f",{_digits(edition)})" if _digits(edition) else ")")
    total = style.replace("page", "pages", 1)
    number = re.split(r"(\{pages?\})", edition.wording["page_of"])
    numbered = " ".join({"{page}": style, "{pages}": total}.get(part, quoted(part)) for part in number if part)
    notices = " / ".join(_isolated(line.plain) for line in edition.notices)
    running = f"{_isolated(_short_name(edition))}{matter.DOT}{_isolated(edition.title.plain)}"
    head = f"@top-center{{content:{quoted(notices or running)};{'font-weight:700;' if notices else ''}{_MARGIN}}}"
    foot = quoted(f"{_isolated(edition.title.plain)}{matter.DOT}{matter.edition_line(edition)}")
    start, end = ("left", "right") if edition.direction == "ltr" else ("right", "left")
    boxes = f"{head}@bottom-{start}{{content:{foot};{_MARGIN}text-align:{start};width:75%}}" + (
        f"@bottom-{end}{{content:{numbered};{_MARGIN}text-align:{end}}}"
    )
    # The text says as much at its head; what is empty there keeps the browser from putting in something of its own.
    first = '@page:first{@top-center{content:" "}}'
    return f"@page{{size:{edition.paper.name};margin:19mm 17mm 20mm;{boxes}}}\n{first}"


_MARGIN = "font-size:10pt;line-height:1.3;"


def _isolated(text: str) -> str:
    """A text whose order depends on nothing around it; no markup can say so inside a style sheet."""
    return f"\u2068{text}\u2069"


def _short_name(edition: Edition) -> str:
    return edition.slots.get("clinic.short_name") or edition.brand.name


def _digits(edition: Edition) -> str:
    return DIGITS.get(edition.language.split("-")[0], "")


def quoted(text: str) -> str:
    r"""A text as a CSS string. All but letters, digits and plain punctuation is escaped, so that none can end it.

    What needs it most is `<`, since a style sheet in HTML ends at `</style`, whatever CSS makes of it.
    """
    shown = (c if c.isalnum() or c in " .,:·()-_" else f"\\{ord(c):x} " for c in text)
    return '"' + "".join(shown) + '"'
