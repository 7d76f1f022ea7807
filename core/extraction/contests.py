"""Places in a contest or on a list of the best (位列2023数字百强市第46位): the contest is what is ranked in, a city whose
report it is adds nothing to the name."""

from __future__ import annotations

import re

from core.extraction import words
from core.extraction.phrases import tag
from core.extraction.sentences import Name, Sentence

_SORT = "测评|考核|评估|评价|考评|竞赛|比赛|大赛|评比|评选|排名|调查|榜单?|指数|排行"
_IN = re.compile(
    rf"在((?:[^，；。、在“”]{{2,24}}?(?:{_SORT}))|[^，；。、在“”]{{0,6}}“[^”]{{4,30}}”(?:[^，；。、在“”]{{0,8}}(?:{_SORT}))?)(?:中|里|上)"
    r"(?:连续\d+年)?[^，；。、\d]{0,8}(?:，(?:连续\d+年)?[^，；。、\d]{0,8}|[^，；。、\d]{0,16})$"
)
_ON = re.compile(
    r"(?:位列|位居|名列|入选|入围|跻身|荣膺|荣登|登上|列|居)(?:(?:19|20)\d\d年?度?)?([^，；。、在]{2,20}(?:百强[市县区镇]?(?:城市)?|千强[镇]?|\d强|强[市区县镇]|榜单?|指数|排行榜|[国最]\S{1,8}城市))(?:排名)?(?:东北|东部|中部|西部|全国)?(?:的?第)?$"
)
_YEAR = re.compile(r"(?:19|20)\d\d年?度?")
_OURS = re.compile("(?:我|本|全)?[国省市区县州旗盟]|排名|位次|.{2,3}[市区县镇州]")


_LED = re.compile("中(?:位列|位居|名列|排名)?$")
_PARTS = ("园区", "开发区", "经开区", "高新区", "新区")

# 位列2023数字百强市｜第46位, 荣膺2023中国宜居城市东北｜第一名
_LISTED = re.compile(
    "(?:位列|位居|跃居|居|列|荣膺|荣获|获评|跻身|名列|入围|蝉联|进入|升至)(?:为|于)?[“《]?"
    "([^，；。、“”《》居列]{2,22}?(?:强|佳|榜|指数|评价|评估|竞争力|宜居|魅力|活力|试点|示范)[^，；。、“”《》]{0,8})[”》]?(?:中|排名)?$"
)
# 在全市市容环境综合考核中名列｜第二, 在“中国地级市品牌评价综合影响力指数”中脱颖而出，居全国｜第35位
_WON_IN = re.compile(
    "在([^，；。、在“]{2,16}(?:测评|考核|评估|评价|考评|竞赛|比赛|大赛|评比)|[^，；。、在“]{0,6}“[^”，；。]{4,24}”[^，；。、“]{0,6}?)(?:中|里)"
)
_OF_WHOM = re.compile("(全[国省市区县州]|省会及副省级城市|副省级城市|省会城市|世界|珠三角)[^，；。、]{0,6}$")
_NOBODY = frozenset(["", "我", "我市", "我区", "我县", "我省", "全市", "全区", "全县"])


def contested(sentence: Sentence, i: int, name: Name) -> Name:
    """绵阳位列2023数字百强市｜第46位: 数字百强市; 宝安在全市市容环境综合考核中居｜第二: 全市市容环境综合考核."""
    if (named := _named(sentence, i, name)) is not None:
        sentence.also.pop(i, None)
        return named
    q = sentence.quantities[i]
    text = sentence.text
    begin = max(sentence.start, q.start - 60)
    on = _ON.search(text, sentence.clause_start(q.start), q.start)
    match = on or _IN.search(text, begin, q.start)
    if match is None:
        return name
    contest = _YEAR.sub("", match.group(1), count=1)
    if contest[0] == "“" and contest[-1] == "”":
        contest = contest[1:-1]
    start = sentence.clause_start(match.start())
    subject = text[start : match.start()].strip()
    if (
        on is None
        and not _plain(name.name)
        and _LED.search(name.name) is None
        and name.name not in contest
        and match.group(1) not in name.name
    ):
        return name  # 在全省测评中，群众满意率居｜第一
    if subject and not _plain(subject):
        return name
    return Name(contest, match.start(1), match.end(1), "", "left", contest)


def _plain(subject: str) -> bool:
    """True for the place that the report is about, or for nothing said at all."""
    if not subject or (_OURS.fullmatch(subject) is not None and not subject.endswith(_PARTS)):
        return True
    tokens = tag(subject)
    return (
        len(subject) <= 5
        and not subject.endswith(_PARTS)
        and all(kind == "ns" or kind in ("d", "v") for _, kind in tokens)
    )


def _named(sentence: Sentence, i: int, name: Name) -> Name | None:
    """The rank's name where a list or contest stands straight before it and nothing was measured: 数字百强市排名."""
    text, q = sentence.text, sentence.quantities[i]
    start = sentence.clause_start(q.start)
    if (listed := _LISTED.search(text, start, q.start)) is not None:
        of = _YEAR.sub("", listed.group(1), count=1)
        if name.name and of.endswith(("评估", "评价")) and _is_place(name.name):
            return None  # 湘阴居全省县域金融生态评估首位: whose it is stays
        if listed.group(1) in name.name:
            subject = name.name[: name.name.find(listed.group()[:2])]
            whose = "" if _is_place(subject) else subject
        elif _is_place(name.name) or _from_elsewhere(sentence, i, name):
            whose = name.name if name.rule == "shared" else ""
        else:
            return None
        return Name(whose + of, -1, -1, name.action, name.rule, whose + of)
    if name.name:
        return None
    won = _WON_IN.search(text, sentence.clause_start(max(sentence.start, start - 1)), q.start)
    if won is None or any(won.end() <= other.start < q.start for other in sentence.quantities[:i]):
        return None
    wide = _OF_WHOM.search(text, won.end(), q.start)
    among = wide.group(1) if wide is not None and not won.group(1).startswith(wide.group(1)) else ""
    return Name(won.group(1) + among + "位次", -1, -1, name.action, name.rule, won.group(1))


def _is_place(name: str) -> bool:
    """True for nothing and for a place, which can win but is not measured: 绵阳位列…."""
    return name in _NOBODY or (len(name) <= 4 and all(kind == "ns" for _, kind in tag(name)))


def _from_elsewhere(sentence: Sentence, i: int, name: Name) -> bool:
    """True for a name carried here from figures that this place is not about."""
    if name.rule not in ("carried", "before", "none") or not i:
        return False
    between = sentence.text[sentence.quantities[i - 1].end : sentence.quantities[i].start]
    if any(mark in between for mark in "；;"):
        return True
    measured = name.name in sentence.indicators or words.MEASURE_TAIL.search(name.name) is not None
    return between.count("，") > 1 or ("，" in between and not measured)
