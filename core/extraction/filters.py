"""Which quantities are facts: names, slogans, class limits and spans of time that only say when are left out."""

from __future__ import annotations

import re
from decimal import Decimal

from core.lexicon import Lexicon
from core.numbers import Quantity

_QUOTED = re.compile(
    r"“[^”\n]{1,30}”|‘[^’\n]{1,20}’|《[^》\n]{1,60}》|\"[^\"\n]{1,20}\"|「[^」\n]{1,30}」|『[^』\n]{1,30}』"
)
_MEASURED_TIME = re.compile(
    r"(?:压缩|缩短|压减|减少|减至|减为|降|提速|控制|达到|达|由|从|仅需|只需|最快|最短|平均|用时|耗时|时间|时限|时长|周期|天数|优良|蓝天|历时|不超过|为|节省|提前|服务|缩减|累计|延长|停留|超|提升|增加|放假|超期|待机|续航|快|少|多|争取到|间隔|精简)"
    r"(?:[^，。；]{0,12})$"
)
_LIFE = re.compile(r"寿命|年限|平均年龄|受教育|树龄|年龄结构|工期|周期|有效期|期限|延长|缩短|提前|储采比|经营期|历史")
_SCORE = re.compile(r"分|评|考核|成绩|满意|指数|总得|测评|环境|排名")
_NAMED_NUMBER = re.compile(
    r"^(?:个?一(?:[”批律]|(?:工程|活动|行动|机制))|个(?:确保|不低于)|制|进制|级|期工程|类水|类标准|号|G|A级|D|维|版|\.0|线城市|线)"
)
_CAMPAIGN = ("行动", "歼灭战", "攻坚", "工程", "计划", "战役")
_CLASS = re.compile(r"(?:以上|以下|以内)?(?:的)?$")
_BEFORE_NAME = re.compile(r"(?:第|×|国道|省道|县道|编号)$")


def quoted(text: str) -> list[tuple[int, int]]:
    """Where slogans and titles stand; numbers inside them are part of a name."""
    return [match.span() for match in _QUOTED.finditer(text)]


def is_fact(quantity: Quantity, text: str, sentence_start: int, sentence_end: int, lexicon: Lexicon) -> bool:
    """False for a number that names, numbers or only says when."""
    unit = quantity.base_unit
    left = text[max(sentence_start, quantity.start - 30) : quantity.start]
    right = text[quantity.end : min(sentence_end, quantity.end + 12)]
    if quantity.kind == "share" and re.search(r"[A-Za-z]$", left) is not None:
        return False  # G5成绵高速
    if quantity.kind in ("rank", "flat", "double", "none", "share", "ratio"):
        if quantity.kind in ("none", "double") and right.startswith(_CAMPAIGN):
            return False  # 三年清零行动
        return quantity.kind != "flat" or not left.endswith(("保持", "总体", "收支"))
    if quantity.kind == "words" and "数字" in quantity.quantity:
        return False  # 五三数字产业园
    if _BEFORE_NAME.search(left) or (left.endswith("每") and unit in ("人", "名", "户", "平方公里")):
        return False
    dimension = lexicon.dimension(unit)
    if dimension == "time":
        return _time(quantity, left, right)
    if unit == "度" and quantity.unit == "度":
        return re.search(r"电", left[-12:]) is not None
    if unit == "分":
        return _SCORE.search(left) is not None and re.search(r"\d", left[-3:]) is None
    if (
        (
            unit in ("点", "面", "口", "片", "对", "组", "本", "节", "首", "字", "站", "车", "方", "里", "门", "班")
            and quantity.unit == unit
        )
        and unit == "点"
        and "." not in quantity.quantity
    ):
        return False
    if unit == "类" and (
        re.search(r"水质|达到|国家|第|优于|好于|劣", left[-8:]) or right.startswith(("水", "标准", "以上"))
    ):
        return False
    if unit == "期" and not re.search(r"举办|开办|培训|开展|发行|编发|印发|刊发|完成", left):
        return False
    if right.startswith("级") and unit in ("E", "C", "D", "F"):
        return False  # 4E级机场
    if unit in ("G", "M", "T", "P", "E") and quantity.unit == unit:
        return unit not in ("G", "M", "T") or (
            re.search(r"带宽|出口|速率|接入|流量|网速", left) is not None and (quantity.value or 0) > 5
        )
    if dimension == "voltage":
        return not right or right[0] in "，。；、"
    if unit == "位" and right.startswith(("数", "一体", "于", "居", "列")):
        return False
    if unit == "条" and right.startswith(("例", "生态", "龙", "红线")):
        return False
    if unit == "个" and right.startswith(("方面", "维度", "层面")):
        return False  # 重点做好10个方面工作
    if unit == "个" and _NAMED_NUMBER.match(quantity.quantity[-1:] + right):
        return False
    if unit == "次" and left.endswith(("第", "大")):
        return False
    if unit == "人" and right.startswith(("制", "大", "民", "防")):
        return False
    if unit == "米" and right.startswith(("跑", "以下", "高空", "赛")):
        return right.startswith("以下")
    return unit != "日"


def _time(quantity: Quantity, left: str, right: str) -> bool:
    unit = quantity.base_unit
    inside = quantity.quantity.endswith(("内", "以内", "之内"))
    big = (quantity.base_value or Decimal(0)) >= 1000
    if unit in ("年", "岁", "周岁", "周"):
        if unit in ("岁", "周岁"):
            return re.search(r"寿命|平均年龄", left) is not None
        return re.search(r"寿命|年限|受教育|储采比|平均树龄", left) is not None
    if unit == "天":
        return (
            re.search(r"天数|优良|蓝天|达标|时限|时间|周期|压缩|缩短|减少|提速|提前|由|从|用时|仅需|不超过|达到", left)
            is not None
            or inside
        )
    if unit == "个月":
        return re.search(r"压缩|缩短|由|从|减少|时限|周期|不超过|平均", left) is not None
    if inside or big:
        return True
    if right.startswith(
        (
            "制",
            "热线",
            "不打烊",
            "自助",
            "服务",
            "值班",
            "在线",
            "生活圈",
            "圈",
            "通勤圈",
            "经济圈",
            "便民",
            "交通圈",
            "健身圈",
            "医疗圈",
            "养老圈",
            "营业",
            "值守",
            "健身",
            "阅读",
            "党群",
            "救援",
            "城市",
            "达",
            "可达",
            "养老",
            "文化",
            "直达",
            "进",
            "品质",
            "社区",
            "公共",
            "急救",
            "响应",
            "商圈",
            "高铁",
            "步行",
            "全天候",
            "不间断",
        )
    ):
        return False
    return _MEASURED_TIME.search(left) is not None
