"""`handouts review`: somebody has read texts and signs them, each in exactly the form it has now."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

import click

from handouts.cli.context import Context
from handouts.cli.options import DRY_RUN, FORMAT, complete_handouts, day_of, day_option, languages_option
from handouts.cli.writing import finish, opened
from handouts.diagnostics import has_errors


def _line(_ctx: click.Context, _parameter: click.Parameter, value: str) -> str:
    """One line that can be printed, without blanks at its ends."""
    from handouts.governance.signing import MOST_LETTERS, one_line

    text = one_line(value)
    if text is None:
        raise click.BadParameter(f"Give one line of at most {MOST_LETTERS} characters.")
    return text


def _filled(ctx: click.Context, parameter: click.Parameter, value: str) -> str:
    text = _line(ctx, parameter, value)
    if not text:
        raise click.BadParameter("It must not be empty.")
    return text


@click.command()
@click.argument("sections", nargs=-1, metavar="[SECTION]...")
@click.option(
    "--handout", "handouts", multiple=True, metavar="HANDOUT", shell_complete=complete_handouts,
    help="All sections of this handout. May be repeated.",
)  # fmt: skip
@languages_option("English")
@click.option("--by", required=True, callback=_filled, metavar="NAME", help="Who has read it.")
@click.option(
    "--role", required=True, callback=_filled, metavar="ROLE",
    help="In which role: approver, owner, translator, ... The draft mark goes when all roles needed have signed.",
)  # fmt: skip
@click.option("--owner", default="", callback=_line, metavar="NAME", help="Who looks after these sections.")
@click.option("--note", default="", callback=_line, metavar="TEXT", help="Anything to remember.")
@day_option("Day of the reading.")
@DRY_RUN
@FORMAT
@click.pass_context
def review(
    ctx: click.Context,
    /,
    sections: Sequence[str],
    handouts: Sequence[str],
    languages: tuple[str, ...],
    date: datetime.datetime | None,
    dry_run: bool,
    form: str,
    **who: str,
) -> None:
    """Sign texts that you have read, in English unless --lang says otherwise.

    A sign-off holds for a text exactly as it is now. Any change of it, and time, end it; its state is worked out
    anew each time. Texts with errors, old translations, and translations of unsigned English texts are refused.

    \b
    Examples:
      handouts review iron foods --by "A. Reader" --role approver
      handouts review --handout rls-overview --lang en --by "A. Reader" --role approver
    """
    from handouts.governance.signing import Signer, plan_signing, texts_asked
    from handouts.resolving.translated import SOURCE

    context: Context = ctx.obj
    context.json = form == "json"
    if not sections and not handouts:
        raise click.UsageError("Name the sections you have read, or a handout with --handout.")
    day = day_of(date)
    if ctx.get_parameter_source("date") is click.core.ParameterSource.COMMANDLINE and day > day_of(None):
        raise click.UsageError(f"--date {day} has not come yet.")
    workspace, library, loaded = opened(context)
    texts, unknown = texts_asked(library, sections, handouts, languages or (SOURCE,))
    signing = plan_signing(workspace, library, loaded, texts, Signer(date=day, **who))
    findings = (*unknown, *signing.findings)
    shown = [record.diff() for record in signing.records] if dry_run else list(signing.summary())
    if has_errors(findings):
        shown = []  # nothing of the run will be written
    finish(context, signing.records, findings, shown=shown, dry_run=dry_run, unchanged=signing.unchanged)
