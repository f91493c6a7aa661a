"""The descriptions as they are kept between two starts, so that the window need not wait for SQLAlchemy.

Mapping all classes takes longer than everything else that happens before the first page is shown. What the program
needs until the first record is written (descriptions, names of columns, foreign keys) is plain data; it is kept in the
user's cache folder together with the program's version and what the model files are. A snapshot that does not fit, or
cannot be read, is made again from the mapped classes.
"""

from __future__ import annotations

import logging
import os
import sys
from _pickle import loads  # pickle itself brings 0.2 MB of Python that only writing needs
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from zlib import crc32

from crm_desktop import __version__
from crm_desktop.core.entity import Entity
from crm_desktop.core.paths import cache_folder, frozen

_log = logging.getLogger(__name__)
_SOURCES = ("models", "core")


@dataclass(frozen=True)
class TableFacts:
    """What is known of one table: columns, which may be empty, which are logged; foreign keys as (column, target,
    whether the row is a part of the target); columns that may hold the id of any record."""

    columns: tuple[str, ...]
    nullable: frozenset[str]
    logged: tuple[str, ...]
    foreign_keys: tuple[tuple[str, str, bool], ...]
    loose: tuple[str, ...]


@dataclass(frozen=True)
class Snapshot:
    """All entities, the names of the main ones, and the facts of every table."""

    entities: tuple[Entity, ...]
    main: tuple[str, ...]
    tables: dict[str, TableFacts]


@cache
def load() -> Snapshot:
    """Return the descriptions: kept ones that fit this program, else fresh ones."""
    facts = _facts()
    path = cache_folder() / f"descriptions-{crc32(facts.encode()):08x}.pickle"
    try:
        kept_for, found = loads(path.read_bytes())
        if kept_for == facts and isinstance(found, Snapshot):
            return found
    except FileNotFoundError:
        pass
    except Exception as error:  # noqa: BLE001 - whatever is wrong with a cache, the classes are right
        _log.warning("The kept descriptions cannot be used: %s", error)
    from crm_desktop.models import mapped

    made = mapped.snapshot()
    _keep(path, facts, made)
    return made


def _facts() -> str:
    """Return what tells one state of the program from another: version, Python, and the model files."""
    parts = [__version__, sys.version]
    if frozen():
        parts.append(str(Path(sys.executable).stat().st_mtime_ns))
    else:
        package = Path(__file__).parent.parent
        for folder in _SOURCES:
            with os.scandir(package / folder) as entries:
                for entry in sorted(entries, key=lambda one: one.name):
                    if entry.name.endswith(".py"):
                        stat = entry.stat()
                        parts.append(f"{entry.name}:{stat.st_mtime_ns}:{stat.st_size}")
    return "\n".join(parts)


def _keep(path: Path, facts: str, made: Snapshot) -> None:
    """Write a snapshot for the next start, in place of older ones; a disk that refuses costs only time."""
    import pickle

    from crm_desktop.core.files import write_atomically

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with write_atomically(path) as draft:
            draft.write_bytes(pickle.dumps((facts, made), protocol=pickle.HIGHEST_PROTOCOL))
        for old in path.parent.glob("descriptions-*.pickle"):
            if old != path:
                old.unlink(missing_ok=True)
    except Exception as error:  # noqa: BLE001 - see above
        _log.warning("The descriptions cannot be kept: %s", error)
