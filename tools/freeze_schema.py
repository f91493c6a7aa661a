"""Write ``store/steps/0001.sql`` from the mapped classes. Only until version 1 is released; then add a step."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

from crm_desktop.models import registry

TARGET = Path(__file__).parent.parent / "crm_desktop" / "store" / "steps" / "0001.sql"

LOG = """\
CREATE TABLE sync_state (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  replica INTEGER NOT NULL,
  device TEXT NOT NULL,
  seq INTEGER NOT NULL DEFAULT 0,
  clock INTEGER NOT NULL DEFAULT 0,
  offset_ms INTEGER NOT NULL DEFAULT 0,
  muted INTEGER NOT NULL DEFAULT 0,
  touch INTEGER NOT NULL DEFAULT 0,
  txn INTEGER,
  indexed_seq INTEGER NOT NULL DEFAULT 0,
  absorbed_seq INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE txn (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  title TEXT NOT NULL,
  args TEXT NOT NULL,
  user INTEGER,
  at INTEGER NOT NULL,
  replica INTEGER NOT NULL,
  undoes INTEGER,
  undone_by INTEGER
);
CREATE TABLE change (
  replica INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  tag INTEGER NOT NULL,
  clock INTEGER NOT NULL,
  at INTEGER NOT NULL,
  txn INTEGER NOT NULL,
  tbl TEXT NOT NULL,
  row INTEGER,
  low INTEGER,
  high INTEGER,
  op TEXT NOT NULL CHECK (op IN ('I', 'U', 'B', 'S', 'X')),
  data,
  PRIMARY KEY (replica, seq, tag)
) WITHOUT ROWID;
CREATE INDEX ix_change_row ON change (tbl, row, txn) WHERE row IS NOT NULL;
CREATE INDEX ix_change_batch ON change (tbl, low, high) WHERE low IS NOT NULL;
CREATE INDEX ix_change_txn ON change (txn);
CREATE TABLE cell_clock (
  tbl TEXT NOT NULL,
  row INTEGER NOT NULL,
  col TEXT NOT NULL,
  clock TEXT NOT NULL,
  PRIMARY KEY (tbl, row, col)
) WITHOUT ROWID;
"""

SEARCH = """\
CREATE VIRTUAL TABLE "search_{name}" USING fts5(name, other, content='', contentless_delete=1, \
tokenize='ascii', prefix='1 2 3', detail=full);
INSERT INTO "search_{name}" ("search_{name}", rank) VALUES ('automerge', 0);
INSERT INTO "search_{name}" ("search_{name}", rank) VALUES ('crisismerge', 1999);
"""


def main() -> None:
    """Write the step."""
    dialect = sqlite.dialect()
    parts = [LOG]
    for entity in registry.ENTITIES:
        table = registry.table(entity.name)
        parts.append(str(CreateTable(table).compile(dialect=dialect)).strip() + ";\n")
        for index in sorted(table.indexes, key=lambda one: one.name or ""):
            parts.append(str(CreateIndex(index).compile(dialect=dialect)).strip() + ";\n")
        if "place" in table.columns:
            parts.append(SEARCH.format(name=table.name))
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text("".join(parts), encoding="utf-8")


if __name__ == "__main__":
    main()
