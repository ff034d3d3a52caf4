"""One small edition for each kind of block, and one with all of them."""

from dataclasses import replace
from typing import Any

from handouts.content import Words
from handouts.edition import Edition, Personal, ReviewState

from . import editions
from .editions import (
    bullets,
    callout,
    checklist,
    edition,
    faq,
    figure,
    heading,
    key_points,
    line,
    quote,
    reference,
    section,
    steps,
    table,
    text,
    write_in,
)

SPANISH = text("Say: ")
SPANISH = replace(SPANISH, line=replace(SPANISH.line, parts=(*SPANISH.line.parts, Words("piernas", language="es"))))

BLOCKS: dict[str, tuple[Any, ...]] = {
    "paragraph": (text("Iron **helps** _some_ people."),),
    "links": (text("Read [this page](https://example.org/a?c=d), [call](tel:911) or write."),),
    "slots": (text("Call {clinic.phone}, {patient.name}, or see [{clinic.website}]({clinic.website})."),),
    "language": (SPANISH,),
    "heading": (heading("When iron helps"), text("Iron helps when it is low.")),
    "list": (bullets("First point", "Second point with a [link](https://example.org)"),),
    "steps": (steps("Do this", "Then **this**", "Then that"),),
    "note": (callout("note", text("Some words.")),),
    "tip": (callout("tip", bullets("One", "Two"), title="A tip"),),
    "warning": (callout("warning", text("Keep iron away."), steps("Lock it", "Hide it"), title="Children"),),
    "emergency": (callout("emergency", text("Call {emergency.number}."), title="Now"),),
    "table": (
        table(("Medicine", "Gap"), ("Levothyroxine", "4 hours"), ("Antacid", "2 hours"), caption="Iron and others"),
    ),
    "table-plain": (table(("A", "B", "C"), ("1", "", "3"), ("4", "5", "6"), header_column=False, widths=(2, 1, 1)),),
    "table-corner": (table(("", "Dose"), ("Iron", "1 tablet"), ("", "2 tablets")),),
    "faq": (faq(("Does it hurt?", "No."), ("Is it long?", "It is short.")),),
    "figure": (figure(caption="Where it is felt"),),
    "figure-photo": (figure(editions.PHOTO, alt="A photograph"),),
    "figure-decorative": (text("Before."), figure(alt="", caption="Only a caption"), figure(alt="")),
    "checklist": (checklist("My ferritin", "My medicines"),),
    "write-in": (write_in("Notes", 2),),
    "quote": (quote("It crawls.", source="A person with RLS"), quote("It burns.")),
    "key-points": (key_points("Sleep well", "Walk"),),
}

CITED = edition(
    text("Iron helps [1,2] and so does rest [2]."),
    section("References", number=2, name="references"),
    references=(reference(1), reference(2)),
)
FRONT = edition(
    text("Iron helps."),
    subtitle=line("What can help"),
    key_points=editions.lines("Sleep well", "Walk"),
    lead=(
        section("In short", text("Iron helps."), number=0),
        section("When to get help", bullets("Fever"), number=0, box="emergency"),
    ),
)
LONG_WORDS = " ".join(f"word{number}" for number in range(90))
CONTENTS = edition(
    *(section(f"Part {number}", *[text(LONG_WORDS)] * 2, number=number) for number in range(1, 8)),
    layout=editions.layout(contents_over_pages=1),
)
CELLS = ("Row", "Words of a cell that go on to a second line of it, at least in a narrow column")
SPLIT = edition(table(("Medicine", "Gap"), *[CELLS] * 40, caption="Iron and others"))
DRAFT = edition(text("Iron helps."), review=ReviewState("never", None, None))

KINDS: dict[str, Edition] = {
    **{name: edition(*blocks) for name, blocks in BLOCKS.items()},
    "cited": CITED,
    "front": FRONT,
    "contents": CONTENTS,
    "split-table": SPLIT,
    "draft": DRAFT,
}

ARABIC = (
    text("الحديد يساعد **بعض** الناس، خذ 500 mg مرتين يوميا [1] ثم [اتصل](https://example.org) بنا (RLS)."),
    heading("متى يساعد الحديد؟"),
    bullets("أولا", "ثانيا {clinic.phone}"),
    steps("افعل هذا", "ثم هذا"),
    callout("warning", text("احفظ الحديد بعيدا عن الأطفال."), title="الأطفال"),
    table(("الدواء", "الفاصل"), ("ليفوثيروكسين", "4 ساعات"), caption="الحديد"),
    faq(("هل يؤلم؟", "لا.")),
    figure(alt="ساقان", caption="أين"),
    checklist("الفيريتين", "الأدوية"),
    write_in("ملاحظات", 2),
    quote("كأنه يزحف.", source="مريض"),
    key_points("نم جيدا"),
)
ENGLISH = (
    text("Iron **helps** some people, take 500 mg twice [1] and [call](https://example.org) us."),
    *(
        block
        for name in BLOCKS
        if name not in ("slots", "language")
        for block in BLOCKS[name]
    ),
)  # fmt: skip


def everything(language: str = "en", **changes: Any) -> Edition:
    """A document with every kind of block, key points, a boxed lead section, citations and a list of references."""
    arabic = language == "ar"
    title = line("متلازمة تململ الساقين" if arabic else "Restless legs")
    return edition(
        *(ARABIC if arabic else ENGLISH),
        section("المراجع" if arabic else "References", number=2, name="references"),
        language=language,
        title=title,
        subtitle=title,
        key_points=(title,),
        lead=(section("Help", text("Fever"), number=0, box="emergency"), section("Aim", text("Rest"), number=0)),
        references=(reference(1),),
        **changes,
    )


SAM = Personal(
    {"patient.name": "Sam Sample", "clinician.name": "Dr Doe", "notes": "Walk daily"}, frozenset({("ask", 2)})
)
