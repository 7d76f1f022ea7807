"""Phrases: where a name begins and ends, what stands in a list, what members of a list share."""

from __future__ import annotations

import re
from collections.abc import Container
from functools import cache
from typing import Any

from core.extraction import words


@cache
def _segmenter() -> Any:
    import rjieba

    return rjieba


def tag(text: str) -> list[tuple[str, str]]:
    """Words with their part of speech."""
    found: list[tuple[str, str]] = _segmenter().tag(text)
    return found


_TRAIL = words.WORDS["trail"]
_TRAIL_KEEP = words.WORDS["trail_keep"]
_LEAD = words.WORDS["lead"]
_LEAD_KEEP = words.WORDS["lead_keep"]
_TITLE_LEAD = re.compile(
    r"^(?:[一二三四五六七八九十]{1,2}是|[（(](?:以?下同)[)）]|[（(]?[一二三四五六七八九十\d]{1,3}[)）、.．](?![一二三][、和产])|[——\-•·●◆■]+|[（(]\d+[)）])\s*"
)
_YEAR_LEAD = re.compile(
    r"^(?:(?:到|至|自|从|截至)?(?:19|20)\d\d年?(?:[-—～~至](?:19|20)\d\d年?)?(?:年末|年底|末|底|全年|上半年)?"
    r"|[“\"]?(?:[一二三四五六七八九]|十[一二三四五六]?)五[”\"](?:时期|期间|以来|末|规划期)?|\d{1,2}月(?:份|底|末)?|截至\d{1,2}月底?)[，,]?"
)
_CUT = words.WORDS["cut"]
_BLOCK = words.WORDS["block"]


_WHEN_END = re.compile(
    r"(?:(?:前)?[一二三四]个?季度|[上下]半年|(?:19|20)\d\d年(?:底|末|年底|年末)?|(?:到|至)?[去上]年(?:底|末|年底|年末|初)|连续[\d一二三四五六七八九十]+个?(?:年|月|季度)|(?:是|为|相当于)?[五两三十]年前的?"
    r"|(?:过去的?|近|这|最近)?(?<![十百])[两三四五六七八九]年(?:来|间)?)$"
)
# Between a subject and its figure: 首次突破万亿大关、｜, 从每立方米｜, 由年初的｜, （下同）
_BETWEEN_END = re.compile(
    r"(?:(?:首次|成功|历史性|一举|连续|接连|先后|均|再次|已|也|就|便)*(?:突破|跨过|跨越|迈上|迈过|站上|再上|登上|跨入|冲上|踏上|跃上|再破|跌破)"
    r"(?:[“\"][^”\"，。；、]{1,10}[”\"](?:台阶|大关|关口)?|[^，。；、]{0,8}(?:台阶|大关|关口|行列|门槛|俱乐部))[、]?"
    r"|(?<![自缘理服跟随听任])(?:从|由)(?![业事众属])(?:(?:19|20)\d\d年|每[^，。；、]{1,4}|[上去前当]年|[上下]半年|[一二三四]季度|年初|期初|原来|过去|[^，。；、]{0,6}(?:之初|初期|初|时|前|末|底))?的?"
    r"|(?:连续[\d两二三四五六七八九十]+年)?(?:再创新高|再创历史新高|[屡再续]创(?:历史)?新高|创(?:历史)?新高|逆势(?:上扬|增长)|止跌回[稳升]|有望|将?迈|出现[^，。；、]{2,8}|[\[［〔【]\d{1,3}[\]］〕】]|[①-⑳])"
    r"|(?:是|为|相当于)[“\"]?(?:九|十[一二三四五]?)五[”\"]?(?:时期|期间|末)?的?|[（(](?:以?下同|同口径|可比口径|可比价|现价)[^）)]{0,6}[）)]|每(?:立方米|平方米|人每[年月]))$"
)


def strip_end(text: str, start: int, end: int) -> tuple[int, str]:
    """Cut joining verbs and adverbs off the end; returns the new end and the verb nearest to the name."""
    action = ""
    while end > start:
        if text[end - 1] in " \u3000\t":
            end -= 1
            continue
        if (
            text[end - 1] in "年月度的前底末来间"
            and (when := _WHEN_END.search(text, max(start, end - 8), end)) is not None
        ):
            end = when.start()
            continue
        if (
            text[end - 1] in '五期高扬长稳升望迈滑]］〕】①②③④⑤⑥⑦⑧⑨⑩从由的初时前年米月末底来去）)”、"阶关口列槛部'
            and (filler := _BETWEEN_END.search(text, max(start, end - 24), end)) is not None
            and filler.start() > start
        ):
            end = filler.start()
            continue
        for size in (6, 5, 4, 3, 2, 1):
            if end - size < start:
                continue
            piece = text[end - size : end]
            if piece[0] == "均" and text[end - size - 1 : end - size] in tuple("平人户年月日亩"):
                continue
            if piece == "增长率" and text[max(start, end - 5) : end - 3] == "自然":
                return end, action
            if piece in _TRAIL:
                if (
                    size <= 2
                    and end - 2 >= start
                    and text[end - 2 : end] in _TRAIL_KEEP
                    and not (size == 2 and piece in _TRAIL and piece not in _TRAIL_KEEP)
                ):
                    continue
                end -= size
                action = piece
                break
        else:
            break
    return end, action


def strip_start(text: str, start: int, end: int) -> int:
    while start < end:
        if text[start] in " \u3000\t、，,“（(" and (text[start] not in "“（(" or unclosed(text, start, end)):
            start += 1
            continue
        if text[start] in ")）”":
            start += 1
            continue
        head = text[start : min(end, start + 24)]
        if (
            (match := _TITLE_LEAD.match(head) or _YEAR_LEAD.match(head)) is not None
            and match.end()
            and match.end() < len(head)
        ):
            start += match.end()
            continue
        if text[start : start + 2] in _LEAD_KEEP or _KEPT.match(text, start, end) is not None:
            break
        for size in (8, 7, 6, 5, 4, 3, 2, 1):
            if size < end - start and text[start : start + size] in _LEAD:
                start += size
                break
        else:
            break
    return start


_KEPT = re.compile(
    r"基本(?:医疗|养老|医保|公共|农田|建设|生活|药物|保障|单元|殡葬)|[一二三]、[一二三]、?[一二三]?产|共同富裕|平均(?:预期寿命|受教育)"
)


def unclosed(text: str, at: int, end: int) -> bool:
    closing = {"“": "”", "（": "）", "(": ")"}[text[at]]
    return text.find(closing, at, end) < 0


def unclosed_quotes(text: str, start: int, at: int) -> bool:
    """True when `at` stands inside quotes or brackets opened since `start`."""
    return any(text.count(a, start, at) > text.count(b, start, at) for a, b in ("“”", "（）", "《》", "()"))


def lent_beginning(previous: str, item: str) -> str:
    """乡村振兴示范县区、示范乡镇: what the item shares with the one before it and does not repeat."""
    if len(previous) <= len(item) or len(item) < 2:
        return ""
    lent = _lent(previous, item)
    return "" if lent.count("“") != lent.count("”") or lent.count("（") != lent.count("）") else lent


def _lent(previous: str, item: str) -> str:
    at = previous.find(item[:2])
    if at > 0:
        return previous[:at]
    if at == 0:
        return ""
    shared = 0
    while shared < len(item) and previous[-1 - shared] == item[-1 - shared]:
        shared += 1
    if shared >= 3 and shared >= len(item) - 2:
        return previous[: len(previous) - len(item)]
    return ""


def topic(text: str, start: int, end: int, whole_end: int = 0) -> tuple[int, str]:
    """What a clause speaks of: its subject, or the object of the verb it begins with.

    `end` is the clause without its trailing verbs, `whole_end` with them: a predicate inside ends the subject.
    """
    tokens = tag(text[start : min(max(end, whole_end), start + 30)])
    while len(tokens) > 1 and (
        tokens[0][0] in _CUT or tokens[0][0] in words.STRONG_SET or tokens[0][1] in ("v", "d", "ad", "p")
    ):
        start += len(tokens[0][0])
        tokens = tokens[1:]
    length, predicate = noun_end(tokens)
    if not predicate:
        length = min(length, max(end - start, 0))
    if length >= 2:
        return start, text[start : start + length]
    return start, text[start : min(end, start + 20)]


_NOT_VERBAL = frozenset(
    {"速度", "幅度", "率", "目标", "点", "极", "预期", "区", "群", "带", "园区"}
)  # 增长速度 is a noun
_NOMINAL = words.WORDS["nominal"]
_STEADILY = frozenset(["持续", "不断", "全面", "深入", "稳步", "加快", "进一步", "逐步", "明显"])
# Adverbs that also stand before a noun: 长期国债, 公开招标项目.
_ADVERBIAL = frozenset(
    [
        "相对",
        "各",
        "专",
        "单",
        "双",
        "共",
        "依",
        "长期",
        "临时",
        "定向",
        "直接",
        "间接",
        "远程",
        "无偿",
        "义务",
        "常年",
        "同城",
        "本",
        "该",
        "其他",
    ]
)
# Said of a thing they stand before, a predicate only behind it.
_ATTRIBUTIVE = words.WORDS["attributive"]
_GIVING = frozenset({"资助", "救助", "补助", "补贴", "奖励"})  # also nouns


def noun_end(tokens: list[tuple[str, str]], given: bool = False) -> tuple[int, bool]:
    """How many characters of the tokens are the thing counted; whether a verb phrase follows."""
    length = 0
    quote = 0
    for index, (word, kind) in enumerate(tokens):
        if word in "“《（(":
            quote += 1
        elif word in "”》）)":
            quote -= 1
        elif not quote:
            if index == 0 and (
                (word in words.UP_WORDS and len(word) > 1)
                or (word in words.DOWN_WORDS and len(word) > 1)
                or word in _BLOCK
            ):
                return 0, True
            if index == 0 and word in _ATTRIBUTIVE and len(tokens) > 1 and tokens[1][1][:1] == "n":
                length += len(word)  # 新增2家｜上市企业
                continue
            if (
                word in words.VP
                or (word == "开展" and index and tokens[index - 1][1][:1] == "n")
                or word[:2] in ("保持", "超额")
                or (len(word) == 4 and kind in "il" and index and word[:2] in words.VP)
            ) and not (index + 1 < len(tokens) and tokens[index + 1][0] in _NOT_VERBAL):
                following = tokens[index + 1][0] if index + 1 < len(tokens) else ""
                if (
                    word in _NOMINAL
                    and kind in ("vn", "n", "v", "b", "f", "nz")
                    and following
                    and (following not in words.VP or following in _STEADILY)
                ):
                    length += len(word)
                    continue
                before = tokens[index - 1] if index >= 2 else ("", "")
                if word in ("为", "在", "到", "于") and len(before[0]) == 2 and before[1] == "v":
                    length -= 2  # 科学家｜增选为…, 志愿者｜奔波在…
                if word == "并" and before[1] == "v":
                    length -= len(before[0])  # 平台｜成立并上线运营
                return length, True
            if kind in ("d", "p", "r") and index == 0 and word not in _ADVERBIAL:
                return 0, True
            if given and index and word in words.STRONG_SET and (kind[0] == "v" or word in _GIVING):
                return length, True  # 为276名贫困家庭学生｜资助…
            if kind == "p" and word not in ("沿", "以", "依", "与"):
                return length, True
        length += len(word)
    return length, False


_VP_CLEAN = re.compile(
    r"^(?:全部|均|都|已经|已|也|将|正式|正在|正(?!式|在)|得到|顺利|成功|全面|基本|如期|按期|有效|彻底|正式|正在|相继|陆续|先后|分别|稳步|加快|有序|提前|共|累计|了)+(?=[一-龥])"
)


def clean_vp(rest: str) -> str:
    tail = _VP_CLEAN.sub("", rest)
    return re.sub(r"(?:了|共|累计|合计|总计|达|、|和|以及|完成)+$", "", tail) if len(tail) > 2 else tail


def overlapped(first: str, second: str) -> str:
    """Two pieces of a name put together, what both hold said once: 企业技术改造, 技术改造示范项目."""
    for size in range(min(6, len(first), len(second)), 1, -1):
        if first[-size:] == second[:size]:
            return first + second[size:]
    return first + second


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
_RATIO_TAIL = re.compile(r"(?:占|相当于)[^、占]{2,14}的?(?:比例|比重|份额)$")
_OWNER = re.compile(r"^(?:万元|单位|每[^、]{1,3})[^、]{0,8}?(?:GDP|生产总值|增加值|产值)")
_OF_LEVEL = re.compile(r"(?:新增)?(?:国家|世界|自治区|[省市区县州盟部校]|[百千万]亿|[一二三四五]星)级")
_MEASURED = ("人次", "游客", "GDP", "能耗", "水耗", "电耗", "总值", "增长", "指数")
_PLACES = words.WORDS["places"]


def distribute(items: list[str], count: int, known: Container[str] = frozenset()) -> list[str]:
    """Spell a shared ending (居民人均可支配收入) or beginning (万元GDP) out for each of the last `count` items."""
    kept = items[-count:]
    last = kept[-1]
    ratio = _RATIO_TAIL.search(last)
    match = ratio or _TRADED.search(last) or words.MEASURE_TAIL.search(last)
    measure_at = 0 if match is None else match.start() if ratio else _word_start(last, match.start())
    owner = _OWNER.match(kept[0])
    if re.fullmatch("[一二三]产(?:业)?", last) and all(len(item) == 1 for item in kept[:-1]):
        return [item + last[1:] + "增加值" for item in kept[:-1]] + [last + "增加值"]  # 一、二、三产分别增长
    names = []
    for index, item in enumerate(kept):
        name = item
        if index < len(kept) - 1 and _OF_LEVEL.fullmatch(item) and (same := _OF_LEVEL.match(last)) is not None:
            names.append(item + last[same.end() :])  # 国家级、省级专精特新企业
            continue
        if index and owner is not None and item[-1] in "耗地水电" and len(item) <= 4:
            names.append(owner.group() + item)  # 万元GDP能耗、水耗、建设用地
            continue
        if index and len(item) <= 3 and len(kept[0]) > len(item) + 2 and kept[0][-1] == item[-1]:
            name = kept[0][: len(kept[0]) - len(item)] + item  # 万元GDP能耗、水耗
        elif index and len(item) <= 4 and len(kept[0]) > len(item) and words.RELATIVE.match(item) is not None:
            whole = without_measure(kept[0])  # 市属国企营业收入、利润
            name = item if whole == kept[0] else whole + item
        if index < len(kept) - 1 and measure_at > 0:
            own = (
                words.MEASURE_TAIL.search(item) is not None
                or item.endswith(_MEASURED)
                or (item in known and not item.endswith("产业"))
            )
            if not own or (ratio is not None and _RATIO_TAIL.search(item) is None):
                name = item + _ending(item, last, measure_at)
        names.append(name)
    return names


def _with_verb(last: str, measure_at: int) -> int:
    """煤炭接卸｜能力: a verb before the measure is shared with it."""
    before = tag(last[:measure_at])
    while len(before) > 1 and before[-1][1] == "v" and len(before[-1][0]) == 2:
        measure_at -= 2
        before.pop()
    return measure_at


def _word_start(text: str, at: int) -> int:
    """The first word boundary at or after `at`: patterns cut words in two (厕｜所普及率)."""
    position = 0
    for word, _ in tag(text):
        if position >= at:
            return position if position == at or len(text) - position > 1 else at  # 治安警｜情
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
    tail = item[-2:]
    at = last.rfind(tail, 0, measure_at)
    if at >= 0 and len(item) > 2:
        return last[at + 2 :]
    return last[_with_verb(last, measure_at) :]


def without_measure(name: str) -> str:
    match = words.MEASURE_TAIL.search(name)
    if match is None or match.start() < 2:
        return name
    return re.sub(r"(?<=..)(?:播种|营业|主营业务|种植|饲养|养殖|总|综合|平均|累计|实际)$", "", name[: match.start()])
