"""Who reports, where and when: region, year, date, session, speaker and title, each with how it was found.

The text is asked first (title line, opening, the rest), the file's name after it. Where they disagree the text wins
with less confidence, and the other reading is kept among the choices.
"""

from __future__ import annotations

import re

from core import locating, regions
from core.documents import Finding, Metadata, Part, Structure
from core.structure import years

HEAD = years.HEAD

_N = "[一二三四五六七八九十百0-9]"
_SESSION = re.compile(
    rf"第?\s?(?P<term>{_N}{{1,4}})\s?届\s*(?P<body>[\u4e00-\u9fff]{{0,8}}?人\s*民\s*代\s*表\s*大\s*会|全国人大|人代会|人大)"
    rf"\s*(?:常务委员会|常委会)?\s*第?\s?(?P<meeting>{_N}{{1,3}})\s?次\s*(?:全体)?\s*会\s*议"
)
_OFFICE = (
    r"(?:代理?)?(?:省长|市长|县长|区长|州长|盟长|旗长|镇长|乡长|总理|政府主席|自治区主席|区主席"
    r"|党工委书记|管委会主任|管理委员会主任|主任|专员)"
)
_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田"
    "任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦"
    "季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐沿梅莫庄辛管祝左涂谷祁时舒耿牟卜路詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍"
    "位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强柴华车冉房边辜吉饶刁瞿戚丘古米池滕晋苑邬臧畅宫来嵺苟全褚廉简娄盖符奚木穆党燕"
    "郎邸冀谈姬屠连郜晏栾郁商蒙计喻揭窦迟宇敖糜鄢冷卓花仇艾蓝都巩稽井练仲乐虞卞封竺冼原官衣楚佟巴布才多格扎嘎其索旦益阿热"
    "萨海那乌图努买艾肖闫付帅应战和相锁初承明智危由佘麦区撒智国代尚伏桑占水"
)
_CJK = r"[\u4e00-\u9fff]"
_BLANK = r"[^\S\r\n]"  # printed heads use blanks of every width
_NAME = rf"(?:[{_SURNAMES}]{_CJK}{{1,2}}|[{_SURNAMES}]{_BLANK}{{1,4}}{_CJK}{{1,2}}|{_CJK}{{2,5}}[·•]{_CJK}{{2,6}})"
_SPEAKER = re.compile(
    rf"{_OFFICE}[、\u4e00-\u9fff]{{0,12}}?(?:{_BLANK}|[:：])*\n?{_BLANK}*(?P<name>{_NAME})"
    r"(?=\s|各位|同志|[（(]|[，,。]|在|所?作|代表|向|\Z)"
)
# After an office and a blank any short word that fills the rest of the line is a name (旗长 色音图).
_SPEAKER_LINE = re.compile(
    rf"{_OFFICE}(?:{_BLANK}|[:：])+(?P<name>{_CJK}{{2,4}}|{_CJK}{_BLANK}{{1,3}}{_CJK}){_BLANK}*$", re.MULTILINE
)
_LONE_NAME = re.compile(
    rf"(?:^|(?<=[会议上）)\n])\s*)[（(]?(?P<name>{_NAME})[)）]?\s*(?=\n|各位代表|\s各位代表)", re.MULTILINE
)
_NOT_A_NAME = re.compile(
    r"[市县区省年月日]|工作|报告|政府|代表|会议|大会|人民|新闻|网站|来源|字体|时间|全屏|加大|还原|减小|默认|打印|收藏|分享|关闭"
    r"|日报|下载|各位|同志|全文|现在|阳光"
)
_TITLE = re.compile(r"[^\n。，！!]{0,40}工\s?作\s?报\s?告(?:\s?[（(][^\n）)]{0,40}[）)])?")
_NOISE = re.compile(r"点击|查阅|更多|解读|当前位置|首页|来源|现在|代表|审议|关于|听取|浏览|[>》|]|一图")


def metadata(text: str, structure: Structure, name: str = "") -> Metadata:
    """What the text and the file's name tell; `structure` is that of the text."""
    stem = re.sub(r"\.[A-Za-z0-9]{1,5}$", "", name)
    findings: dict[str, Finding] = {}
    year, date = _year(text, stem, findings)
    located = locating.locate(text, stem, year)
    findings["region"] = located.finding
    head = text[: _head(text, structure)]
    session = _session(head, text, stem, findings)
    speaker = _speaker(head, stem, findings)
    title = _title(head, located.path.rsplit("/", 1)[-1], year, findings)
    return Metadata(
        title=title,
        region=located.path,
        region_code=located.code,
        level=located.level,
        year=year,
        date=date,
        session=session,
        speaker=speaker,
        findings=findings,
    )


def _head(text: str, structure: Structure) -> int:
    """Where the lines of title, date and speaker end: at the salutation, else with the opening."""
    salutation = re.search(r"各位代表|同志们|我代表", text[:HEAD])
    if salutation is not None:
        return salutation.start()
    first = structure.sections[0] if structure.sections else None
    return min(first.end, 300) if first is not None and first.part is Part.OPENING else 0


def _year(text: str, stem: str, findings: dict[str, Finding]) -> tuple[int | None, str]:
    found = years.evidence(text)
    hint = _year_of_name(stem)
    year, source, confidence = found.year, found.source, found.confidence
    choices = [*map(str, found.choices)]
    if hint is not None:
        if year is None or (hint != year and confidence <= 0.55):
            year, source, confidence = hint, "file name", 0.7
        elif hint == year:
            confidence = max(confidence, 0.97)
        else:
            confidence = min(confidence, 0.6)
        if str(hint) not in choices:
            choices.append(str(hint))
    if year is not None:
        findings["year"] = Finding(source, confidence, tuple(choices))
    date, together = years.given(text)
    if date and (together or year is None or abs(int(date[:4]) - year) <= 1):
        findings["date"] = Finding("opening", 0.97 if together else 0.7)
        return year, date
    return year, ""


def _year_of_name(stem: str) -> int | None:
    # The last one: 2021年…报告_2021, 福田区政府工作报告（2017）_2017.
    found = re.findall(r"(?<!\d)(?:19[5-9]\d|20\d\d)(?!\d)", stem)
    return int(found[-1]) if found else None


def _session(head: str, text: str, stem: str, findings: dict[str, Finding]) -> str:
    for words, source, confidence in ((head, "opening", 0.97), (stem, "file name", 0.9)):
        for match in _SESSION.finditer(words):
            findings["session"] = Finding(source, confidence)
            return _session_name(match)
    # 完成市六届人大二次会议确定的任务: that was the meeting before; only a hint.
    if (before := _session_after(text, len(head))) is not None and before["meeting"] in _NEXT:
        likely = f"第{_in_chinese(before['term'])}届人民代表大会第{_NEXT[before['meeting']]}次会议"
        findings["session"] = Finding("text", 0.2, (likely,))
    return ""


def _session_after(text: str, start: int) -> re.Match[str] | None:
    """The first session named behind `start`; 届 is rare, so it is looked for first, then what leads up to it."""
    at = text.find("届", start)
    while at >= 0:
        for begin in range(max(start, at - _LEADING), at):
            if (match := _SESSION.match(text, begin)) is not None:
                return match
        at = text.find("届", at + 1)
    return None


_LEADING = 7  # characters before 届 at most: 第, a blank, four numerals, a blank
_NEXT = dict(zip("一二三四五六七八九", "二三四五六七八九十", strict=True))


def _session_name(match: re.Match[str]) -> str:
    body = re.sub(r"\s", "", match["body"])
    body = "全国人民代表大会" if body.startswith("全国") else "人民代表大会"
    return f"第{_in_chinese(match['term'])}届{body}第{_in_chinese(match['meeting'])}次会议"


def _in_chinese(numeral: str) -> str:
    if not numeral.isdecimal():
        return numeral
    tens, ones = divmod(int(numeral), 10)
    digits = " 一二三四五六七八九"
    return ((digits[tens] if tens > 1 else "") + "十" if tens else "") + (digits[ones] if ones else "")


def _speaker(head: str, stem: str, findings: dict[str, Finding]) -> str:
    for words, pattern, source, confidence in (
        (head, _SPEAKER, "opening", 0.95),
        (head, _SPEAKER_LINE, "opening", 0.9),
        (stem, _SPEAKER, "file name", 0.85),
        (head, _LONE_NAME, "opening", 0.75),
    ):
        for match in pattern.finditer(words):
            name = re.sub(r"\s", "", match["name"])
            if not _NOT_A_NAME.search(name) and len(name) > 1:
                findings["speaker"] = Finding(source, confidence)
                return name
    return ""


def _title(head: str, region: str, year: int | None, findings: dict[str, Finding]) -> str:
    stated = ""
    for match in _TITLE.finditer(head):
        line = re.sub(r"\s+", "", match.group()).lstrip("—-─·•")
        if _NOISE.search(line):
            continue
        if re.search(r"\d{4}|[市县区省旗州盟]", line):
            findings["title"] = Finding("title", 0.95)
            return line
        stated = stated or line
    if not region and year is None:
        if stated:
            findings["title"] = Finding("title", 0.9)
        return stated
    findings["title"] = Finding("title" if stated else "sections", 0.6)
    kind = stated if stated.endswith("工作报告") else "工作报告" if region in regions.zones() else "政府工作报告"
    if region == regions.NATION:
        region = "国务院"
    return f"{region}{year}年{kind}" if year is not None else f"{region}{kind}"


def parts(structure: Structure, text: str) -> list[tuple[Part, str, int, int, int | None, int | None]]:
    """The parts of the first level: part, heading, start, end, first and last year."""
    return [
        (s.part, s.title.of(text), s.start, s.end, s.period_start, s.period_end)
        for s in structure.sections
        if s.level == 1
    ]
