"""The icons of activities, the same wherever one is shown."""

from __future__ import annotations

_KINDS = {
    "task": "square-check",
    "call": "phone",
    "meeting": "users",
    "message": "mail",
    "visit": "map-pin",
    "note": "message-square",
    "return_visit": "smile",
    "birthday": "cake",
}
_MESSAGES = {"wechat": "message-circle", "sms": "message-circle"}


def activity_icon(kind: str, channel: str = "") -> str:
    """Return the icon of an activity by its kind; one by WeChat or SMS has that of its channel."""
    return _MESSAGES.get(channel, "") or _KINDS.get(kind, "calendar-days")
