"""What the tests of rendered reports share: a look at every glyph of a PDF, and the memory that drawing takes."""

import io
import tracemalloc
from collections.abc import Callable

from fontTools.ttLib import TTFont
from pypdf import PdfReader
from pypdf.generic import ContentStream


def assert_every_glyph_is_embedded(reader: PdfReader) -> None:
    """Look at each code that each page shows: its font is embedded and has a glyph, not .notdef, for it."""
    fonts: dict[str, dict[int, str]] = {}
    for page in reader.pages:
        for name, reference in page["/Resources"]["/Font"].items():
            if name not in fonts:
                font = reference.get_object()
                assert "/ToUnicode" in font
                data = font["/FontDescriptor"]["/FontFile2"].get_data()
                fonts[name] = TTFont(io.BytesIO(data))["cmap"].tables[0].cmap
        current = ""
        for operands, operator in ContentStream(page.get_contents(), reader).operations:
            if operator == b"Tf":
                current = operands[0]
            elif operator == b"Tj":
                for code in operands[0].original_bytes:
                    assert fonts[current].get(code, ".notdef") != ".notdef", (current, code)


def peak_memory(work: Callable[[], object]) -> int:
    """Return the most memory in bytes that Python holds while ``work`` is done."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
