"""What every command needs: the workspace folder, the form of the report, and how findings are shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from handouts.diagnostics import Diagnostic
from handouts.records import dataclass
from handouts.reporting import as_json, colour_of, finding_lines, summary

if TYPE_CHECKING:
    from handouts.library import Library
    from handouts.source.store import Store


@dataclass(slots=True)
class Context:
    """What every command needs: the workspace folder and the form of the report."""

    root: Path
    json: bool
    caching: bool = True
    _opened: tuple[Library | None, tuple[Diagnostic, ...]] | None = None

    def show(self, findings: Iterable[Diagnostic]) -> None:
        """Findings for a person, on standard error."""
        listed = list(findings)
        for finding in listed:
            head, hint = finding_lines(finding)
            click.secho(head, fg=colour_of(finding), err=True)
            if hint:
                click.echo(hint, err=True)
        if listed:
            click.echo(summary(listed), err=True)

    def report(self, findings: Sequence[Diagnostic], **fields: Any) -> None:
        """The whole report as JSON, or the findings alone for a person."""
        if self.json:
            click.echo(as_json({**fields, "findings": [finding.as_json() for finding in findings]}))
        else:
            self.show(findings)

    def store(self) -> Store | None:
        """Where derived work is kept between runs, or None where there is to be none."""
        from handouts.cli.keeping import usual_store

        return usual_store() if self.caching else None

    def library(self) -> tuple[Library | None, tuple[Diagnostic, ...]]:
        """The checked workspace, with everything that is wrong with it."""
        from handouts.source.loading import open_library

        if self._opened is None:
            store = self.store()
            self._opened = open_library(self.root, store)
            if store is not None:
                store.trim()
        return self._opened
