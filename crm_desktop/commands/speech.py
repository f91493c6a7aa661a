"""How the command line speaks: help and click's own messages in the user's language, and streams that take any text."""

from __future__ import annotations

import gettext
import io
import os
import re
import sys
from collections.abc import Sequence
from typing import Any

import click

from crm_desktop.core import i18n
from crm_desktop.core.i18n import N_, _, ngettext

CLICK_WORDS = (
    N_("Usage:"),
    N_("Options"),
    N_("Commands"),
    N_("Show this message and exit."),
    N_("Try '{command} {option}' for help."),
    N_("Error: {message}"),
    N_("Error: The two entered values do not match."),
    N_("Repeat for confirmation"),
    N_("Missing command."),
    N_("Missing argument"),
    N_("Missing option"),
    N_("Missing parameter"),
    N_("No such command {name!r}."),
    N_("No such option {name!r}."),
    N_("Option {name!r} does not take a value."),
    N_("Invalid value for {param_hint}: {message}"),
    N_("Invalid value: {message}"),
    N_("{value!r} is not a valid {number_type}."),
    N_("{value} is not in the range {range}."),
    N_("Choose from:\n\t{choices}"),
    N_("default: {default}"),
    N_("required"),
)
"""What click says to people, marked for our catalogue; :func:`teach_click` has click look there."""


def click_plurals(count: int) -> tuple[str, ...]:
    """Return what click says in singular and plural, marked for our catalogue."""
    return (
        ngettext("Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})", count),
        ngettext(
            "Option {name!r} requires an argument.", "Option {name!r} requires {nargs} arguments.", count
        ),
        ngettext("{value!r} is not {choice}.", "{value!r} is not one of {choices}.", count),
        ngettext("Did you mean {possibility}?", "(Did you mean one of: {possibilities}?)", count),
    )


def teach_click() -> None:
    """Have click look up its messages in our catalogue instead of the system's."""
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] == "click":
            for word, theirs, ours in (
                ("_", gettext.gettext, _),
                ("ngettext", gettext.ngettext, ngettext),
            ):
                if getattr(module, word, None) is theirs:
                    setattr(module, word, ours)


def choose_language(arguments: Sequence[str]) -> None:
    """Choose the language before anything is said, so that help and errors are in it."""
    from crm_desktop.core.settings import Settings

    chosen = next((value for word, value in pairs(arguments) if word == "--lang"), None)
    if chosen not in i18n.LANGUAGES:
        chosen = None if os.environ.get("CRM_LANGUAGE") else Settings().language
    i18n.install(chosen or None)


def pairs(arguments: Sequence[str]) -> list[tuple[str, str]]:
    """Return each option with the word after it, ``--name=value`` as well."""
    found = []
    for word, value in zip(arguments, [*arguments[1:], ""], strict=False):
        name, sign, inside = word.partition("=")
        found.append((name, inside) if sign and name.startswith("--") else (word, value))
    return found


COMMON = ("--file", "--lang")


def common_first(arguments: Sequence[str]) -> list[str]:
    """Return the arguments with ``--file`` and ``--lang`` before the command, wherever they were written."""
    front: list[str] = []
    rest: list[str] = []
    waiting = list(arguments)
    while waiting:
        word = waiting.pop(0)
        if word == "--":
            return [*front, *rest, word, *waiting]
        name = word.partition("=")[0]
        if name in COMMON:
            front.append(word)
            if name == word and waiting:
                front.append(waiting.pop(0))
        else:
            rest.append(word)
    return [*front, *rest]


_sources: dict[int, str] = {}


def translate(command: click.Command) -> None:
    """Put the help of a command and of its options into the language of the program."""
    command.help = _(_sources.setdefault(id(command), command.help or ""))
    for parameter in command.params:
        if isinstance(parameter, click.Option) and parameter.help:
            parameter.help = _(_sources.setdefault(id(parameter), parameter.help))


class Speaking:
    """Help texts in the language of the program: they are translated when they are shown."""

    def format_help(self: Any, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        translate(self)
        super().format_help(ctx, formatter)  # type: ignore[misc]

    def get_short_help_str(self: Any, _limit: int = 45) -> str:
        """Return the first sentence of the help, whole: the list of commands wraps it."""
        translate(self)
        return re.split(r"[.;。；]", self.help or "")[0]

    def get_help_option(self: Any, ctx: click.Context) -> click.Option | None:
        option: click.Option | None = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.help = _("Show this message and exit.")
        return option


class SpeakingCommand(Speaking, click.Command):
    """A command with help in the language of the program."""


class WholeNumber(click.IntRange):
    """A whole number within limits; click names this sort of value untranslated."""

    @property
    def name(self) -> str:  # type: ignore[override]
        """How a message calls it."""
        return _("whole number")


class Share(click.FloatRange):
    """A share from 0 to 1; click names this sort of value untranslated."""

    def __init__(self) -> None:
        super().__init__(0, 1)

    @property
    def name(self) -> str:  # type: ignore[override]
        """How a message calls it."""
        return _("number")


def settle_streams() -> None:
    """Have the streams take any text: a terminal shows what it can, a file or another program gets UTF-8."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            if stream.isatty():
                stream.reconfigure(errors="replace")
            else:
                stream.reconfigure(encoding="utf-8", errors="backslashreplace")
