"""One window for each customer file: a second start brings the first window to the front and ends.

The lock of the file is the truth (``store/lock.py``); this is the knock on the door. Only "come to the front" can be
said through it, by the same user, in a few bytes.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalSocket

_MESSAGE = b"activate"
_WAIT_MS = 1_000


def _name(path: Path) -> str:
    from PySide6.QtCore import QCryptographicHash

    # Qt's own: hashlib would bring OpenSSL, which a window on a plain file does without.
    digest = QCryptographicHash.hash(str(path.resolve()).encode(), QCryptographicHash.Algorithm.Sha256)
    return f"crm-desktop-{bytes(digest.data()).hex()[:24]}"


def knock(path: Path) -> bool:
    """Ask the window that has this file open to come to the front; returns whether one answered."""
    from PySide6.QtNetwork import QLocalSocket  # 10 ms that the first window need not wait for

    socket = QLocalSocket()
    socket.connectToServer(_name(path))
    if not socket.waitForConnected(_WAIT_MS):
        return False
    socket.write(_MESSAGE)
    told = socket.waitForBytesWritten(_WAIT_MS)
    socket.disconnectFromServer()
    return told


class Doorbell(QObject):
    """Listens for a second start on the same file and calls ``come``."""

    def __init__(self, path: Path, come: Callable[[], None], parent: QObject | None = None) -> None:
        from PySide6.QtNetwork import QLocalServer

        super().__init__(parent)
        self._come = come
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        if not self._server.listen(_name(path)):
            QLocalServer.removeServer(_name(path))  # left by a crash: we hold the file's lock
            self._server.listen(_name(path))
        self._server.newConnection.connect(self._on_connection)

    def _on_connection(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.readyRead.connect(lambda one=socket: self._on_message(one))
            socket.disconnected.connect(socket.deleteLater)

    def _on_message(self, socket: QLocalSocket) -> None:
        if bytes(socket.read(len(_MESSAGE)).data()) == _MESSAGE:
            self._come()
        socket.abort()

    def close(self) -> None:
        """Stop listening."""
        self._server.close()
