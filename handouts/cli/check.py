"""`handouts check`: everything that is wrong with the content, without writing anything."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from handouts.cli.context import Context
from handouts.cli.making import kept_plates, wish_of
from handouts.cli.options import selection_options
from handouts.reporting import as_json, counted, exit_code, table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from handouts.build import Built
    from handouts.checks.content.reading import Estimate
    from handouts.diagnostics import Diagnostic
    from handouts.library import Library

_FORMATS = click.Choice(["text", "json", "sarif", "github"])


def _explain(ctx: click.Context, _parameter: click.Parameter, name: str | None) -> None:
    """Show a rule's documentation and stop: there is nothing to check then."""
    if not name:
        return
    from handouts.checks.content import RULES
    from handouts.checks.content.documentation import help_text
    from handouts.names import did_you_mean

    if name not in RULES:
        raise click.BadParameter(f"there is no content rule '{name}'. {did_you_mean(name, RULES)}")
    click.echo(f"{name} ({RULES[name].SEVERITY.value})\n\n{help_text(RULES[name])}", nl=False)
    ctx.exit()


@click.command()
@selection_options
@click.option(
    "--format", "form", type=_FORMATS, default="text", show_default=True,
    help="How to report: for a person, as JSON, as SARIF 2.1.0, or as annotations of a GitHub workflow.",
)  # fmt: skip
@click.option("--reading", is_flag=True, help="Also show reading estimates. They are never a finding.")
@click.option(
    "--explain", metavar="RULE", is_eager=True, expose_value=False, callback=_explain,
    help="Show what a content rule asks for, why, and examples; check nothing.",
)  # fmt: skip
@click.pass_obj
def check(context: Context, /, form: str, reading: bool, **asked: Any) -> None:
    """Check the content and templates; write nothing.

    Every handout is set in every language and brand asked for, so that what cannot be laid out is found too.
    Without --brand all brands are checked. All translations are compared with their sources, number by number, and
    all sections in all languages are judged by the content rules; with --lang or a HANDOUT, only those.
    Sources that nobody has looked at for long, or cites, and gaps in texts about treatments are told, too.
    """
    context.json = form != "text"
    library, _ = context.library()
    builts, findings = _checked(context, asked)
    estimates = _estimates(library, builts) if library is not None and reading else []
    if form == "text":
        context.show(findings)
        if estimates:
            click.echo("\n".join(table(_rows(estimates))))
        click.echo(f"{counted(len(builts), 'edition')} checked{'' if findings else ': nothing found'}.", err=True)
    else:
        click.echo(_as(form, findings, library, builts, estimates, context.root))
    sys.exit(exit_code(findings))


def _checked(context: Context, asked: dict[str, Any]) -> tuple[Sequence[Built], tuple[Diagnostic, ...]]:
    from handouts.build import told_once
    from handouts.workbench.checking import check_all

    library, found = context.library()
    if library is None:
        return (), told_once(found, ())
    library, selection, day = wish_of(library, asked)
    with kept_plates(context) as plates:
        checked = check_all((library, found), selection, day, plates)
    return checked.builts, checked.findings


def _estimates(library: Library, builts: Sequence[Built]) -> list[Estimate]:
    from handouts.checks.content.reading import estimates

    requests = [built.request for built in builts]
    asked = dict.fromkeys((name, tag) for request in requests for name in request.handouts for tag in request.languages)
    return [estimate for handout, tag in asked for estimate in estimates(library, handout, tag)]


def _rows(estimates: Sequence[Estimate]) -> list[tuple[str, ...]]:
    head = ("HANDOUT", "LANGUAGE", "SCORE", "FORMULA", "SCALE")
    return [head, *((e.handout, e.language, f"{e.score:.1f}", e.formula.name, e.formula.scale) for e in estimates)]


def _as(
    form: str,
    findings: tuple[Diagnostic, ...],
    library: Library | None,
    builts: Sequence[Built],
    estimates: Sequence[Estimate],
    root: Path,
) -> str:
    from handouts.sarif import github_annotations, sarif_log

    # Paths as the repository has them, when the command stands above the workspace.
    prefix = "" if root.is_absolute() or root == Path() else f"{root.as_posix()}/"
    if form == "github":
        return "\n".join(github_annotations(findings, prefix))
    if form == "sarif":
        return as_json(sarif_log(findings, library.texts if library else {}, prefix))
    report: dict[str, Any] = {"checked": len(builts)}
    if estimates:
        report["reading"] = [estimate.as_json() for estimate in estimates]
    return as_json({**report, "findings": [finding.as_json() for finding in findings]})
