"""Every way to break the good sample that the structure check must see, with the one rule that tells it."""

from pikepdf import Array, Dictionary, Name, Stream, String

from . import pdfs


def numbers(pdf):
    return pdf.Root.StructTreeRoot.ParentTree.Nums


def marks(pdf, page):
    """The parent tree's array for a page."""
    return numbers(pdf)[2 * page + 1]


def kid_of(pdf, role, index=0):
    return pdfs.elements(pdf, role)[index]


def forget_mark(pdf):
    element = kid_of(pdf, "H1")
    marks(pdf, 0)[0] = None
    assert element.K[0] == 0


def forget_page_key(pdf):
    del pdf.pages[1].StructParents
    del numbers(pdf)[2:4]


def leave_tree(pdf):
    root = kid_of(pdf, "Document")
    last = root.K[-2]  # its one mark leads to it still
    assert last.S == Name.P
    del root.K[-2]


def swap_parents(pdf):
    tree = marks(pdf, 0)
    tree[0], tree[1] = tree[1], tree[0]


def claim_other_page(pdf):
    kid_of(pdf, "H2").Pg = pdf.pages[0].obj


def kid_on_other_page(pdf):
    """The paragraph over two pages says that its second part is on the first."""
    kid_of(pdf, "P").K[-1].Pg = pdf.pages[0].obj


def share_mark(pdf):
    kid_of(pdf, "H2").K.append(Dictionary(Type=Name.MCR, Pg=pdf.pages[0].obj, MCID=0))


def repeat_kid(pdf):
    kid_of(pdf, "H1").K.append(0)


def draw_form_twice(pdf):
    pdfs.edit(pdf, 1, "/X Do", "/X Do /X Do")


def add_parent_entry(pdf):
    marks(pdf, 0).append(kid_of(pdf, "H1"))


def add_parent_key(pdf):
    numbers(pdf).extend([77, kid_of(pdf, "H1")])


def add_dead_kid(pdf):
    kid_of(pdf, "H1").K.append(99)


def add_dead_object(pdf):
    link = kid_of(pdf, "Link")
    link.K.append(Dictionary(Type=Name.OBJR, Pg=pdf.pages[0].obj, Obj=pdf.make_indirect(Dictionary(Type=Name.Annot))))


def reach_twice(pdf):
    kid_of(pdf, "Document").K.append(kid_of(pdf, "H2"))


def loop_in_tree(pdf):
    kid_of(pdf, "H1").K.append(kid_of(pdf, "Document"))


def wrong_parent_link(pdf):
    kid_of(pdf, "H1").P = kid_of(pdf, "Table")


def no_parent_link(pdf):
    del kid_of(pdf, "Document").P


def bare(operators):
    """Draw something outside everything."""

    def damage(pdf):
        pdfs.edit(pdf, 0, "/Artifact BMC", f"{operators}\n/Artifact BMC")

    return damage


def bare_form(pdf):
    form = Stream(pdf, b"0 0 10 10 re f", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 10, 10]))
    pdf.pages[1].Resources.XObject.Y = pdf.make_indirect(form)
    pdfs.edit(pdf, 1, "/X Do", "/X Do /Y Do")


def bare_image(pdf):
    image = Stream(pdf, b"\0", Type=Name.XObject, Subtype=Name.Image, Width=1, Height=1)
    image.BitsPerComponent, image.ColorSpace = 8, Name.DeviceGray
    pdf.pages[1].Resources.XObject.Y = pdf.make_indirect(image)
    pdfs.edit(pdf, 1, "/X Do", "/X Do /Y Do")


def unmarked_form(pdf):
    contents = pdf.pages[1].Resources.XObject.X
    contents.write(contents.read_bytes() + b" 0 0 10 10 re f")


def replace(page, old, new):
    return lambda pdf: pdfs.edit(pdf, page, old, new)


def tag_in_artifact(pdf):
    pdfs.edit(pdf, 0, "EMC\n/H1", "/H1")
    pdfs.edit(pdf, 0, "EMC", "EMC EMC")


def split_contents(pdf):
    """An end of marked content alone in a second part of the page's content array."""
    contents = pdf.pages[0].Contents
    pdf.pages[0].Contents = Array([contents, pdf.make_indirect(Stream(pdf, b"EMC"))])


def change_annotation(**changes):
    def damage(pdf):
        annotation = pdf.pages[0].Annots[0]
        for key, value in changes.items():
            if value is None:
                del annotation[f"/{key}"]
            else:
                annotation[f"/{key}"] = value

    return damage


def second_annotation(pdf):
    """An annotation that says it belongs to the link, which knows nothing of it."""
    page = pdf.pages[0]
    page.Annots.append(pdf.make_indirect(Dictionary(page.Annots[0])))


def link_as_span(pdf):
    kid_of(pdf, "Link").S = Name.Span


def annotation_elsewhere(pdf):
    kid_of(pdf, "Link").K[-1].Pg = pdf.pages[1].obj


def rename(role, new, index=0):
    def damage(pdf):
        kid_of(pdf, role, index).S = Name(f"/{new}")

    return damage


def drop_cell(pdf):
    row = kid_of(pdf, "TR", 1)
    cell = kid_of(pdf, "TD")
    cell.S, cell.P = Name.P, kid_of(pdf, "Document")
    del row.K[-1]
    cell.P.K.append(cell)


def widen_cell(pdf):
    kid_of(pdf, "TD").A = Dictionary(O=Name.Table, ColSpan=2)


def lengthen_cell(pdf):
    kid_of(pdf, "TH").A.RowSpan = 2


def drop_scope(pdf):
    del kid_of(pdf, "TH").A.Scope


def content_in_list(pdf):
    """A list that holds the content of its first label itself."""
    bullets, label, item = kid_of(pdf, "L"), kid_of(pdf, "Lbl"), kid_of(pdf, "LI")
    mcid = label.K[0]
    bullets.Pg = pdf.pages[0].obj
    bullets.K.append(mcid)
    marks(pdf, 0)[mcid] = bullets
    del item.K[0]


def drop_alt(pdf):
    del kid_of(pdf, "Figure").Alt


def blank_alt(pdf):
    kid_of(pdf, "Figure").Alt = String(" ")


def role_loop(pdf):
    pdf.Root.StructTreeRoot.RoleMap = Dictionary(Odd=Name.Even, Even=Name.Odd)


def unknown_role(pdf):
    kid_of(pdf, "P").S = Name.Paragraph


def drop(*path):
    def damage(pdf):
        holder = pdf.Root
        for key in path[:-1]:
            holder = holder[f"/{key}"]
        del holder[f"/{path[-1]}"]

    return damage


def untitled(pdf):
    pdf.Root.Metadata.write(pdfs.XMP.replace("Sample", "").encode())


def broken_xmp(pdf):
    pdf.Root.Metadata.write(b"<x:xmpmeta>")


def not_marked(pdf):
    pdf.Root.MarkInfo.Marked = False


def show_file_name(pdf):
    pdf.Root.ViewerPreferences.DisplayDocTitle = False


def outline_to_nowhere(pdf):
    pdf.Root.Outlines.First.Dest[0] = pdf.make_indirect(Dictionary(Type=Name.Page))


def outline_to_no_name(pdf):
    pdf.Root.Outlines.First.Dest = String("nowhere")


def outline_without_destination(pdf):
    del pdf.Root.Outlines.First.Dest


def link_to_no_name(pdf):
    pdf.pages[0].Annots[0].A = Dictionary(S=Name.GoTo, D=String("nowhere"))


PAINT = {
    "text": "BT /F 12 Tf (a) Tj ET",
    "adjusted text": "BT /F 12 Tf [(a) 3 (b)] TJ ET",
    "next line": "BT /F 12 Tf (a) ' ET",
    "next line with spacing": 'BT /F 12 Tf 0 0 (a) " ET',
    "fill": "0 0 9 9 re f",
    "stroke": "0 0 m 9 9 l S",
    "fill and stroke": "0 0 9 9 re B*",
    "shading": "/S sh",
    "inline image": "BI /W 1 /H 1 /BPC 8 /CS /G ID \0 EI",
    "image that is missing": "/None Do",
    "inside plain marked content": "/Span BMC 0 0 9 9 re f EMC",
}

CASES = [
    ("mark not in the parent tree", forget_mark, "structure-unresolved-mark"),
    ("page without parent tree", forget_page_key, "structure-unresolved-mark"),
    ("element out of the tree", leave_tree, "structure-unreachable"),
    ("parents swapped", swap_parents, "structure-wrong-parent"),
    ("element on another page", claim_other_page, "structure-wrong-page"),
    ("mark with two owners", share_mark, "structure-wrong-parent"),
    ("mark listed twice", repeat_kid, "structure-wrong-parent"),
    ("mark id used twice", draw_form_twice, "structure-duplicate-mark"),
    ("parent entry without content", add_parent_entry, "structure-dead-entry"),
    ("parent key without annotation", add_parent_key, "structure-dead-entry"),
    ("kid without content", add_dead_kid, "structure-dead-kid"),
    ("kid without annotation", add_dead_object, "structure-dead-kid"),
    ("element reached twice", reach_twice, "structure-element-twice"),
    ("loop in the tree", loop_in_tree, "structure-element-twice"),
    ("parent link to another", wrong_parent_link, "structure-parent-link"),
    ("no parent link", no_parent_link, "structure-parent-link"),
    *((f"bare {name}", bare(operators), "structure-untagged-content") for name, operators in PAINT.items()),
    ("bare form", bare_form, "structure-untagged-content"),
    ("bare image", bare_image, "structure-untagged-content"),
    ("bare paint in a form", unmarked_form, "structure-untagged-content"),
    ("content not ended", replace(0, "/Artifact BMC", "/Span BMC /Artifact BMC"), "structure-unbalanced"),
    ("one end too many", split_contents, "structure-unbalanced"),
    ("text object across", replace(0, "/Artifact BMC\nBT", "BT /Artifact BMC"), "structure-unbalanced"),
    ("artifact in tag", replace(0, "BDC", "BDC /Artifact BMC EMC"), "structure-mixed-artifact"),
    ("tag in artifact", tag_in_artifact, "structure-mixed-artifact"),
    ("form in artifact", replace(1, "/X Do", "/Artifact BMC /X Do EMC"), "structure-mixed-artifact"),
    ("mark in mark", replace(1, "EMC\n/X Do", "/X Do EMC"), "structure-nested-mark"),
    ("mark and kid on different pages", kid_on_other_page, "structure-wrong-page"),
    ("annotation without key", change_annotation(StructParent=None), "structure-annotation"),
    ("annotation with a wrong key", change_annotation(StructParent=55), "structure-annotation"),
    ("annotation nobody knows", second_annotation, "structure-annotation"),
    ("annotation on another page", annotation_elsewhere, "structure-annotation"),
    ("annotation in no link", link_as_span, "structure-annotation"),
    ("link without contents", change_annotation(Contents=None), "structure-link-contents"),
    ("first heading lower", rename("H1", "H2"), "structure-first-heading"),
    ("second title", rename("H2", "H1"), "structure-first-heading"),
    ("level left out", rename("H2", "H3"), "structure-heading-level"),
    ("cell missing", drop_cell, "structure-table-columns"),
    ("cell too wide", widen_cell, "structure-table-columns"),
    ("cell too long", lengthen_cell, "structure-table-columns"),
    ("header without scope", drop_scope, "structure-table-scope"),
    ("list item is no item", rename("LI", "P"), "structure-list"),
    ("items in no list", rename("L", "Sect"), "structure-list"),
    ("item without body", rename("LBody", "P"), "structure-list"),
    ("content in the list itself", content_in_list, "structure-list"),
    ("figure without alt", drop_alt, "structure-figure-alt"),
    ("figure with a blank alt", blank_alt, "structure-figure-alt"),
    ("role map loop", role_loop, "structure-role-map"),
    ("unknown role", unknown_role, "structure-role-map"),
    ("no language", drop("Lang"), "structure-language"),
    ("no title", untitled, "structure-title"),
    ("damaged metadata", broken_xmp, "structure-title"),
    ("no metadata", drop("Metadata"), "structure-title"),
    ("file name shown", show_file_name, "structure-display-title"),
    ("no preferences", drop("ViewerPreferences"), "structure-display-title"),
    ("not marked", not_marked, "structure-not-marked"),
    ("no mark information", drop("MarkInfo"), "structure-not-marked"),
    ("no tag tree", drop("StructTreeRoot"), "structure-missing"),
    ("outline to no page", outline_to_nowhere, "structure-destination"),
    ("outline to no name", outline_to_no_name, "structure-destination"),
    ("outline without destination", outline_without_destination, "structure-destination"),
    ("link to no name", link_to_no_name, "structure-destination"),
]
