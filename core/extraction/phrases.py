"""Phrases: where a name begins and ends.

Longer than other modules: what ends a noun is decided word by word, in one pass that each exception belongs to.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any

from core.extraction import words


@cache
def _segmenter() -> Any:
    import rjieba

    return rjieba


@lru_cache(maxsize=4000)  # several rules look at the same words; enough for one report
def tag(text: str) -> tuple[tuple[str, str], ...]:
    """Words with their part of speech."""
    return tuple(_segmenter().tag(text))


_TRAIL = words.WORDS["trail"]
_TRAIL_KEEP = words.WORDS["trail_keep"]
_LEAD = words.WORDS["lead"]
_LEAD_KEEP = words.WORDS["lead_keep"]
_TITLE_LEAD = re.compile(
    r"^(?:[一二三四五六七八九十]{1,2}是|[（(](?:以?下同)[)）]|[（(]?[一二三四五六七八九十\d]{1,3}[)）、.．](?![一二三][、和产])|[——\-•·●◆■]+|[（(]\d+[)）])\s*"
)
_YEAR_LEAD = re.compile(
    r"^(?:(?:到|至|自|从|截至)?(?:19|20)\d\d年?(?:[-—～~至](?:19|20)\d\d年?)?(?:年末|年底|末|底|全年|上半年|前(?![一二三四五六七八九十两海沿期端列]))?"
    r"|[“\"]?(?:[一二三四五六七八九]|十[一二三四五六]?)五[”\"](?:时期|期间|以来|末|规划期)?|\d{1,2}月(?:份|底|末)?|截至\d{1,2}月底?|用[一二两三四五六七八九十]{1,2}年(?:左右)?的?时间)[，,]?"
)
_CUT = words.WORDS["cut"]
_BLOCK = words.WORDS["block"]


_WHEN_END = re.compile(
    r"(?:(?:发展|增长)?(?:到|至)?(?:如今|今天)的?|(?<![\d.年])\d{1,2}年|(?:前)?[一二三四]个?季度|[上下]半年|(?:19|20)\d\d年(?:底|末|年底|年末)?|(?:到|至)?[去上]年(?:底|末|年底|年末|初)|连续[\d一二三四五六七八九十]+个?(?:年|月|季度)|(?:是|为|相当于)?[五两三十]年前的?"
    r"|(?:过去的?|近|这|最近)?(?<![十百])[两三四五六七八九]年(?:来|间)?)$"
)
# Between a subject and its figure: 首次突破万亿大关、｜, 从每立方米｜, 由年初的｜, （下同）
_BETWEEN_END = re.compile(
    r"(?:(?:首次|成功|历史性|一举|连续|接连|先后|均|再次|已|也|就|便)*(?:突破|跨过|跨越|迈上|迈过|站上|再上|登上|跨入|冲上|踏上|跃上|再破|跌破)"
    r"(?:[“\"][^”\"，。；、]{1,10}[”\"](?:台阶|大关|关口)?|[^，。；、]{0,8}(?:台阶|大关|关口|行列|门槛|俱乐部))[、]?"
    r"|(?<![自缘理服跟随听任])(?:从|由)(?![业事众属])(?:(?:19|20)\d\d年|每[^，。；、]{1,4}|[上去前当]年|[上下]半年|[一二三四]季度|年初|期初|原定(?:平均每年)?|原来|过去|[^，。；、]{0,6}(?:之初|初期|初|时|前|末|底))?的?"
    r"|(?:连续[\d两二三四五六七八九十]+年)?(?:再创新高|再创历史新高|[屡再续]创(?:历史)?新高|创(?:历史)?新高|逆势(?:上扬|增长)|止跌回[稳升]|有望|将?迈|出现[^，。；、]{2,8}|[\[［〔【]\d{1,3}[\]］〕】]|[①-⑳])"
    r"|(?:是|为|相当于)[“\"]?(?:九|十[一二三四五]?)五[”\"]?(?:时期|期间|末)?的?|[（(](?:以?下同|同口径|可比口径|可比价|现价)[^）)]{0,6}[）)]|每(?:立方米|平方米|人每[年月]))$"
)


_YEARS_END = re.compile(r"(?<![\d.])\d{1,2}$")
_WHEN_LAST = frozenset("年月度的前底末来间今天")  # the last characters of these patterns
_BETWEEN_LAST = frozenset('五期高扬长稳升望迈滑]］〕】①②③④⑤⑥⑦⑧⑨⑩从由的初时前年米月末底来去）)”、"阶关口列槛部')
_ENDS = frozenset(" \u3000\t") | _WHEN_LAST | _BETWEEN_LAST | {word[-1] for word in _TRAIL}


def strip_end(text: str, start: int, end: int) -> tuple[int, str]:
    """Cut joining verbs and adverbs off the end; returns the new end and the verb nearest to the name."""
    action = ""
    while end > start:
        last = text[end - 1]
        if last not in _ENDS and "年" not in text[max(start, end - 6) : end]:
            break
        if last in " \u3000\t":
            end -= 1
            continue
        if last in _WHEN_LAST and (when := _WHEN_END.search(text, max(start, end - 8), end)) is not None:
            end = when.start()
            continue
        if (
            last in _BETWEEN_LAST
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
            if piece[0] == "年" and (years := _YEARS_END.search(text, start, end - size)) is not None:
                end, action = years.start(), piece  # 吞吐量5年增长
                break
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
                told, action = action, piece
                if (
                    piece[0] == "年"
                    and (size > 1 or told)
                    and text[end - 1] in "一两三四五六七八九"
                    and end - start > 3
                ):
                    end -= 1  # 人口一年增加
                break
        else:
            break
    return end, action


# The first characters of all that is cut off the beginning; digits besides.
_STARTS = frozenset(' \u3000\t、，,“（()）”"用一二三四五六七八九十—-•·●◆■到至自从截') | {word[0] for word in _LEAD}


def strip_start(text: str, start: int, end: int) -> int:
    while start < end:
        if text[start] not in _STARTS and not text[start].isdecimal():
            break
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
            and (match.end() < len(head) or match.re is _YEAR_LEAD)
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
    r"未来(?:社区|农场|工厂|乡村|学校|实验室|大厦|牧场|市集|产业|科技|城(?!市))|基本(?:医疗|养老|医保|公共|农田|建设|生活|药物|保障|单元|殡葬)|[一二三]、[一二三]、?[一二三]?产|共同富裕|平均(?:预期寿命|期望寿命|受教育)|有效(?:发明|高新|注册|持证)|全国(?:重点实验室|文明|名特优新)|全程(?:网办|托管)|高效节水|所有者权益|比亚迪|向社会|科学研究|全[国省市县区]性(?!价)|各族|在[粤深川浙鲁苏皖鄂湘渝](?=两院院士|全职院士)"
)


def unclosed(text: str, at: int, end: int) -> bool:
    closing = {"“": "”", "（": "）", "(": ")"}[text[at]]
    return text.find(closing, at, end) < 0


def unclosed_quotes(text: str, start: int, at: int) -> bool:
    """True when `at` stands inside quotes or brackets opened since `start`."""
    return any(text.count(a, start, at) > text.count(b, start, at) for a, b in ("“”", "（）", "《》", "()"))


def topic(text: str, start: int, end: int, whole_end: int = 0) -> tuple[int, str]:
    """What a clause speaks of: its subject, or the object of the verb it begins with.

    `end` is the clause without its trailing verbs, `whole_end` with them: a predicate inside ends the subject.
    """
    tokens = tag(text[start : min(max(end, whole_end), start + 30)])
    while len(tokens) > 1 and (
        tokens[0][0] in _CUT or tokens[0][0] in words.STRONG_SET or tokens[0][1] in ("v", "d", "ad", "p")
    ):
        if tokens[1][0] == "、":
            break  # 制造、文旅等产业
        start += len(tokens[0][0])
        tokens = tokens[1:]
    length = min(noun_end(tokens)[0], max(end - start, 0))
    if length >= 2:
        return start, text[start : start + length]
    return start, text[start : min(end, start + 20)]


_NOT_VERBAL = frozenset(
    {"力度", "步伐", "进度", "速度", "幅度", "率", "目标", "点", "极", "预期", "区", "群", "带", "园区"}
)  # 增长速度 is a noun
_NOMINAL = words.WORDS["nominal"]
_STEADILY = frozenset(["持续", "不断", "全面", "深入", "稳步", "加快", "进一步", "逐步", "明显"])
# Adverbs that also stand before a noun: 长期国债, 公开招标项目.
_ADVERBIAL = frozenset(
    [
        "相对",
        "特",
        "慢速",
        "更新",
        "各",
        "各类",
        "各种",
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
        "自然",
        "特别",
        "永久",
        "本科",
        "高新",
        "慢行",
        "高速",
        "难点",
        "偏远",
        "特定",
        "抵边",
        "特许",
        "非公",
        "零直",
        "已批",
        "本地",
        "一流",
    ]
)
# Said of a thing they stand before, a predicate only behind it.
_ATTRIBUTIVE = words.WORDS["attributive"]
_BEING = frozenset("建售研产册管营")  # 在建, 在管: said of a thing
_BEARERS = frozenset(["企业", "公司", "项目", "机构", "家庭", "人员"])
_GIVING = frozenset({"资助", "救助", "补助", "补贴", "奖励"})  # also nouns


def noun_end(tokens: Sequence[tuple[str, str]], given: bool = False) -> tuple[int, bool]:
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
            if index == 0 and len(tokens) > 1 and word + tokens[1][0] in _ADVERBIAL:
                length += 1  # 同｜城 read as two words
                continue
            if word == "被" and index == 0 and len(tokens) > 2:
                length += 1
                continue
            if (index == 1 and length == 1 and tokens[0][0] in _OF_STATE) or (
                word in _OF_STATE and index == 0 and _stated(tokens)
            ):
                length += len(word)
                continue
            if word == "基本" and index == 0 and len(tokens) > 2 and tokens[1][1] in ("n", "vn"):
                length += len(word)
                continue
            if word == "在" and index + 1 < len(tokens) and tokens[index + 1][0] in _BEING:
                length += 1  # 重点在｜管企业
                continue
            if word == "推进" and index and tokens[index - 1][0] == "统筹" and index + 1 < len(tokens):
                length += len(word)  # 市级层面统筹｜推进重大项目
                continue
            if word in ("先行", "分类") and index == 0 and len(tokens) > 2:
                length += len(word)  # 22条先行｜先试政策, 1613个分类｜投放点
                continue
            if word == "分类" and index and tokens[index - 1][0].endswith("垃圾"):
                length += len(word)  # 10个生活垃圾分类｜示范村
                continue
            if word == "基本" and index and tokens[index - 1][0] == "的":
                length += len(word)  # 困难群众的基本｜生活保障水平
                continue
            if index and index + 2 == len(tokens) and word in _ATTRIBUTIVE and tokens[-1][0] in _BEARERS:
                length += len(word)  # 2家新三板｜挂牌企业
                continue
            if index == 0 and word in _ATTRIBUTIVE and len(tokens) > 1 and tokens[1][1][:1] in "nzk":
                length += len(word)  # 新增2家｜上市企业
                continue
            if (
                word in words.VP
                or (word in ("开展", "面向") and index and tokens[index - 1][1][:1] == "n")
                or word[:2] in ("保持", "超额")
                or (len(word) == 4 and kind in "il" and index and (word[:2] in words.VP or idle(tokens[index:])))
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
                if word == "投入" and following in ("从", "由", "占", "达", "超", "增"):
                    length += len(word)
                    continue
                if length and (
                    tokens[index - 1][0] == "与"
                    or (word == "覆盖" and tokens[index - 1][0] == "全" and following)
                    or (word == "并" and following[:1] in ("网", "入"))
                ):
                    length += len(word)
                    continue
                if _modifies(tokens, index, length):
                    length += len(word)
                    continue
                before = tokens[index - 1] if index >= 2 else ("", "")
                if (
                    word in ("为", "在", "到", "于")
                    and len(before[0]) == 2
                    and before[1] == "v"
                    and before[0] not in ("做法", "举措")
                ):
                    length -= 2  # 科学家｜增选为…, 志愿者｜奔波在…
                if word in ("在", "于", "到") and index == 1 and length == 2 and tokens[0][1] == "v":
                    length = 0  # 几千万人｜居住在条件简陋的棚户区
                if word == "并" and before[1] == "v":
                    length -= len(before[0])  # 平台｜成立并上线运营
                return length, True
            if kind in ("d", "p", "r") and index == 0 and word not in _ADVERBIAL:
                return 0, True
            if (
                given
                and length > 1
                and word in words.STRONG_SET
                and word not in _NOMINAL
                and (kind[0] == "v" or word in _GIVING)
            ):
                return length, True  # 为276名贫困家庭学生｜资助…
            if kind == "p" and word not in ("沿", "以", "依") and not _modifies(tokens, index, length):
                return length, True
        length += len(word)
    return length, False


def idle(tokens: Sequence[tuple[str, str]]) -> bool:
    """党员干部｜闻鸡起舞、日夜兼程: nothing but sayings to the end."""
    first, sort = tokens[0]
    return (
        sort == "i"
        and first[:2] not in words.VP
        and first[-2:] not in ("隐患", "治理", "工程")
        and all(word == "、" or (len(word) == 4 and kind in "il") for word, kind in tokens)
    )


_OF_STATE = frozenset("已未拟待")


def _stated(tokens: Sequence[tuple[str, str]]) -> bool:
    """147条已治理黑臭水体｜保持不黑不臭: what was done to a thing that then does something itself."""
    rest = tokens[1:7]
    return (
        len(rest) > 2
        and rest[0][1][:1] == "v"
        and len(rest[0][0]) == 2
        and rest[1][1][:1] in "na"
        and any(word in words.VP and kind[:1] in "vd" for word, kind in rest[2:])
    )


_TOGETHER = words.WORDS["together"]
_STRETCH = ("段", "线", "路", "高速", "高铁", "铁路", "公路", "城际", "管线")


def _modifies(tokens: Sequence[tuple[str, str]], index: int, length: int) -> bool:
    """True for a verb or preposition that belongs to the noun after it: 地方实施的审批事项, 研发与转化平台, 甲至乙段."""
    word = tokens[index][0]
    rest = tokens[index + 1 :]
    if not length or not rest:
        return False
    if rest[0][0] == "的" and len(word) == 2:
        return len(rest) > 1 and rest[1][1][:1] in "nvbja"
    if word == "与":
        return tokens[index - 1][1][:1] in ("n", "v", "j", "a") and not any(
            following in _TOGETHER for following, _ in rest
        )
    return word == "至" and any(following.endswith(_STRETCH) for following, _ in rest[:4])


_VP_CLEAN = re.compile(
    r"^(?:并确保|并(?![网入购联])|不断|持续|纷纷|扎实|深入|进一步|全部|均|都|已经|已|也|将|正式|正在|正(?!式|在|常|规)|得到|顺利|成功|全面|基本|如期|按期|有效|彻底|正式|正在|相继|陆续|先后|分别|稳步|加快|有序|提前|共|累计|进行|了)+(?=[一-龥])"
)


_TONE_TAIL = frozenset(["巩固", "推进", "提升", "增强", "显现", "铺开", "深化", "完善", "展开"])


def clean_vp(rest: str) -> str:
    tail = _VP_CLEAN.sub("", rest)
    if tail != rest and tail in _TONE_TAIL:
        return ""  # 成果｜不断巩固
    return re.sub(r"(?:了|共|累计|合计|总计|达|、|和|以及|完成)+$", "", tail) if len(tail) > 2 else tail


def overlapped(first: str, second: str) -> str:
    """Two pieces of a name put together, what both hold said once: 企业技术改造, 技术改造示范项目."""
    for size in range(min(6, len(first), len(second)), 1, -1):
        if first[-size:] == second[:size]:
            return first + second[size:]
    return first + second
