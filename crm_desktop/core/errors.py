"""Every exception that we raise on purpose, as one small tree.

    CrmError                 a sentence for the user: what happened, what is safe, what to do
    ├── DataProblem          the data is not right (command line: exit 1)
    │   ├── FileProblem      the customer file cannot be used as it is
    │   │   ├── MissingFile, EmptyFile, ForeignFile, DamagedFile
    │   │   ├── WrongPassphrase, PassphraseNeeded
    │   │   ├── NewerFile, ReadOnlyFile, FileInUse, FileExists
    │   │   └── StorageFull
    │   ├── SourceProblem    a file from outside (workbook, CSV …) cannot be read
    │   ├── RecordProblem    a record cannot be found, saved or deleted like this
    │   │   └── ValuesMissing
    │   └── Cancelled        the user stopped a long piece of work; nothing was written
    └── UsageProblem         the command or the arguments are wrong (command line: exit 2)

Anything else that reaches the event loop or the command line is a bug of ours.
"""

from __future__ import annotations

from collections.abc import Sequence

from crm_desktop.core.i18n import sentences


class CrmError(Exception):
    """An expected failure, told in the user's language.

    ``title`` is one sentence that says what happened. ``hint`` says what is safe and what to do next;
    it may be empty. ``exit_code`` is what the command line ends with.
    """

    exit_code = 1

    def __init__(self, title: str, hint: str = "") -> None:
        super().__init__(title)
        self.title = title
        self.hint = hint

    def __str__(self) -> str:
        return sentences(self.title, self.hint)


class DataProblem(CrmError):
    """The data is not as it must be."""


class UsageProblem(CrmError):
    """The command or its arguments are wrong."""

    exit_code = 2


class FileProblem(DataProblem):
    """The customer file cannot be used as it is."""


class MissingFile(FileProblem):
    """There is no file at this place."""


class EmptyFile(FileProblem):
    """The file has no content at all."""


class ForeignFile(FileProblem):
    """The file is not a customer file."""


class DamagedFile(FileProblem):
    """The file is a customer file but cannot be read completely."""


class WrongPassphrase(FileProblem):
    """The passphrase does not open the file."""


class PassphraseNeeded(FileProblem):
    """The file is encrypted and no passphrase was given."""


class NewerFile(FileProblem):
    """The file was written by a newer version of the program."""


class ReadOnlyFile(FileProblem):
    """The file may be read but not changed."""


class FileInUse(FileProblem):
    """Another window or computer has the file open."""


class FileExists(FileProblem):
    """A file is already there and is never overwritten."""


class StorageFull(FileProblem):
    """The disk is full or failed while writing; the transaction was rolled back."""


class SourceProblem(DataProblem):
    """A file from outside cannot be read."""


class RecordProblem(DataProblem):
    """A record cannot be found, saved or deleted like this."""


class ValuesMissing(RecordProblem):
    """The state that a record is to have needs values that it has not: those of ``fields``, by their keys."""

    def __init__(self, title: str, state: str, fields: Sequence[str]) -> None:
        super().__init__(title)
        self.state = state
        self.fields = tuple(fields)


class Cancelled(DataProblem):
    """The user stopped the work; nothing of it was written."""
