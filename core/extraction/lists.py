"""Lists of names: their members, and the beginning or ending that the members share."""

from __future__ import annotations

import re
from collections.abc import Container

from core.extraction import words
from core.extraction.phrases import tag


def lent_beginning(previous: str, item: str) -> str:
    """乡村振兴示范县区、示范乡镇: what the item shares with the one before it and does not repeat."""
    if len(previous) <= len(item) or len(item) < 2:
        return ""
    lent = _lent(previous, item)
    return (
        ""
        if not lent.strip("一二三四五六七八九十百千万0123456789")
        or lent.count("“") != lent.count("”")
        or lent.count("（") != lent.count("）")
        else lent
    )


def _lent(previous: str, item: str) -> str:
    at = previous.rfind("减") if item[0] == "减" else -1
    if at >= 2 and previous[at:] != item:
        return re.sub("平均$", "", previous[:at])  # 审批事项减时间65%、减材料40%
    same = previous[: -len(item)]
    if same.endswith("”") and item[-1] == previous[-1]:
        return same  # 省级“枫桥式”派出所、司法所
    at = previous.find(item[:2])
    if at > 0:
        return "" if any(c in previous[:at] for c in "和、") else previous[:at]
    if at == 0:
        return ""
    shared = 0
    while shared < len(item) and previous[-1 - shared] == item[-1 - shared]:
        shared += 1
    if shared >= 3 and shared >= len(item) - 2:
        at = len(previous) - len(item)
        whole = _cuts_no_word(previous, at) or item in ("贷款余额", "存款余额")
        return previous[:at] if whole else ""  # not 垃圾无｜害化处理设施
    return ""


def _cuts_no_word(text: str, at: int) -> bool:
    """True when a word begins at `at`."""
    position = 0
    for word, _ in tag(text):
        if position >= at:
            break
        position += len(word)
    return position == at


def split_list(text: str, start: int, end: int, marks: str = "、，,；和及与") -> list[tuple[int, int]]:
    """The items of a list of names, by 、和与及以及, outside quotes and brackets."""
    items: list[tuple[int, int]] = []
    begin, depth, at = start, 0, start
    while at < end:
        character = text[at]
        if character in "“《（(":
            depth += 1
        elif character in "”》）)":
            depth -= 1
            if character == "”" and not depth and text.startswith("“", at + 1, end):
                items.append((begin, at + 1))  # “两抢”“两盗”、黄赌毒警情
                begin = at + 1
        elif depth == 0:
            size = 0
            if character in "、，,；" and character in marks:
                size = 1
            elif "和" in marks and text.startswith("以及", at):
                size = 2
            elif (
                character in "和及与"
                and character in marks
                and begin < at
                and at + 1 < end
                and text[at : at + 3] not in ("与发展", "与试验", "与开发")
                and text[at : at + 2] not in ("与会", "和谐", "和美", "和平", "及时", "与否")
                and text[at - 1 : at + 1] not in ("参与", "普及", "涉及", "以及", "共和", "总和", "赠与", "惠及")
            ):
                size = 1
            if size:
                if at > begin:
                    items.append((begin, at))
                begin = at = at + size
                continue
        at += 1
    if end > begin:
        items.append((begin, end))
    return items


_TRADED = re.compile("(?<=..)(?:进出口|出口|进口)(?:总额|总值|额)?$")


_BALANCE = re.compile("(?<=..)(?:贷款|存款|债务|存贷款)余额$")
_PER_OUTPUT = re.compile("(?:二氧化碳|碳)排放量?|用水量")
_BODY = re.compile("[^、]{2,10}(?:中心|园区|开发区|集团|医院|学校|大学)(?=[^、]{3,}$)")
_HALVED = ("存贷", "开竣", "进出", "产销", "收支")


_RATIO_TAIL = re.compile(r"(?:占|相当于)[^、占]{2,14}的?(?:比例|比重|份额)$")


_OWNER = re.compile(r"^(?:万元|单位|每[^、]{1,3})[^、]{0,8}?(?:GDP|生产总值|增加值|产值)")


_OF_LEVEL = re.compile(
    r"(?:新(?:增|培育|认定|引进|获批|创建|入选))?(?:国家|世界|自治区|[省市区县州盟部校]|[百千万]亿|[一二三四五]星)级"
)


_MEASURED = (
    "时限",
    "时间",
    "材料",
    "环节",
    "成本",
    "人次",
    "游客",
    "GDP",
    "能耗",
    "水耗",
    "电耗",
    "总值",
    "增长",
    "指数",
)


_PLACES = words.WORDS["places"]


# 新签约、新开工、新竣工｜亿元以上产业项目: what was done to the same thing
_STAGE = "新?(?:签约|开工|竣工|投产|引进|纳统|入库|落地|认定|建成|培育|注册|登记|设立|储备|在建|续建|完工|挂牌|供应|收储|创建)"
_STAGE_END = re.compile(_STAGE + "$|新[建增]$")
_STAGE_LED = re.compile("(?:" + _STAGE + "|新[建增])(?=[\u4e00-\u9fff“]{2})(?!率|总额|金额|面积)")
# 省级及以上园区｜技工贸总收入、规模工业增加值、亩均税收: whose all of them are
_WHOSE = re.compile("[^、]{0,10}(?:园区|开发区|高新区|经开区|集聚区|示范区|自贸区|新区|综保区)(?=[^、]{2,}$)")
_QUOTED_LED = re.compile("“[^”]+”等?(?=.)")
_MORE = ("标准", "水平", "总量", "总额", "数量", "增速", "均值")  # 生活补贴、护理补贴标准
_RATES = ("率", "占比", "比重", "比例")


def _same_thing(kept: list[str]) -> list[str] | None:
    """新开工、新竣工亿元以上产业项目: the thing behind the last deed is that of all."""
    led = _STAGE_LED.match(kept[-1])
    if led is None:
        led = _QUOTED_LED.match(kept[-1])
        if led is None or any(_QUOTED_LED.match(item + "的") is None or item[-1] != "”" for item in kept[:-1]):
            return None  # “i深圳”“深i企”注册用户
    elif any(_STAGE_END.search(item) is None for item in kept[:-1]):
        return None
    return [item + kept[-1][led.end() :] for item in kept[:-1]] + [kept[-1]]


def distribute(items: list[str], count: int, known: Container[str] = frozenset()) -> list[str]:
    """Spell a shared ending (居民人均可支配收入) or beginning (万元GDP) out for each of the last `count` items."""
    kept = items[-count:]
    last = kept[-1]
    if (told := _same_thing(kept)) is not None:
        return told
    whose = _WHOSE.match(kept[0])
    if whose is not None and not any(whose.group()[-2:] in item for item in kept[1:]):
        names = distribute([kept[0][whose.end() :], *kept[1:]], count, known)
        if words.MEASURE_TAIL.search(names[0]) is not None:
            return [whose.group() + name for name in names]
    ratio = _RATIO_TAIL.search(last)
    match = ratio or _TRADED.search(last) or _BALANCE.search(last) or words.MEASURE_TAIL.search(last)
    measure_at = 0 if match is None else match.start() if ratio else _word_start(last, match.start())
    if count == 2 and (kept[0][-1] + last[:1]) in _HALVED:
        return [kept[0] + last[1:], kept[0][:-1] + last]  # 本外币存、贷款余额
    owner = _OWNER.match(kept[0])
    if re.fullmatch("[一二三]产(?:业)?", last) and all(len(item) == 1 for item in kept[:-1]):
        return [item + last[1:] + "增加值" for item in kept[:-1]] + [last + "增加值"]  # 一、二、三产分别增长
    names = []
    body = _BODY.match(kept[0]) if count == 2 else None
    for index, item in enumerate(kept):
        name = item
        if index < len(kept) - 1 and _OF_LEVEL.fullmatch(item) and (same := _OF_LEVEL.match(last)) is not None:
            names.append(item + last[same.end() :])  # 国家级、省级专精特新企业
            continue
        if index and owner is not None and ((item[-1] in "耗地水电" and len(item) <= 4) or _PER_OUTPUT.fullmatch(item)):
            names.append(owner.group() + item)  # 万元GDP能耗、水耗、建设用地
            continue
        if index and body is not None and len(item) <= 6 and item not in known and words.RELATIVE.match(item) is None:
            name = body.group() + item  # 政务服务中心服务窗口和进驻部门
        elif index == len(kept) - 1 and index == 1 and measure_at == 1 and len(kept[0]) > 2:
            name = kept[0][:-1] + item  # 地方储备粮、油规模
        elif (
            index
            and len(item) <= 3
            and len(kept[0]) > len(item) + 2
            and kept[0][-1] == item[-1]
            and not kept[0].endswith(item)  # 外贸进出口、出口
        ):
            name = kept[0][: len(kept[0]) - len(item)] + item  # 万元GDP能耗、水耗
        elif (
            index
            and len(item) <= 4
            and len(kept[0]) > len(item)
            and item[1:2] != "均"
            and words.RELATIVE.match(item) is not None
        ):
            whole = without_measure(kept[0])  # 市属国企营业收入、利润
            name = item if whole == kept[0] else whole + item
        if index < len(kept) - 1 and measure_at > 0:
            own = (
                words.MEASURE_TAIL.search(item) is not None
                or item.endswith(_MEASURED)
                or (item in known and not item.endswith("产业") and not last.endswith(_RATES))
            )
            own = own and not last.endswith(tuple(item[-2:] + more for more in _MORE))
            if not own or (ratio is not None and _RATIO_TAIL.search(item) is None):
                name = item + _ending(item, last, measure_at)
        names.append(name)
    return names


def _with_verb(last: str, measure_at: int) -> int:
    """煤炭接卸｜能力: a verb before the measure is shared with it."""
    before = list(tag(last[:measure_at]))
    while len(before) > 1 and before[-1][1] in ("v", "vn") and len(before[-1][0]) == 2:
        measure_at -= 2
        before.pop()
    return measure_at


def _word_start(text: str, at: int) -> int:
    """The first word boundary at or after `at`: patterns cut words in two (厕｜所普及率)."""
    position = 0
    for word, _ in tag(text):
        if position >= at:
            if position == at or len(text) - position > 1:
                return position
            return max(at, len(text) - 3) if text.endswith("率") else at  # 生活垃圾｜处理率; 治安｜警情
        if position + len(word) == len(text):
            return position if position or at < 2 else at  # the last word whole: 零售｜额
        position += len(word)
    return at


def _ending(item: str, last: str, measure_at: int) -> str:
    """The part of the last item that the others share: after the words parallel to `item`."""
    if item in _PLACES and last[: len(item)] in _PLACES:
        return last[len(item) :]
    if len(item) == 1:
        return last[1:]
    first = tag(last)[0]
    if first[1] == "ns" and len(first[0]) > 1 and len(item) <= 4 and tuple(tag(item)) == ((item, "ns"),):
        return last[len(first[0]) :]  # 广州、深圳｜地铁线网单日最高客运量
    if (
        len(first[0]) == 1
        and first[1][:1] == "n"
        and measure_at > 1
        and len(item) == 2
        and first[0] not in "省市县区国州"
    ):
        return last[1:]  # 空气、水环境质量改善幅度
    if len(item) == len(first[0]) == 2 and item[0] == last[0] and item != first[0]:
        return last[2:]  # 炼铁、炼钢先进产能占比
    if (
        len(item) == 2
        and item[1] == last[1:2]
        and item[0] != last[0]
        and item[1] not in "盟洲国省市县区"
        and measure_at > 3
    ):
        return last[2:]  # 国控、省控断面水质优良率
    tail = item[-2:]
    at = last.rfind(tail, 0, measure_at)
    if at >= 0 and len(item) > 2:
        return last[at + 2 :].removeprefix("”")  # 城市公园、“口袋公园”｜保有量
    return last[_with_verb(last, measure_at) :]


def without_measure(name: str) -> str:
    match = words.MEASURE_TAIL.search(name)
    if match is None or not match.start():
        return name
    if name.endswith(("财政收入", "财政支出")):
        return name[:-2]
    at = _word_start(name, match.start())  # 问题｜办结率
    if at < 2:
        return name
    return re.sub(
        r"(?<=..)(?:播种|营业|主营业务|种植|饲养|养殖|总|综合|平均|累计|实际)$",
        "",
        name[: at if at < len(name) - 1 else max(match.start(), 2)],
    )
