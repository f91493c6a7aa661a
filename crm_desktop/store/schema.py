"""The schema: numbered, frozen SQL steps, and what is generated from the descriptions (triggers).

A step is plain SQL in ``steps/NNNN.sql`` and is never changed after a release. Each runs in one transaction with
its number; ``tools/freeze_schema.py`` writes the first one from the mapped classes, and a test compares the two.
"""

from __future__ import annotations

from pathlib import Path

from crm_desktop.store.capture import VIEW, VIEW_NAME, all_triggers
from crm_desktop.store.driver import APPLICATION_ID, Connection, run_script, scalar

VERSION = 1
STEPS = Path(__file__).parent / "steps"


def step(number: int) -> str:
    """Return the SQL of one step."""
    return (STEPS / f"{number:04}.sql").read_text(encoding="utf-8")


def version_of(connection: Connection) -> int:
    """Return the schema version of an open file."""
    return int(scalar(connection, "PRAGMA user_version"))


def upgrade(connection: Connection, to: int = VERSION) -> None:
    """Take the file from its version to ``to``, each step in one transaction."""
    for number in range(version_of(connection) + 1, to + 1):
        connection.execute("BEGIN IMMEDIATE")
        try:
            run_script(connection, step(number))
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {number}")
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:  # SQLite itself rolls back when the disk is full
                connection.execute("ROLLBACK")
            raise


def refresh_triggers(connection: Connection) -> None:
    """Bring the capture triggers in line with the descriptions, if they differ."""
    wanted = all_triggers()
    present = dict(
        connection.execute("SELECT name, sql FROM sqlite_master WHERE type IN ('trigger', 'view')")
    )
    is_new = present.pop(VIEW_NAME, None) != VIEW  # all insert into it
    stale = [
        name
        for name, sql in present.items()
        if name.startswith("log_") and (is_new or wanted.get(name) != sql)
    ]
    missing = [name for name in wanted if name not in present or name in stale]
    if not stale and not missing:
        return
    connection.execute("BEGIN IMMEDIATE")
    for name in stale:
        connection.execute(f'DROP TRIGGER "{name}"')
    if is_new:
        connection.execute(f"DROP VIEW IF EXISTS {VIEW_NAME}")
        connection.execute(VIEW)
    for name in missing:
        connection.execute(wanted[name])
    connection.execute("COMMIT")
