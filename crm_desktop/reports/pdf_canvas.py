"""A ReportLab canvas that writes each page to the file when it is full, so that memory does not grow with the pages.

ReportLab keeps all pages until ``save``. Here a page, its compressed content and an array of two contents leave at
once; what stays of it is its place in the file. The second content of each page is its foot, which is written at the
end, when the number of pages is known.

WORKAROUND ReportLab (5.1) has no hook for this: :class:`_FlowingDocument` overrides ``addPage`` and ``format``, and
is the only place that knows its inside. ``tests/integration/reports`` fails if a new version changes it.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from typing import Any, BinaryIO

from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas

PDF_VERSION = (1, 4)


class FlowingCanvas(Canvas):
    """Draws pages into ``out`` with raw operators, in points from the lower left corner."""

    def __init__(self, out: BinaryIO, size: tuple[float, float], language: str) -> None:
        super().__init__(out, pagesize=size, pageCompression=1)
        self._doc = _FlowingDocument(out, language)

    @property
    def document(self) -> pdfdoc.PDFDocument:
        """The document that fonts belong to."""
        return self._doc

    @property
    def pages(self) -> int:
        """How many pages are finished."""
        return len(self._doc.feet)

    def put(self, operators: str) -> None:
        """Add operators to the page."""
        self._code.append(operators)

    def is_blank(self) -> bool:
        """Return whether nothing was drawn on the page yet."""
        return not self._code

    def finish(self, foot: Callable[[int, int], str]) -> None:
        """Write the feet (``foot(page, pages)`` gives the operators), the fonts and the end of the file."""
        pages = self.pages
        for number, name in enumerate(self._doc.feet, 1):
            self._doc.idToObject[name].content = foot(number, pages).encode("ascii")
            self._doc.write(name)
        self._doc.GetPDFData(self)

    def _make_preamble(self) -> None:
        """Leave out ReportLab's opening of each page: it names Helvetica, which we never embed."""
        self._preamble = ""


class _FlowingDocument(pdfdoc.PDFDocument):
    def __init__(self, out: BinaryIO, language: str) -> None:
        super().__init__(compression=1, pdfVersion=PDF_VERSION, lang=language.replace("_", "-"))
        self.feet: list[str] = []
        self._file = _FlowingFile(out, PDF_VERSION)

    def write(self, name: str) -> None:
        """Write one object to the file and forget all of it but its place."""
        body = pdfdoc.PDFIndirectObject(name, self.idToObject[name]).format(self)
        self.idToOffset[name] = self._file.add(body)
        self.idToObject[name] = None

    def addPage(self, page: pdfdoc.PDFPage) -> None:
        code = zlib.compress(page.stream.encode("ascii"))
        body = pdfdoc.PDFStream(pdfdoc.PDFDictionary({"Filter": pdfdoc.PDFName("FlateDecode")}), code)
        foot = pdfdoc.PDFStream(content=b"")
        contents = pdfdoc.PDFArray([self.Reference(body), self.Reference(foot)])
        page.Contents = self.Reference(contents)
        name = self.thisPageName()
        self.Pages.addPage(self.Reference(page, name))
        self.pageCounter += 1
        self.inObject = None
        for written in (body.__InternalName__, contents.__InternalName__, name):
            self.write(written)
        self.feet.append(foot.__InternalName__)

    def format(self) -> bytes:
        """Write what is not in the file yet, the table of places and the trailer."""
        self.encrypt.prepare(self)
        root, info = self.Reference(self.Catalog), self.Reference(self.info)
        number = 1
        while number in self.numberToId:  # writing an object can make more of them
            name = self.numberToId[number]
            if name not in self.idToOffset:
                self.write(name)
            number += 1
        table = pdfdoc.PDFCrossReferenceTable()
        table.addsection(0, [self.numberToId[n] for n in range(1, number)])
        start = self._file.add(table.format(self))
        trailer = pdfdoc.PDFTrailer(startxref=start, Size=number, Root=root, Info=info, ID=self.ID())
        self._file.add(trailer.format(self))
        return b""


class _FlowingFile(pdfdoc.PDFFile):
    """ReportLab's file, which counts places, but on disk instead of in a list."""

    def __init__(self, out: BinaryIO, version: tuple[int, int]) -> None:
        super().__init__(version)
        for begun in self.strings:
            out.write(begun)
        self.strings: list[bytes] = []
        self.write: Callable[[bytes], Any] = out.write
