"""Bring the catalogues up to date: collect the marked texts, merge them into each language, compile.

``python tools/translations.py`` does it for all languages; ``--add de`` begins a new one. A text that is no
longer used leaves the catalogue, and a changed one is new: guessed translations are worse than none.
"""

import argparse
from contextlib import chdir
from pathlib import Path

from babel.messages.frontend import CommandLineInterface

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "resources" / "locale"
TEMPLATE = ROOT / ".cache" / "crm.pot"
DOMAIN = "crm"
WIDTH = "--width=110"


def pybabel(*arguments: str) -> None:
    """Run one command of Babel."""
    CommandLineInterface().run(["pybabel", "--quiet", *arguments])  # type: ignore[no-untyped-call]


def extract(template: Path) -> None:
    """Write the texts that are marked in the source. The file is not kept: each catalogue has them all."""
    template.parent.mkdir(parents=True, exist_ok=True)
    with chdir(ROOT):  # so that the places in the catalogues are relative
        pybabel(
            *("extract", "--keywords=N_", "--sort-by-file", "--add-location=file", "--omit-header", WIDTH),
            *(f"--output-file={template}", "--input-dirs=crm_desktop"),
        )


def add(language: str) -> None:
    """Begin the catalogue of ``language``."""
    pybabel(
        "init",
        f"--domain={DOMAIN}",
        f"--input-file={TEMPLATE}",
        f"--output-dir={LOCALE}",
        f"--locale={language}",
    )


def update() -> None:
    """Bring every language to the texts of the template."""
    pybabel(
        *("update", f"--domain={DOMAIN}", f"--input-file={TEMPLATE}", f"--output-dir={LOCALE}", WIDTH),
        *("--no-fuzzy-matching", "--ignore-obsolete", "--ignore-pot-creation-date"),
    )


def compile_all() -> None:
    """Compile every language."""
    pybabel("compile", f"--domain={DOMAIN}", f"--directory={LOCALE}")


def main() -> None:
    """Do what the arguments say."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--add", metavar="LANGUAGE", help="begin a new language")
    language: str | None = parser.parse_args().add
    extract(TEMPLATE)
    if language:
        add(language)
    update()
    compile_all()


if __name__ == "__main__":
    main()
