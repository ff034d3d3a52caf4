"""The pages for content owners in a real browser: editing with a live check, two windows, signing, by day and night."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from tests.desk.browsers import overflow, served, violations
from tests.governance.clinic import FOODS, IRON, IRON_ES, change, make_clinic

pytestmark = pytest.mark.browser
DRAWN = "[data-picture] img[src^='data:image/png']"


def edit_page(path: str, line: int = 0) -> str:
    return f"/texts/edit?path={quote(path, safe='')}" + (f"&line={line}" if line else "")


PAGES = (
    "/texts", "/texts/findings", "/texts/text/iron/es", "/texts/text/foods/en", "/texts/text/foods/es",
    "/texts/text/no/es",
    edit_page(FOODS), edit_page("../x"), "/texts/sign", "/texts/sign?section=foods",
)  # fmt: skip


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = make_clinic(tmp_path_factory.mktemp("owners") / "clinic", git=True)
    change(made, IRON, "at most 20 mg", "at most 25 mg")  # so that there are findings, and something has changed
    return made


@pytest.fixture(scope="module")
def address(root: Path) -> Iterator[str]:
    with served(root, "--no-ledger", "--edit") as server:
        yield server.address


@pytest.fixture
def page(context) -> Page:
    made = context.new_page()
    made.emulate_media(reduced_motion="reduce")  # or colours are measured on their way from one scheme to the other
    made.on("pageerror", lambda problem: pytest.fail(f"script: {problem}"))
    return made


@pytest.fixture
def foods(root: Path) -> Iterator[Path]:
    """A file to edit, put back afterwards."""
    path = root / FOODS
    before = path.read_bytes()
    yield path
    path.write_bytes(before)


def opened(page: Page, address: str, path: str = FOODS, line: int = 0) -> Page:
    page.goto(address + edit_page(path, line))
    page.wait_for_selector(DRAWN)
    return page


def typed(page: Page, old: str, new: str) -> None:
    text = page.input_value("#text")
    assert text.count(old) == 1
    page.fill("#text", text.replace(old, new))


def saved(page: Page) -> None:
    page.click("[data-save]")
    page.wait_for_selector(".outcome")


# --- editing -----------------------------------------------------------------------------------------------------


def test_from_a_finding_to_its_line(page: Page, address: str) -> None:
    page.goto(address + "/texts")
    page.click(".tally a >> nth=0")
    page.click("text=es.yaml:9 >> nth=0")
    expect(page.locator("[data-at]")).to_have_text("Line 9")
    chosen = page.evaluate("() => { const a = document.querySelector('#text');"
                           "return a.value.slice(a.selectionStart, a.selectionEnd); }")  # fmt: skip
    assert "20 mg" in chosen and page.evaluate("document.activeElement.id") == "text"


def test_checking_and_pages_follow_what_is_typed(page: Page, address: str, foods: Path) -> None:
    opened(page, address)
    before = page.get_attribute(DRAWN, "src")
    typed(page, "Eat well.", "Eat well well.")
    expect(page.locator("[data-found] li .fresh").first).to_be_visible()
    page.wait_for_function("before => document.querySelector('[data-picture] img').src !== before", arg=before)
    typed(page, "Eat well well.", "Eat well. [@nobody]")
    expect(page.locator(".check [data-told]")).to_contain_text("cannot be saved")
    expect(page.locator(".sheets [data-problems]")).to_contain_text("nobody")
    page.focus("#handout")
    page.click("[data-found] button.line >> nth=0")
    assert page.evaluate("document.activeElement.id") == "text"
    assert "Eat well." in foods.read_text() and "nobody" not in foods.read_text()


@pytest.mark.parametrize("tag", ["en", "ar"])
def test_each_number_stands_at_its_line(page: Page, address: str, tag: str) -> None:
    """Also where lines are broken, and in a page whose language has wider lines."""
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(address + edit_page(IRON))
    page.evaluate("tag => { document.documentElement.lang = tag; }", tag)
    lines = page.input_value("#text").split("\n")
    assert page.locator("[data-numbers] div").count() == len(lines)
    text, numbers = page.evaluate(
        """() => {
          const area = document.querySelector('#text'), rows = document.querySelectorAll('[data-numbers] div');
          area.style.height = '10px';
          const style = getComputedStyle(area);
          const padding = parseFloat(style.paddingTop) + parseFloat(style.paddingBottom);
          const rect = (row) => row.getBoundingClientRect();
          return [area.scrollHeight - padding, rect(rows[rows.length - 1]).bottom - rect(rows[0]).top];
        }"""
    )
    assert abs(text - numbers) <= 2 and numbers > 1.1 * 20 * len(lines)  # some lines are broken


def test_saving_says_what_changed_and_reads_it_out_first(page: Page, address: str, foods: Path) -> None:
    opened(page, address)
    typed(page, "Eat well.", "Eat better.")
    page.keyboard.press("Control+s")
    page.wait_for_selector(".outcome.good")
    assert page.evaluate("document.activeElement.innerText.trim()") == "Saved"
    expect(page.locator(".outcome")).to_contain_text(f"git restore -- {FOODS}")
    assert "Eat better." in foods.read_text() and violations(page) == []


def test_a_mistake_is_refused_and_nothing_typed_is_lost(page: Page, address: str, foods: Path) -> None:
    opened(page, address)
    before = foods.read_text()
    typed(page, "title: Foods", "titel: Foods")
    saved(page)
    expect(page.locator(".outcome.bad")).to_contain_text("titel")
    assert page.input_value("#text") == before.replace("title: Foods", "titel: Foods") and foods.read_text() == before
    assert violations(page) == []


def test_who_leaves_unsaved_is_asked(page: Page, address: str, foods: Path) -> None:
    opened(page, address)
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.click("#text")
    page.keyboard.type("# more\n")
    page.click(".back a >> nth=0", no_wait_after=True)
    page.wait_for_function("() => true")
    assert asked == ["beforeunload"] and "/texts/edit" in page.url


def test_two_windows_do_not_write_over_each_other(page: Page, address: str, foods: Path) -> None:
    opened(page, address)
    other = page.context.new_page()
    opened(other, address)
    typed(page, "Eat well.", "Eat mine.")
    typed(other, "title: Foods", "title: Food")
    saved(other)
    saved(page)
    expect(page.locator(".outcome")).to_contain_text("Somebody else has saved this file")
    assert "Eat mine." in page.input_value("#text") and "Eat well." in foods.read_text()
    assert violations(page) == [] and overflow(page) <= 0
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 390, "height": 844})
    assert violations(page) == [] and overflow(page) <= 0
    page.click("text=Save both changes")
    page.wait_for_selector(".outcome.good")
    assert "title: Food\n" in foods.read_text() and "Eat mine." in foods.read_text()


def test_without_script_a_text_is_edited_all_the_same(browser, address: str, foods: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + edit_page(FOODS))
    typed(page, "Eat well.", "Eat better.")
    page.click("[data-save]")
    expect(page.locator(".outcome")).to_contain_text("Saved")
    assert "Eat better." in foods.read_text()
    context.close()


# --- signing -----------------------------------------------------------------------------------------------------


def test_signing_by_keyboard(page: Page, address: str, root: Path) -> None:
    page.goto(address + "/texts/text/plan/en")
    page.click("text=Sign this text")
    assert page.is_checked("#text-1")
    page.focus("#by")
    page.keyboard.type("A. Reader")
    page.keyboard.press("Tab")
    page.keyboard.type("approver")
    page.keyboard.press("Enter")
    expect(page.locator(".outcome.good")).to_contain_text("1 text is signed.")
    assert list((root / "content/reviews/plan").iterdir()) and violations(page) == []


def test_a_text_that_changed_meanwhile_is_not_signed(page: Page, address: str, foods: Path) -> None:
    page.goto(address + "/texts/sign?section=foods")
    foods.write_text(foods.read_text().replace("Eat well.", "Eat better."))
    page.fill("#by", "A. Reader")
    page.fill("#role", "approver")
    page.click(".sign button.main")
    expect(page.locator(".outcome.bad")).to_contain_text("has changed since it was shown")
    assert page.input_value("#by") == "A. Reader" and not page.is_checked("#text-1") and violations(page) == []


# --- looks -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_on_any_page(page: Page, address: str, path: str, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)
    page.goto(address + path)
    if path == edit_page(FOODS):
        page.wait_for_selector(DRAWN)
    assert violations(page) == []


@pytest.mark.parametrize("size", [(1024, 768), (768, 1024), (390, 844)])
def test_no_page_is_wider_than_its_window(page: Page, address: str, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    for path in (*PAGES, edit_page(IRON_ES, 9)):
        page.goto(address + path)
        assert overflow(page) <= 0, path


@pytest.mark.slow  # a server of its own
def test_reading_alone_offers_nothing_to_write(page: Page, root: Path) -> None:
    with served(root, "--no-ledger") as server:
        for path in ("/texts", "/texts/text/iron/es"):
            page.goto(server.address + path)
            assert page.locator("form[method=post], textarea").count() == 0 and violations(page) == []
        assert page.goto(server.address + edit_page(FOODS)).status == 403 and violations(page) == []
