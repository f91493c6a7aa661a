"""What the processes do that tests kill: each acknowledges, in a file, what it was told is saved."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

from crm_desktop.core import i18n
from crm_desktop.core.files import write_atomically
from crm_desktop.services.workspace import Workspace, new_workspace, open_workspace
from crm_desktop.store import backups, schema, undo

PER_IMPORT = 150
Say = Callable[[object], None]


def run(what: str, path: Path, acknowledged: Path, passphrase: str | None) -> None:
    """Write until killed."""
    i18n.install("en")
    handle = os.open(acknowledged, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def say(word: object) -> None:
        os.write(handle, f"{word}\n".encode())

    if what == "restore":
        restore(path, passphrase, say)
    if what == "upgrade":
        upgrade(path, passphrase, say)
    workspace = open_workspace(path, passphrase)
    say("open")
    WRITERS[what](workspace, say)


def single_edits(workspace: Workspace, say: Say) -> None:
    """A contact with parts, then an edit of it, again and again."""
    for number in range(10_000):
        contact = workspace.records.create(
            "contact", {"full_name": f"Contact {number}", "mobile": f"0171 {number:07}", "tags": ["VIP"]}
        )
        say(f"made {contact}")
        workspace.records.save(
            "contact", contact, {"mobile": f"0172 {number:07}", "note": f"edited {number}"}
        )
        say(f"edited {contact}")


def bulk_imports(workspace: Workspace, say: Say) -> None:
    """Imports of companies with a channel each."""
    for number in range(10_000):
        with workspace.work("Import", "import") as work:
            ids = work.writer.ids.block(PER_IMPORT)
            work.insert_many(
                "company", ["id", "name", "note"], [(one, f"Firm {one}", str(number)) for one in ids]
            )
            parts = work.writer.ids.block(PER_IMPORT)
            columns = ["id", "company_id", "kind", "value", "normal"]
            rows = [(a, b, "phone", "030 1234567", "0301234567") for a, b in zip(parts, ids, strict=True)]
            work.insert_many("channel", columns, rows)
        say(f"imported {number}")


def undo_and_redo(workspace: Workspace, say: Say) -> None:
    """An import, taken back and forth."""
    with workspace.work("Import", "import") as work:
        ids = work.writer.ids.block(PER_IMPORT)
        work.insert_many("company", ["id", "name"], [(one, f"Firm {one}") for one in ids])
    say("redone")
    for _number in range(10_000):
        report = undo.undo(workspace.file.writer, work.id)
        say("undone")
        undo.undo(workspace.file.writer, report.transaction)
        say("redone")


def take_backups(workspace: Workspace, say: Say) -> None:
    """A backup and a record, again and again."""
    for _number in range(10_000):
        say(f"made {workspace.records.create('company', {'name': 'Acme'})}")
        say(f"backup {workspace.backup().path}")


WRITERS: dict[str, Callable[[Workspace, Say], None]] = {
    "single edits": single_edits,
    "bulk imports": bulk_imports,
    "undo": undo_and_redo,
    "backups": take_backups,
}


def restore(path: Path, passphrase: str | None, say: Say) -> None:
    """Restore the newest backup, again and again."""
    source = backups.found(path)[0].path
    say("open")
    while True:
        backups.restore(source, path, passphrase)
        say("restored")


SLOW_STEP = "".join(f"UPDATE company SET note = coalesce(note, '') || '{n % 10}';\n" for n in range(12))


def upgrade(path: Path, passphrase: str | None, say: Say) -> None:
    """Upgrade the file to a version that there is not yet."""
    add_a_step()
    say("open")
    open_workspace(path, passphrase).close()
    say("upgraded")


def add_a_step() -> None:
    """Make this process one of a program whose files have version 2."""
    step = schema.step
    schema.VERSION = 2
    schema.step = lambda number: SLOW_STEP if number == 2 else step(number)
    schema.upgrade.__defaults__ = (2,)


# ---------------------------------------------------------------- one thing, up to a chosen point

FILE_EVENTS = ("open", "os.rename", "os.link", "os.remove", "os.mkdir", "os.chmod", "shutil.copyfile")


def run_to(point: int, what: str, path: Path, source: Path, passphrase: str | None) -> None:
    """Do one thing with files and end without a word before its ``point``-th step; exit 0 when there are fewer."""
    i18n.install("en")
    if what == "upgrade":
        add_a_step()
    left = point

    def before_each_step(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal left
        if event in FILE_EVENTS and str(path.parent) in str(arguments):
            left -= 1
            if left == 0:
                os.kill(os.getpid(), 9)

    sys.addaudithook(before_each_step)
    ONCE[what](path, source, passphrase)


def make_once(path: Path, _source: Path, passphrase: str | None) -> None:
    """Make a file."""
    new_workspace(path, firm_name="Nordwind", passphrase=passphrase).close()


def back_up_once(path: Path, _source: Path, passphrase: str | None) -> None:
    """Make a backup."""
    workspace = open_workspace(path, passphrase)
    workspace.backup()
    workspace.close()


def restore_once(path: Path, source: Path, passphrase: str | None) -> None:
    """Restore a backup."""
    backups.restore(source, path, passphrase)


def open_once(path: Path, _source: Path, passphrase: str | None) -> None:
    """Open a file, which upgrades an older one."""
    open_workspace(path, passphrase).close()


def export_once(path: Path, _source: Path, _passphrase: str | None) -> None:
    """Write a report's file over the one that is there."""
    with write_atomically(path) as draft:
        draft.write_bytes(b"new" * 1_000)


ONCE: dict[str, Callable[[Path, Path, str | None], None]] = {
    "make": make_once,
    "backup": back_up_once,
    "restore": restore_once,
    "upgrade": open_once,
    "export": export_once,
}
