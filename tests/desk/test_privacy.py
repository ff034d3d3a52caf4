"""A marked name is typed everywhere, and then looked for everywhere: it may be on paper and nowhere else."""

from __future__ import annotations

import base64
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import BrowserContext, Page, Route, sync_playwright
from starlette.testclient import TestClient

from handouts.desk.app import create_app
from tests.desk.browsers import ARGUMENTS, WAIT, chromium, no_print_window, served
from tests.desk.desks import BASE, clinic, plan_for

pytestmark = [pytest.mark.browser, pytest.mark.slow]
MARK = "Qzebediah Überquux"
FIELDS = ("v.patient.name", "v.notes", "v.clinician.name")
PICTURE = "[data-pages] img[src^='data:image/png']"


def forms(mark: str) -> list[bytes]:
    """How the mark may be written down, each part of the name by itself."""
    found = []
    for word in (*mark.split(), *mark.lower().split(), *mark.upper().split()):
        found += [word.encode(), word.encode("utf-16-le"), word.encode("latin-1"), quote(word).encode()]
        found += [base64.b64encode(word.encode())[:-4], word.encode().hex().encode()]
    return [form for form in found if len(form) > 6]


def told(data: bytes) -> bool:
    """True when bytes give the mark away, in any case of letters."""
    lowered = data.lower()
    return any(form in data or form.lower() in lowered for form in forms(MARK))


def files_with_it(*folders: Path) -> list[str]:
    """Files that hold the mark, or are called by it."""
    found = []
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if told(str(path).encode()):
                found.append(f"name: {path}")
            if path.is_file() and not path.is_symlink() and told(path.read_bytes()):
                found.append(str(path))
    return found


def processes_with_it() -> list[str]:
    """Processes whose arguments or environment hold the mark."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        for name in ("cmdline", "environ"):
            try:
                data = (place / name).read_bytes()
            except OSError:
                continue
            if told(data):
                found.append(f"{place.name}/{name}")
    return found


@dataclass
class Traces:
    """Where the mark was found, by the kind of place."""

    urls: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    processes: list[str] = field(default_factory=list)
    log: list[str] = field(default_factory=list)
    storage: list[str] = field(default_factory=list)

    def kinds(self) -> set[str]:
        return {kind for kind in ("urls", "files", "processes", "log", "storage") if getattr(self, kind)}


@pytest.fixture
def profile(tmp_path: Path) -> Iterator[tuple[BrowserContext, Path]]:
    """A browser that keeps what it can in a folder that we can search."""
    if not chromium():
        if os.environ.get("CI"):
            pytest.fail("Chromium is not installed. On Debian and Ubuntu: sudo apt-get install chromium")
        pytest.skip("Chromium is not installed. On Debian and Ubuntu: sudo apt-get install chromium")
    folder = tmp_path / "profile"
    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            str(folder), executable_path=chromium(), args=[*ARGUMENTS], accept_downloads=True
        )
        context.set_default_timeout(WAIT)
        yield context, folder
        context.close()


def typed_everywhere(
    profile: tuple[BrowserContext, Path], tmp_path: Path, sabotage: Callable[[Page], None] | None = None
) -> Traces:
    """A morning at the desk with the marked name in every field; then everything is searched."""
    context, folder = profile
    traces = Traces()
    home, cache, ledger = tmp_path / "home", tmp_path / "cache", tmp_path / "clinic"
    home.mkdir()
    root = clinic(ledger)
    context.on("request", lambda request: traces.urls.append(request.url) if told(request.url.encode()) else None)
    environment = {"HOME": str(home), "TMPDIR": str(home), "XDG_CACHE_HOME": str(home), "XDG_STATE_HOME": str(home)}
    with served(root, cache=str(cache), env=environment) as server:
        page = context.new_page()
        no_print_window(page)
        if sabotage is not None:
            sabotage(page)
        page.goto(server.address)
        with page.expect_response("**/search"):
            page.fill("#q", MARK)
        page.goto(f"{server.address}/h/rls/en")
        page.wait_for_selector(PICTURE)
        for button in ("[data-print]", "[data-save]:not([formaction])", "[formaction]"):
            for name in FIELDS:
                with page.expect_response("**/look"):
                    page.fill(f"[name='{name}']", MARK)
            traces.processes += processes_with_it()
            traces.storage += [text for text in stored(page) if told(text.encode())]
            if button == "[data-print]":
                page.click(button)
                page.wait_for_function("() => window.printed.length === 1 || location.search")
            else:
                with page.expect_download() as download:
                    page.click(button)
                if told(download.value.suggested_filename.encode()):
                    traces.files.append(download.value.suggested_filename)
                download.value.delete()  # the user's own file, which may hold it
            if page.url != f"{server.address}/h/rls/en":
                break  # only a page that was tampered with leads on
        page.goto(server.address)
        traces.log += [line for line in server.said if told(line.encode())]
        context.close()
    traces.files += files_with_it(folder, home, root, cache)
    return traces


def stored(page: Page) -> list[str]:
    """What the page keeps in the browser: storage, cookies that a script sees, history."""
    found: list[str] = page.evaluate(
        "() => [JSON.stringify({...localStorage}), JSON.stringify({...sessionStorage}), document.cookie,"
        " JSON.stringify(history.state), document.title, location.href]"
    )
    return found + [cookie["value"] for cookie in page.context.cookies()]


def test_it_is_nowhere(profile, tmp_path):
    traces = typed_everywhere(profile, tmp_path)
    assert traces == Traces()


def as_get(page: Page) -> None:
    """The form sends its values in the address."""

    def change(route: Route) -> None:
        answer = route.fetch()
        text = answer.text().replace('method="post" action="/h/rls/en/pdf" target="_blank"', 'method="get" action="?"')
        route.fulfill(response=answer, body=text.replace("/static/desk.js", "/static/none.js"))

    def by_hand(route: Route) -> None:
        route.fulfill(
            content_type="text/javascript",
            body="",
        )

    page.route("**/h/rls/en", change)
    page.route("**/static/none.js*", by_hand)


def stores(page: Page) -> None:
    """The script keeps what is typed, so that nobody has to type it again."""

    def change(route: Route) -> None:
        answer = route.fetch()
        more = ";addEventListener('input', event => localStorage.setItem(event.target.name, event.target.value))"
        route.fulfill(response=answer, body=answer.text() + more)

    page.route("**/static/desk.js*", change)


def test_the_search_would_find_what_a_script_keeps(profile, tmp_path):
    """Without the rule that nothing is stored, this test's own searching says so."""
    assert {"storage", "files"} <= typed_everywhere(profile, tmp_path, stores).kinds()


def test_the_search_would_find_what_stands_in_an_address(profile, tmp_path):
    context, _ = profile
    traces = Traces()
    context.on("request", lambda request: traces.urls.append(request.url) if told(request.url.encode()) else None)
    with served(clinic(tmp_path / "clinic")) as server:
        page = context.new_page()
        as_get(page)
        page.goto(f"{server.address}/h/rls/en")
        page.fill("[name='v.patient.name']", MARK)
        page.click("[data-print]")
        page.wait_for_url("**?*")
    assert traces.kinds() == {"urls"}


@pytest.mark.parametrize("data", [f"x{form}y".encode() for form in ("QZEBEDIAH", "überquux", "%C3%9Cberquux")])
def test_the_mark_is_known_in_any_form(data):
    assert told(data) and not told(b"Zebediah Quux")


def test_without_the_guard_a_foreign_name_would_be_answered(tmp_path):
    """What `test_app` asks of names that were made to lead here is asked of the guard, and of nothing else."""
    guard = create_app(plan_for(clinic(tmp_path / "clinic")))
    bare = guard._app
    for app, status in ((guard, 421), (bare, 200)):
        with TestClient(app, base_url=BASE) as client:
            assert client.get("/", headers={"host": "evil.example"}).status_code == status
    shutil.rmtree(tmp_path / "clinic")
