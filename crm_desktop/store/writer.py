"""The write connection of an open file, and what is said after each transaction on it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm_desktop.core.ids import IdSource
from crm_desktop.store.driver import Connection, scalar

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

    from crm_desktop.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Changes:
    """What a transaction touched: ids by table, None where there are too many to name."""

    tables: Mapping[str, frozenset[int] | None]
    transaction: int
    title: str
    kind: str

    def touches(self, *tables: str) -> bool:
        """Return whether any of these tables was touched."""
        return any(table in self.tables for table in tables)

    def ids(self, table: str) -> frozenset[int] | None:
        """Return the touched ids of a table; None means many."""
        return self.tables.get(table, frozenset())


Publish = Callable[[Changes], None]


class Writer:
    """The write connection of an open file with what its transactions share."""

    def __init__(self, connection: Connection, publish: Publish, user: int | None = None) -> None:
        self.connection = connection
        self.publish = publish
        self.user = user
        newest = scalar(connection, "SELECT max(id) FROM txn") or 0
        self.ids = IdSource(scalar(connection, "SELECT replica FROM sync_state"), newest)
        self.lock = threading.RLock()
        self.before_commit: Callable[[], None] = lambda: None
        self.follow: Callable[[UnitOfWork], None] = lambda _work: None
        """Writes what other records take over from what a transaction wrote, as its last part."""
        self._engine: Engine | None = None

    def prepare(self) -> None:
        """Import SQLAlchemy, map all classes and make the engine, unless that is done: the first record waits for it.

        A transaction that is under way goes on.
        """
        if self._engine is not None:
            return
        from sqlalchemy.orm import configure_mappers

        from crm_desktop.models import mapped  # noqa: F401 - whose import maps them
        from crm_desktop.store import unit_of_work  # noqa: F401 - nor shall it wait for this

        configure_mappers()
        self._engine = _engine(self.connection)

    def session(self) -> Session:
        """Return a new ORM session on the write connection; the unit of work ends its transaction."""
        from sqlalchemy.orm import Session

        self.prepare()
        return Session(self._engine, expire_on_commit=False, autoflush=False)


def _engine(connection: Connection) -> Engine:
    """Return an engine that has but this connection."""
    from sqlalchemy import create_engine
    from sqlalchemy.pool import StaticPool
    from sqlcipher3 import dbapi2

    # SQLAlchemy tries a new engine on its first connection and ends what is under way there: not on ours.
    trial = iter([dbapi2.connect(":memory:")])
    engine = create_engine(
        "sqlite://",
        creator=lambda: next(trial, connection),
        module=dbapi2,
        poolclass=StaticPool,
        pool_reset_on_return=None,
        hide_parameters=True,
    )
    engine.connect().close()
    engine.dispose()
    return engine
