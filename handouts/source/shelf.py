"""Pictures that content and brands ask for: found in the workspace, read once each."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath

from handouts.diagnostics import Diagnostic, Mark, error
from handouts.looks import Picture
from handouts.names import did_you_mean
from handouts.source.pictures import read_picture
from handouts.source.workspace import SourceBlob


class Shelf:
    """The pictures asked for so far, by workspace path; `findings` grows with those that cannot be used.

    `known` were read before from the same bytes, and nothing was found in them.
    """

    def __init__(self, blobs: Mapping[str, SourceBlob], known: Mapping[str, Picture] | None = None) -> None:
        self.pictures: dict[str, Picture] = {}
        self.findings: list[Diagnostic] = []
        self._blobs = blobs
        self._known = known or {}
        self._asked: set[str] = set()

    @property
    def fonts(self) -> tuple[str, ...]:
        """The font files of the workspace."""
        return tuple(path for path in self._blobs if path.startswith("templates/fonts/"))

    def take_known(self, path: str) -> bool:
        """Take a picture by its workspace path if it is known; False if it must be read."""
        if path in self._known:
            self._asked.add(path)
            self.pictures[path] = self._known[path]
        return path in self._known

    def take(self, folder: str, name: str, mark: Mark) -> str:
        """The workspace path of a picture named by a file; it is read at the first asking."""
        path = f"{folder}/{name}"
        if path in self._asked or self.take_known(path):
            return path
        if PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts or "\\" in name:
            hint = f"Copy it into {folder} and write its name."
            self.findings.append(error("figure-file", mark, f"'{name}' leads out of the folder {folder}.", hint))
        elif path not in self._blobs:
            there = [known.removeprefix(f"{folder}/") for known in self._blobs if known.startswith(f"{folder}/")]
            message = f"There is no picture '{name}' in {folder}."
            self.findings.append(error("figure-file", mark, message, did_you_mean(name, there)))
        else:
            self._asked.add(path)
            picture, findings = read_picture(self._blobs[path], mark)
            self.findings += findings
            if picture is not None:
                self.pictures[path] = picture
        return path
