"""The words of the lists of the day's page: what is due, customers at risk, running campaigns."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from crm_desktop.core.activity_icons import activity_icon
from crm_desktop.core.formatting import format_day, format_percent
from crm_desktop.core.i18n import N_, _, language, ngettext
from crm_desktop.core.kinds import Colour, Locale
from crm_desktop.ui.day_names import clock_time
from crm_desktop.ui.drawing import is_ideograph
from crm_desktop.ui.line_list import Line
from crm_desktop.ui.times import near_day
from crm_desktop.ui.today_figures import NONE, count, duration, money

if TYPE_CHECKING:
    from crm_desktop.services.today.customers import AtRisk, Running
    from crm_desktop.services.today.due import Due

_DOT = " · "
_SOON = 60  # minutes
RISK_RULE = N_(
    "At risk: no order for more than 1.5 × the usual gap (the average days between orders, at least 3 of them), and "
    "not yet lost, which is after 180 days or 2 × the gap; or 2 and more complaints in 30 days. At the right: what "
    "was bought in 24 months."
)
ROI_RULE = N_("ROI = (revenue of the campaign's orders − cost) ÷ cost. Without cost there is no ROI.")


def due_line(one: Due, now: datetime, may_tick: bool) -> Line:
    """Return the line of something due; ``now`` is the user's clock."""
    end, colour = _badge(one, now)
    has_box = may_tick and one.entity != "service_request"
    if one.entity == "contact":
        title = _("Birthday: %(name)s") % {"name": one.title}
        return Line(one, title, one.company, "cake", "", end, colour, has_box)
    if one.entity == "service_request":
        words = _("%(number)s first reply due") if one.kind == "first_reply" else _("%(number)s solution due")
        detail = _joined(one.person, one.company)
        return Line(one, words % {"number": one.title}, detail, "life-buoy", "", end, colour, has_box)
    icon = activity_icon(one.kind, one.channel)
    told = _joined(one.person, one.company)
    when = f"{format_day(one.day, language())} {clock_time(one.at) if one.at is not None else ''}"
    hint = _joined(one.title, told, when.strip())
    return Line(one, one.title, told, icon, "", end, colour, has_box, hint)


def _joined(*parts: str) -> str:
    return _DOT.join(one for one in parts if one)


def _badge(one: Due, now: datetime) -> tuple[str, Colour]:
    """Return when it is due in words, and the colour of that."""
    today = now.date()
    if one.entity == "contact":
        return _("Today"), "purple"
    if one.late:
        return _("late %(time)s") % {"time": one.late}, "red"
    if one.entity == "service_request" and one.at is not None:
        return _deadline(one.at, now)
    if one.day < today:
        return near_day(one.day), "red"
    if one.at is None:
        return _("Today"), "blue"
    return clock_time(one.at), "blue" if one.at >= now else "orange"


def _deadline(at: datetime, now: datetime) -> tuple[str, Colour]:
    """Return how long it is until a deadline, or when it is."""
    minutes = (at - now).total_seconds() / 60
    if minutes <= _SOON:
        return _("in %(time)s") % {"time": duration(at - now)}, "orange"
    return clock_time(at), "orange"


def risk_line(one: AtRisk, locale: Locale) -> Line:
    """Return the line of a customer at risk, with the reason."""
    reasons = []
    if one.complaints:
        text = ngettext("%(count)s complaint in 30 days", "%(count)s complaints in 30 days", one.complaints)
        reasons.append(text % {"count": count(one.complaints)})
    if one.silent_days is not None and one.usual_gap is not None:
        text = _("no order for %(days)s days, usual gap %(gap)s")
        reasons.append(text % {"days": count(one.silent_days), "gap": count(one.usual_gap)})
    value = NONE if one.value is None else money(one.value, locale)
    hint = f"{one.name}: {_joined(*reasons)}. {_(RISK_RULE)}"
    mark = one.name[:2] if is_ideograph(one.name[0]) else one.name  # firms in Chinese all end alike
    return Line(("company", one.id), one.name, _joined(*reasons), avatar=mark, end=value, hint=hint)


def campaign_line(one: Running) -> Line:
    """Return the line of a running campaign."""
    counted: tuple[tuple[Callable[[int], str], int], ...] = (
        (lambda n: ngettext("%(count)s sent", "%(count)s sent", n), one.sent),
        (lambda n: ngettext("%(count)s reply", "%(count)s replies", n), one.replies),
        (lambda n: ngettext("%(count)s order", "%(count)s orders", n), one.orders),
    )
    detail = _joined(*(say(number) % {"count": count(number)} for say, number in counted))
    end, colour = _("ROI %(share)s") % {"share": NONE}, "grey"
    if one.roi is not None:
        end = _("ROI %(share)s") % {"share": format_percent(one.roi, language())}
        colour = "orange" if one.roi < 0 else "green"
    hint = f"{one.name}: {detail}. {_(ROI_RULE)}"
    return Line(("campaign", one.id), one.name, detail, end=end, colour=colour, hint=hint)  # type: ignore[arg-type]
