"""Headings in the form in which they are compared: folded, traditional Chinese characters as simplified ones, and what
Taiwan calls otherwise by the words of the mainland.

The table of characters holds those of the headings that we know, and nothing else; values are never changed by it.
"""

from __future__ import annotations

from crm_desktop.core.reading import fold

_PAIRS = (
    "与與 业業 丢丟 义義 争爭 产產産 价價 优優 会會 传傳 体體 余餘 关關 内內 写寫 农農 决決 况況 准準 "
    "划劃 创創 别別 办辦 务務 动動 区區 单單 历歷曆 县縣 参參 发發 号號 启啟啓 员員 周週 响響 回迴 国國 "
    "场場 处處 备備 复復複 头頭 对對 寻尋 属屬 币幣 帐帳 应應 开開 录錄録 态態 总總 愿願 户戶 执執 扰擾 报報 "
    "据據 数數 无無 时時 显顯 暂暫 机機 权權 条條 来來 标標 档檔 汇匯彙 注註 测測 满滿 点點 爱愛 状狀 "
    "电電 真眞 码碼 种種 称稱 税稅 竞競 签簽籤 简簡 类類 系係繫 紧緊 约約 级級 纪紀 纳納 线線 组組 细細 "
    "经經 结結 绝絕 统統 绳繩 缀綴 缓緩 编編 缩縮 络絡 网網 群羣 职職 联聯 节節 荐薦 营營 衔銜 表錶 见見 "
    "规規 计計 订訂 认認 讯訊 记記 证證証 评評 识識 诉訴 词詞 话話 详詳 语語 说說 请請 诺諾 谓謂 负負 "
    "责責 败敗 账賬 货貨 费費 赢贏 车車 转轉 载載 输輸 过過 进進 选選 递遞 邮郵 里裡裏 钥鑰 销銷 锁鎖 "
    "键鍵 门門 闭閉 问問 间間 阴陰 阶階 页頁 项項 预預 领領 题題 颜顏 额額 验驗 后後"
)
_TAIWAN = (
    ("联络", "联系"),
    ("建立", "创建"),
    ("县市", "城市"),
    ("产业别", "行业"),
    ("产业类别", "行业"),
    ("电邮", "邮件"),
)
_SIMPLIFIED = {ord(one): pair[0] for pair in _PAIRS.split() for one in pair[1:]}


def fold_heading(text: str) -> str:
    """Return a heading for comparing: without case, accents, spaces and punctuation, in simplified characters."""
    folded = fold(text)
    if folded.isascii():
        return folded
    simplified = folded.translate(_SIMPLIFIED)
    for word, usual in _TAIWAN:
        simplified = simplified.replace(word, usual)
    return simplified


__all__ = ["fold_heading"]
