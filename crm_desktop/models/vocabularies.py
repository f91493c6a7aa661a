"""Words that several entities share: how urgent something is, by which means people met, who turned to whom."""

from __future__ import annotations

from crm_desktop.core.i18n import N_
from crm_desktop.core.kinds import Term, Vocabulary

PRIORITIES = Vocabulary(
    "priority",
    (
        Term("low", N_("Low"), "grey", ("低",)),
        Term("normal", N_("Normal"), "blue", ("medium", "中", "普通", "一般")),
        Term("high", N_("High"), "orange", ("高", "重要")),
        Term("urgent", N_("Urgent"), "red", ("critical", "highest", "紧急", "特急")),
    ),
)

MEANS = Vocabulary(
    "means",
    (
        Term("phone", N_("Phone"), "blue", ("call", "telephone", "mobile", "电话", "手机")),
        Term("email", N_("E-mail"), "purple", ("mail", "邮件", "邮箱", "电子邮件")),
        Term("wechat", N_("WeChat"), "green", ("weixin", "微信", "企业微信")),
        Term("sms", N_("SMS"), "green", ("text message", "短信")),
        Term("visit", N_("Visit"), "orange", ("in person", "on site", "上门", "上门拜访", "拜访")),
        Term("meeting", N_("Meeting"), "orange", ("video call", "conference", "会议", "会面")),
        Term("social", N_("Social media"), "blue", ("facebook", "linkedin", "instagram", "社交媒体", "微博")),
        Term("web", N_("Website"), "blue", ("online", "portal", "form", "web form", "网站", "官网")),
        Term("letter", N_("Letter"), "grey", ("post", "信件", "邮寄")),
        Term("other", N_("Other means"), "grey", ("other", "其他", "其它")),
    ),
)

DIRECTIONS = Vocabulary(
    "direction",
    (
        Term("incoming", N_("Incoming"), "green", ("inbound", "in", "received", "来电", "呼入")),
        Term("outgoing", N_("Outgoing"), "blue", ("outbound", "out", "sent", "去电", "呼出")),
    ),
)

MESSAGE_DIRECTIONS = Vocabulary(
    "message_direction",
    (*DIRECTIONS.terms, Term("internal", N_("Internal note"), "orange", ("private", "内部", "内部备注"))),
)

COLOURS = Vocabulary(
    "colour",
    (
        Term("grey", N_("Grey"), "grey", ("gray", "灰色")),
        Term("blue", N_("Blue"), "blue", ("蓝色",)),
        Term("green", N_("Green"), "green", ("绿色",)),
        Term("orange", N_("Orange"), "orange", ("yellow", "橙色", "黄色")),
        Term("red", N_("Red"), "red", ("红色",)),
        Term("purple", N_("Purple"), "purple", ("紫色",)),
    ),
)
