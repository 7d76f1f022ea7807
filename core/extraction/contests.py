"""Places in a contest or on a list of the best (位列2023数字百强市第46位): the contest is what is ranked in, a city whose
report it is adds nothing to the name."""

from __future__ import annotations

import re

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


def contested(sentence: Sentence, i: int, name: Name) -> Name:
    """绵阳位列2023数字百强市｜第46位: 数字百强市; 宝安在全市市容环境综合考核中居｜第二: 全市市容环境综合考核."""
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
