"""Finished documents on their way out: recorded, written, read back and checked; shared by `build` and `export`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import click

from handouts.cli.context import Context
from handouts.cli.ledgers import Keeper
from handouts.diagnostics import Diagnostic
from handouts.reporting import ExitCode, counted, exit_code

if TYPE_CHECKING:
    from handouts.build import Built


@dataclass(frozen=True, slots=True)
class Parcel:
    """A document, the places its PDF goes to (the first one is told as its own), and files that go with it."""

    built: Built
    places: tuple[Path, ...]
    beside: tuple[tuple[Path, bytes], ...] = ()


@dataclass(slots=True)
class Delivered:
    """What has become of the parcels: products for a report, paths in order, findings of checking the files."""

    products: list[dict[str, object]] = field(default_factory=list)
    paths: list[Path] = field(default_factory=list)
    findings: list[Diagnostic] = field(default_factory=list)
    conformant: bool = True


def deliver(context: Context, keeper: Keeper, parcels: Iterable[Parcel]) -> Delivered:
    """Record, write and verify each document. Raises HandoutsError when the disk says no; what is done stays."""
    from handouts.cli.keeping import verified
    from handouts.source.workspace import write_together

    store = context.store()
    done = Delivered()
    for parcel in parcels:
        built = parcel.built
        assert built.pdf is not None and built.record is not None
        personal = not built.record.sha256
        mode = 0o600 if personal else None
        done.findings += keeper.add(built)
        files = [*((place, built.pdf.data) for place in parcel.places), *parcel.beside]
        write_together([(place, data, mode) for place, data in files])
        result = verified(built.pdf.data, built.record.file, None if personal else store)
        done.conformant = done.conformant and result.passed
        done.findings += result.findings
        path = str(parcel.places[0])
        done.products.append({"path": path, **built.record.as_json(), "conformant": result.passed})
        done.paths += [place for place, _ in files]
    return done


def tell(context: Context, done: Delivered, found: Sequence[Diagnostic], deed: str = "built") -> ExitCode:
    """Paths to standard output, findings and the verdict to the other one; or all of it as JSON."""
    if not context.json:
        click.echo("\n".join(map(str, done.paths)))
    context.report([*found, *done.findings], products=done.products)
    if not context.json:
        wrong = "NOT all pass PDF/UA-1, PDF/A-2a, structure and preflight; see verify"
        verdict = "PDF/UA-1 and PDF/A-2a passed" if done.conformant else wrong
        click.echo(f"{counted(len(done.products), 'handout')} {deed}. {verdict}.", err=True)
    return exit_code(found, conformant=done.conformant)
