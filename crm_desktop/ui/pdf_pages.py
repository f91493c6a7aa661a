"""The pages of a PDF as pictures. PDFium may be used by one thread at a time, so all of it stands behind a lock."""

from __future__ import annotations

import atexit
import threading
import weakref
from functools import cache
from typing import Any

from PySide6.QtCore import QSizeF
from PySide6.QtGui import QImage

POINTS_PER_INCH = 72.0
_LARGEST = 60_000_000  # pixels of one picture: more than A4 at 600 dots per inch

_pdfium = threading.RLock()
_open: weakref.WeakSet[PdfPages] = weakref.WeakSet()


class PdfPages:
    """A PDF in memory. Close it when it is no longer shown; a closed one has no pages."""

    def __init__(self, data: bytes) -> None:
        import pypdfium2  # 20 ms: only where a page is shown

        self.data = data
        _close_at_exit()
        self._document: Any = None
        with _pdfium:
            self._document = pypdfium2.PdfDocument(data)
            found = [self._document.get_page_size(page) for page in range(len(self._document))]
            _open.add(self)
        self.sizes = tuple(QSizeF(width, height) for width, height in found)

    def __len__(self) -> int:
        return len(self.sizes)

    def image(self, page: int, scale: float) -> QImage:
        """Return a page with ``scale`` pixels to a point; an empty picture once the PDF is closed."""
        size = self.sizes[page]
        area = size.width() * size.height() * scale * scale
        scale *= min(1.0, (_LARGEST / area) ** 0.5)
        with _pdfium:
            if self._document is None:
                return QImage()
            shown = self._document[page]
            bitmap = shown.render(
                scale=scale, prefer_bgrx=True, maybe_alpha=False, fill_color=(255, 255, 255, 255)
            )
            pixels = bytes(bitmap.buffer)
            width, height, stride = bitmap.width, bitmap.height, bitmap.stride
            bitmap.close()
            shown.close()
        return QImage(pixels, width, height, stride, QImage.Format.Format_RGB32).copy()

    def close(self) -> None:
        """Let go of the PDF."""
        with _pdfium:
            if self._document is not None:
                self._document.close()
                self._document = None

    def __del__(self) -> None:
        self.close()


@cache
def _close_at_exit() -> None:
    """Have everything closed before PDFium itself goes, which would complain: what was registered last runs first."""
    atexit.register(_close_all)


def _close_all() -> None:
    for one in list(_open):
        one.close()
