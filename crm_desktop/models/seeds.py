"""What a new customer file holds: options, a pipeline, a work calendar, service targets, a survey, templates.

Plain data without a session. The ids are fixed and small, so that they mean the same on every computer.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Row = dict[str, Any]

PIPELINE_ID = 2100
CALENDAR_ID = 2200
SURVEY_ID = 2400

# set, first id, then (English, Chinese[, kind[, colour]]) in their order
_OPTIONS: tuple[tuple[str, int, tuple[tuple[str, ...], ...]], ...] = (
    (
        "industry",
        1000,
        (
            ("Agriculture and food", "农业与食品"),
            ("Manufacturing", "制造业"),
            ("Machinery and electronics", "机械与电子"),
            ("Textiles and clothing", "纺织服装"),
            ("Chemicals and materials", "化工与材料"),
            ("Construction and real estate", "建筑与房地产"),
            ("Energy and environment", "能源与环保"),
            ("Wholesale and retail", "批发与零售"),
            ("Transport and logistics", "运输与物流"),
            ("Hotels and restaurants", "酒店与餐饮"),
            ("Information technology", "信息技术"),
            ("Finance and insurance", "金融与保险"),
            ("Health", "医疗健康"),
            ("Education and public services", "教育与公共服务"),
            ("Other services", "其他服务"),
        ),
    ),
    (
        "size",
        1100,
        (
            ("1–9 people", "1–9 人"),
            ("10–49 people", "10–49 人"),
            ("50–249 people", "50–249 人"),
            ("250–999 people", "250–999 人"),
            ("1,000 people and more", "1000 人及以上"),
        ),
    ),
    (
        "level",
        1150,
        (
            ("A", "A（重点客户）", "a", "red"),
            ("B", "B（普通客户）", "b", "blue"),
            ("C", "C（非优先客户）", "c", "grey"),
        ),
    ),
    (
        "lifecycle",
        1200,
        (
            ("Prospect", "潜在客户", "prospect", "blue"),
            ("Customer", "成交客户", "customer", "green"),
            ("Repeat customer", "复购客户", "repeat", "purple"),
            ("At risk", "有流失风险", "at_risk", "orange"),
            ("Lost", "已流失", "lost", "grey"),
        ),
    ),
    (
        "source",
        1250,
        (
            ("Website", "网站"),
            ("Search engine", "搜索引擎"),
            ("Advertisement", "广告"),
            ("Social media", "社交媒体"),
            ("WeChat", "微信"),
            ("Referral", "客户介绍"),
            ("Partner", "合作伙伴"),
            ("Trade fair", "展会"),
            ("Cold call", "电话营销"),
            ("E-mail campaign", "邮件营销"),
            ("Walk-in", "上门咨询"),
            ("Purchased list", "购买名单"),
            ("Other source", "其他来源"),
        ),
    ),
    (
        "salutation",
        1300,
        (
            ("Mr", "先生"),
            ("Ms", "女士"),
            ("Mrs", "太太"),
            ("Dr", "博士"),
            ("Prof", "教授"),
            ("Manager", "经理"),
        ),
    ),
    (
        "lost_reason",
        1350,
        (
            ("Price too high", "价格太高", "lost", "red"),
            ("Chose a competitor", "选择了竞争对手", "lost", "red"),
            ("Product does not fit", "产品不合适", "lost", "red"),
            ("No budget", "没有预算", "lost", "red"),
            ("Bad timing", "时机不合适", "lost", "red"),
            ("No answer any more", "失去联系", "lost", "red"),
            ("Bad experience with us", "对我们不满意", "lost", "red"),
            ("No real need", "没有真实需求", "void"),
            ("Duplicate", "重复记录", "void"),
            ("Cannot be reached", "无法联系", "void"),
            ("Entered by mistake", "录入错误", "void"),
        ),
    ),
    (
        "product_category",
        1400,
        (("Goods", "商品"), ("Services", "服务"), ("Spare parts", "配件")),
    ),
    (
        "unit",
        1450,
        (
            ("piece", "件"),
            ("set", "套"),
            ("box", "箱"),
            ("kg", "千克"),
            ("tonne", "吨"),
            ("m", "米"),
            ("m²", "平方米"),
            ("litre", "升"),
            ("hour", "小时"),
            ("day", "天"),
            ("month", "月"),
            ("year", "年"),
        ),
    ),
    (
        "payment_terms",
        1500,
        (
            ("In advance", "预付款"),
            ("On delivery", "货到付款"),
            ("14 days", "14 天"),
            ("30 days", "30 天"),
            ("60 days", "60 天"),
            ("90 days", "90 天"),
            ("Half in advance, half on delivery", "预付一半，货到付一半"),
        ),
    ),
    (
        "cause",
        1550,
        (
            ("Product quality", "产品质量"),
            ("Wrong or missing delivery", "错发或漏发"),
            ("Late delivery", "交货延迟"),
            ("Damage in transport", "运输损坏"),
            ("Installation", "安装问题"),
            ("Wrong use", "使用不当"),
            ("Invoice or payment", "发票或付款"),
            ("Service or behaviour", "服务态度"),
            ("Unclear information", "信息不清楚"),
            ("Other cause", "其他原因"),
        ),
    ),
)

# English, Chinese, kind, probability, expected days, what must be true before the next stage
_STAGES: tuple[tuple[str, str, str, int | None, int | None, tuple[str, str] | None], ...] = (
    ("Prospecting", "初步接触", "open", 10, 14, ("We know whom to talk to.", "已找到联系人。")),
    (
        "Qualification",
        "需求确认",
        "open",
        25,
        14,
        ("Need, budget and date are known.", "需求、预算和时间已明确。"),
    ),
    ("Proposal", "方案报价", "open", 50, 10, ("The customer has our quote.", "客户已收到报价。")),
    ("Negotiation", "商务谈判", "open", 75, 10, ("Price and terms are agreed.", "价格和条款已达成一致。")),
    ("Won", "赢单", "won", 100, None, None),
    ("Lost", "输单", "lost", 0, None, None),
    ("Void", "无效", "void", 0, None, None),
)

# priority, first response and solution in working hours, English, Chinese
_TARGETS = (
    ("low", 24, 72, "Low priority", "低优先级"),
    ("normal", 8, 48, "Normal priority", "普通优先级"),
    ("high", 4, 24, "High priority", "高优先级"),
    ("urgent", 1, 4, "Urgent", "紧急"),
)

_TEMPLATES = (
    (
        "email",
        "en",
        "Thank you for your enquiry",
        "Your enquiry",
        "Dear {{ contact.full_name }},\n\nthank you for your interest. I will come back to you within one working "
        "day.\n\nKind regards\n{{ user.name }}\n{{ firm.name }}",
    ),
    (
        "email",
        "en",
        "Quote follow-up",
        "Our quote {{ quote.number }}",
        "Dear {{ contact.full_name }},\n\nhave you had time to look at our quote {{ quote.number }} over "
        "{{ quote.total }}? It is valid until {{ quote.valid_until }}. I am glad to answer any question.\n\n"
        "Kind regards\n{{ user.name }}\n{{ firm.name }}",
    ),
    (
        "email",
        "en",
        "How did we do?",
        "Your request {{ service_request.number }}",
        "Dear {{ contact.full_name }},\n\nwe have closed your request “{{ service_request.title }}”. How satisfied "
        "are you, from 1 (not at all) to 5 (fully): overall, with our speed, with the solution? How likely are you, "
        "from 0 to 10, to recommend us?\n\nThank you\n{{ user.name }}\n{{ firm.name }}",
    ),
    (
        "label",
        "en",
        "Address label",
        None,
        "{{ company.name }}\n{{ contact.full_name }}\n{{ address.street }}\n{{ address.postcode }} {{ address.city }}\n"
        "{{ address.country }}",
    ),
    (
        "email",
        "zh_CN",
        "感谢咨询",
        "感谢您的咨询",
        "尊敬的{{ contact.full_name }}：\n\n感谢您对我们的关注，我们将在一个工作日内与您联系。\n\n此致\n"
        "{{ user.name }}\n{{ firm.name }}",
    ),
    (
        "email",
        "zh_CN",
        "报价跟进",
        "关于报价 {{ quote.number }}",
        "尊敬的{{ contact.full_name }}：\n\n不知您是否已看过我们的报价 {{ quote.number }}（金额 {{ quote.total }}）？"
        "报价有效期至 {{ quote.valid_until }}，如有疑问请随时联系我。\n\n此致\n{{ user.name }}\n{{ firm.name }}",
    ),
    (
        "email",
        "zh_CN",
        "满意度回访",
        "工单 {{ service_request.number }} 满意度回访",
        "尊敬的{{ contact.full_name }}：\n\n您的工单“{{ service_request.title }}”已处理完毕。"
        "请用 1（很不满意）到 5（非常满意）评价总体、响应速度和解决方案；"
        "并用 0 到 10 说明您向他人推荐我们的可能性。\n\n谢谢\n{{ user.name }}\n{{ firm.name }}",
    ),
    (
        "message",
        "zh_CN",
        "节日问候",
        None,
        "{{ contact.full_name }}您好，{{ firm.name }}祝您节日快乐，感谢您一直以来的支持！{{ user.name }}",
    ),
)


def seed_rows(language: str) -> dict[str, list[Row]]:
    """Return the rows of a new file by table, as stored values by column.

    ``language`` decides the names that exist once only (of the calendar, say). The times of creation are left
    to whoever writes the rows.
    """
    chinese = language.startswith("zh")
    return {
        "option": list(_options()),
        "pipeline": [{"id": PIPELINE_ID, "label_en": "Sales", "label_zh": "销售", "position": 1}],
        "stage": list(_stages(chinese)),
        "work_calendar": [
            {"id": CALENDAR_ID, "name": "标准工作时间" if chinese else "Working hours", "is_default": 1}
        ],
        "work_interval": list(_intervals()),
        "sla_policy": list(_targets(chinese)),
        "survey": [_survey(chinese)],
        "template": list(_templates()),
    }


def option_ids(set_name: str, *kinds: str) -> list[int]:
    """Return the ids of the options of a set that are of these kinds; they are the same in every file."""
    return [row["id"] for row in _options() if row["set_name"] == set_name and row["kind"] in kinds]


def _options() -> Iterator[Row]:
    for set_name, first, entries in _OPTIONS:
        for place, (label_en, label_zh, *rest) in enumerate(entries):
            yield {
                "id": first + place,
                "set_name": set_name,
                "label_en": label_en,
                "label_zh": label_zh,
                "kind": rest[0] if rest else None,
                "colour": rest[1] if len(rest) > 1 else "grey",
                "position": place + 1,
            }


def _stages(chinese: bool) -> Iterator[Row]:
    for place, (label_en, label_zh, kind, probability, days, criteria) in enumerate(_STAGES):
        yield {
            "id": 2000 + place,
            "pipeline_id": PIPELINE_ID,
            "label_en": label_en,
            "label_zh": label_zh,
            "kind": kind,
            "probability": probability,
            "expected_days": days,
            "exit_criteria": criteria[chinese] if criteria else None,
            "position": place + 1,
        }


def _intervals() -> Iterator[Row]:
    for place, weekday in enumerate(("mon", "tue", "wed", "thu", "fri")):
        yield {
            "id": 2210 + place,
            "calendar_id": CALENDAR_ID,
            "weekday": weekday,
            "from_minute": 9 * 60,
            "to_minute": 18 * 60,
        }


def _targets(chinese: bool) -> Iterator[Row]:
    for place, (priority, first_response, solution, name_en, name_zh) in enumerate(_TARGETS):
        yield {
            "id": 2300 + place,
            "name": name_zh if chinese else name_en,
            "calendar_id": CALENDAR_ID,
            "priority": priority,
            "first_response_minutes": first_response * 60,
            "solution_minutes": solution * 60,
            "pause_for_third_party": 1,
        }


def _survey(chinese: bool) -> Row:
    return {
        "id": SURVEY_ID,
        "name": "服务满意度调查" if chinese else "Service satisfaction",
        "subject": "service_request",
        "language": "zh_CN" if chinese else "en",
        "intro": "请您为我们的服务评分。" if chinese else "Please tell us how we did.",
        "active": 1,
    }


def _templates() -> Iterator[Row]:
    for place, (kind, language, name, subject, body) in enumerate(_TEMPLATES):
        yield {
            "id": 2500 + place,
            "name": name,
            "kind": kind,
            "language": language,
            "subject": subject,
            "body": body,
        }
