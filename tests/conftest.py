"""What all tests share: English words, a home of their own, no network, and customer files that are made once."""

from __future__ import annotations

import ctypes
import hashlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from crm_desktop.core import clock, i18n, paths
from crm_desktop.models.channel_forms import normal_form
from crm_desktop.services.workspace import ListQuery, Workspace, new_workspace, open_workspace
from crm_desktop.store import customer_file
from crm_desktop.store.customer_file import CustomerFile
from crm_desktop.store.driver import scalar

PASSPHRASE = "correct horse 电池"
ROOT = Path(__file__).parent.parent

MEMORY, ENOUGH_MEMORY = Path("/dev/shm"), 4 << 30
if os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ENOUGH_MEMORY:
    # Files in memory are as real, and kill -9 leaves them as they are; but nobody waits for the disk at each write.
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))

# A slow machine is no mistake of the code under test; a function-scoped fixture is set up once on purpose.
settings.register_profile(
    "crm",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
    print_blob=True,
)
settings.load_profile("crm")


_numbers = count()


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Give each test English words and a home of its own, which is made by whoever writes there first: most do not."""
    home = tmp_path_factory.getbasetemp() / "homes" / str(next(_numbers))
    monkeypatch.setenv(paths.HOME_VARIABLE, str(home))
    monkeypatch.delenv("CRM_LANGUAGE", raising=False)
    i18n.install("en")
    yield
    i18n.install("en")


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """T-30: nothing leaves this computer. Sockets that stay on it (AF_UNIX) are allowed."""
    connect, connect_ex = socket.socket.connect, socket.socket.connect_ex

    def refuse(*_arguments: object, **_keywords: object) -> None:
        raise AssertionError("a test tried to use the network")

    def guarded(original: Callable[..., Any]) -> Callable[..., Any]:
        def call(self: socket.socket, address: Any) -> Any:
            if self.family != getattr(socket, "AF_UNIX", None):
                refuse()
            return original(self, address)

        return call

    monkeypatch.setattr(socket.socket, "connect", guarded(connect))
    monkeypatch.setattr(socket.socket, "connect_ex", guarded(connect_ex))
    monkeypatch.setattr(socket.socket, "sendto", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


OF_ITS_OWN = (
    "(lead_id IS NULL OR lead_id NOT IN (SELECT id FROM lead WHERE status = 'converted')) "
    "AND (contact_id IS NULL OR contact_id IN (SELECT id FROM contact WHERE source_id IS NOT NULL))"
)
"""Channels that nobody else has: who asked as a lead and became a customer kept number and address, and who was typed
a second time, of whom little is known, has the number of the first."""


class FixedClock:
    """A clock that stands until it is moved."""

    def __init__(self, at: datetime) -> None:
        self._ms = int(at.timestamp() * 1000)

    def __call__(self) -> int:
        return self._ms

    def set(self, text: str) -> None:
        """Put the clock to a local time ('2026-03-01 12:00')."""
        self._ms = int(datetime.fromisoformat(text).timestamp() * 1000)

    def advance(self, seconds: float) -> None:
        """Let time pass; a negative number turns the clock back."""
        self._ms += int(seconds * 1000)


@pytest.fixture
def fixed_clock(monkeypatch: pytest.MonkeyPatch) -> FixedClock:
    """Stop the program's clock at Friday, 20 November 2026, noon (local time)."""
    stopped = FixedClock(datetime(2026, 11, 20, 12, 0, 0))  # noqa: DTZ001 - the user's clock
    monkeypatch.setattr(clock, "now_ms", stopped)
    return stopped


# ---------------------------------------------------------------- customer files


def _template(folder: Path, passphrase: str | None) -> Path:
    i18n.install("en")
    path = folder / "template.crm"
    new_workspace(
        path, firm_name="Nordwind", currency="EUR", user_name="Ann Example", passphrase=passphrase
    ).close()
    return path


@pytest.fixture(scope="session")
def plain_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new customer file, made once and only ever copied."""
    return _template(tmp_path_factory.mktemp("plain"), None)


@pytest.fixture(scope="session")
def encrypted_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new customer file with :data:`PASSPHRASE`, made once and only ever copied."""
    return _template(tmp_path_factory.mktemp("encrypted"), PASSPHRASE)


@pytest.fixture(scope="session")
def bare_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A customer file with the schema and nothing else, made once and only ever copied."""
    path = tmp_path_factory.mktemp("bare") / "bare.crm"
    customer_file.create(path)
    return path


@pytest.fixture
def on_disk() -> Iterator[Path]:
    """A folder on the disk, for tests whose kills are to meet writes that wait for it."""
    with tempfile.TemporaryDirectory(prefix="crm-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


@pytest.fixture
def passphrase() -> str:
    """The passphrase of the encrypted files."""
    return PASSPHRASE


@pytest.fixture
def path(tmp_path: Path, plain_template: Path) -> Path:
    """A new, plain customer file that is not open."""
    return Path(shutil.copyfile(plain_template, tmp_path / "Nordwind.crm"))


@pytest.fixture
def encrypted_path(tmp_path: Path, encrypted_template: Path) -> Path:
    """A new, encrypted customer file that is not open."""
    return Path(shutil.copyfile(encrypted_template, tmp_path / "Secret.crm"))


@pytest.fixture
def workspace(path: Path) -> Iterator[Workspace]:
    """A new customer file, open."""
    opened = open_workspace(path)
    yield opened
    opened.close()


@pytest.fixture
def encrypted_workspace(encrypted_path: Path) -> Iterator[Workspace]:
    """A new encrypted customer file, open."""
    opened = open_workspace(encrypted_path, PASSPHRASE)
    yield opened
    opened.close()


@pytest.fixture
def bare_file(tmp_path: Path, bare_template: Path) -> Iterator[CustomerFile]:
    """An open customer file without options, stages and users: for tests of the store alone."""
    opened = customer_file.open_file(shutil.copyfile(bare_template, tmp_path / "bare.crm"))
    yield opened
    opened.close()


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes records with as few words as a test needs."""

    workspace: Workspace

    def company(self, name: str = "Acme", **values: Any) -> int:
        """Make a company."""
        return self.workspace.records.create("company", {"name": name, **values})

    def contact(self, full_name: str = "Ana Beltrán", **values: Any) -> int:
        """Make a contact."""
        return self.workspace.records.create("contact", {"full_name": full_name, **values})

    def many(self, count: int, entity: str = "company", kind: str = "import", name: str = "Firm %05d") -> int:
        """Insert many records in one transaction and return it."""
        column = "full_name" if entity == "contact" else "name"
        with self.workspace.work("Import %(name)s", kind, name="list.xlsx") as work:
            ids = work.writer.ids.block(count)
            work.insert_many(entity, ["id", column], [(one, name % at) for at, one in enumerate(ids)])
        return work.id


@pytest.fixture
def make(workspace: Workspace) -> Maker:
    """Make records in :func:`workspace`."""
    return Maker(workspace)


def check_sound(workspace: Workspace) -> None:
    """Assert what must hold of every file, whatever happened to it."""
    assert workspace.problems() == []
    reader = workspace.file.reader()
    replica, seq = reader.execute("SELECT replica, seq FROM sync_state").fetchone()
    found = [
        row[0] for row in reader.execute("SELECT seq FROM change WHERE replica = ? ORDER BY seq", (replica,))
    ]
    assert found == list(range(1, seq + 1)), "the log is dense"
    assert scalar(reader, "SELECT indexed_seq FROM sync_state") == seq
    assert scalar(reader, "SELECT count(*) FROM change WHERE txn NOT IN (SELECT id FROM txn)") == 0
    assert scalar(reader, "SELECT count(*) FROM txn WHERE id NOT IN (SELECT txn FROM change)") == 0
    assert reader.execute("SELECT txn, muted, touch FROM sync_state").fetchone() == (None, 0, 0)
    for entity in ("company", "contact"):
        places = {row[0] for row in reader.execute(f"SELECT place FROM {entity} WHERE place IS NOT NULL")}
        assert places == {row[0] for row in reader.execute(f"SELECT rowid FROM search_{entity}")}
        assert (
            scalar(reader, f"SELECT count(*) FROM {entity} WHERE place IS NULL AND deleted_at IS NULL") == 0
        )
        ids = workspace.lists.ids(ListQuery(entity))
        assert len(ids) == workspace.lists.count(entity)
    channels = reader.execute("SELECT kind, value, normal FROM channel").fetchall()
    assert [one for one in channels if one[2] != normal_form(one[0], one[1])] == [], "channels are found"


# ---------------------------------------------------------------- the world outside


def listing(folder: Path) -> list[str]:
    """Return the names in a folder."""
    return sorted(one.name for one in folder.iterdir())


def sha256(path: Path) -> str:
    """Return the checksum of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture
def digest() -> Callable[[Path], str]:
    """Return the checksum of a file."""
    return sha256


_DROP_ROOT = """
import ctypes, os
if hasattr(os, "geteuid") and os.geteuid() == 0:  # root may write anywhere: give that right up, for good
    libc = ctypes.CDLL(None, use_errno=True)
    header, data = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()
    if libc.capset(header, data):
        raise OSError(ctypes.get_errno(), "capset")
"""

Child = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def child(tmp_path: Path) -> Iterator[Child]:
    """Start Python on some code, with arguments, in a process of its own that ends with the test at the latest."""
    started: list[subprocess.Popen[str]] = []
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "PYTHONIOENCODING": "utf-8",
        "PYTHONUNBUFFERED": "1",
    }

    def start(code: str, *arguments: object, as_nobody: bool = False) -> subprocess.Popen[str]:
        """With ``as_nobody`` the rights of files and folders count for the child, even when root runs the tests."""
        process = subprocess.Popen(
            [sys.executable, "-c", (_DROP_ROOT if as_nobody else "") + code, *map(str, arguments)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env=environment,
            cwd=tmp_path,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def may_drop_root() -> bool:
    """Return whether a child can be made for which the rights of files count."""
    return hasattr(os, "geteuid") and (os.geteuid() != 0 or hasattr(ctypes.CDLL(None), "capset"))


@pytest.fixture
def rights_count() -> None:
    """Skip a test of read-only files where no process without root's rights can be made."""
    if not may_drop_root():
        pytest.skip("the rights of files cannot be tried here")
