"""The pictures of address cards: what stands on a card as the bytes of a picture, and back.

Only what is there is taken: an address in the web is never followed. 2.1 writes ``ENCODING=BASE64``, 3.0
``ENCODING=b``, 4.0 an address of ``data:``.
"""

from __future__ import annotations

import base64
import binascii
import re

LARGEST = 4 << 20  # bytes of one picture
ALL = 64 << 20  # bytes of all pictures of a file

_DATA = re.compile(r"data:image/[\w.+-]+;base64,", re.IGNORECASE)
_MARKS = ((b"\xff\xd8\xff", "jpg"), (b"\x89PNG\r\n\x1a\n", "png"), (b"GIF8", "gif"))
_TYPES = {"jpg": "jpeg", "png": "png", "gif": "gif", "webp": "webp"}


def ending_of(data: bytes) -> str:
    """Return the ending of a picture's name, '' for what is no picture that we know."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    return next((ending for mark, ending in _MARKS if data.startswith(mark)), "")


def read(line: str) -> bytes | None:
    """Return the picture of a property, None where there is none (an address, something damaged, too large)."""
    value = line.partition(":")[2].replace("\\", "").strip()
    found = _DATA.match(value)
    text = re.sub(r"\s", "", value[found.end() :] if found else value)
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return data if len(data) <= LARGEST and ending_of(data) else None


def written(data: bytes, *, is_new: bool) -> str:
    """Return the property of a picture, not yet folded; '' for what is no picture."""
    ending = ending_of(data)
    if not ending:
        return ""
    text = base64.b64encode(data).decode("ascii")
    kind = _TYPES[ending]
    return (
        f"PHOTO:data:image/{kind};base64,{text}" if is_new else f"PHOTO;ENCODING=b;TYPE={kind.upper()}:{text}"
    )


__all__ = ["ALL", "LARGEST", "ending_of", "read", "written"]
