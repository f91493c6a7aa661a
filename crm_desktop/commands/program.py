"""Commands about the program itself: screenshots and the self-test."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import click

from crm_desktop.commands.common import Front, front, say
from crm_desktop.commands.speech import SpeakingCommand
from crm_desktop.core.errors import CrmError, DataProblem, UsageProblem
from crm_desktop.core.i18n import LANGUAGES, N_, _, listed

PATH = click.Path(path_type=Path)


@click.command(
    cls=SpeakingCommand, help=N_("Render the pages of the window into pictures; needs no display.")
)
@click.argument("folder", type=PATH)
@click.option("--page", "pages", multiple=True, metavar="NAME", help=N_("Only this page; may be repeated."))
@click.option("--size", default="1440x900", help=N_("Width and height in pixels."))
@click.option(
    "--theme", type=click.Choice(["light", "dark"]), multiple=True, help=N_("Appearance; without it, both.")
)
@click.option(
    "--language",
    type=click.Choice(list(LANGUAGES)),
    multiple=True,
    help=N_("Language of the window; without it, all."),
)
@front
def screenshots(
    here: Front, folder: Path, pages: Sequence[str], size: str, theme: Sequence[str], language: Sequence[str]
) -> None:
    import os

    from crm_desktop.commands.common import PASSPHRASE

    width, cross, height = size.partition("x")
    if not (cross and width.isdigit() and height.isdigit()):
        raise UsageProblem(_("Write the size as WIDTHxHEIGHT, such as 1440x900."))
    render: Callable[..., list[Path]] = here.extra["render_screenshots"]
    pictures = render(
        here.path,
        folder,
        pages,
        (int(width), int(height)),
        theme or ("light", "dark"),
        language or tuple(LANGUAGES),
        os.environ.get(PASSPHRASE),
    )
    for picture in pictures:
        say(str(picture))


def self_test() -> None:
    """Touch every library and data file that the program needs; prints a line for each. Raises DataProblem."""
    failed = []
    for name, check in CHECKS:
        try:
            detail = check()
        except (Exception, SystemExit) as error:  # noqa: BLE001 - whatever is missing must be named
            failed.append(name)
            say(f"FAILED  {name}: {error!r}")
        else:
            say(f"ok      {name}: {detail}")
    if failed:
        raise DataProblem(_("The self-test failed: %(names)s") % {"names": listed(failed)})


NEEDED = (
    "demo/cultures.json",
    "demo/en.json",
    "demo/zh_CN.json",
    "fonts/Inter-Bold.ttf",
    "fonts/Inter-Medium.ttf",
    "fonts/Inter-Regular.ttf",
    "fonts/Inter-SemiBold.ttf",
    "fonts/wqy-microhei.ttc",
    "icons/app.svg",
    "locale/zh_CN/LC_MESSAGES/crm.mo",
    "pinyin.txt",
)


def _resources() -> str:
    from crm_desktop.core.paths import resource

    missing = [name for name in NEEDED if not resource(name).exists()]
    if missing:
        raise FileNotFoundError(missing)
    return str(len(NEEDED))


def _pinyin() -> str:
    from crm_desktop.core.pinyin import syllables

    if syllables("星辰科技") != ["xing", "chen", "ke", "ji"]:
        raise ValueError(syllables("星辰科技"))
    return "xing chen ke ji"


def _words() -> str:
    from crm_desktop.core.i18n import words_for

    found = words_for("zh_CN").gettext("Contacts")
    if found == "Contacts":
        raise ValueError("the Chinese catalogue is missing")
    return found


def _numbers() -> str:
    from datetime import date
    from decimal import Decimal

    from babel.core import Locale

    from crm_desktop.core.formatting import format_day, format_decimal, format_money

    day = format_day(date(2026, 11, 21), "en", "long")
    if not Locale.parse("zh_CN").territories.get("DE"):
        raise ValueError("Babel's Chinese is missing")
    return f"{format_decimal(Decimal('1234.5'))} {format_money(186_400_00, 'CNY', 'zh_CN')} {day}"


def _customer_file() -> str:
    from crm_desktop.services.workspace import new_workspace, open_workspace

    version = ""
    with tempfile.TemporaryDirectory() as folder:
        for name, passphrase in (("plain.crm", None), ("encrypted.crm", "口令 '\"")):
            path = Path(folder) / name
            made = new_workspace(path, passphrase=passphrase)
            made.records.create("company", {"name": "杭州青禾纺织"})
            made.close()
            again = open_workspace(path, passphrase)
            found = again.lists.named("company", "qhfz")
            version = again.file.reader().execute("PRAGMA cipher_version").fetchone()[0]
            again.close()
            if len(found) != 1:
                raise ValueError("pinyin search")
    return f"SQLCipher {version}"


def _sqlite() -> str:
    from sqlcipher3 import dbapi2

    connection = dbapi2.connect(":memory:")
    tenth = connection.execute("SELECT json_extract(json_array(?), '$[0]')", (0.1 + 0.2,)).fetchone()[0]
    seconds = connection.execute("SELECT unixepoch('subsec')").fetchone()[0]
    wide = connection.execute("SELECT json_extract(json_array(?), '$[0]')", ("𠮷😀",)).fetchone()[0]
    if tenth != 0.1 + 0.2 or not seconds or wide != "𠮷😀":
        raise ValueError((tenth, seconds, wide))
    return str(dbapi2.sqlite_version)


def _reader() -> str:
    from crm_desktop.exchange.reader_process import open_table

    with tempfile.TemporaryDirectory() as folder:
        good, bad = Path(folder) / "good.csv", Path(folder) / "bad.xlsx"
        good.write_text("name,city\nAna,Köln\n", encoding="utf-8")
        bad.write_bytes(b"PK\x03\x04 this is no workbook")
        with open_table(good) as table:
            rows = list(table)
        try:
            with open_table(bad):
                raise ValueError("a hostile file was read")
        except CrmError as error:
            refused = error.title
    return f"{len(rows)} row; {refused}"


def _documents() -> str:
    from datetime import date

    from crm_desktop.core.document import Column, Document, Table
    from crm_desktop.reports.pdf import render_pdf
    from crm_desktop.reports.xlsx import render_xlsx

    document = Document(
        "报表", "", "北风贸易", date(2026, 11, 21), "zh_CN", [Table([Column("名称")], [["星辰"]])]
    )
    with tempfile.TemporaryDirectory() as folder:
        pages = render_pdf(document, Path(folder) / "test.pdf")
        render_xlsx(document, Path(folder) / "test.xlsx")
    return str(pages)


CHECKS: tuple[tuple[str, Callable[[], str]], ...] = (
    ("resources", _resources),
    ("pinyin", _pinyin),
    ("words", _words),
    ("numbers and dates", _numbers),
    ("SQLite", _sqlite),
    ("customer file", _customer_file),
    ("reader process", _reader),
    ("documents", _documents),
)
