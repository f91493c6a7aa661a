"""The preview of a customer: also what they have bought so far, and how a person may be reached."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from crm_desktop.core.formatting import format_day, format_money
from crm_desktop.core.i18n import _, language, ngettext
from crm_desktop.core.kinds import Choice, Locale
from crm_desktop.ui.customer_contract import Allowed, Standing, customer_file
from crm_desktop.ui.flow_layout import FlowLayout
from crm_desktop.ui.labels import label, tooltip
from crm_desktop.ui.peek_panel import ValueLabel
from crm_desktop.ui.record_contract import Record
from crm_desktop.ui.record_peek import RecordPeek

CUSTOMERS = ("company", "contact")
_VALUE_ROW, _CONSENT_ROW = 80, 81
Found = tuple[Standing, Sequence[Allowed]]


class CustomerPeek(RecordPeek):
    """The preview of a company or a contact."""

    def read_more(self, record_id: int) -> Found:
        customers = customer_file(self.context).customers
        is_person = self.entity.name == CUSTOMERS[1]
        return (
            customers.standing(self.entity.name, record_id),
            customers.consents(record_id) if is_person else (),
        )

    def show_more(self, record: Record, found: Found) -> None:
        standing, consents = found
        locale = self.context.workspace.locale
        if standing.orders:
            worth = ValueLabel(value_words(standing, locale))
            worth.setToolTip(
                _("Sum of all orders but drafts, returned and cancelled ones, in the base currency.")
            )
            self.add_row(_VALUE_ROW, _("Lifetime value"), worth)
        if consents:
            names = self.context.entities["consent"].field("channel").kind
            assert isinstance(names, Choice)
            self.add_row(_CONSENT_ROW, _("Consent"), consent_line(consents, names, locale))


def value_words(standing: Standing, locale: Locale) -> str:
    """Return what was bought, in how many orders."""
    orders = ngettext("%(count)d order", "%(count)d orders", standing.orders) % {"count": standing.orders}
    return f"{format_money(standing.total, locale.currency, locale.language)} · {orders}"


def consent_line(consents: Sequence[Allowed], names: Choice, locale: Locale) -> QWidget:
    """Return one line: each channel with its mark, and the day in its tooltip."""
    holder = QWidget()
    flow = FlowLayout(holder, gap=10)
    said = []
    for one in consents:
        name = names.show(one.channel, locale)
        mark = {True: "✓", False: "✕", None: "—"}[one.given]
        shown = label(
            f"{name} {mark}", tone="" if one.given else "warning" if one.given is False else "muted"
        )
        words = {True: _("allowed"), False: _("not allowed"), None: _("never asked")}[one.given]
        since = format_day(one.at.astimezone(locale.zone).date(), language()) if one.at else ""
        said.append(f"{name}: {words} {since}".strip())
        shown.setToolTip(tooltip(said[-1]))
        flow.addWidget(shown)
    holder.setAccessibleName(", ".join(said))
    return holder
