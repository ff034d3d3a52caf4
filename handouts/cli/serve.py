"""`handouts serve`: the front desk, a page on this machine for staff."""

from __future__ import annotations

import ipaddress
import os
import socket
import sys
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

from handouts.cli.context import Context
from handouts.cli.options import this_day
from handouts.diagnostics import HandoutsError
from handouts.reporting import ExitCode

if TYPE_CHECKING:
    from handouts.desk.app import Plan

PORT = 8601
_MOST_AT_ONCE = 400  # connections; those beyond are told to come back


@click.command(short_help="Open a page for staff: choose, personalise, look, print.")
@click.option("--host", default="127.0.0.1", show_default=True, metavar="ADDRESS", help="Address to listen on.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=PORT, show_default=True, help="Port; 0 for any free one."
)
@click.option(
    "--token", is_flag=True, help="Let in only devices that come by a one-time link; needed beyond this machine."
)
@click.option("--public-url", default="", metavar="URL", help="Address by which a proxy passes requests on, with TLS.")
@click.option("--edit", is_flag=True, help="Also let texts be changed and signed in the browser.")
@click.option("--jobs", "-j", type=click.IntRange(1, 64), default=None, metavar="N",
              help="Processes that make documents. Default: cores of the machine.")  # fmt: skip
@click.option("--time-limit", type=click.FloatRange(1, 600), default=30, show_default=True, metavar="SECONDS",
              help="A document that takes longer is given up, and its process killed.")  # fmt: skip
@click.option("--open/--no-open", "shown", default=True, help="Open the page in the browser, on a desktop.")
@click.option("--no-ledger", is_flag=True, help="Do not record which editions were given out.")
@click.pass_obj
def serve(context: Context, /, host: str, port: int, public_url: str, **asked: object) -> None:
    """Serve the front desk on this machine, until Ctrl-C.

    Staff choose a handout and a language, type what is for the patient alone, see the pages and print them. What
    they type is put on paper and kept nowhere. Without --edit nothing in the workspace can be changed.

    \b
    Examples:
      handouts serve
      handouts serve --edit
      handouts serve --host 0.0.0.0 --token
    """
    token = bool(asked["token"])
    if not _is_loopback(host) and not token:
        raise click.UsageError(
            f"{host} can be reached from other machines: add --token, and a proxy in front for TLS (docs/desk.md)."
        )
    if public_url and (not urlsplit(public_url).netloc or urlsplit(public_url).scheme not in ("http", "https")):
        raise click.UsageError(f"'{public_url}' is no address. Write it as https://desk.example.org")
    library, findings = context.library()
    if library is None:
        context.report(findings)
        sys.exit(ExitCode.CONTENT)
    listening = _listen(host, port)
    port = listening.getsockname()[1]
    plan = _plan(context, (host, port, public_url), asked)
    context.show(finding for finding in findings if finding.severity == "error")
    _run(plan, listening, _address(host, port, public_url), shown=bool(asked["shown"]))


def _plan(context: Context, where: tuple[str, int, str], asked: dict[str, object]) -> Plan:
    from handouts.cli.keeping import usual_store
    from handouts.cli.ledgers import usual_ledger
    from handouts.desk.app import Plan
    from handouts.desk.guard import doors
    from handouts.desk.keys import Keys

    host, port, public = where
    hosts = [] if _is_loopback(host) else [host] if not _is_anywhere(host) else _own_addresses()
    store = usual_store() if context.caching else None
    jobs, limit = asked["jobs"], asked["time_limit"]
    assert isinstance(limit, int | float)
    return Plan(
        root=context.root.resolve(),
        doors=doors(port, hosts=[f"[{one}]" if ":" in one else one for one in hosts], public=public),
        today=this_day,
        kept=store.folder if store is not None else None,
        ledger=None if asked["no_ledger"] else usual_ledger(context).resolve(),
        jobs=jobs if isinstance(jobs, int) else os.cpu_count() or 2,
        seconds=float(limit),
        edit=bool(asked["edit"]),
        secure=urlsplit(public).scheme == "https",
        complain=lambda places: click.echo(
            f"error: This is a bug in handouts: {places}. Please send us this line.", err=True
        ),
        keys=Keys(locked=bool(asked["token"])),
    )


def _run(plan: Plan, listening: socket.socket, address: str, *, shown: bool) -> None:
    import uvicorn

    from handouts.desk.app import create_app

    link = f"{address}/enter?key={plan.keys.new_link()}" if plan.keys.locked else address
    click.echo(f"The front desk is at {link}", err=True)
    if plan.keys.locked:
        click.echo("This link works once. Further devices get theirs under 'Other devices' on the page.", err=True)
        click.echo("Without a proxy that gives TLS, others on the network can read what is sent.", err=True)
    click.echo("Stop with Ctrl-C.", err=True)
    # No log of requests: a patient's name in a search box would be in it. No banner: a version helps only attackers.
    config = uvicorn.Config(
        create_app(plan), log_level="error", access_log=False, server_header=False, date_header=True,
        limit_concurrency=_MOST_AT_ONCE, timeout_keep_alive=10, timeout_graceful_shutdown=3, lifespan="on",
        proxy_headers=False, ws="none", h11_max_incomplete_event_size=32 * 1024,
    )  # fmt: skip
    if shown and sys.stderr.isatty() and not plan.keys.locked:
        click.launch(address)
    with listening:
        uvicorn.Server(config).run(sockets=[listening])


def _listen(host: str, port: int) -> socket.socket:
    listening = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
    try:
        if os.name == "posix":
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(_MOST_AT_ONCE)  # before the address is told: who is told may ask at once
        listening.set_inheritable(False)
    except OSError as problem:
        listening.close()
        hint = f"Another program may use port {port}: try --port {port + 1 if port < 65535 else 0}."
        raise HandoutsError(f"Cannot listen on {host}, port {port}: {problem.strerror or problem}.", hint) from problem
    return listening


def _address(host: str, port: int, public: str) -> str:
    if public:
        return public.rstrip("/")
    named = _own_addresses()[0] if _is_anywhere(host) else host
    return f"http://{f'[{named}]' if ':' in named else named}:{port}"


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _is_anywhere(host: str) -> bool:
    return host in ("0.0.0.0", "::", "")


def _own_addresses() -> list[str]:
    """Names and addresses by which this machine is known in its network."""
    name = socket.gethostname()
    try:
        found = {str(info[4][0]) for info in socket.getaddrinfo(name, None)}
    except OSError:
        found = set()
    return [name, *sorted(address for address in found if not ipaddress.ip_address(address.split("%")[0]).is_loopback)]
