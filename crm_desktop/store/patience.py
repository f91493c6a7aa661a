"""Reading that is given up: when nobody wants the answer any longer, or nobody can wait for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from crm_desktop.core.errors import Cancelled
from crm_desktop.core.i18n import _
from crm_desktop.core.patience import Patience
from crm_desktop.store.driver import Connection

STEPS = 20_000  # of SQLite between two questions whether to go on: about a millisecond
# While pages come from the disk, or the search index puts together all words with one beginning, few steps are taken.
CLOSE_STEPS = 200

Asked = Callable[[], bool]  # whether the answer is not wanted any longer


@contextmanager
def given_up(connection: Connection, cancelled: Asked | None) -> Iterator[None]:
    """Ask ``cancelled`` while SQLite reads, and stop it when the answer is yes. Raises Cancelled."""
    if cancelled is None:
        yield
        return
    steps = CLOSE_STEPS if isinstance(cancelled, Patience) else STEPS
    connection.set_progress_handler(lambda: int(cancelled()), steps)
    try:
        yield
    except Exception as error:
        if cancelled():
            raise Cancelled(_("The work was cancelled. Nothing was changed.")) from error
        raise
    finally:
        connection.set_progress_handler(None, 0)
