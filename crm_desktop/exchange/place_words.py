"""Names of places by which columns of cities, provinces and countries are known. A sample: half a column will do."""

from __future__ import annotations

from functools import cache

from crm_desktop.core.reading import fold

_CITIES = """
    北京 上海 天津 重庆 广州 深圳 杭州 南京 苏州 成都 武汉 西安 长沙 郑州 青岛 济南 大连 沈阳 宁波 厦门 福州 泉州
    温州 无锡 常州 南通 徐州 扬州 绍兴 嘉兴 金华 台州 湖州 合肥 芜湖 南昌 赣州 佛山 东莞 珠海 中山 惠州 汕头 江门
    南宁 桂林 柳州 海口 三亚 贵阳 遵义 昆明 大理 拉萨 兰州 西宁 银川 乌鲁木齐 呼和浩特 包头 太原 大同 石家庄 唐山
    保定 廊坊 洛阳 开封 烟台 潍坊 临沂 淄博 威海 哈尔滨 大庆 长春 吉林 宜昌 襄阳 岳阳 株洲 衡阳 绵阳 香港 澳门 台北
    高雄 London Manchester Birmingham Leeds Glasgow Edinburgh Bristol Liverpool Dublin Cork Paris Lyon Marseille
    Toulouse Nice Nantes Strasbourg Bordeaux Lille Berlin Hamburg München Munich Köln Cologne Frankfurt Stuttgart
    Düsseldorf Leipzig Dresden Bremen Hannover Nürnberg Bonn Ulm Freiburg Wien Vienna Graz Linz Salzburg Zürich
    Zurich Genf Geneva Basel Bern Madrid Barcelona Valencia Sevilla Bilbao Málaga Lisbon Lisboa Porto Rome Roma
    Milan Milano Torino Turin Napoli Naples Firenze Bologna Venezia Amsterdam Rotterdam Utrecht Eindhoven Brussels
    Bruxelles Antwerp Antwerpen Gent Copenhagen København Aarhus Stockholm Göteborg Malmö Oslo Bergen Helsinki
    Tampere Warsaw Warszawa Kraków Krakow Gdańsk Wrocław Poznań Prague Praha Brno Bratislava Budapest Bucharest
    București Sofia Athens Zagreb Ljubljana Belgrade Istanbul Ankara Izmir Kyiv Moscow Riga Vilnius Tallinn Boston
    Chicago Houston Dallas Austin Seattle Denver Atlanta Miami Phoenix Philadelphia Detroit Portland Toronto
    Montreal Vancouver Ottawa Mexico Tokyo Osaka Seoul Busan Taipei Singapore Bangkok Hanoi Jakarta Manila Mumbai
    Delhi Bangalore Bengaluru Chennai Dubai Cairo Nairobi Lagos Johannesburg Sydney Melbourne Brisbane Perth
    Auckland Wellington Beijing Shanghai Shenzhen Guangzhou Hangzhou Chengdu
"""
_CITIES_OF_SEVERAL_WORDS = (
    "New York", "Los Angeles", "San Francisco", "San Diego", "Washington", "Las Vegas", "The Hague", "Den Haag",
    "Hong Kong", "Kuala Lumpur", "Ho Chi Minh City", "New Delhi", "São Paulo", "Rio de Janeiro", "Buenos Aires",
    "Cape Town", "Tel Aviv",
)  # fmt: skip
_PROVINCES = """
    北京 天津 上海 重庆 河北 山西 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 海南 四川 贵州
    云南 陕西 甘肃 青海 台湾 内蒙古 广西 西藏 宁夏 新疆 香港 澳门 Bayern Bavaria Hessen Sachsen Saarland
    Niedersachsen Brandenburg Thüringen California Texas Florida Ohio Illinois Pennsylvania Georgia Michigan
    Virginia Washington Arizona Massachusetts Colorado Oregon Ontario Québec Alberta Queensland Victoria Zhejiang
    Jiangsu Guangdong Shandong Sichuan Catalonia Andalucía Lombardia Toscana Normandie Bretagne
"""
_LANGUAGES = ("en", "zh_Hans", "de", "fr")
_LONGEST = 50  # letters of a country


@cache
def cities() -> frozenset[str]:
    """Return the folded names of large cities."""
    return frozenset(map(fold, (*_CITIES.split(), *_CITIES_OF_SEVERAL_WORDS)))


@cache
def provinces() -> frozenset[str]:
    """Return the folded names of provinces and states."""
    return frozenset(map(fold, _PROVINCES.split()))


@cache
def countries() -> frozenset[str]:
    """Return the folded names of countries in several languages, and their codes of two letters."""
    from babel import Locale

    found = {"usa", "uk", "prc", "uae", "中华人民共和国"}
    for language in _LANGUAGES:
        for code, name in Locale.parse(language).territories.items():
            if len(code) == 2 and code.isalpha():
                found |= {fold(code), fold(name)}
    return frozenset(found)


def is_city(text: str) -> bool:
    """Tell whether a text is the name of a city that we know, or ends as Chinese cities do."""
    return fold(text.removesuffix("市")) in cities() or (
        2 < len(text) < 7 and text.endswith(("市", "自治州"))
    )


def is_province(text: str) -> bool:
    """Tell whether a text is the name of a province or state that we know."""
    return fold(text.removesuffix("省").removesuffix("市")) in provinces() or text.endswith(("省", "自治区"))


def is_country(text: str) -> bool:
    """Tell whether a text is the name or the code of a country."""
    if len(text) > _LONGEST or any(map(str.isdigit, text)):
        return False  # before the names are read
    return fold(text) in countries()
