"""Where things lie: what ships with the program, and the folders of its user.

Nothing here creates a folder; whoever writes into one does. Set ``CRM_DESKTOP_HOME`` to keep everything
below one folder: a test's, or that of a memory stick.
"""

import os
import sys
from pathlib import Path

APP_NAME = "crm-desktop"
HOME_VARIABLE = "CRM_DESKTOP_HOME"

_PACKAGE = Path(__file__).resolve().parent.parent


def frozen() -> bool:
    """Tell whether this is the packaged program rather than Python running our source."""
    return bool(getattr(sys, "frozen", False))


def resource(name: str) -> Path:
    """Return the path of a shipped file, named from the resources folder: ``icons/sun.svg``.

    The file may be missing, as the catalogue of a language nobody has translated is; opening it will say so.
    """
    return _resources() / name


def manual(language: str) -> Path:
    """Return the folder of the manual in a language; its first page is ``README.md``."""
    inside = _PACKAGE / "manual"
    return (inside if inside.is_dir() else _PACKAGE.parent / "docs" / "manual") / language


def data_folder() -> Path:
    """Return the folder for what the program keeps: the first customer file, its backups."""
    return _folder("data")


def config_folder() -> Path:
    """Return the folder of this person's options."""
    return _folder("config")


def log_folder() -> Path:
    """Return the folder of the program's log."""
    return _folder("log")


def cache_folder() -> Path:
    """Return the folder for what can be made again."""
    return _folder("cache")


def _resources() -> Path:
    inside = _PACKAGE / "resources"
    # An installed or frozen program has them in the package; a checkout has them beside it.
    return inside if inside.is_dir() else _PACKAGE.parent / "resources"


def _folder(purpose: str) -> Path:
    if home := os.environ.get(HOME_VARIABLE):
        return Path(home).expanduser().absolute() / purpose
    from platformdirs import PlatformDirs  # start-up needs it only where nothing is overridden

    folders = PlatformDirs(APP_NAME, appauthor=False, roaming=False)
    return {
        "data": folders.user_data_path,
        "config": folders.user_config_path,
        "log": folders.user_log_path,
        "cache": folders.user_cache_path,
    }[purpose]
