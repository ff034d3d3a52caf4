"""The desk from address to answer: pages, pictures, files, and what it says when something is wrong."""

from __future__ import annotations

import base64
import re
from io import BytesIO

import pikepdf
import pytest
from PIL import Image

from handouts.desk.keys import Keys
from handouts.press.reading import structure_text
from tests.cli.clinic import IRON, RLS, files_below
from tests.desk.desks import BASE, clinic, desk, sent, token

VALUES = {"patient.name": "Zebediah Quux", "plan.2": "yes", "notes": "Come back\r\nin May", "clinician.name": "Dr Quux"}


@pytest.fixture(scope="module")
def root(tmp_path_factory):
    return clinic(tmp_path_factory.mktemp("desk") / "clinic")


@pytest.fixture(scope="module")
def client(root):
    with desk(root) as browser:
        yield browser


def text_of(data: bytes) -> str:
    return " ".join(structure_text(data))


# --- choosing ----------------------------------------------------------------------------------------------------


def test_the_list_shows_every_handout_with_its_languages(client):
    page = client.get("/").text
    assert "Restless legs" in page and "What helps" in page and "G25.81" in page and "32914008" in page
    assert 'href="/h/rls/en"' in page and "badge draft" in page


def test_a_language_in_which_there_is_nothing_is_shown_as_missing(client):
    page = client.get("/?lang=fr").text
    assert 'class="choice missing"' in page and "français" in page and "/h/rls/fr" not in page
    assert "There is no fit text in français" in page and client.get("/h/rls/fr").status_code == 404


@pytest.mark.parametrize(
    "query", ["restless", "RESTLESS legs", "g25.81", "32914008", "iron helps", "piernas", "hierro", "analisis"]
)
def test_words_codes_and_other_languages_find_it(client, query):
    assert "/h/rls/en" in client.post("/search", data={"q": query}).text


def test_what_is_nowhere_finds_nothing_and_says_so(client):
    page = client.post("/search", data={"q": "elephant"}).text
    assert "No handout has all these words" in page and "/h/rls" not in page


def test_markup_in_a_search_stays_text(client):
    page = client.get("/", params={"q": '"><script>alert(1)</script>'}).text
    assert "<script>alert" not in page and "&lt;script&gt;" in page


def test_what_was_chosen_comes_first_next_time_by_its_id_alone(client):
    answer = client.get("/h/rls/en")
    cookie = next(value for value in answer.headers.get_list("set-cookie") if value.startswith("handouts_recent"))
    assert cookie.startswith("handouts_recent=rls;") and "HttpOnly" in cookie


# --- looking and printing ----------------------------------------------------------------------------------------


def test_the_form_asks_what_the_handout_can_take(client):
    page = client.get("/h/rls/en").text
    for name in ("v.patient.name", "v.clinician.name", "v.notes", "v.plan.1", "v.plan.2"):
        assert f'name="{name}"' in page
    assert page.count('autocomplete="off"') >= 4


def test_the_picture_is_the_page_that_will_be_printed(client):
    found = sent(client, "look", VALUES).json()
    with Image.open(BytesIO(base64.b64decode(found["picture"]))) as picture:
        assert picture.format == "PNG"
        width, height = found["pages"][0]
        assert abs(picture.width / picture.height - width / height) < 0.01
    assert re.fullmatch(r"\w{5}-\w{5}", found["edition"]) and found["number"] == 1
    assert sent(client, "look", {"patient.name": "Someone else"}).json()["picture"] != found["picture"]


def test_further_pages_are_pictures_too(client):
    answer = sent(client, "page", VALUES)
    assert answer.headers["content-type"] == "image/png" and answer.content.startswith(b"\x89PNG")


def test_the_pdf_has_the_values_on_the_page_with_the_plan_first(client):
    answer = sent(client, "pdf", VALUES)
    assert answer.status_code == 200 and answer.headers["content-type"] == "application/pdf"
    text = text_of(answer.content)
    assert "Zebediah Quux" in text and "in May" in text and text.index("A daily walk") < text.index("Iron helps")
    with pikepdf.open(BytesIO(answer.content)) as pdf:
        assert "Zebediah" not in str(pdf.docinfo)


def test_file_names_say_what_it_is_and_not_for_whom(client):
    answer = sent(client, "pdf", VALUES)
    named = answer.headers["content-disposition"]
    assert named.startswith("inline") and "rls_en_test_sheet_letter_personal.pdf" in named and "Zebediah" not in named


def test_the_web_page_is_for_keeping(client):
    answer = sent(client, "html", VALUES)
    assert answer.headers["content-disposition"].startswith("attachment") and "Zebediah Quux" in answer.text
    assert "sandbox" in answer.headers["content-security-policy"]


def test_no_answer_with_values_may_be_kept(client):
    for kind in ("look", "page", "pdf", "html"):
        assert sent(client, kind, VALUES).headers["cache-control"] == "no-store"


def test_choices_of_the_form_reach_the_page(client):
    data = {"token": token(client), "paper": "a4", "mono": "yes"}
    answer = client.post("/h/rls/en/pdf", data=data, headers={"origin": BASE})
    assert "_a4_mono.pdf" in answer.headers["content-disposition"]


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("v.notes", "x" * 2001, "more than 2000 characters"),
        ("v.notes", "a\x00b", "control character"),
        ("v.plan.9", "yes", "there is no number 9"),
        ("v.elephant", "x", "has a place for `elephant`"),
        ("v.x y", "secret", "no name that could be right"),
        ("layout", "nowhere", "nowhere"),
        ("paper", "a9", "a9"),
        ("brand", "../test", "../test"),
        ("profile", "<b>", "<b>"),
    ],
)
def test_what_cannot_be_made_is_told_in_words(client, field, value, said):
    data = {"token": token(client), field: value}
    found = client.post("/h/rls/en/look", data=data, headers={"origin": BASE}).json()
    assert found["pages"] == [] and any(said in finding["message"] for finding in found["findings"])
    answer = client.post("/h/rls/en/pdf", data=data, headers={"origin": BASE})
    assert answer.status_code == 422 and "This cannot be made" in answer.text and "secret" not in answer.text


# --- who may ask -------------------------------------------------------------------------------------------------


def test_values_need_the_token_of_a_form_of_ours(client):
    good = token(client)
    for wrong in ("", "0" * 64, good[:-1]):
        answer = client.post("/h/rls/en/pdf", data={"token": wrong}, headers={"origin": BASE})
        assert answer.status_code == 403 and "did not come from our page" in answer.text
    assert client.post("/h/rls/en/pdf", data={"token": good}, headers={"origin": BASE}).status_code == 200


def test_another_browser_cannot_use_a_token(root, client):
    with desk(root) as other:
        other.get("/")
        answer = other.post("/h/rls/en/pdf", data={"token": token(client)}, headers={"origin": BASE})
        assert answer.status_code == 403


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:9999"])
def test_another_site_cannot_send_a_form_even_with_the_token(client, origin):
    answer = client.post("/h/rls/en/pdf", data={"token": token(client)}, headers={"origin": origin})
    assert answer.status_code == 403


def test_a_name_that_was_made_to_lead_here_is_not_answered(client):
    answer = client.get("/", headers={"host": "evil.example"})
    assert answer.status_code == 421 and "Restless" not in answer.text


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py", "/static/%2e%2e/app.py", "/static/..%2fapp.py", "/static/....//app.py", "/static/",
        "/static", "/static/desk.css/..", "/h/..%2f..%2fetc/passwd", "/h/%00/en", "/h/rls/xx", "/h/nothing/en",
        "/editions/rls/en.txt", "/editions/rls/..%2fen.pdf", "/editions/rls/.pdf",
        "/static/Zyyy.ttf", "/templates/base.html", "/words/en.yaml", "/.git/config",
    ],
)  # fmt: skip
def test_there_is_nothing_but_what_we_serve(client, path):
    answer = client.get(path)
    assert answer.status_code in (307, 404) and "root:" not in answer.text and "def " not in answer.text
    if answer.status_code == 307:
        assert "evil" not in answer.headers["location"]


def test_too_much_is_turned_away(client):
    data = {"token": token(client), "v.notes": "x" * 70_000}
    answer = client.post("/h/rls/en/look", data=data, headers={"origin": BASE})
    assert answer.status_code == 413
    many = {"token": token(client), **{f"v.x{number}": "y" for number in range(500)}}
    assert client.post("/h/rls/en/look", data=many, headers={"origin": BASE}).status_code == 413


def test_an_uploaded_file_is_not_taken(client):
    answer = client.post("/h/rls/en/pdf", data={"token": token(client)}, files={"f": b"x"}, headers={"origin": BASE})
    assert answer.status_code in (400, 403)


def test_no_answer_names_a_version(client):
    for path in ("/", "/nothing", "/static/desk.css"):
        headers = client.get(path).headers
        assert "server" not in headers and "x-powered-by" not in headers


def test_the_language_of_the_page_can_be_chosen_and_leads_nowhere_else(client):
    answer = client.get("/language", params={"ui": "en", "back": "/h/rls/en"})
    assert answer.status_code == 303 and answer.headers["location"] == "/h/rls/en"
    for back in ("https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/\nx", ""):
        assert client.get("/language", params={"ui": "en", "back": back}).headers["location"] == "/"


def test_the_address_of_an_answer_leads_back_to_the_form(client):
    assert client.get("/h/rls/en/pdf").headers["location"] == "/h/rls/en"


# --- when something is wrong -------------------------------------------------------------------------------------


def test_broken_content_is_told_where_staff_look_and_mended_without_a_restart(tmp_path):
    root = clinic(tmp_path / "clinic")
    good = (root / IRON).read_text()
    with desk(root) as client:
        assert "/h/rls/en" in client.get("/").text
        (root / IRON).write_text("title: Iron\nblocks: [\n")
        page = client.get("/").text
        assert "Some content is broken" in page and IRON in page and "/h/rls/en" not in page
        assert client.get("/h/rls/en").status_code == 422
        (root / IRON).write_text(good.replace("Iron helps", "Iron may help"))
        assert "Iron may help" in text_of(sent(client, "pdf").content)


def test_a_document_that_takes_too_long_is_given_up_and_the_next_one_is_made(tmp_path):
    with desk(clinic(tmp_path / "clinic"), seconds=0.01) as client:
        answer = sent(client, "pdf")
        assert answer.status_code == 500 and "That took too long" in answer.text
        assert client.get("/").status_code == 200


def test_nothing_is_written(tmp_path):
    root = clinic(tmp_path / "clinic")
    before = files_below(root)
    with desk(root) as client:
        for kind in ("look", "pdf", "html"):
            assert sent(client, kind, VALUES).status_code == 200
    assert files_below(root) == before


def test_each_edition_given_out_has_one_line_in_the_ledger_that_names_nobody(tmp_path):
    root, ledger = clinic(tmp_path / "clinic"), tmp_path / "ledger.jsonl"
    with desk(root, ledger=ledger) as client:
        for name in ("Zebediah Quux", "Someone Else"):
            sent(client, "pdf", {"patient.name": name})
        sent(client, "look", {"patient.name": "Nobody"})
    text = ledger.read_text()
    assert len(text.splitlines()) == 1 and "Zebediah" not in text and "personal" not in text


def test_a_locked_desk_lets_in_by_a_link_once(tmp_path):
    keys = Keys(locked=True)
    link = keys.new_link()
    with desk(clinic(tmp_path / "clinic"), keys=keys) as client:
        assert client.get("/").status_code == 403 and "/h/rls" not in client.get("/").text
        assert client.get("/h/rls/en").status_code == 403 and client.get("/editions/rls/en.pdf").status_code == 403
        assert client.get("/enter", params={"key": "x"}).status_code == 403
        assert client.get("/enter", params={"key": link}).status_code == 303
        assert "/h/rls/en" in client.get("/").text
        page = client.get("/devices").text
        made = client.post("/devices", data={"token": token(client)}, headers={"origin": BASE}).text
        assert "Let another device in" in page
        further = re.search(r"enter\?key=([\w-]+)", made)[1]
        client.cookies.clear()
        assert client.get("/").status_code == 403
        assert client.get("/enter", params={"key": link}).status_code == 403
        assert client.get("/enter", params={"key": further}).status_code == 303


def test_an_open_desk_has_no_page_for_devices(client):
    assert client.get("/devices").status_code == 404


def test_the_sheet_for_everybody_has_an_address(client):
    answer = client.get("/editions/rls/en.pdf")
    assert (
        answer.headers["content-type"] == "application/pdf" and "personal" not in answer.headers["content-disposition"]
    )
    html = client.get("/editions/rls/en.html")
    assert html.status_code == 200 and "Restless legs" in html.text


def test_titles_with_markup_stay_text(tmp_path):
    root = clinic(tmp_path / "clinic", {RLS: "title: {en: 'Legs & more < less', es: X}\nsections: [iron, plan]\n"})
    with desk(root) as client:
        for path in ("/", "/h/rls/en"):
            page = client.get(path).text
            assert "more < less" not in page and "Legs &amp; more &lt; less" in page
