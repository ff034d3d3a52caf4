"""Options that several commands share, and what their values mean."""

from __future__ import annotations

import datetime
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

FORMAT = click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True,
    help="How to report: for a person, or as JSON for a program.",
)  # fmt: skip


PAPERS = ("a4", "letter")


def day_option(meaning: str) -> Callable[[Any], Any]:
    """`--date`, with what the day is for; HANDOUTS_DATE gives it too."""
    return click.option(
        "--date", metavar="YYYY-MM-DD", type=click.DateTime(["%Y-%m-%d"]), envvar="HANDOUTS_DATE",
        help=f"{meaning} Default: SOURCE_DATE_EPOCH if set, else today.",
    )  # fmt: skip


DATE = day_option("Day the documents are made on.")


def _split(_ctx: click.Context, _parameter: click.Parameter, values: Sequence[str]) -> tuple[str, ...]:
    return tuple(part for value in values for part in (piece.strip() for piece in value.split(",")) if part)


def languages_option(default: str) -> Callable[[Any], Any]:
    """`--lang`, with what is meant without it."""
    return click.option(
        "--lang", "-l", "languages", multiple=True, callback=_split, metavar="TAG[,TAG]",
        help=f"Languages, as BCP 47 tags. Default: {default}.",
    )  # fmt: skip


def many_option(  # click decorators are untyped at this edge
    long: str, name: str, metavar: str, meaning: str, short: str = "", *, choice: Sequence[str] = ()
) -> Callable[[Any], Any]:
    """An option that takes several values, repeated or parted by commas; with `choice` one of a few at a time."""
    flags = (long, short) if short else (long,)
    if choice:
        return click.option(*flags, name, multiple=True, type=click.Choice(choice), metavar=metavar, help=meaning)
    return click.option(*flags, name, multiple=True, callback=_split, metavar=f"{metavar}[,{metavar}]", help=meaning)


DRY_RUN = click.option("--dry-run", is_flag=True, help="Show what would change; write nothing.")

_EPOCH_DIGITS = 11  # until the year 5138
_PAPER = click.Choice(PAPERS)
FOLDER = click.Path(file_okay=False, path_type=Path)
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
HELP = {
    "lang": "Languages, as BCP 47 tags; en+es sets both in one document. Default: the workspace's.",
    "brand": "Brands in templates/brands. Default: the workspace's.",
    "paper": "Sheet size. Default: what offices in the brand's region stock.",
    "require-signed": "Refuse what is not signed or past its check date, instead of marking it.",
    "draft": "Build although safety sections of a translation are stale or missing; every page says so.",
    "set": "A value for one patient, as patient.name='Sam Sample', notes=..., or plan.2=yes to tick an item. "
    "May be repeated. Never stored.",
    "set-file": "A YAML file of such values.",
    "out": "Folder for the products. Default: output/ in the workspace.",
    "pictures": "Folder for the pictures. Default: output/preview.",
    "recovered": "Folder for the file. Default: output/recovered in the workspace.",
    "schemas": "Folder for the schemas. Default: schemas/ in the workspace.",
}


def complete_handouts(ctx: click.Context, _parameter: click.Parameter, incomplete: str) -> list[str]:
    """Names of handouts that begin so, for the shell."""
    root = Path(ctx.find_root().params.get("directory") or ".")
    names = (path.stem for path in (root / "content" / "handouts").glob("*.yaml"))
    return sorted(name for name in names if name.startswith(incomplete))


def _or_nothing(_ctx: click.Context, _parameter: click.Parameter, value: str | None) -> str:
    return value or ""


PAPER = click.option("--paper", type=_PAPER, callback=_or_nothing, metavar="a4|letter", help=HELP["paper"])


def selection_options(command: Any) -> Any:  # click decorators are untyped at this edge
    """The options that say what to build, shared by `build`, `preview` and `check`."""
    many: Any = {"multiple": True, "callback": _split}
    options = [
        click.argument("handouts", nargs=-1, metavar="[HANDOUT]...", shell_complete=complete_handouts),
        click.option("--lang", "-l", "languages", **many, metavar="TAG[,TAG]", help=HELP["lang"]),
        click.option("--brand", "-b", "brands", **many, metavar="BRAND[,BRAND]", help=HELP["brand"]),
        click.option("--layout", default="", metavar="LAYOUT", help="Layout in templates/layouts."),
        click.option("--profile", default="", metavar="PROFILE", help="Reading profile in templates/profiles."),
        PAPER,
        click.option("--mono", is_flag=True, help="Greys instead of colours."),
        click.option("--plain", is_flag=True, help="Plain paper: black on white, no tints, to save toner."),
        click.option("--banner/--no-banner", default=True, help="Leave room for a printed letterhead instead of ours."),
        click.option("--draft", is_flag=True, help=HELP["draft"]),
        click.option("--require-signed", is_flag=True, help=HELP["require-signed"]),
        DATE,
    ]
    for option in reversed(options):
        command = option(command)
    return command


def this_day() -> datetime.date:
    """Today, in the time zone of the machine."""
    return datetime.datetime.now().astimezone().date()


def day_of(asked: datetime.datetime | None) -> datetime.date:
    """The date of the products: asked for, else SOURCE_DATE_EPOCH (reproducible-builds.org), else today."""
    if asked is not None:
        return asked.date()
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not epoch:
        return this_day()
    if not (epoch.isascii() and epoch.isdigit() and len(epoch) <= _EPOCH_DIGITS):
        raise click.UsageError("SOURCE_DATE_EPOCH is not a number of seconds since 1970.")
    return datetime.datetime.fromtimestamp(int(epoch), datetime.UTC).date()
