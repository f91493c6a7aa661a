"""Words of activities, apart from the mapped class: reports tell them without SQLAlchemy."""

from __future__ import annotations

from crm_desktop.core.i18n import N_
from crm_desktop.core.kinds import Term, Vocabulary

ACTIVITY_KINDS = Vocabulary(
    "activity_kind",
    (
        Term("task", N_("Task"), "blue", ("to do", "todo", "任务", "待办")),
        Term("call", N_("Call"), "green", ("phone call", "电话", "通话", "打电话")),
        Term("meeting", N_("Meeting"), "purple", ("event", "appointment", "会议", "会面", "日程")),
        Term(
            "message",
            N_("Message"),
            "blue",
            ("email", "e-mail", "sms", "wechat", "消息", "邮件", "短信", "微信"),
        ),
        Term("visit", N_("Visit"), "orange", ("拜访", "上门拜访")),
        Term("note", N_("Note"), "grey", ("comment", "笔记", "备注", "跟进记录")),
        Term("return_visit", N_("Return visit"), "orange", ("follow-up visit", "回访")),
    ),
)

OUTCOMES = Vocabulary(
    "outcome",
    (
        Term("reached", N_("Reached"), "green", ("connected", "completed", "held", "已联系上", "已接通")),
        Term(
            "not_reached",
            N_("Not reached"),
            "orange",
            ("no answer", "not held", "busy", "未接通", "未联系上"),
        ),
        Term("left_message", N_("Left a message"), "blue", ("left voicemail", "voicemail", "已留言")),
        Term(
            "wrong_contact",
            N_("Wrong number or address"),
            "red",
            ("wrong number", "bounced", "号码错误", "空号"),
        ),
        Term("interested", N_("Interested"), "green", ("positive", "有意向")),
        Term("not_interested", N_("Not interested"), "grey", ("negative", "无意向")),
    ),
)
