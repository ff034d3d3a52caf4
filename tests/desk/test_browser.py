"""The desk in a real browser: choosing, typing, looking, printing, forgetting; by keyboard, by night, mirrored."""

from __future__ import annotations

import re
from io import BytesIO

import pikepdf
import pytest
from playwright.sync_api import Page, expect

from handouts.desk import words
from handouts.language import direction
from handouts.press.reading import structure_text
from tests.cli.clinic import IRON
from tests.desk.browsers import caught, no_print_window, overflow, served, violations
from tests.desk.desks import clinic
from tests.starters import ROOT

pytestmark = pytest.mark.browser
NAME = "Zebediah Quux"
RECORD = "/infobutton?mainSearchCriteria.v.c=G25.81&mainSearchCriteria.v.cs=2.16.840.1.113883.6.90"
PICTURE = "[data-pages] img[src^='data:image/png']"


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    with served(clinic(tmp_path_factory.mktemp("browser") / "clinic"), "--no-ledger") as server:
        yield server.address


@pytest.fixture
def page(context) -> Page:
    made = context.new_page()
    made.on("pageerror", lambda problem: pytest.fail(f"script: {problem}"))
    return made


def opened(page: Page, address: str, path: str = "/h/rls/en") -> Page:
    page.goto(address + path)
    page.wait_for_selector(PICTURE)
    return page


def text_of(data: bytes) -> str:
    return " ".join(structure_text(data))


# --- from the list to paper --------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize(
    ("words_typed", "language", "title"),
    [
        ("restless overview", "en", "Restless legs syndrome"),
        ("magnesium arabic", "ar", "المغنيسيوم ومتلازمة تململ الساقين"),
        ("vitamins chinese", "zh-Hans", "维生素"),
    ],
)
def test_by_keyboard_alone_from_words_to_paper_in_five_actions(page, words_typed, language, title):
    """Type, Enter, Enter, the name, Enter."""
    no_print_window(page)
    with served(ROOT, "--no-ledger") as server:
        page.goto(server.address)
        page.keyboard.type(words_typed)
        page.keyboard.press("Enter")
        page.wait_for_function("() => document.activeElement.matches('a.choice')")
        page.keyboard.press("Enter")
        page.wait_for_selector(PICTURE)
        assert page.url.endswith(f"/{language}")
        page.focus("[name='v.patient.name']")
        page.keyboard.type(NAME)
        with caught(page, "**/pdf") as bodies:
            page.keyboard.press("Enter")
            page.wait_for_function("() => window.printed.length === 1")
        (data,) = bodies
    with pikepdf.open(BytesIO(data)) as pdf:
        assert str(pdf.Root.Lang) == language
    assert NAME in text_of(data) and title in text_of(data)


def test_the_search_follows_while_somebody_types(page, address):
    page.goto(address)
    page.fill("#q", "elephant")
    expect(page.locator("#results")).to_contain_text("No handout has all these words")
    page.fill("#q", "G25.81")
    expect(page.locator("#results a.choice").first).to_be_visible()
    assert "elephant" not in page.url and "G25" not in page.url


def test_the_pictures_follow_what_is_typed(page, address):
    opened(page, address)
    before = page.get_attribute(PICTURE, "src")
    with page.expect_response("**/look"):
        page.fill("[name='v.patient.name']", NAME)
    page.wait_for_function("before => document.querySelector('[data-pages] img').src !== before", arg=before)
    page.check("[name='v.plan.2']")
    expect(page.locator("[data-count]")).to_contain_text("Edition")
    width = page.locator("[data-pages] img").first.bounding_box()["width"]
    page.click("[data-zoom='1']")
    page.wait_for_function(
        "width => document.querySelector('[data-pages] img').getBoundingClientRect().width > width", arg=width
    )


def test_printing_hands_over_the_document_and_empties_the_form(page, address):
    no_print_window(page)
    opened(page, address)
    page.fill("[name='v.patient.name']", NAME)
    page.check("[name='v.plan.1']")
    page.locator(".looks summary").click()
    page.select_option("#paper", "a4")
    with caught(page, "**/pdf") as bodies:
        page.click("[data-print]")
        page.wait_for_function("() => window.printed.length === 1")
    assert page.evaluate("window.printed[0]").startswith("blob:")
    assert NAME in text_of(bodies[0])
    assert page.input_value("[name='v.patient.name']") == "" and not page.is_checked("[name='v.plan.1']")
    assert page.input_value("#paper") == "a4"  # choices are nobody's secret
    expect(page.locator("[data-told]")).to_have_text("The form is empty again.")


def test_without_a_reader_for_pdf_the_document_opens_in_a_window_of_its_own(page, address):
    page.add_init_script("Object.defineProperty(navigator, 'pdfViewerEnabled', {get: () => false})")
    opened(page, address)
    page.fill("[name='v.patient.name']", NAME)
    with page.context.expect_event("response", lambda answer: answer.url.endswith("/pdf")) as answered:
        page.click("[data-print]")
    assert answered.value.status == 200 and answered.value.request.method == "POST"
    page.wait_for_function("() => document.querySelector(\"[name='v.patient.name']\").value === ''")


@pytest.mark.parametrize(("button", "ends"), [("[data-save]:not([formaction])", ".pdf"), ("[formaction]", ".html")])
def test_saving_names_the_file_after_the_handout(page, address, button, ends):
    opened(page, address)
    page.fill("[name='v.patient.name']", NAME)
    with page.expect_download() as download:
        page.click(button)
    assert download.value.suggested_filename == f"rls_en_test_sheet_letter_personal{ends}"
    expect(page.locator("[name='v.patient.name']")).to_have_value("")


def test_without_script_everything_but_the_pictures_works(browser, address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    page.fill("#q", "legs")
    page.click("text=Find")
    page.click("a.choice >> nth=0")
    page.fill("[name='v.patient.name']", NAME)
    with context.expect_event("response", lambda answer: answer.url.endswith("/pdf")) as answered:
        page.click("[data-print]")
    assert answered.value.headers["content-type"] == "application/pdf"
    context.close()


# --- forgetting --------------------------------------------------------------------------------------------------


def test_ten_idle_minutes_empty_the_form(page, address):
    page.clock.install()
    opened(page, address)
    page.fill("[name='v.patient.name']", NAME)
    page.clock.fast_forward("09:50")
    assert page.input_value("[name='v.patient.name']") == NAME
    page.keyboard.press("Shift")  # somebody is there
    page.clock.fast_forward("09:50")
    assert page.input_value("[name='v.patient.name']") == NAME
    page.clock.fast_forward("00:15")
    expect(page.locator("[name='v.patient.name']")).to_have_value("")
    expect(page.locator("[data-told]")).to_contain_text("Nobody typed for ten minutes")


@pytest.mark.parametrize("how", ["reload", "back"])
def test_the_browser_does_not_bring_a_patient_back(page, address, how):
    opened(page, address)
    page.fill("[name='v.patient.name']", NAME)
    if how == "reload":
        page.reload()
    else:
        page.goto(address)
        page.go_back()
    page.wait_for_selector(PICTURE)
    assert page.input_value("[name='v.patient.name']") == ""


def test_clear_empties_what_is_the_patients(page, address):
    opened(page, address)
    page.fill("[name='v.notes']", "something")
    page.click("[data-clear]")
    assert page.input_value("[name='v.notes']") == ""


# --- what is wrong -----------------------------------------------------------------------------------------------


def test_a_layout_offers_only_what_it_takes(tmp_path, page):
    root = clinic(tmp_path / "clinic", {"templates/layouts/card.yaml": "extends: sheet\ntitle: Card\npapers: [a4]\n"})
    with served(root, "--no-ledger") as server:
        opened(page, server.address)
        page.locator(".looks summary").click()
        page.select_option("#layout", "card")
        assert page.input_value("#paper") == "a4"
        assert page.evaluate("document.querySelector('#paper option[value=letter]').disabled")


def test_content_that_breaks_meanwhile_is_told_beside_the_form(tmp_path, page):
    root = clinic(tmp_path / "clinic")
    with served(root, "--no-ledger") as server:
        opened(page, server.address)
        (root / IRON).write_text("title: Iron\nblocks: [\n")
        page.fill("[name='v.patient.name']", NAME)
        expect(page.locator("[data-told]")).to_contain_text("That did not work")
        page.reload()
        assert page.locator("h1").inner_text() == "This cannot be made"
        assert violations(page) == []


def test_a_wrong_address_says_so_kindly(page, address):
    answer = page.goto(address + "/h/nothing/en")
    assert answer.status == 404 and page.locator("h1").inner_text() == "There is nothing here"
    page.click("text=All handouts >> nth=0")
    assert page.locator("h1").inner_text() == "Choose a handout"


# --- looks -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/", "/?lang=fr&q=legs", "/h/rls/en", "/nothing", RECORD, RECORD + "&age.v.v=x"])
def test_axe_finds_nothing(page, address, path, scheme):
    page.emulate_media(color_scheme=scheme)
    page.goto(address + path)
    if path.startswith("/h/"):
        page.wait_for_selector(PICTURE)
        page.locator(".looks summary").click()
    assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_at_the_door(tmp_path, page, scheme):
    page.emulate_media(color_scheme=scheme)
    with served(clinic(tmp_path / "clinic"), "--no-ledger", "--token") as server:
        page.goto(server.address.split("/enter")[0])
        assert page.locator("h1").inner_text() == "This device has not been let in"
        assert violations(page) == []
        page.goto(server.address)
        page.click("text=Other devices")
        page.click("main button")
        assert "/enter?key=" in page.input_value("#link")
        assert violations(page) == []


@pytest.mark.parametrize("size", [(1024, 768), (768, 1024), (390, 844), (320, 568)])
def test_no_page_is_wider_than_its_window(page, address, size):
    page.set_viewport_size({"width": size[0], "height": size[1]})
    for path in ("/", "/h/rls/es", "/nothing", RECORD):
        page.goto(address + path)
        assert overflow(page) <= 0


@pytest.mark.parametrize("tag", words.languages())
def test_the_page_speaks_every_language_from_its_own_side(page, address, tag):
    page.goto(f"{address}/language?ui={tag}&back=/h/rls/en")
    page.wait_for_selector(PICTURE)
    assert page.get_attribute("html", "lang") == tag and page.get_attribute("html", "dir") == direction(tag)
    form, preview = (page.locator(one).bounding_box()["x"] for one in ("#own", "[data-preview]"))
    assert (form > preview) == (direction(tag) == "rtl")
    assert page.locator("[data-print]").inner_text() == words.said(tag, "print")
    assert overflow(page) <= 0
    assert violations(page) == []


def test_the_browsers_own_language_is_taken_first(browser, address):
    context = browser.new_context(locale="es-MX")
    page = context.new_page()
    page.goto(address)
    assert page.get_attribute("html", "lang") == "es"
    page.select_option("#ui", "ar")
    page.wait_for_selector("html[lang=ar]")
    page.goto(address + "/h/rls/en")
    assert page.get_attribute("html", "lang") == "ar"
    context.close()


def test_nothing_is_asked_of_another_machine(page, address):
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    opened(page, address)
    page.goto(address)
    assert asked and all(re.match(rf"({re.escape(address)}|data:|blob:)", url) for url in asked)
