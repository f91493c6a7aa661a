"""A small Chinese catalogue for tests and previews of the window; the real one lies in resources/locale."""

from __future__ import annotations

import gettext
from functools import cache

from crm_desktop.core import i18n

WORDS = {
    "window": "窗口", "records": "记录", "customer file": "客户文件", "PDF": "PDF", "workbooks": "工作簿",
    "languages": "语言", "phone numbers": "电话号码", "duplicates": "查重", "command line": "命令行",
    "encryption": "加密", "passphrases": "口令", "folders": "文件夹",
    "About CRM Desktop": "关于 CRM Desktop",
    "Versions and licences": "版本与许可", "CRM Desktop": "CRM Desktop", "Copy": "复制", "Close": "关闭",
    "Your data stays in one file on this computer. Nothing leaves it unasked.":
        "您的数据只在本机的一个文件里，未经您同意不会离开这台电脑。",
    "Version %(version)s": "版本 %(version)s", "&File": "文件(&F)", "&Edit": "编辑(&E)",
    "&View": "查看(&V)",
    "&Go": "转到(&G)", "&Help": "帮助(&H)", "New": "新建", "Open recent": "最近打开", "Theme": "主题",
    "Language": "语言", "New here": "在此新建", "New contact": "新建联系人", "New company": "新建公司",
    "New lead": "新建线索", "New task": "新建任务", "New customer file…": "新建客户文件…", "Open…": "打开…",
    "Save now": "立即保存", "Import…": "导入…", "Export…": "导出…", "Print…": "打印…", "Back up now": "立即备份",
    "Restore a backup…": "恢复备份…", "Lock": "锁定", "Quit": "退出", "Undo": "撤销", "Redo": "重做",
    "Select all": "全选", "Move to the trash": "移到回收站", "Find in this list": "在列表中查找",
    "Search everything": "搜索全部", "Settings": "设置", "Like the system": "跟随系统", "Light": "浅色",
    "Dark": "深色", "Columns…": "列…", "Preview": "预览", "Narrow navigation": "收窄导航", "Refresh": "刷新",
    "Back": "后退", "Forward": "前进", "Help and shortcuts": "帮助与快捷键",
    "Open or edit the record": "打开或编辑记录",
    "Leave, or empty the search": "离开，或清空搜索", "Select or unselect the row": "选中或取消该行",
    "Page 1 to 9": "第 1 至 9 页", "More views": "更多视图", "Find a field": "查找字段", "Columns": "列",
    "Reset columns": "恢复默认列", "Drag to reorder": "拖动以排序",
    "Something in the program went wrong.": "程序出了问题。",
    "What was saved is safe. You can go on working; if it happens again, please send us the details.":
        "已保存的内容是安全的，您可以继续工作；如果再次发生，请把详细信息发给我们。",
    "Details": "详细信息", "Copy details": "复制详细信息", "How conditions are joined": "条件的组合方式",
    "Condition": "条件", "Clear filter": "清除筛选", "Field": "字段", "Comparison": "比较方式",
    "All of these are true": "满足全部条件", "Any of these is true": "满足任一条件", "Remove condition": "删除条件",
    "Value": "值", "days": "天", "Choose": "请选择", "A whole number is needed here.": "这里需要整数。",
    "Yes": "是", "No": "否", "%(count)s record restored": "已恢复 %(count)s 条记录",
    "Nothing found": "没有找到", "Show preview": "显示预览", "Sort by": "排序方式",
    "Next step": "下一步", "Cancel": "取消", "Progress": "进度",
    "%(work)s · stopping…": "%(work)s · 正在停止…",
    "%(work)s · %(done)s of %(total)s": "%(work)s · %(done)s / %(total)s",
    "%(work)s · %(done)s": "%(work)s · %(done)s",
    "Show trash": "显示回收站",
    "%(count)s row copied": "已复制 %(count)s 行",
    "Move %(count)s record to the trash?": "将 %(count)s 条记录移到回收站？",
    "They can be restored from the trash, or with Undo.": "可以从回收站恢复，也可以撤销。",
    "Leave the trash": "离开回收站", "New %(record)s": "新建%(record)s",
    "No %(records)s fit the search and the filter.": "没有符合搜索和筛选的%(records)s。", "Restore": "恢复",
    "%(count)s record moved to the trash": "已将 %(count)s 条记录移到回收站",
    "“%(name)s” moved to the trash": "“%(name)s”已移到回收站", "Delete": "删除", "Import": "导入",
    "Export": "导出",
    "Deleted %(records)s are kept here until the trash is emptied.": "删除的%(records)s保留在这里，直到清空回收站。",
    "The trash is empty": "回收站是空的", "No %(records)s yet": "还没有%(records)s",

       "Bring your %(records)s from a spreadsheet, or add the first one.": "从表格导入您的%(records)s，或新建第一个。",
    "Open": "打开", "Search": "搜索", "Save filter": "保存筛选", "More": "更多", "Filter": "筛选",
    "Search in %(records)s": "搜索%(records)s", "%(count)s record": "%(count)s 条记录",
    "found in under 1 ms": "不到 1 毫秒",
    "%(selected)s of %(total)s selected": "已选 %(selected)s / %(total)s",
    "found in %(ms)d ms": "用时 %(ms)d 毫秒", "%(count)d later edit was kept.": "保留了 %(count)d 处后来的修改。",
    "Show": "查看", "Undone: %(title)s": "已撤销：%(title)s", "Undo “%(name)s”": "撤销“%(name)s”",
    "Redo “%(name)s”": "重做“%(name)s”", "No other files yet": "还没有其他文件", "Sales": "销售",
    "Service & marketing": "服务与营销", "Insight": "分析", "Navigation": "导航", "List": "列表", "Menu": "菜单",
    "Narrow or wide navigation": "收窄或展开导航", "Preview of the record": "记录预览",
    "Choose a row to see more of it here.": "选择一行，在这里查看更多内容。",
    "Open the record (Enter)": "打开记录（回车）", "Trash": "回收站",
    "This record is no longer there": "这条记录已不存在", "Selection": "选择", "Name of the view": "视图名称",
    "Delete the view “%(name)s”?": "删除视图“%(name)s”？", "The records stay as they are.": "记录不受影响。",
    "Delete view": "删除视图", "All %(records)s": "全部%(records)s",
    "Search records, pages and commands": "搜索记录、页面和命令", "Results": "结果", "Pages": "页面",
    "Commands": "命令", "Recent": "最近", "Shortcuts": "快捷键",
    "In lists and pages": "在列表和页面中",
    "Message: %(text)s": "消息：%(text)s", "Contact": "联系人", "Contacts": "联系人", "Company": "公司",
    "Companies": "企业客户", "Low": "低", "Normal": "普通", "High": "高", "Name": "名称", "Full name": "姓名",
    "Job title": "职务", "E-mail": "电子邮箱", "Mobile": "手机", "Lifecycle": "生命周期", "Owner": "负责人",
    "Budget": "预算", "Tags": "标签", "Birthday": "生日", "Note": "备注", "Priority": "优先级",
    "Annual revenue": "年营业额", "Lead": "线索", "Leads": "线索", "Opportunity": "商机",
    "Opportunities": "商机",
    "Order": "订单", "Orders": "订单", "Service request": "服务请求", "Service requests": "服务请求",
    "Campaign": "营销活动", "Campaigns": "营销活动", "Activity": "活动", "Activities": "日程", "Product": "产品",
    "Products": "产品", "is": "是", "is not": "不是", "is one of": "是其中之一", "contains": "包含",
    "begins with": "开头是", "is empty": "为空", "is filled": "已填写", "is at least": "不小于",
    "is at most": "不大于",
    "is on": "在当天", "is before": "早于", "is after": "晚于", "is within days": "在若干天内", "has": "有",
    "has not": "没有", "Today": "今日", "Reports": "报表",
}  # fmt: skip


class Catalogue(gettext.NullTranslations):
    """Answers from the table; a word that is not in it stays English."""

    def gettext(self, message: str) -> str:
        return WORDS.get(message, message)

    def ngettext(self, singular: str, plural: str, count: int) -> str:
        return WORDS.get(singular, singular if count == 1 else plural)


@cache
def words_for(language: str) -> gettext.NullTranslations:
    return Catalogue() if i18n.normalised(language) == "zh_CN" else gettext.NullTranslations()


def install() -> None:
    """Let the program find the table where the catalogue is not there."""
    i18n.words_for = words_for  # type: ignore[assignment]
