"""The one place that turns surprises into a sentence, a log and an exit code."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

import click

from handouts.diagnostics import HandoutsError
from handouts.reporting import ExitCode


@contextmanager
def boundary() -> Iterator[None]:
    """The one place that turns surprises into a sentence, a log and an exit code."""
    try:
        yield
    except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
        raise  # click's own: usage, help, and a reader such as `head` that wants no more
    except HandoutsError as problem:
        click.secho(f"error: {problem.message}", fg="red", err=True)
        if problem.hint:
            click.echo(f"    {problem.hint}", err=True)
        sys.exit(ExitCode.ENVIRONMENT)
    except OSError as problem:
        click.secho(f"error: {problem.strerror or problem}.", fg="red", err=True)
        sys.exit(ExitCode.ENVIRONMENT)
    except KeyboardInterrupt:
        click.echo("Stopped.", err=True)
        sys.exit(ExitCode.INTERRUPTED)
    except Exception:  # noqa: BLE001  # the boundary: a bug of ours must not look like the author's fault
        _crash()


def _crash() -> NoReturn:
    """Write where it happened, but no message: that could hold a patient's words."""
    import tempfile
    import traceback

    from handouts import product

    kind, _, place = sys.exc_info()
    lines = [f"handouts {product.version()}, Python {sys.version}, {sys.platform}\n", f"{kind}\n"]
    click.secho("error: This is a bug in handouts, not in your content.", fg="red", err=True)
    try:
        with tempfile.NamedTemporaryFile(
            "w", prefix="handouts-crash-", suffix=".log", delete=False, encoding="utf-8"
        ) as log:
            log.writelines([*lines, *traceback.format_tb(place)])
        click.echo(f"    Please send us this file: {log.name}", err=True)
    except OSError:
        click.echo("    No log could be written: there is no folder for temporary files with room in it.", err=True)
    sys.exit(ExitCode.BUG)
