"""What all commands share: the file they work on, the passphrase, output as text or JSON."""

from __future__ import annotations

import json
import os
import sys
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from crm_desktop.core.errors import CrmError, DataProblem, MissingFile, PassphraseNeeded, UsageProblem
from crm_desktop.core.i18n import N_, _, listed, words_for
from crm_desktop.core.reading import fold

if TYPE_CHECKING:
    from crm_desktop.core.entity import Entity
    from crm_desktop.core.settings import Settings
    from crm_desktop.services.workspace import Workspace

PASSPHRASE = "CRM_PASSPHRASE"  # noqa: S105 - the name of a variable
PATH = click.Path(path_type=Path)
LONGEST = 40  # columns of a cell in a table

T = TypeVar("T")


@dataclass
class Front:
    """What the command line was started with: the file named by ``--file`` and this person's options."""

    file: Path | None = None
    as_json: bool = False
    settings: Settings | None = None
    window: Any = None
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def options(self) -> Settings:
        """This person's options, read when first needed."""
        if self.settings is None:
            from crm_desktop.core.settings import Settings

            self.settings = Settings()
        return self.settings

    @property
    def path(self) -> Path:
        """The customer file: the named one, else the last one used. Raises MissingFile."""
        if self.file is not None:
            return self.file
        if self.options.last_file:
            return Path(self.options.last_file)
        raise MissingFile(
            _("No customer file was named, and none was used before."),
            _("Name one with --file PATH, or make one with: crm-desktop new PATH"),
        )

    def open_window(self, file: Path | None) -> int:
        """Open the window, where there is one. Raises DataProblem."""
        if self.window is None:
            raise DataProblem(_("The window cannot be opened from here."))
        return int(self.window(file))

    @contextmanager
    def workspace(self, *, read_only: bool = False) -> Iterator[Workspace]:
        """Open the customer file for one command."""
        from crm_desktop.services.workspace import open_for_reading, open_workspace

        path, open_it = self.path, open_for_reading if read_only else open_workspace
        opened = with_passphrase(lambda passphrase: open_it(path, passphrase))
        self.options.remember_file(path)
        try:
            yield opened
            if not read_only:
                _keep_backup(opened)
        finally:
            opened.close()


def _keep_backup(workspace: Workspace) -> None:
    """Make a backup of what a command has changed, as the window does at its end. What it did stands without one."""
    try:
        workspace.backup_if_changed()
    except CrmError as error:
        tell(_("No backup was made: %(problem)s") % {"problem": error})


front = click.make_pass_decorator(Front, ensure=True)
json_option = click.option("--json", "as_json", is_flag=True, help=N_("Print one JSON document."))
dry_run_option = click.option("--dry-run", is_flag=True, help=N_("Say what would change; write nothing."))
search_option = click.option(
    "--search", default="", help=N_("Words, pinyin, initials or digits to search for.")
)
where_option = click.option(
    "--where",
    multiple=True,
    metavar="FIELD=VALUE",
    help=N_("A condition; also FIELD~TEXT, FIELD>=N, FIELD<=N."),
)


def with_passphrase(act: Callable[[str | None], T]) -> T:
    """Do something with the passphrase from the environment; ask for one when it is needed and somebody is there."""
    given = os.environ.get(PASSPHRASE)
    try:
        return act(given)
    except PassphraseNeeded as needed:
        if given:
            raise
        if not _somebody_there():
            hint = _(
                "If it is encrypted, put its passphrase into the environment variable %(name)s. "
                "Nothing was changed."
            )
            raise PassphraseNeeded(needed.title, hint % {"name": PASSPHRASE}) from needed
    return act(ask_passphrase())


def ask_passphrase(*, twice: bool = False) -> str:
    """Return the passphrase from the environment, or ask for it without showing it. Raises PassphraseNeeded."""
    given = os.environ.get(PASSPHRASE)
    if given:
        return given
    if not _somebody_there():
        hint = _("Put it into the environment variable %(name)s. Nothing was changed.")
        raise PassphraseNeeded(_("A passphrase is needed."), hint % {"name": PASSPHRASE})
    return str(click.prompt(_("Passphrase"), hide_input=True, confirmation_prompt=twice, err=True))


def _somebody_there() -> bool:
    return sys.stdin is not None and sys.stdin.isatty()


def entity_named(text: str) -> Entity:
    """Return the entity that a word means: its name on the command line, in code, or in the user's language.

    Raises UsageProblem with the nearest name.
    """
    from crm_desktop.models import registry

    chinese = words_for("zh_CN").gettext
    known = {}
    for one in reversed(registry.ENTITIES):
        for word in (*one.aliases, one.slug, one.name):
            known[fold(word)] = one
    for one in reversed(registry.ENTITIES):  # a name goes before another entity's alias
        for word in (one.title, one.title_plural):
            known.update({fold(word): one, fold(chinese(word)): one, fold(_(word)): one})
    found = known.get(fold(text))
    if found is not None:
        return found
    slugs = [one.slug for one in registry.MAIN]
    near = get_close_matches(text, [*slugs, *(one.slug for one in registry.ENTITIES)], 1)
    hint = _("Did you mean “%(name)s”?") % {"name": near[0]} if near else ""
    raise UsageProblem(
        _("“%(name)s” is not a kind of record.") % {"name": text},
        hint or _("Known are: %(names)s.") % {"names": listed(slugs)},
    )


def say(text: str) -> None:
    """Print a line of the answer."""
    click.echo(text)


def tell(text: str) -> None:
    """Print a line for the person, apart from the answer."""
    click.echo(text, err=True)


def print_json(document: Mapping[str, Any]) -> None:
    """Print the one JSON document of a command, a record to a line; in ASCII where the output cannot hold more."""
    whole = "utf" in (getattr(sys.stdout, "encoding", None) or "utf-8").lower()
    encode = json.JSONEncoder(ensure_ascii=not whole).encode
    lines = []
    for key, value in document.items():
        if isinstance(value, list) and value and isinstance(value[0], Mapping):
            text = "[\n  " + ",\n  ".join(map(encode, value)) + "\n ]"
        else:
            text = encode(value)
        lines.append(f" {encode(key)}: {text}")
    click.echo("{\n" + ",\n".join(lines) + "\n}")


def problem(error: CrmError, *, as_json: bool) -> None:
    """Say what went wrong: on stderr, or as the JSON document that a script waits for."""
    if as_json:
        print_json({"error": {"title": error.title, "hint": error.hint}})
    tell(str(error))


def width(text: str) -> int:
    """Return how many columns of a terminal a text takes; Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(ch) in "WF" else 1 for ch in text)


def table(
    headings: Sequence[str], rows: Sequence[Sequence[str]], right: Mapping[int, bool] | None = None
) -> str:
    """Return a neat table for the terminal; long cells are cut with an ellipsis."""
    cut = [[_cut(" ".join(cell.split()), LONGEST) for cell in row] for row in rows]
    widths = [max(map(width, column)) for column in zip(headings, *cut, strict=True)]
    lines = []
    for row in ([*headings], *cut):
        cells = []
        for place, (cell, wide) in enumerate(zip(row, widths, strict=True)):
            space = " " * (wide - width(cell))
            cells.append(space + cell if right and right.get(place) else cell + space)
        lines.append("  ".join(cells).rstrip())
    lines.insert(1, "  ".join("─" * wide for wide in widths))
    return "\n".join(lines)


def _cut(text: str, most: int) -> str:
    if width(text) <= most:
        return text
    kept = ""
    for ch in text:
        if width(kept + ch) >= most:
            break
        kept += ch
    return kept + "…"
