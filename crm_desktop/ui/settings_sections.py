"""The sections of the settings: what each of them offers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from crm_desktop.core.formatting import format_number, format_size
from crm_desktop.core.i18n import LANGUAGES, N_, _, language, ngettext
from crm_desktop.ui.labels import label
from crm_desktop.ui.record_contract import Backup
from crm_desktop.ui.settings_rows import SettingRow, combo, go, switch, text_line
from crm_desktop.ui.times import moment_words

if TYPE_CHECKING:
    from crm_desktop.core.settings import Setting
    from crm_desktop.ui.settings_page import SettingsPage

# Lists that people keep; the page shows those that the program describes.
LISTS: tuple[tuple[str, str], ...] = (
    ("option", N_("Industries, sources, levels and the other lists to choose from")),
    ("pipeline", N_("The ways along which opportunities move")),
    ("stage", N_("Stages, their probability and what ends them")),
    ("user", N_("The people who work with this file")),
    ("tag", N_("Tags and their colours")),
    ("custom_field", N_("Fields of your own")),
    ("template", N_("Texts for letters and messages")),
    ("sla_policy", N_("How quickly requests are answered and solved")),
    ("work_calendar", N_("Working hours and holidays")),
    ("segment", N_("Groups of customers")),
    ("survey", N_("Questions to customers")),
    ("target", N_("Goals by person and period")),
    ("automation_rule", N_("What happens by itself")),
    ("saved_view", N_("Saved filters of lists")),
)
CURRENCIES = (
    "EUR USD CNY GBP JPY CHF HKD TWD SGD AUD CAD NZD SEK NOK DKK PLN CZK HUF TRY INR KRW BRL MXN ZAR AED"
).split()
CHOICE_WORDS = {"system": N_("Like the system"), "light": N_("Light"), "dark": N_("Dark")}
DATE_ORDERS = (
    ("dmy", N_("Day, month, year")),
    ("mdy", N_("Month, day, year")),
    ("ymd", N_("Year, month, day")),
)
_SHOWN_BACKUPS = 8


def general(page: SettingsPage) -> list[QWidget]:
    """Return the options of this person on this computer."""
    rows: list[QWidget] = []
    for one in page.options.declared() if page.options is not None else ():
        if one.label:
            rows.append(SettingRow(_(one.label), control=_control(page, one), words=one.key))
    return rows or [label(_("There are no options here."), tone="muted")]


def _control(page: SettingsPage, one: Setting[Any]) -> QWidget:
    value = getattr(page.options, one.key)

    def change(new: Any) -> None:
        page.change_option(one.key, new)

    if one.choices:
        return combo([(_choice_text(one.key, choice), choice) for choice in one.choices], value, change)
    if isinstance(value, bool):
        return switch(value, change)
    if isinstance(value, int):
        return text_line(str(value), lambda text: page.change_number(one.key, text), width=90)
    return text_line(str(value), change)


def _choice_text(key: str, choice: Any) -> str:
    if key == "language":
        return LANGUAGES.get(choice, _("Like the system"))
    if key == "lock_minutes":
        return _("%(count)d min") % {"count": choice} if choice else _("Never")
    return _(CHOICE_WORDS[choice]) if choice in CHOICE_WORDS else str(choice)


def business(page: SettingsPage) -> list[QWidget]:
    """Return what belongs to the firm and lies in the file."""
    settings = page.file.settings
    change = page.change_business
    orders = [(_(text), code) for code, text in DATE_ORDERS]
    currencies = [(code, code) for code in CURRENCIES]
    rows = [
        SettingRow(
            _("Name of the firm"),
            _("Stands on reports and over the navigation."),
            text_line(str(settings["firm_name"]), lambda text: change("firm_name", text)),
        ),
        SettingRow(
            _("Currency"),
            _("Of amounts that name none. Amounts already there are not converted."),
            combo(currencies, settings["currency"], lambda code: change("currency", code)),
        ),
        SettingRow(
            _("Region"),
            _("Two letters, such as DE or CN: for phone numbers without a country code."),
            text_line(str(settings["region"]), page.change_region, width=90),
        ),
        SettingRow(
            _("Order of dates"),
            _("Decides dates that could be read in two ways, such as 3/4/2026."),
            combo(orders, settings["date_order"], lambda code: change("date_order", code)),
        ),
    ]
    for row in rows:
        if row.control is not None:
            row.control.setEnabled(not page.file.read_only)
    return list(rows)


def lists(page: SettingsPage) -> list[QWidget]:
    """Return the ways to the lists that people keep."""
    rows: list[QWidget] = []
    for name, hint in LISTS:
        entity = page.context.entities.get(name)
        if entity is None:
            continue
        title = _(entity.title_plural)
        count = page.counts.get(name)
        text = title if count is None else f"{title}  {format_number(count, language())}"
        button = go(_("Open"), _("Open %(name)s") % {"name": title}, _opener(page, name))
        rows.append(SettingRow(text, _(hint), button))
    return rows


def _opener(page: SettingsPage, entity: str) -> Callable[[], None]:
    return lambda: page.context.window.open_list(entity)


def backups(page: SettingsPage) -> list[QWidget]:
    """Return when the last verified backup was made, and what can be done about it."""
    found = page.backups
    last = next((one for one in found if one.verified), None)
    if last is None:
        state = _("There is no verified backup of this file yet.")
    else:
        when = moment_words(_at(last), page.file.locale)
        state = _("Last verified backup: %(when)s") % {"when": when}
    handlers = page.context.handlers
    now = go(_("Back up now"), _("Back up now"), page.back_up, look="primary")
    restore = go(
        _("Restore…"),
        _("Restore a backup…"),
        handlers.restore_backup or page.nothing,
        enabled=handlers.restore_backup is not None,
    )
    folder = go(
        _("Open folder"), _("Open the folder of the backups"), lambda: open_folder(page), enabled=bool(found)
    )
    rows: list[QWidget] = [
        SettingRow(state, _("A verified backup has been opened and checked."), now),
        SettingRow(_("Take a backup back"), _("What is there now is kept beside it."), restore),
        SettingRow(_("Folder of the backups"), str(found[0].path.parent) if found else "", folder),
    ]
    for one in found[:_SHOWN_BACKUPS]:
        verified = _("verified") if one.verified else _("not verified")
        words = (
            f"{moment_words(_at(one), page.file.locale)} · {format_size(one.size, language())} · {verified}"
        )
        rows.append(label(words, tone="muted", scale="small"))
    more = len(found) - _SHOWN_BACKUPS
    if more > 0:
        text = ngettext("and %(count)d older", "and %(count)d older", more) % {"count": more}
        rows.append(label(text, tone="muted", scale="small"))
    return rows


def _at(backup: Backup) -> datetime:
    return backup.at if backup.at.tzinfo is not None else backup.at.replace(tzinfo=UTC)


def open_folder(page: SettingsPage) -> None:
    """Show the folder of the backups in the system's own window."""
    if page.backups:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(page.backups[0].path.parent)))


def about(_page: SettingsPage) -> list[QWidget]:
    """Return versions and licences."""
    from crm_desktop.ui.about import facts

    text = label(facts(), scale="small")
    text.setWordWrap(True)
    text.setTextInteractionFlags(text.textInteractionFlags() | _selectable())
    return [text]


def _selectable() -> Any:
    from PySide6.QtCore import Qt

    return Qt.TextInteractionFlag.TextSelectableByMouse


SECTIONS: tuple[tuple[str, str, Callable[[SettingsPage], list[QWidget]]], ...] = (
    ("general", N_("General"), general),
    ("business", N_("Business"), business),
    ("lists", N_("Lists"), lists),
    ("backups", N_("Backups"), backups),
    ("about", N_("About"), about),
)
