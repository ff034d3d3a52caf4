"""A desk for tests: a small clinic behind the whole application, asked as a browser asks."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from handouts.desk.app import Plan, create_app
from handouts.desk.guard import doors
from handouts.source.loading import open_library
from tests.cli.clinic import RLS, make_clinic
from tests.starters import ROOT, TODAY

BASE = "http://127.0.0.1:8601"
# What a Spanish text says of the English one that it was made from is put in below.
SPANISH = {
    "content/sections/iron/es.yaml": """\
title: Hierro
key_points: [Hágase un análisis antes de tomar hierro.]
translation: {of: en, source: "SOURCE", by: person}
blocks:
  - text: El hierro ayuda a algunas personas. [@allen2018]
  - text: Pregunte a {clinician.name} sobre esto.
""",
    "content/sections/plan/es.yaml": """\
title: Su plan
translation: {of: en, source: "SOURCE", by: person}
blocks:
  - checklist: [Análisis de sangre, Una caminata diaria]
    name: plan
  - write_in: {label: Notas, lines: 3, name: notes}
""",
    RLS: """\
title: {en: Restless legs, es: Piernas inquietas}
subtitle: {en: What helps, es: Lo que ayuda}
codes: {icd10: [G25.81], snomed: ["32914008"]}
sections: [iron, plan, references]
plan: plan
""",
}
_WORDING = {
    f"templates/wording/{tag}.yaml": (ROOT / f"templates/wording/{tag}.yaml").read_text() for tag in ("es", "fr")
}


def plan_for(root: Path, **more: Any) -> Plan:
    """How the tests' desk is set up: one worker, nothing kept, no ledger."""
    return replace(Plan(root, doors(8601), lambda: TODAY, jobs=1, seconds=600.0), **more)


@contextlib.contextmanager
def desk(root: Path, **more: Any) -> Iterator[TestClient]:
    """A desk that runs, and a browser for it that follows nothing by itself."""
    app = create_app(plan_for(root, **more))
    with TestClient(app, base_url=BASE, follow_redirects=False, raise_server_exceptions=False) as client:
        yield client


def token(client: TestClient, path: str = "/h/rls/en") -> str:
    """The token in the form of a page."""
    return re.search(r'name="token" value="([0-9a-f]{64})"', client.get(path).text)[1]


def sent(client: TestClient, kind: str, values: Mapping[str, str] | None = None, path: str = "/h/rls/en") -> Any:
    """A form of ours with these values, sent as a browser sends it."""
    data = {"token": token(client, path), **{f"v.{name}": value for name, value in (values or {}).items()}}
    return client.post(f"{path}/{kind}", data=data, headers={"origin": BASE})


def clinic(folder: Path, files: Mapping[str, str | None] | None = None) -> Path:
    """The small clinic with a Spanish text and none in French, though its words are there."""
    written = {**SPANISH, **_WORDING, **(files or {})}
    english = {path: text for path, text in written.items() if not path.endswith("/es.yaml") or "wording" in path}
    library, _ = open_library(make_clinic(folder, english))
    assert library is not None
    for path, text in written.items():
        if text and "SOURCE" in text:
            section = library.sections[path.split("/")[2], "en"]
            (folder / path).write_text(text.replace("SOURCE", section.digest), encoding="utf-8")
    return folder
