"""What the program is made of: every library and resource that we ship, with version and licence text."""

from __future__ import annotations

import platform
import re
import sys
import sysconfig
from dataclasses import dataclass
from pathlib import Path

from crm_desktop import __version__
from crm_desktop.core.i18n import N_
from crm_desktop.core.paths import resource

OWN = "crm-desktop"
QT = ("licences/LGPL-3.0.txt", "licences/GPL-3.0.txt")  # their wheels bring none; the LGPL builds on the GPL
CIPHER = ("licences/SQLCipher.txt",)  # sqlcipher3 brings only its own
_LICENCE_FILE = re.compile(r"(licen[cs]e|copying|notice)[^/]*", re.IGNORECASE)
_ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Part:
    """Something that we ship. ``distribution`` holds its licence texts, or ``texts`` name them among our resources."""

    name: str
    licence: str
    purpose: str
    distribution: str = ""
    texts: tuple[str, ...] = ()
    version: str = ""


def _library(name: str, licence: str, purpose: str, texts: tuple[str, ...] = ()) -> Part:
    return Part(name, licence, purpose, name, texts)


LIBRARIES = (
    _library("PySide6-Essentials", "LGPL-3.0-only", N_("window"), QT),
    _library("shiboken6", "LGPL-3.0-only", N_("window"), QT),
    _library("SQLAlchemy", "MIT", N_("records")),
    _library("typing-extensions", "PSF-2.0", N_("records")),
    _library("sqlcipher3", "Zlib; SQLCipher BSD-3-Clause", N_("customer file")),
    _library("orjson", "MPL-2.0 AND (Apache-2.0 OR MIT)", N_("history")),
    _library("sqlite-utils", "Apache-2.0", N_("scripts of your own")),
    _library("sqlite-fts4", "Apache-2.0", N_("scripts of your own")),
    _library("click-default-group", "Unlicense", N_("scripts of your own")),
    _library("pluggy", "MIT", N_("scripts of your own")),
    _library("python-dateutil", "Apache-2.0 OR BSD-3-Clause", N_("scripts of your own")),
    _library("tabulate", "MIT", N_("scripts of your own")),
    _library("openpyxl", "MIT", N_("workbooks")),
    _library("et-xmlfile", "MIT", N_("workbooks")),
    _library("XlsxWriter", "BSD-2-Clause", N_("workbooks")),
    _library("python-calamine", "MIT", N_("workbooks")),
    _library("defusedxml", "PSF-2.0", N_("workbooks")),
    _library("vobject", "Apache-2.0", N_("address cards")),
    _library("icalendar", "BSD-2-Clause", N_("calendar files")),
    _library("pytz", "MIT", N_("address cards")),
    _library("six", "MIT", N_("address cards")),
    _library("reportlab", "BSD-3-Clause", N_("PDF")),
    _library("charset-normalizer", "MIT", N_("PDF")),
    _library("Pillow", "MIT-CMU", N_("PDF")),
    _library("pypdfium2", "Apache-2.0 OR BSD-3-Clause", N_("PDF")),
    _library("Babel", "BSD-3-Clause", N_("languages")),
    _library("phonenumbers", "Apache-2.0", N_("phone numbers")),
    _library("rapidfuzz", "MIT", N_("duplicates")),
    _library("click", "BSD-3-Clause", N_("command line")),
    _library("cryptography", "Apache-2.0 OR BSD-3-Clause", N_("encryption")),
    _library("cffi", "MIT-0", N_("encryption")),
    _library("pycparser", "BSD-3-Clause", N_("encryption")),
    _library("platformdirs", "MIT", N_("folders")),
    _library("tzdata", "Apache-2.0", N_("time zones")),
)
RESOURCES = (
    Part("Lucide", "ISC", N_("icons"), texts=("icons/LICENSE-lucide.txt",)),
    Part("Inter", "OFL-1.1", N_("font"), texts=("fonts/LICENSE-Inter.txt",)),
    Part("WenQuanYi Micro Hei", "Apache-2.0", N_("font"), texts=("fonts/LICENSE-WenQuanYi.txt",)),
)


def parts(qt: str) -> list[Part]:
    """Return what the program is made of, with versions (``qt``: of Qt); a library that is not here is left out."""
    from sqlcipher3 import dbapi2

    cipher = dbapi2.connect(":memory:").execute("PRAGMA cipher_version").fetchone()
    system = [
        Part("CRM Desktop", "Apache-2.0", N_("this program"), OWN, version=__version__),
        Part("Python", "PSF-2.0", N_("language it is written in"), version=platform.python_version()),
        Part("Qt", "LGPL-3.0-only", N_("window"), texts=QT, version=qt),
        Part("SQLite", "Public domain", N_("customer file"), version=dbapi2.sqlite_version),
        Part(
            "SQLCipher",
            "BSD-3-Clause",
            N_("customer file"),
            texts=CIPHER,
            version=cipher[0] if cipher else "",
        ),
    ]
    return [*system, *(one for one in map(_with_version, LIBRARIES) if one.version), *RESOURCES]


def _with_version(part: Part) -> Part:
    from importlib import metadata

    try:
        version = metadata.version(part.distribution)
    except metadata.PackageNotFoundError:
        version = ""
    return Part(part.name, part.licence, part.purpose, part.distribution, part.texts, version)


def licence_text(part: Part) -> str:
    """Return the licence of a part in full, '' where none was brought along."""
    texts = [resource(name).read_text("utf-8") for name in part.texts]
    if part.distribution == OWN:
        texts += [_own(name) for name in ("NOTICE", "LICENSE")]
    elif part.name == "Python":
        texts += _of_python()
    elif part.distribution:
        texts += _brought_along(part.distribution)
    return "\n\n".join(text.strip() for text in texts if text.strip())


def _brought_along(distribution: str) -> list[str]:
    """Return the licence files of an installed library."""
    from importlib import metadata

    try:
        files = metadata.files(distribution) or []
    except metadata.PackageNotFoundError:
        return []
    wanted = [one for one in files if _LICENCE_FILE.fullmatch(one.name) or "licenses" in one.parts]
    texts = []
    for one in wanted:
        try:
            texts.append(one.read_text("utf-8"))
        except (OSError, ValueError):
            continue
    return texts


def _of_python() -> list[str]:
    """Return the licence that lies beside Python, where it does."""
    for folder in (Path(sysconfig.get_path("stdlib")), Path(sys.base_prefix)):
        for name in ("LICENSE.txt", "LICENSE"):
            if (folder / name).is_file():
                return [(folder / name).read_text("utf-8", "replace")]
    return []


def _own(name: str) -> str:
    """Return a text of ours: beside the source, or in the installed program."""
    beside = _ROOT / name
    if beside.is_file():
        return beside.read_text("utf-8")
    return "\n".join(text for text in _brought_along(OWN) if (name == "NOTICE") == ("This product" in text))


def facts(found: list[Part]) -> str:
    """Return the versions as plain text, for a report of a fault."""
    system = f"{platform.platform(terse=True)} · {platform.machine()}"
    return "\n".join(
        [system, *(f"{one.name} {one.version} · {one.licence}".replace("  ", " ") for one in found)]
    )
