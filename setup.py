"""The two things about packaging that pyproject.toml cannot say.

The top-level ``resources/`` is shipped as ``crm_desktop/resources``, and its catalogues are compiled first;
``docs/manual/`` is shipped as ``crm_desktop/manual``.
"""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from setuptools import find_packages, setup

# A build runs in a copy or in the checkout, but always beside this file.
for source in Path(__file__).parent.glob("resources/locale/*/LC_MESSAGES/*.po"):
    with source.open("rb") as po, source.with_suffix(".mo").open("wb") as mo:
        write_mo(mo, read_po(po, locale=source.parent.parent.name))

setup(
    packages=[
        *find_packages(include=["crm_desktop", "crm_desktop.*"]),
        "crm_desktop.resources",
        "crm_desktop.manual",
    ],
    package_dir={"crm_desktop.resources": "resources", "crm_desktop.manual": "docs/manual"},
    # build/ holds our packaging scripts: setuptools must not work there.
    options={"build": {"build_base": ".cache/setuptools"}},
)
