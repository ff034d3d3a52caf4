"""The pages for content owners: reading, editing, conflicts, signing; and that nothing changes without `--edit`."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.cli.clinic import files_below
from tests.desk.desks import BASE, desk
from tests.governance.clinic import FOODS, IRON, IRON_ES, REFERENCES, change, make_clinic

LOCK = "output/.handouts.lock"
WRITING = ("/texts/try", "/texts/draft", "/texts/save", "/texts/sign")
GLOSSARY = "content/glossary.yaml"
TERMS = """\
terms:
  - {term: iron, plain: A mineral the body needs., translations: {es: hierro}}
  - {term: transferrin saturation, plain: A blood test.}
  - {term: blood test, plain: A test on blood., translations: {es: prueba de sangre}}
"""


def below(folder: Path) -> dict[str, bytes]:
    """The workspace's own files; not git's, and not the lock of our writing."""
    found = files_below(folder)
    return {place: data for place, data in found.items() if not place.startswith(".git/") and place != LOCK}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_clinic(tmp_path_factory.mktemp("owners") / "clinic", {GLOSSARY: TERMS}, git=True)


@pytest.fixture
def root(folder: Path) -> Iterator[Path]:
    """The workspace, put back afterwards as it was."""
    before = below(folder)
    yield folder
    for place in set(below(folder)) - set(before):
        (folder / place).unlink()
    for place, data in before.items():
        (folder / place).write_bytes(data)


@pytest.fixture(scope="module")
def client(folder: Path) -> Iterator[TestClient]:
    """A desk at which texts may be changed."""
    with desk(folder, edit=True) as browser:
        assert browser.get("/texts").status_code == 200
        yield browser


@pytest.fixture(scope="module")
def reader(folder: Path) -> Iterator[TestClient]:
    """A desk at which they may not."""
    with desk(folder) as browser:
        assert browser.get("/texts").status_code == 200
        yield browser


def words(page: str) -> str:
    """What a page says, without its markup."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def fields(page: str) -> dict[str, str]:
    """The hidden fields of the editor's own form, and its text as a browser would send it."""
    form = re.search(r'<form class="editor".*?</form>', page, re.S)[0]
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))
    text = re.search(r"<textarea[^>]*>\n?(.*?)</textarea>", form, re.S)[1]
    return {name: html.unescape(value) for name, value in {**hidden, "text": text}.items()}


def opened(client: TestClient, path: str) -> dict[str, str]:
    """The form of the editor for a file."""
    answer = client.get("/texts/edit", params={"path": path})
    assert answer.status_code == 200, words(answer.text)
    return fields(answer.text)


def edited(client: TestClient, path: str, old: str, new: str) -> dict[str, str]:
    form = opened(client, path)
    assert form["text"].count(old) == 1
    return {**form, "text": form["text"].replace(old, new)}


def posted(client: TestClient, address: str, data: dict[str, Any]) -> Any:
    return client.post(address, data=data, headers={"origin": BASE})


def outcome(page: str) -> str:
    """What a page says of a save or a sign-off."""
    return words(re.search(r'<section class="outcome.*?</section>', page, re.S)[0])


def token(client: TestClient) -> str:
    return re.search(r'name="token" value="(\w+)"', client.get("/texts/sign").text)[1]


# --- reading -----------------------------------------------------------------------------------------------------


def test_the_table_shows_each_part_in_each_language(reader: TestClient) -> None:
    page = reader.get("/texts").text
    assert '<a href="/texts" aria-current="page">Texts</a>' in page
    assert 'href="/texts/text/iron/es"' in page and 'href="/texts/text/foods/es"' in page
    said = words(page)
    assert "iron Iron About safety In: rls" in said and "Missing" in said and "Draft" in said


def test_findings_are_listed_by_file_and_filtered(root: Path, client: TestClient) -> None:
    change(root, IRON_ES, "20 mg", "30 mg")
    change(root, FOODS, "Eat well.", "Eat well well.")
    page = client.get("/texts/findings").text
    assert page.index(f">{IRON_ES}<") < page.index(f">{FOODS}<")  # the most urgent first
    assert re.search(rf'href="/texts/edit\?path={IRON_ES.replace("/", "%2F")}&amp;line=9"', page)
    for query, there, missing in (
        ("severity=error", IRON_ES, FOODS),
        ("language=en", FOODS, IRON_ES),
        ("rule=translation-numbers", IRON_ES, FOODS),
        ("section=foods", FOODS, IRON_ES),
        ("severity=&language=&rule=", FOODS, "nothing of the kind"),
    ):
        page = client.get(f"/texts/findings?{query}").text
        assert f">{there}<" in page and f">{missing}<" not in page, query
    assert "Nothing found" in words(client.get("/texts/findings?rule=<script>").text)
    assert "Nothing found" in words(client.get("/texts/findings?severity=grave").text)


def test_findings_lead_to_the_text_where_nothing_can_be_edited(root: Path, reader: TestClient) -> None:
    change(root, FOODS, "Eat well.", "Eat well well.")
    page = reader.get("/texts/findings?section=foods").text
    assert 'href="/texts/text/foods/en"' in page and "/texts/edit" not in page


def test_a_translation_stands_beside_its_source(reader: TestClient) -> None:
    page = reader.get("/texts/text/iron/es").text
    assert '<p lang="en" dir="ltr">Iron helps some people. [@allen2018]</p>' in page
    assert '<p lang="es" dir="ltr">El hierro ayuda a algunas personas. [@allen2018]</p>' in page
    said = words(page)
    assert "has not changed since it was translated" in said
    assert "iron → hierro Used" in said and "transferrin saturation No word in this language yet" in said
    assert "blood test → prueba de sangre Not found in the translation" in said


def test_what_the_source_has_changed_since_is_said_in_words(root: Path, reader: TestClient) -> None:
    change(root, IRON, "at most 20 mg", "at most 25 mg")
    change(root, IRON, "  - heading: How much?\n", "  - heading: How much?\n  - text: Beans have iron.\n")
    page = reader.get("/texts/text/iron/es").text
    assert re.search(r'<del><span class="only-heard">\[taken out: </span>20 ', page)
    assert re.search(r'<ins><span class="only-heard">\[added: </span>25 ', page)
    said = words(page)
    assert "2 blocks of the English text have changed" in said
    assert "New since it was translated" in said and "Changed since it was translated" in said


def test_wrong_numbers_are_told_at_their_block(root: Path, reader: TestClient) -> None:
    change(root, IRON_ES, "20 mg", "30 mg")
    page = reader.get("/texts/text/iron/es").text
    block = next(part for part in page.split('<section class="pair') if "30 mg" in part)
    assert "translation-numbers" in block and "Findings of this block" in block


@pytest.mark.parametrize(
    ("path", "status"),
    [("iron/en", 200), ("iron/fr", 200), ("foods/es", 200), ("irom/es", 404), ("iron/x_y", 404), ("%2e%2e/es", 404),
     ("iron/..%2fen", 404)],
)  # fmt: skip
def test_texts_that_are_there_or_not(reader: TestClient, path: str, status: int) -> None:
    answer = reader.get(f"/texts/text/{path}")
    assert answer.status_code == status and "Traceback" not in answer.text


def test_markup_in_texts_stays_text(root: Path, client: TestClient) -> None:
    sharp = "<script>alert(1)</script></textarea>\"'&amp;"
    change(root, FOODS, "text: Eat well.", f"text: '{sharp.replace(chr(39), chr(39) * 2)}'")
    change(root, IRON_ES, "Hierro", "Hierro <b>x</b>")
    for page in ("/texts", "/texts/text/foods/en", "/texts/text/iron/es", "/texts/findings",
                 "/texts/sign?section=foods", f"/texts/edit?path={FOODS}"):  # fmt: skip
        answer = client.get(page)
        assert answer.status_code == 200 and "<script>alert" not in answer.text and "<b>" not in answer.text
    assert sharp.replace("'", "''") in opened(client, FOODS)["text"]


def test_a_workspace_that_cannot_be_read_says_so(root: Path, client: TestClient) -> None:
    change(root, "content/workspace.yaml", "brand: test", "brnd: test")
    answer = client.get("/texts")
    assert answer.status_code == 200 and "unknown-key" in answer.text
    assert client.get("/texts/findings").status_code == 200
    assert client.get("/texts/text/iron/es").status_code == 404
    assert "brnd" in opened(client, "content/workspace.yaml")["text"]
    assert client.get("/texts/sign").status_code == 200


def test_the_language_of_the_page_changes_where_one_is(client: TestClient) -> None:
    page = client.get("/texts/findings?rule=a&severity=error").text
    assert 'name="back" value="/texts/findings?rule=a&amp;severity=error"' in page


# --- without --edit ----------------------------------------------------------------------------------------------


def test_without_leave_nothing_can_be_changed(root: Path, client: TestClient, reader: TestClient) -> None:
    form, before = edited(client, FOODS, "Eat well.", "Eat better."), below(root)
    own = re.search(r'name="back"', reader.get("/texts").text) and reader.cookies  # a visitor with a name of its own
    assert own
    for address in WRITING:
        for data in (form, {}):
            answer = posted(reader, address, {**data, "text": form["text"]})
            assert answer.status_code == 403 and "Texts cannot be changed here" in answer.text
    for page in ("/texts/edit", f"/texts/edit?path={FOODS}", "/texts/sign"):
        answer = reader.get(page)
        assert answer.status_code == 403 and "--edit" in answer.text
    for page in ("/texts", "/texts/findings", "/texts/text/iron/es", "/texts/text/iron/en"):
        text = reader.get(page).text
        assert 'method="post"' not in text and "<textarea" not in text and "/texts/edit" not in text
    assert below(root) == before


def test_large_requests_are_for_desks_with_leave_alone(client: TestClient, reader: TestClient) -> None:
    assert posted(reader, "/texts/save", {"text": "x" * 100_000}).status_code == 413
    assert posted(client, "/texts/sign", {"text": "x" * 100_000}).status_code == 413
    assert posted(client, "/texts/save", {"text": "x" * 2_200_000}).status_code == 413


# --- editing -----------------------------------------------------------------------------------------------------


def test_only_our_own_forms_may_write(root: Path, client: TestClient) -> None:
    form, before = edited(client, FOODS, "Eat well.", "Eat better."), below(root)
    for address in WRITING:
        for wrong in ("", "0" * 64):
            assert posted(client, address, {**form, "token": wrong}).status_code == 403
        assert client.post(address, data=form, headers={"origin": "http://elsewhere.example"}).status_code == 403
        assert client.get(address).status_code in (200, 405)
    assert below(root) == before


def test_a_text_outlives_a_new_start_of_the_server(root: Path, client: TestClient) -> None:
    form, before = edited(client, FOODS, "Eat well.", "Eat better."), below(root)
    answer = posted(client, "/texts/save", {**form, "token": "0" * 64})
    assert answer.status_code == 403 and "started anew" in outcome(answer.text) and below(root) == before
    again = fields(answer.text)
    assert again == {**form, "line": "0"} and posted(client, "/texts/save", again).status_code == 200
    assert "Eat better." in (root / FOODS).read_text()


@pytest.mark.parametrize(
    "path",
    ["../../etc/passwd", "/etc/passwd", "content/../../secret.yaml", "content/sections/iron/../iron/en.yaml",
     "templates/brands/test.yaml", "content/reviews/iron/en.yaml", "content\\sections\\iron\\en.yaml",
     "content/sections/iron/en.yaml\0", ".git/config", "content", "x" * 3000, "<script>alert(1)</script>"],
)  # fmt: skip
def test_other_files_are_neither_read_nor_written(root: Path, client: TestClient, path: str) -> None:
    before = below(root)
    answer = client.get("/texts/edit", params={"path": path})
    assert answer.status_code == 404 and "cannot be edited" in answer.text and "<script>alert" not in answer.text
    form = {**opened(client, FOODS), "path": path}
    saved = posted(client, "/texts/save", form)
    assert saved.status_code == 422 and "Not saved" in saved.text and "Eat well." in saved.text
    tried = posted(client, "/texts/try", form).json()
    assert tried["stops"] and tried["findings"][0]["href"] == ""
    drawn = posted(client, "/texts/draft", {**form, "handout": "rls", "language": "en"}).json()
    assert drawn["pages"] == 0
    assert below(root) == before


def test_checking_says_what_would_be_new(root: Path, client: TestClient) -> None:
    before = below(root)
    form = edited(client, FOODS, "Eat well.", "Eat well well. [@nobody]")
    found = posted(client, "/texts/try", form).json()
    new = [finding for finding in found["findings"] if finding["new"]]
    assert found["stops"] and not found["outdated"]
    assert {finding["severity"] for finding in new} >= {"error", "warning"}
    assert found["findings"][: len(new)] == new  # they come first
    assert all(
        finding["line"] == 3 and f"path={FOODS.replace('/', '%2F')}&line=3" in finding["href"] for finding in new
    )
    quiet = posted(client, "/texts/try", {**form, "text": form["text"].replace(" well. [@nobody]", ".")}).json()
    assert not quiet["stops"] and below(root) == before
    change(root, FOODS, "Eat well.", "Eat a lot.")
    assert posted(client, "/texts/try", form).json()["outdated"]


def test_the_preview_shows_what_is_not_saved(root: Path, client: TestClient) -> None:
    before = below(root)
    form = {
        **edited(client, FOODS, "Eat well.", "Eat really well."),
        "handout": "eating",
        "language": "en",
        "size": "50",
    }
    now = posted(client, "/texts/draft", {**form, "number": "1", "text": opened(client, FOODS)["text"]}).json()
    then = posted(client, "/texts/draft", {**form, "number": "0"}).json()
    assert now["pages"] and then["picture"] and then["picture"] != now["picture"] and then["findings"] == []
    broken = posted(client, "/texts/draft", {**form, "text": "title: ["}).json()
    assert broken["pages"] == 0 and broken["findings"][0].startswith(f"{FOODS}:1")
    assert posted(client, "/texts/draft", {**form, "handout": "nothing"}).json()["pages"] == 0
    assert below(root) == before


def test_saving_says_what_changed_and_how_to_take_it_back(root: Path, client: TestClient) -> None:
    form = edited(client, FOODS, "Eat well.", "Eat better.")
    answer = posted(client, "/texts/save", form)
    assert answer.status_code == 200 and b"Eat better." in (root / FOODS).read_bytes()
    said = outcome(answer.text)
    assert "Saved" in said and "From line 3" in said and "Eat better." in said and "Eat well." in said
    assert f"git restore -- {FOODS}" in said
    again = fields(answer.text)
    assert again["text"] == (root / FOODS).read_text() and again["sha256"] != form["sha256"]
    assert posted(client, "/texts/save", {**again, "text": again["text"] + "# more\n"}).status_code == 200


def test_two_clicks_save_once(root: Path, client: TestClient) -> None:
    form = edited(client, FOODS, "Eat well.", "Eat better.")
    first, second = (posted(client, "/texts/save", form) for _ in range(2))
    assert (first.status_code, second.status_code) == (200, 200)
    assert "says this already" in outcome(second.text) and fields(second.text) == fields(first.text)


def test_a_file_of_windows_keeps_its_line_ends(root: Path, client: TestClient) -> None:
    (root / FOODS).write_bytes(b"\xef\xbb\xbf" + (root / FOODS).read_bytes().replace(b"\n", b"\r\n"))
    form = edited(client, FOODS, "Eat well.", "Eat better.")
    # A browser sends every line end of a form as CR LF.
    answer = posted(client, "/texts/save", {**form, "text": form["text"].replace("\n", "\r\n")})
    assert answer.status_code == 200
    data = (root / FOODS).read_bytes()
    assert data.startswith(b"\xef\xbb\xbftitle") and data.count(b"\r\n") == data.count(b"\n") and b"better" in data


def test_a_text_of_a_megabyte_is_saved(root: Path, client: TestClient) -> None:
    form = opened(client, FOODS)
    text = form["text"] + "# a line of a comment that says nothing\n" * 25_000
    answer = posted(client, "/texts/save", {**form, "text": text})
    assert answer.status_code == 200 and len((root / FOODS).read_bytes()) > 1_000_000


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [("title: Foods", "title: [Foods", "yaml-syntax"), ("title: Foods", "titel: Foods", "unknown-key"),
     ("Eat well.", "Eat well. [@nobody]", "unknown-citation"), ("Eat well.", "Eat \0 well.", "control-character")],
)  # fmt: skip
def test_what_would_break_is_refused_and_stays_in_the_form(root, client, old, new, rule):
    form, before = edited(client, FOODS, old, new), below(root)
    answer = posted(client, "/texts/save", form)
    assert answer.status_code == 422 and rule in outcome(answer.text) and "Not saved" in outcome(answer.text)
    assert below(root) == before
    kept = fields(answer.text)
    assert kept["sha256"] == form["sha256"] and (kept["text"] == form["text"] or "\0" in new)


def test_what_breaks_other_files_is_saved_only_knowingly(root: Path, client: TestClient) -> None:
    form = edited(client, REFERENCES, "allen2018:", "allen2017:")
    answer = posted(client, "/texts/save", form)
    assert answer.status_code == 422 and 'name="despite"' in answer.text and IRON in answer.text
    assert b"allen2018" in (root / REFERENCES).read_bytes()
    assert posted(client, "/texts/save", {**fields(answer.text), "despite": "yes"}).status_code == 200
    assert b"allen2017" in (root / REFERENCES).read_bytes()


# --- two people --------------------------------------------------------------------------------------------------


def test_changes_that_do_not_meet_can_be_saved_together(root: Path, client: TestClient) -> None:
    yours = edited(client, IRON, "title: Iron", "title: Iron in blood")
    theirs = edited(client, IRON, "How much?", "How much a day?")
    assert posted(client, "/texts/save", theirs).status_code == 200
    before = below(root)
    answer = posted(client, "/texts/save", yours)
    assert answer.status_code == 409 and below(root) == before
    assert fields(answer.text)["text"] == yours["text"]  # nothing is lost
    said = outcome(answer.text)
    assert "Somebody else has saved this file" in said and "They have changed this" in said
    assert "When you began" in said and "title: Iron in blood" in said and "How much a day?" in said
    form = re.search(r'<form[^>]*class="merged".*?</form>', answer.text, re.S)[0].replace("merged", "editor")
    whole = '<form method="post" action="/texts/save" enctype="multipart/form-data" class="editor"'
    merged = fields(form.replace(whole, '<form class="editor"'))
    assert posted(client, "/texts/save", merged).status_code == 200
    now = (root / IRON).read_text()
    assert "title: Iron in blood" in now and "How much a day?" in now


def test_changes_that_meet_are_shown_and_one_is_chosen(root: Path, client: TestClient) -> None:
    yours = edited(client, FOODS, "Eat well.", "Eat mine.")
    change(root, FOODS, "Eat well.", "Eat theirs.")
    answer = posted(client, "/texts/save", yours)
    assert answer.status_code == 409 and 'class="merged"' not in answer.text
    assert "changed this differently" in outcome(answer.text) and "Eat theirs." in outcome(answer.text)
    assert "Eat theirs." in (root / FOODS).read_text()
    knowingly = fields(answer.text)
    assert posted(client, "/texts/save", knowingly).status_code == 200 and "Eat mine." in (root / FOODS).read_text()


def test_a_file_that_is_gone_leaves_the_text_in_the_form(root: Path, client: TestClient) -> None:
    form = edited(client, IRON_ES, "Hierro", "Hierros")
    (root / IRON_ES).unlink()
    answer = posted(client, "/texts/save", form)
    assert answer.status_code == 409 and "removed or renamed" in answer.text
    assert fields(answer.text)["text"] == form["text"] and not (root / IRON_ES).exists()


# --- signing -----------------------------------------------------------------------------------------------------


def ticked(client: TestClient, address: str) -> dict[str, str]:
    """The form to sign one text with, filled in."""
    page = client.get(address).text
    (value,) = re.findall(r'type="checkbox" name="text"[^>]* value="([^"]+)"', page)
    return {"token": token(client), "text": value, "by": "A. Reader", "role": "approver", "note": "Read twice"}


def test_signing_records_what_was_shown(root: Path, client: TestClient) -> None:
    page = client.get("/texts/sign?section=foods").text
    assert "Eat well." in words(page) and "Two legs" in words(page) and "checked" in page
    form = ticked(client, "/texts/sign?section=foods")
    answer = posted(client, "/texts/sign", form)
    assert answer.status_code == 200 and "1 text is signed." in outcome(answer.text)
    (record,) = (root / "content/reviews/foods").iterdir()
    assert form["text"].split("|")[2] in record.read_text() and "A. Reader" in record.read_text()
    assert "badge signed" in client.get("/texts/text/foods/en").text
    again = posted(client, "/texts/sign", form)
    assert again.status_code == 200 and "signed already" in outcome(again.text)
    assert len(list((root / "content/reviews/foods").iterdir())) == 1


def test_a_text_that_has_changed_since_is_not_signed(root: Path, client: TestClient) -> None:
    form = ticked(client, "/texts/sign?section=foods")
    change(root, FOODS, "Eat well.", "Eat better.")
    before = below(root)
    answer = posted(client, "/texts/sign", form)
    assert answer.status_code == 422 and "has changed since it was shown" in outcome(answer.text)
    assert below(root) == before
    assert 'value="A. Reader"' in answer.text and 'value="Read twice"' in answer.text
    assert " checked" not in answer.text  # these words nobody has read


@pytest.mark.parametrize(
    ("more", "says"),
    [({"by": " "}, "The name must not be empty"), ({"role": ""}, "The role must not be empty"),
     ({"note": "x" * 401}, "The note cannot be recorded"), ({"text": ""}, "No text was chosen"),
     ({"text": "iron|es"}, "No text was chosen"), ({"text": "../x|en|sha256:0"}, "section"),
     ({"text": "iron|es|sha256:0"}, "has changed since")],
)  # fmt: skip
def test_what_cannot_be_signed_is_refused(root: Path, client: TestClient, more: dict[str, str], says: str) -> None:
    before = below(root)
    answer = posted(client, "/texts/sign", {**ticked(client, "/texts/sign?section=foods"), **more})
    assert answer.status_code == 422 and says in outcome(answer.text)
    assert below(root) == before


def test_a_translation_waits_for_its_english_text(root: Path, client: TestClient) -> None:
    before = below(root)
    answer = posted(client, "/texts/sign", ticked(client, "/texts/sign?section=iron&language=es"))
    assert answer.status_code == 422 and below(root) == before


def test_texts_to_sign_are_chosen_by_handout_and_language(client: TestClient) -> None:
    assert client.get("/texts/sign").text.count('name="text"') == 3
    assert client.get("/texts/sign?handout=eating").text.count('name="text"') == 1
    assert client.get("/texts/sign?language=es").text.count('name="text"') == 1
    assert "There is no text to sign here" in client.get("/texts/sign?section=nothing").text


# --- when it takes too long --------------------------------------------------------------------------------------


def test_a_look_that_takes_too_long_is_given_up_and_the_desk_goes_on(folder: Path) -> None:
    with desk(folder, edit=True, seconds=0.0001) as client:
        for _ in range(2):
            answer = client.get("/texts")
            assert answer.status_code == 500 and "That took too long" in answer.text
        assert client.get("/").status_code == 200
