"""The command line: the same program for scripts, schedulers and tests, without a window and without Qt.

Exit codes: 0 done, 1 a problem in the data (said on stderr), 2 wrong use, 70 a mistake of ours. ``--json`` prints one
JSON document on stdout and nothing else; a problem is then ``{"error": {"title", "hint"}}``. Without a command the window
is opened, by the function that ``__main__`` hands in.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from crm_desktop import __version__
from crm_desktop.commands.common import Front, problem, tell
from crm_desktop.core import i18n
from crm_desktop.core.errors import CrmError
from crm_desktop.core.i18n import N_, _

COMMANDS: dict[str, tuple[str, str]] = {
    "new": ("files", "new"),
    "import": ("transfer", "import_"),
    "export": ("transfer", "export"),
    "export-all": ("transfer", "export_all"),
    "list": ("records", "list_"),
    "show": ("records", "show"),
    "undo": ("records", "undo"),
    "report": ("transfer", "report"),
    "backup": ("files", "backup"),
    "restore": ("files", "restore"),
    "check": ("files", "check"),
    "screenshots": ("program", "screenshots"),
}
"""Each command with its module in ``commands/`` and its name there; modules are imported when needed."""

MISTAKE = 70
_CLICK = {
    "Options": N_("Options"),
    "Commands": N_("Commands"),
    "Usage:": N_("Usage:"),
    "Show this message and exit.": N_("Show this message and exit."),
}


class _Speaking:
    """Help texts in the language of the program: they are translated when they are shown."""

    def format_help(self: Any, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        _translate(self)
        super().format_help(ctx, formatter)  # type: ignore[misc]

    def get_help_option(self: Any, ctx: click.Context) -> click.Option | None:
        option: click.Option | None = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.help = _("Show this message and exit.")
        return option


def _translate(command: click.Command) -> None:
    command.help = _(command.help or "")
    for parameter in command.params:
        if isinstance(parameter, click.Option) and parameter.help:
            parameter.help = _(parameter.help)


class _Group(_Speaking, click.Group):
    """Loads a command when it is asked for; a word that is none is the file to open."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, _ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        module, attribute = COMMANDS[name]
        command: click.Command = getattr(import_module(f"crm_desktop.commands.{module}"), attribute)
        _translate(command)
        return command

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            return "", _open, args
        return super().resolve_command(ctx, args)


@click.command(hidden=True)
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_obj
def _open(here: Front, file: Path) -> None:
    from difflib import get_close_matches

    near = get_close_matches(str(file), COMMANDS, 1)
    if not file.suffix and not file.exists() and near:
        text = _("“%(word)s” is neither a command nor a file.") % {"word": file}
        raise click.UsageError(f"{text} " + _("Did you mean “%(name)s”?") % {"name": near[0]})
    raise SystemExit(here.window(file))


@click.group(
    cls=_Group, invoke_without_command=True, help=N_("Customers, sales and service in one file that you own.")
)
@click.option(
    "--file",
    type=click.Path(path_type=Path),
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
        raise SystemExit(here.window(file))


def main(arguments: Sequence[str] | None = None, **fronts: Callable[..., Any]) -> int:
    """Run one command and return its exit code.

    ``fronts`` are what only the window can do: ``open_window(path)``, ``first_run_demo()``,
    ``render_screenshots(…)``.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    _speak(given)
    here = Front(window=fronts.get("open_window"), extra=dict(fronts))
    try:
        commands.main(args=given, prog_name="crm-desktop", standalone_mode=False, obj=here)
    except click.exceptions.Abort:
        tell(_("Stopped."))
        return 1
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except CrmError as error:
        problem(error, as_json=here.as_json)
        return error.exit_code
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0
    except BrokenPipeError:
        sys.stderr.close()  # nobody reads the answer any more
        return 1
    except Exception as error:  # noqa: BLE001 - the last line of defence
        return _mistake(error)
    return 0


def _speak(arguments: Sequence[str]) -> None:
    """Choose the language before anything is said, so that help and errors are in it."""
    chosen = next(
        (value for word, value in zip(arguments, arguments[1:], strict=False) if word == "--lang"), None
    )
    chosen = chosen or next((word.split("=", 1)[1] for word in arguments if word.startswith("--lang=")), None)
    i18n.install(chosen if chosen in i18n.LANGUAGES else None)


def _mistake(error: Exception) -> int:
    """Note an unexpected error without customer data, and say where."""
    from crm_desktop.core.paths import log_folder

    folder = log_folder()
    place = folder / "errors.log"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = logging.FileHandler(place, encoding="utf-8")
    except OSError:
        tell(_("Something went wrong inside the program: %(kind)s") % {"kind": type(error).__name__})
        return MISTAKE
    log = logging.getLogger("crm_desktop.mistakes")
    log.addHandler(handler)
    frames, trace = [], error.__traceback__
    while trace is not None:
        frames.append(f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}")
        trace = trace.tb_next
    log.error("%s at %s", type(error).__name__, " < ".join(reversed(frames)))
    handler.close()
    log.removeHandler(handler)
    tell(
        _(
            "Something went wrong inside the program: %(kind)s. Nothing that was saved is lost. Details: %(path)s"
        )
        % {"kind": type(error).__name__, "path": place}
    )
    return MISTAKE
