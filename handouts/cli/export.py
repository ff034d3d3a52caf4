"""`handouts export`: finished documents under the names and with the descriptions that other programs want."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from handouts.cli.context import Context
from handouts.cli.delivery import Delivered, Parcel, deliver, tell
from handouts.cli.ledgers import Keeper, keeping_options
from handouts.cli.making import build_all
from handouts.cli.options import FOLDER, FORMAT, selection_options
from handouts.diagnostics import Diagnostic, Severity, error, has_errors
from handouts.reporting import ExitCode

if TYPE_CHECKING:
    from handouts.build import Built
    from handouts.edition import BuildRequest
    from handouts.ehr.openemr import LocalFile

_OUT = click.option("--out", type=FOLDER, required=True, metavar="DIR", help="Folder to fill; made if need be.")


@click.group(short_help="Fill the folders of other programs: OpenEMR, FHIR.")
def export() -> None:
    """Fill the folders of other programs: OpenEMR, FHIR.

    \b
    Examples:
      handouts export openemr rls-overview --lang en,es --out education
      handouts export fhir --lang es --out fhir
    """


@export.command()
@selection_options
@_OUT
@keeping_options
@FORMAT
@click.pass_obj
def openemr(context: Context, /, form: str, out: Path, **asked: Any) -> None:
    """Fill OpenEMR's folder of local patient education.

    There is a file for each code and language, such as icd10_g25.81_es.pdf. OpenEMR finds one handout for a code: of
    several that have it, the one that is named first counts. A file of that name that is not one of ours is not
    touched, and nothing is written then; no file is ever removed.

    \b
    Examples:
      handouts export openemr rls-overview --lang en,es --out education
      handouts export openemr rls-overview vitamins-and-rls --brand example-pharmacy --out education
    """
    context.json = form == "json"
    if len(asked["brands"]) > 1:
        raise click.UsageError("OpenEMR has one folder, so it takes one --brand.")
    if any("+" in name for name in (*asked["handouts"], *asked["languages"])):
        raise click.UsageError("OpenEMR finds one handout in one language for a code: name them without +.")
    keeper = Keeper(context, asked.pop("ledger"), off=asked.pop("no_ledger"))
    requests, files, told = _local_files(context, asked)
    told = (*told, *_foreign(out, files))
    builts: Sequence[Built] = []
    findings: Sequence[Diagnostic] = context.library()[1]
    if not has_errors(told):
        winners = tuple(dict.fromkeys(requests[file.candidate].handout for file in files))
        builts, findings = build_all(context, {**asked, "handouts": winners or asked["handouts"]}, (), None)
    findings = (*findings, *told)
    _stop_if_wrong(context, findings)
    places: dict[BuildRequest, list[Path]] = {}
    for file in files:
        places.setdefault(requests[file.candidate], []).append(out / file.path)
    parcels = [Parcel(built, tuple(places[built.request])) for built in builts if built.request in places]
    done = deliver(context, keeper, parcels)
    for parcel, product in zip(parcels, done.products, strict=True):
        product["files"] = list(map(str, parcel.places))
    sys.exit(tell(context, done, findings, "exported"))


@export.command()
@selection_options
@_OUT
@keeping_options
@FORMAT
@click.pass_obj
def fhir(context: Context, /, form: str, out: Path, **asked: Any) -> None:
    """Write PDFs, each with its FHIR R4 DocumentReference beside it.

    x.pdf is described by x.fhir.json, which names it, its language, size, digest, codes, and whether it is signed.

    \b
    Example:
      handouts export fhir rls-overview --lang en,es --out fhir
    """
    context.json = form == "json"
    keeper = Keeper(context, asked.pop("ledger"), off=asked.pop("no_ledger"))
    builts, findings = build_all(context, asked, (), None)
    _stop_if_wrong(context, findings)
    parcels = [_with_reference(built, out) for built in builts]
    done: Delivered = deliver(context, keeper, parcels)
    for parcel, product in zip(parcels, done.products, strict=True):
        product["fhir"] = {"path": str(parcel.beside[0][0])}
    sys.exit(tell(context, done, findings, "exported"))


def _stop_if_wrong(context: Context, findings: Sequence[Diagnostic]) -> None:
    if has_errors(findings):
        context.report(findings, products=[])
        if not context.json:
            click.echo("Nothing was written.", err=True)
        sys.exit(ExitCode.CONTENT)


def _with_reference(built: Built, out: Path) -> Parcel:
    from handouts.ehr.fhir import as_bytes, described, document_reference, reference_name

    assert built.pdf is not None and built.record is not None and built.edition is not None
    path = out / built.record.file
    told = described(built.edition, url=path.name, pdf=built.pdf.data)
    # Without an id of its own: a folder may hold the same handout for several brands.
    resource = as_bytes(document_reference(replace(told, id="")))
    return Parcel(built, (path,), ((out / reference_name(path.name), resource),))


def _local_files(
    context: Context, asked: dict[str, Any]
) -> tuple[Sequence[BuildRequest], Sequence[LocalFile], tuple[Diagnostic, ...]]:
    """The files for OpenEMR, each with its request, before anything is built; unknown names are told by the build."""
    from handouts.ehr.openemr import Candidate, left_out, local_files
    from handouts.resolving.plan import Selection, plan

    library, loaded = context.library()
    if library is None or not library.handouts:
        return (), (), ()
    wishes = {key: value for key, value in asked.items() if key not in ("date", "require_signed")}
    requests, unknown = plan(library, Selection(**{**wishes, "handouts": tuple(wishes["handouts"])}))
    if has_errors((*loaded, *unknown)):
        return requests, (), ()
    candidates = [
        Candidate(
            asked_for.handout, asked_for.languages[0], tuple(sorted(library.handouts[asked_for.handout].codes.items()))
        )
        for asked_for in requests
    ]
    hint = "Name the handouts that OpenEMR shall find, the most important one first."
    files, findings = local_files(candidates, wishes["handouts"], None, hint)
    if not files:  # there is nothing else to do here, so this is no mere warning
        findings = tuple(replace(finding, severity=Severity.ERROR) for finding in findings)
    return requests, files, (*findings, *(left_out(candidates, files) if files else ()))


def _foreign(out: Path, files: Iterable[LocalFile]) -> tuple[Diagnostic, ...]:
    """An error for each file in the way that is not one of ours: what somebody else has put there stays."""
    from handouts.source.workspace import read_product

    found = []
    for file in files:
        place = out / file.path
        if place.exists() and not _ours(read_product(place)):
            message = f"{place} is there already, and it is not one of our files."
            found.append(error("openemr", None, message, "Move it away, or name another folder."))
    return tuple(found)


def _ours(data: bytes) -> bool:
    from handouts.passport.identify import is_ours

    return is_ours(data)
