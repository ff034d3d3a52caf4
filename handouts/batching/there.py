"""Which names a workspace has, also those whose file is broken; so that these jobs are listed and not forgotten."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from handouts.diagnostics import Diagnostic
from handouts.library import Library
from handouts.looks import Brand

_EXTENDS = re.compile(r"^extends:\s*['\"]?([a-z0-9-]+)", re.M)
_SEEN = {
    "layout": re.compile(r"^layout:\s*([a-z0-9-]+)", re.M), "profile": re.compile(r"^profile:\s*([a-z0-9-]+)", re.M),
    "paper": re.compile(r"^paper:\s*(a4|letter)\b", re.M), "region": re.compile(r"^region:\s*([A-Z]{2})\b", re.M),
}  # fmt: skip
_FOLDERS = {
    "handout": "content/handouts", "brand": "templates/brands", "layout": "templates/layouts",
    "profile": "templates/profiles",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class There:
    """Names by kind (`handout`, `brand`, `layout`, `profile`), each with True when it could be read."""

    names: Mapping[str, Mapping[str, bool]]

    def sound(self, kind: str, name: str) -> bool:
        """True when everything in this name (`a+b` names two) could be read."""
        return all(self.names[kind].get(one, False) for one in name.split("+"))


def what_is_there(library: Library, findings: Iterable[Diagnostic]) -> There:
    """Names of files that are there, from what was read and from what is told of files that could not be."""
    paths = {*library.texts, *(finding.mark.path for finding in findings if finding.mark)}
    tables: Mapping[str, Mapping[str, object]] = {
        "handout": library.handouts, "brand": library.brands, "layout": library.layouts, "profile": library.profiles,
    }  # fmt: skip
    names = {
        kind: {
            name: name in tables[kind]
            for name in sorted({*tables[kind], *(PurePosixPath(path).stem for path in paths if _is_in(path, folder))})
        }
        for kind, folder in _FOLDERS.items()
    }
    return There(names)


def with_stand_ins(library: Library, there: There) -> Library:
    """The library with something in the place of what is broken, so that requests can be planned; not to build from.

    A broken brand or handout stands for jobs that will be refused, so nothing of the stand-in shows but its id.
    """
    handout = next(iter(library.handouts.values()), None)
    brand = next(iter(library.brands.values()), None)
    layout = next(iter(library.layouts.values()), None)
    profile = next(iter(library.profiles.values()), None)
    return replace(
        library,
        handouts=dict(library.handouts)
        | {n: replace(handout, id=n) for n, sound in there.names["handout"].items() if handout and not sound},
        brands=dict(library.brands)
        | {n: _stand_in(library, n, brand) for n, sound in there.names["brand"].items() if brand and not sound},
        layouts=dict(library.layouts)
        | {n: replace(layout, id=n) for n, sound in there.names["layout"].items() if layout and not sound},
        profiles=dict(library.profiles)
        | {n: replace(profile, id=n) for n, sound in there.names["profile"].items() if profile and not sound},
    )


def _stand_in(library: Library, name: str, brand: Brand) -> Brand:
    """A brand in the place of a broken one, with what can be seen of its looks: so its files keep their names."""
    said = "\n".join(library.texts.get(path, "") for path in lineage_of(library, "brand", name))
    found = {key: match[1] for key, pattern in _SEEN.items() if (match := pattern.search(said))}
    layout, profile = found.get("layout", ""), found.get("profile", "")
    return replace(
        brand,
        id=name,
        layout=layout if layout in library.layouts else "",
        profile=profile if profile in library.profiles else "",
        paper=found.get("paper", ""),
        region=found.get("region", brand.region),
    )


def lineage_of(library: Library, kind: str, name: str) -> tuple[str, ...]:
    """The files that a template is made of, its own first; of a broken one those that its `extends:` lead to."""
    path = f"{_FOLDERS[kind]}/{name}.yaml"
    if path in library.lineage:
        return library.lineage[path]
    chain = [path]
    while True:
        match = _EXTENDS.search(library.texts.get(chain[-1], ""))
        path = f"{_FOLDERS[kind]}/{match[1]}.yaml" if match else ""
        if not path or path in chain:
            return tuple(chain)
        chain.append(path)


def _is_in(path: str, folder: str) -> bool:
    place = PurePosixPath(path)
    return place.parent.as_posix() == folder and place.suffix == ".yaml"
