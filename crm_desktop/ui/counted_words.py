"""Words with a number in them: of context menus, what is done with selected records; of work, how far it is."""

from __future__ import annotations

from crm_desktop.core.formatting import format_number
from crm_desktop.core.i18n import _, language, ngettext


def copy_words(count: int) -> str:
    """Say that so many rows are copied."""
    return ngettext("Copy %(count)s row", "Copy %(count)s rows", count) % _number(count)


def change_words(count: int) -> str:
    """Say that so many records get a value."""
    return ngettext("Change %(count)s record…", "Change %(count)s records…", count) % _number(count)


def clean_words(count: int) -> str:
    """Say that several records are cleaned up."""
    return _("Clean up %(count)s records…") % _number(count)


def delete_words(count: int) -> str:
    """Say that so many records go to the trash."""
    return ngettext(
        "Move %(count)s record to the trash", "Move %(count)s records to the trash", count
    ) % _number(count)


def restore_words(count: int) -> str:
    """Say that so many records come back from the trash."""
    return ngettext("Restore %(count)s record", "Restore %(count)s records", count) % _number(count)


def done_words(count: int) -> str:
    """Say that so many activities were done."""
    return ngettext("Mark %(count)s activity as done", "Mark %(count)s activities as done", count) % _number(
        count
    )


def postpone_words(count: int) -> str:
    """Say that so many activities are put off."""
    return ngettext("Postpone %(count)s activity", "Postpone %(count)s activities", count) % _number(count)


def page_words(count: int) -> str:
    """Say how many pages there are."""
    return ngettext("%(count)s page", "%(count)s pages", count) % _number(count)


def row_words(count: int) -> str:
    """Say how many rows there are."""
    return ngettext("%(count)s row", "%(count)s rows", count) % _number(count)


def _number(count: int) -> dict[str, str]:
    return {"count": format_number(count, language())}
