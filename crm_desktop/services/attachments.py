"""Files attached to records: copied in, listed, opened as copies, written out.

They are records of the entity ``attachment``: the trash, restoring, history and undo are those of any record
(``Records.delete``, ``Records.restore``). Contents stay in their folder (``store/attached_files.py``).
"""

from __future__ import annotations

import mimetypes
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from crm_desktop.core import clock, files
from crm_desktop.core.errors import DamagedFile, DataProblem, FileExists, MissingFile, RecordProblem
from crm_desktop.core.file_names import safe_name
from crm_desktop.core.i18n import N_, _
from crm_desktop.core.paths import cache_folder
from crm_desktop.models import registry
from crm_desktop.store import attached_files
from crm_desktop.store.attached_files import Content

if TYPE_CHECKING:
    from crm_desktop.services.workspace import Workspace
    from crm_desktop.store.unit_of_work import UnitOfWork

MEGABYTE = 1 << 20
LIMIT = 100 * MEGABYTE  # of one file


@dataclass(frozen=True, slots=True)
class Attached:
    """A file of a record. ``there``: its content lies in the folder, as far as its size tells."""

    id: int
    name: str
    size: int
    mime: str
    at: datetime
    there: bool


class Attachments:
    """The files of the records of one customer file."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self.folder = attached_files.folder_of(workspace.path)
        self._opened: Path | None = None

    def add(self, entity: str, record_id: int, source: Path) -> int:
        """Copy a file in and attach it to a record; returns the attachment, the present one when it is there already.

        Raises MissingFile, DataProblem (a folder, too large), RecordProblem, ReadOnlyFile and what the disk does.
        """
        self._workspace.file.writer.before_commit()  # nothing is copied for a file that may not be written
        record = self._workspace.records.get(entity, record_id)
        if record.deleted:
            raise RecordProblem(_("“%(name)s” is in the trash.") % {"name": record.title})
        name = safe_name(source.name)
        content = self._take_in(source)
        present = self._present(entity, record_id, content, name)
        if present is not None:
            return present

        with self._workspace.work(N_("Attach “%(file)s” to %(name)s"), file=name, name=record.title) as work:
            return _note(work, entity, record_id, name, content)

    def add_within(self, work: UnitOfWork, entity: str, record_id: int, source: Path) -> None:
        """Attach a file as a part of another transaction, unless the record has it. Raises what :meth:`add` does."""
        name, content = safe_name(source.name), self._take_in(source)
        if self._present(entity, record_id, content, name) is None:
            _note(work, entity, record_id, name, content)

    def _take_in(self, source: Path) -> Content:
        """Copy a file into the folder, unless the same content is there; returns what it is."""
        _refuse_strange(source)
        try:
            sha256, size = attached_files.look(source, LIMIT)
        except ValueError:
            raise DataProblem(
                _("“%(name)s” is larger than %(limit)d MB.")
                % {"name": source.name, "limit": LIMIT // MEGABYTE},
                _("Nothing was attached. Keep it elsewhere and note its place."),
            ) from None
        except OSError as error:
            raise _unreadable(source, error) from error
        content = self._content(sha256, size)
        try:
            if not attached_files.is_whole(content, self.folder):
                attached_files.put_in(source, content, self.folder)
        except ValueError:
            raise DataProblem(
                _("“%(name)s” was changed while it was read.") % {"name": source.name},
                _("Nothing was attached. Close it in the other program and try again."),
            ) from None
        except OSError as error:
            raise files.storage_problem(error, source) from error
        return content

    def _content(self, sha256: str, size: int) -> Content:
        """Return what names a content; one that the file knows already keeps its seal."""
        sql = "SELECT seal FROM attachment WHERE sha256 = ? AND size = ? LIMIT 1"
        row = self._workspace.file.reader().execute(sql, (sha256, size)).fetchone()
        fresh = attached_files.new_seal() if self._workspace.file.encrypted else None
        return Content(sha256, row[0] if row else fresh, size)

    def _present(self, entity: str, record_id: int, content: Content, name: str) -> int | None:
        """Return the attachment of a record that is this file already."""
        sql = (
            "SELECT id FROM attachment WHERE row_id = ? AND entity = ? AND sha256 = ? AND name = ? "
            "AND deleted_at IS NULL"
        )
        row = self._workspace.file.reader().execute(sql, (record_id, entity, content.sha256, name)).fetchone()
        return int(row[0]) if row else None

    def of_record(self, entity: str, record_id: int) -> list[Attached]:
        """Return the files of a record, newest first."""
        rows = self._workspace.file.reader().execute(
            "SELECT id, name, size, mime, created_at, sha256, seal FROM attachment "
            "WHERE row_id = ? AND entity = ? AND deleted_at IS NULL ORDER BY id DESC",
            (record_id, entity),
        )
        found = []
        for one, name, size, mime, at, sha256, seal in rows:
            there = attached_files.is_whole(Content(sha256, seal, size), self.folder, quick=True)
            found.append(Attached(one, name, size, mime or "", clock.moment(at), there))
        return found

    def open_path(self, attachment: int) -> Path:
        """Return a copy of a file to open in another program; it goes when the customer file is closed.

        Raises MissingFile, DamagedFile, RecordProblem and what the disk does.
        """
        name, _content = self._row(attachment)
        folder = cache_folder() / "opened"
        if self._opened is None:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            files.sweep(folder, "")
            self._opened = files.draft_of(folder / "files")
        target = self._opened / str(attachment) / safe_name(name)
        if target.exists():
            return target
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.save_as(attachment, target)
        target.chmod(0o400)  # what is changed in the copy would be lost
        return target

    def save_as(self, attachment: int, target: Path) -> None:
        """Write a file to a place outside; never over another. Raises what :meth:`open_path` does and FileExists."""
        name, content = self._row(attachment)
        if target.exists():
            raise FileExists(
                _("“%(name)s” already exists and is not overwritten.") % {"name": target.name},
                _("Choose another name, or open the existing file."),
            )
        if not content.place(self.folder).exists():
            raise MissingFile(
                _("The attached file “%(name)s” is missing.") % {"name": name},
                _("It should lie in the folder “%(folder)s”, which belongs to the customer file.")
                % {"folder": self.folder.name},
            )
        with files.write_atomically(target) as draft:
            if not attached_files.write_out(content, self.folder, draft):
                raise DamagedFile(
                    _("The attached file “%(name)s” was changed or damaged.") % {"name": name},
                    _("Find it again and attach it once more; a backup may have it."),
                )

    def _row(self, attachment: int) -> tuple[str, Content]:
        row = (
            self._workspace.file.reader()
            .execute("SELECT name, sha256, seal, size FROM attachment WHERE id = ?", (attachment,))
            .fetchone()
        )
        if row is None:
            raise RecordProblem(_("This record no longer exists."))
        return row[0], Content(*row[1:])

    def problems(self, *, quick: bool = False) -> list[str]:
        """Return a sentence for each attached file that is missing or changed; ``quick`` looks at sizes only."""
        found = []
        for content, name in attached_files.of_rows(self._workspace.file.reader()).items():
            if not content.place(self.folder).exists():
                found.append(_("The attached file “%(name)s” is missing.") % {"name": name})
            elif not attached_files.is_whole(content, self.folder, quick=quick):
                found.append(_("The attached file “%(name)s” was changed or damaged.") % {"name": name})
        return found

    def export(self, folder: Path, cancelled: Callable[[], bool] = lambda: False) -> list[str]:
        """Write all files into a folder, each named by the beginning of its checksum and its own name.

        Those of the trash go too; files already there from an earlier export stay. Returns the names of those that
        are missing or damaged.
        """
        lost = []
        rows = self._workspace.file.reader().execute("SELECT id, name, sha256 FROM attachment ORDER BY id")
        for one, name, sha256 in rows.fetchall():
            target = folder / f"{sha256[:12]} {safe_name(name)}"
            if target.exists() or cancelled():
                continue
            folder.mkdir(parents=True, exist_ok=True)
            try:
                self.save_as(one, target)
            except (MissingFile, DamagedFile):
                lost.append(name)
        return lost

    def close(self) -> None:
        """Remove the copies that were opened."""
        if self._opened is not None:
            files.remove_folder(self._opened)


def _note(work: UnitOfWork, entity: str, record_id: int, name: str, content: Content) -> int:
    """Write the row of an attached file; returns its id."""
    row = work.add(
        registry.model("attachment"),
        entity=entity,
        row_id=record_id,
        name=name,
        sha256=content.sha256,
        size=content.size,
        mime=mimetypes.guess_type(name)[0],
        seal=content.seal,
    )
    work.flush()
    return int(row.id)


def _refuse_strange(source: Path) -> None:
    """Raise for what is no plain file that is there."""
    if not source.exists():
        raise MissingFile(_("There is no file “%(name)s”.") % {"name": source.name})
    if not source.is_file():
        raise DataProblem(
            _("“%(name)s” is a folder, not a file.") % {"name": source.name}, _("Choose one file in it.")
        )


def _unreadable(source: Path, error: OSError) -> DataProblem:
    return DataProblem(
        _("“%(name)s” cannot be read: %(reason)s")
        % {"name": source.name, "reason": error.strerror or str(error)},
        _("Close it if another program has it open, or ask its owner for the right to read it."),
    )


__all__ = ["Attached", "Attachments"]
