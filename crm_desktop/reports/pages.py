"""The pages of a PDF while they fill: paper, margins, the place that has been reached, texts, lines and boxes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

from reportlab.pdfbase.pdfdoc import PDFDocument

from crm_desktop.core.document import Align, Document
from crm_desktop.core.errors import Cancelled
from crm_desktop.core.i18n import N_, _, words_for
from crm_desktop.reports.cells import scrub
from crm_desktop.reports.pdf_canvas import FlowingCanvas
from crm_desktop.reports.pdf_fonts import EMBOLDEN, Encoder, typeface

INK = "#1b2433"
GREY = "#667085"
LINE = "#e1e5eb"
STRONG_LINE = "#9aa4b2"
SHADE = "#f4f6f9"
ACCENT = "#2563c9"

_PAPERS = {"A4": (595.276, 841.89), "Letter": (612.0, 792.0)}
_SIDE, _TOP, _BOTTOM = 48.0, 50.0, 54.0
_LONGEST_LINE = 2_000  # characters of a text that stands on one line


@dataclass(frozen=True, slots=True)
class Pen:
    """How a text looks."""

    size: float
    colour: str = INK
    bold: bool = False


class Pages:
    """Draws on one page after the other. ``y`` is the place reached, in points from the foot of the page."""

    def __init__(
        self,
        document: Document,
        out: BinaryIO,
        progress: Callable[[int], None] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> None:
        width, height = _PAPERS.get(document.paper, _PAPERS["A4"])
        if document.landscape:
            width, height = height, width
        self.document = document
        self.left, self.right = _SIDE, width - _SIDE
        self.top, self.bottom = height - _TOP, _BOTTOM
        self.middle = width / 2
        self.y = self.top
        self.canvas = FlowingCanvas(out, (width, height), document.language)
        self._encoders = _encoders(self.canvas.document)
        self._progress = progress
        self._cancelled = cancelled
        self._describe()

    @property
    def room(self) -> float:
        """The width between the margins."""
        return self.right - self.left

    def encoder(self, bold: bool = False) -> Encoder:
        """Return what writes texts of one weight into this document."""
        return self._encoders[bold]

    def new_page(self) -> None:
        """Finish the page and begin the next one, under a small repetition of the title."""
        self._finish_page()
        small = Pen(8, GREY)
        self.text(self.left, self.top, self.document.title, small, room=self.room * 0.6)
        self.text(self.right, self.top, self.document.firm, small, "right", room=self.room * 0.38)
        self.rule(self.top - 7, LINE)
        self.y = self.top - 22

    def need(self, height: float) -> None:
        """Begin a new page unless ``height`` is left on this one."""
        if self.y - height < self.bottom and self.y < self.top - 22.5:
            self.new_page()

    def text(
        self, x: float, y: float, text: str, pen: Pen, align: Align = "left", room: float | None = None
    ) -> None:
        """Write one line at the baseline ``y``, cut to ``room`` if given."""
        face = typeface(pen.bold)
        line = face.clean(text[:_LONGEST_LINE])
        if room is not None:
            line = face.clip(line, pen.size, room)
        if not line.strip():
            return
        if align != "left":
            x -= face.width(line, pen.size) * (0.5 if align == "center" else 1.0)
        self.canvas.put(self.text_operators(x, y, line, pen))

    def text_operators(self, x: float, y: float, line: str, pen: Pen) -> str:
        """Return the operators that write a cleaned line."""
        encoder, colour = self._encoders[pen.bold], operands(pen.colour)
        stroke = f" {colour} RG {pen.size * EMBOLDEN:.3f} w" if pen.bold else ""
        return (
            f"q{stroke} BT {colour} rg {encoder.begin(pen.size)} "
            f"1 0 0 1 {x:.2f} {y:.2f} Tm {encoder.show(line, pen.size)} ET Q"
        )

    def lines(self, x: float, texts: list[str], pen: Pen, leading: float) -> None:
        """Write wrapped lines from the place reached downwards, on new pages as needed."""
        for line in texts:
            self.need(leading)
            self.y -= leading
            self.text(x, self.y + leading - pen.size, line, pen)

    def rule(self, y: float, colour: str, width: float = 0.6) -> None:
        """Draw a line from margin to margin."""
        self.canvas.put(
            f"q {operands(colour)} RG {width:g} w {self.left:.2f} {y:.2f} m {self.right:.2f} {y:.2f} l S Q"
        )

    def line(self, x1: float, y1: float, x2: float, y2: float, colour: str, width: float = 0.6) -> None:
        """Draw a line between two points."""
        self.canvas.put(f"q {operands(colour)} RG {width:g} w {x1:.2f} {y1:.2f} m {x2:.2f} {y2:.2f} l S Q")

    def box(self, x: float, y: float, width: float, height: float, colour: str, radius: float = 0) -> None:
        """Fill a rectangle, with round corners if wanted."""
        canvas = self.canvas
        canvas.saveState()
        canvas.setFillColor(tuple(float(part) for part in operands(colour).split()))
        canvas.roundRect(x, y, width, height, min(radius, width / 2, height / 2), stroke=0, fill=1)
        canvas.restoreState()

    def finish(self) -> int:
        """Finish the last page and the file; return the number of pages."""
        self._finish_page()
        self.canvas.finish(self._foot)
        return self.canvas.pages

    def check(self) -> None:
        """Stop here if the user wants to."""
        if self._cancelled is not None and self._cancelled():
            raise Cancelled(_("Stopped; no file was written."))

    def _finish_page(self) -> None:
        self.check()
        if self.canvas.is_blank():
            self.canvas.put(" ")
        self.canvas.showPage()
        if self._progress is not None:
            self._progress(self.canvas.pages)

    def _foot(self, page: int, pages: int) -> str:
        pen, face = Pen(8, GREY), typeface()
        line = face.clean(page_words(self.document.language) % {"page": page, "pages": pages})
        x = self.middle - face.width(line, pen.size) / 2
        return self.text_operators(x, self.bottom - 24, line, pen)

    def _describe(self) -> None:
        document, canvas = self.document, self.canvas
        canvas.setTitle(scrub(document.title, 200))
        canvas.setSubject(scrub(document.subtitle, 200))
        canvas.setAuthor(scrub(document.firm, 200))
        canvas.setCreator("CRM Desktop")


def page_words(language: str) -> str:
    """Return the foot of a page with its placeholders, in the language of the document."""
    return words_for(language).gettext(N_("Page %(page)d of %(pages)d"))


def operands(colour: str) -> str:
    """Return ``#rrggbb`` as PDF has it: three numbers from 0 to 1."""
    return " ".join(f"{int(colour[n : n + 2], 16) / 255:.3f}" for n in (1, 3, 5))


def _encoders(document: PDFDocument) -> dict[bool, Encoder]:
    return {bold: Encoder(typeface(bold), document) for bold in (False, True)}
