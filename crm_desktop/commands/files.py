"""Commands about the customer file itself: new, backup, restore, check."""

from __future__ import annotations

from pathlib import Path

import click

from crm_desktop.commands.common import (
    Front,
    ask_passphrase,
    front,
    json_option,
    print_json,
    say,
    tell,
    with_passphrase,
)
from crm_desktop.commands.speech import SpeakingCommand, WholeNumber
from crm_desktop.core.errors import DamagedFile, UsageProblem
from crm_desktop.core.i18n import N_, _, install, language, listed, ngettext

PATH = click.Path(path_type=Path)


@click.command(cls=SpeakingCommand, help=N_("Make a new customer file; never over an existing one."))
@click.argument("file", type=PATH)
@click.option("--demo", is_flag=True, help=N_("Fill it with a made-up firm."))
@click.option("--size", type=WholeNumber(1, 2_000_000), default=300, help=N_("Contacts of the made-up firm."))
@click.option("--seed", type=int, default=2026, hidden=True)
@click.option(
    "--language", "code", type=click.Choice(["en", "zh_CN"]), help=N_("Language of its lists and demo data.")
)
@click.option("--currency", help=N_("Currency of amounts, such as EUR."))
@click.option("--name", default="", help=N_("Name of the firm."))
@click.option("--encrypt", is_flag=True, help=N_("Encrypt it with a passphrase."))
@click.option(
    "--from", "source", type=PATH, metavar="FOLDER", help=N_("Fill it from a folder that export-all wrote.")
)
@front
def new(
    here: Front, /, file: Path, demo: bool, size: int, seed: int, code: str | None, currency: str | None,
    name: str, encrypt: bool, source: Path | None,
) -> None:  # fmt: skip
    if source is not None:
        if demo or name or currency:
            raise UsageProblem(
                _("--from brings everything along; --demo, --name and --currency do not go with it.")
            )
        _make_from(here, file, source, encrypt=encrypt)
        return
    from crm_desktop.services.demo_file import make_demo_file
    from crm_desktop.services.workspace import new_workspace

    answers = language()
    spoken = code or answers
    money = _currency(currency) if currency else ""
    passphrase = ask_passphrase(twice=True) if encrypt and not file.exists() else None
    install(spoken)  # the lists of the file are in its language
    try:
        if demo:
            make_demo_file(
                file, language=spoken, size=size, seed=seed, firm_name=name, currency=money,
                passphrase=passphrase,
            )  # fmt: skip
        else:
            money = money or ("CNY" if spoken == "zh_CN" else "EUR")
            region = "CN" if money == "CNY" else ""
            new_workspace(file, firm_name=name, currency=money, region=region, passphrase=passphrase).close()
    finally:
        install(answers)
    here.options.remember_file(file)
    say(_("Made: %(path)s") % {"path": file})


def _make_from(here: Front, file: Path, source: Path, *, encrypt: bool) -> None:
    """Make a customer file of an exported folder."""
    from crm_desktop.services import archive_reading

    passphrase = ask_passphrase(twice=True) if encrypt and not file.exists() else None
    made = archive_reading.make_file(source, file, passphrase)
    here.options.remember_file(file)
    say(_("Made: %(path)s") % {"path": file})
    if made.lost:
        tell(_("Some attached files are missing or damaged: %(names)s.") % {"names": listed(made.lost[:5])})


def _currency(text: str) -> str:
    """Return the code of a currency. Raises UsageProblem for one that does not exist."""
    from babel.numbers import list_currencies

    code = text.strip().upper()
    if code not in list_currencies():
        raise UsageProblem(
            _("“%(text)s” is not a currency.") % {"text": text}, _("Write its code, such as EUR.")
        )
    return code


@click.command(cls=SpeakingCommand, help=N_("Make a verified backup, beside the file or at OUT."))
@click.argument("out", type=PATH, required=False)
@json_option
@front
def backup(here: Front, out: Path | None, as_json: bool) -> None:
    with here.workspace(read_only=True) as workspace:
        made = workspace.backup(out)
    if as_json:
        print_json(
            {"backup": str(made.path), "at": made.at.isoformat(), "bytes": made.size, "verified": True,
             "lost": made.lost}
        )  # fmt: skip
    else:
        say(_("Backup made and verified: %(name)s") % {"name": made.path})
    if made.lost:
        tell(_("Some attached files are missing or damaged: %(names)s.") % {"names": listed(made.lost)})


@click.command(
    cls=SpeakingCommand,
    help=N_("Put a backup in the place of the customer file; the present file is kept beside it."),
)
@click.argument("backup_file", metavar="BACKUP", type=PATH)
@front
def restore(here: Front, backup_file: Path) -> None:
    from crm_desktop.store import backups

    kept = with_passphrase(lambda words: backups.restore(backup_file, here.path, words))
    say(_("Restored: %(path)s") % {"path": here.path})
    if kept is not None:
        say(_("The file as it was before is kept: %(path)s") % {"path": kept})


@click.command(cls=SpeakingCommand, help=N_("Check the customer file thoroughly."))
@json_option
@front
def check(here: Front, as_json: bool) -> None:
    from crm_desktop.models import registry

    with here.workspace(read_only=True) as workspace:
        problems = workspace.problems()
        counts = [(one, workspace.lists.count(one.name)) for one in registry.MAIN]
        made = workspace.backups()
    if as_json:
        last = made[0].at.isoformat() if made else None
        records = {one.slug: count for one, count in counts}
        print_json({"ok": not problems, "problems": problems, "records": records, "last_backup": last})
        if problems:
            raise SystemExit(1)
        return
    if problems:
        raise DamagedFile(
            ngettext(
                "The customer file has %(count)d problem.",
                "The customer file has %(count)d problems.",
                len(problems),
            )
            % {"count": len(problems)},
            "\n".join(problems[:20]),
        )
    say(_("The customer file is sound."))
    for entity, count in counts:
        say(f"  {_(entity.title_plural)}: {count:,}")
    last = f"{made[0].at.astimezone():%Y-%m-%d %H:%M}" if made else _("none yet")
    say(_("Last backup: %(when)s") % {"when": last})
