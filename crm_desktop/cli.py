"""The command line: the same program for scripts, schedulers and tests, without a window and without Qt.

Exit codes: 0 done, 1 a problem in the data (said on stderr), 2 wrong use, 70 a mistake of ours. ``--json`` prints one
JSON document on stdout and nothing else; a problem is then ``{"error": {"title", "hint"}}``. Without a command the
window is opened, by the function that ``__main__`` hands in.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from crm_desktop import __version__
from crm_desktop.commands.common import PATH, Front, print_json, problem
from crm_desktop.commands.speech import (
    Speaking,
    SpeakingCommand,
    choose_language,
    common_first,
    settle_streams,
    teach_click,
    translate,
)
from crm_desktop.core import i18n
from crm_desktop.core.errors import CrmError, UsageProblem
from crm_desktop.core.i18n import N_, _

COMMANDS: dict[str, tuple[str, str]] = {
    "new": ("files", "new"),
    "import": ("transfer", "import_"),
    "export": ("exports", "export"),
    "export-all": ("exports", "export_all"),
    "list": ("records", "list_"),
    "show": ("records", "show"),
    "undo": ("records", "undo"),
    "duplicates": ("duplicates", "duplicates"),
    "merge": ("merging", "merge"),
    "report": ("reports", "report"),
    "backup": ("files", "backup"),
    "restore": ("files", "restore"),
    "check": ("files", "check"),
    "screenshots": ("program", "screenshots"),
}
"""Each command with its module in ``commands/`` and its name there; modules are imported when needed."""


class _Mistake(CrmError):
    """A mistake of ours."""

    exit_code = 70


class _Group(Speaking, click.Group):
    """Loads a command when it is asked for; a word that is none is the file to open."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, _ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        module, attribute = COMMANDS[name]
        command: click.Command = getattr(import_module(f"crm_desktop.commands.{module}"), attribute)
        translate(command)
        return command

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            return "", _open, args
        return super().resolve_command(ctx, args)


@click.command(hidden=True, cls=SpeakingCommand, context_settings={"ignore_unknown_options": True})
@click.argument("file", type=PATH)
@click.argument("more", nargs=-1, type=click.UNPROCESSED)
@click.pass_obj
def _open(here: Front, file: Path, more: tuple[str, ...]) -> None:
    from difflib import get_close_matches

    if not file.suffix and not file.exists():
        near = get_close_matches(str(file), COMMANDS, 1)
        raise UsageProblem(
            _("“%(word)s” is neither a command nor a file.") % {"word": file},
            _("Did you mean “%(name)s”?") % {"name": near[0]} if near else "",
        )
    if more:
        raise UsageProblem(_("One file is opened at a time; “%(word)s” is too much.") % {"word": more[0]})
    raise SystemExit(here.open_window(file))


@click.group(
    cls=_Group, invoke_without_command=True, help=N_("Customers, sales and service in one file that you own.")
)
@click.option(
    "--file",
    type=PATH,
    envvar="CRM_FILE",
    help=N_("The customer file; default: the last one used."),
)
@click.option("--lang", type=click.Choice(list(i18n.LANGUAGES)), help=N_("Language of the answers."))
@click.option("--version", is_flag=True, help=N_("Show the version."))
@click.option("--self-test", "testing", is_flag=True, help=N_("Check that the program is complete."))
@click.option("--first-run-demo", "demo", is_flag=True, hidden=True)
@click.pass_context
def commands(
    ctx: click.Context, file: Path | None, lang: str | None, version: bool, testing: bool, demo: bool
) -> None:
    """Take what stands before the command."""
    here: Front = ctx.obj
    here.file = file
    if version:
        click.echo(f"CRM Desktop {__version__}")
        raise SystemExit(0)
    if testing:
        from crm_desktop.commands.program import self_test

        self_test()
        raise SystemExit(0)
    if demo:
        raise SystemExit(here.extra["first_run_demo"]())
    if ctx.invoked_subcommand is None:
        raise SystemExit(here.open_window(file))


def main(arguments: Sequence[str] | None = None, **fronts: Callable[..., Any]) -> int:
    """Run one command and return its exit code.

    ``fronts`` are what only the window can do: ``open_window(path)``, ``first_run_demo()``,
    ``render_screenshots(…)``.
    """
    given = common_first(sys.argv[1:] if arguments is None else arguments)
    settle_streams()
    choose_language(given)
    teach_click()
    here = Front(window=fronts.get("open_window"), extra=dict(fronts), as_json="--json" in given)
    try:
        commands.main(args=given, prog_name="crm-desktop", standalone_mode=False, obj=here)
    except click.exceptions.Abort:
        return _complain(CrmError(_("Stopped.")), here)
    except click.ClickException as error:
        if here.as_json:
            print_json({"error": {"title": error.format_message(), "hint": ""}})
        error.show()
        return error.exit_code
    except CrmError as error:
        return _complain(error, here)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0
    except BrokenPipeError:
        _leave_quietly()
        return 1
    except Exception as error:  # noqa: BLE001 - the last line of defence
        return _complain(_mistake(error), here)
    return 0


def failed(error: Exception) -> int:
    """Say why the window could not be opened and return the exit code of it."""
    settle_streams()
    return _complain(error if isinstance(error, CrmError) else _mistake(error), Front())


def _complain(error: CrmError, here: Front) -> int:
    """Say what went wrong and return the exit code of it."""
    try:
        problem(error, as_json=here.as_json)
    except BrokenPipeError:
        _leave_quietly()
    return error.exit_code


def _leave_quietly() -> None:
    """Nobody reads the answer any more: send what is left nowhere, so that closing the stream does not complain."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())


def _mistake(error: Exception) -> CrmError:
    """Note an unexpected error without customer data; returns what to say of it."""
    from crm_desktop.core.clock import local_now
    from crm_desktop.core.paths import log_folder

    kind = {"kind": type(error).__name__}
    place = log_folder() / "errors.log"
    frames, trace = [], error.__traceback__
    while trace is not None:
        frames.append(f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}")
        trace = trace.tb_next
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with place.open("a", encoding="utf-8") as log:
            log.write(f"{local_now():%Y-%m-%d %H:%M:%S} {kind['kind']} at {' < '.join(reversed(frames))}\n")
    except OSError:
        return _Mistake(_("Something went wrong inside the program: %(kind)s.") % kind)
    return _Mistake(
        _("Something went wrong inside the program: %(kind)s.") % kind,
        _("Nothing that was saved is lost. Details: %(path)s") % {"path": place},
    )
