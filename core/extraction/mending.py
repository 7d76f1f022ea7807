"""The last touch to a name: no joining word in front, no half of brackets, nothing that goes without saying."""

from __future__ import annotations

import re

_PAIRS = (("“", "”"), ("（", "）"), ("《", "》"), ("(", ")"))
_MARKS = frozenset(mark for pair in _PAIRS for mark in pair)
# 和美乡村, 和林格尔, 等外公路: the first character belongs to a word; 与…合作的: says with whom
_LINK_LED = re.compile(
    "(?:和(?![平谐睦解时格会美田县龙静林硕政顺善布])|及(?![时格第])|等(?![级离待效值外])|的(?!士))(?=..)"
)


# 以芯片、终端为代表的｜产业集群
_SUCH_AS = re.compile("为?(?:代表|主|主体|重点|核心|龙头|支撑|引领|骨干|主导|特色|载体|抓手|依托)的(?=..)")
_OWN_PLACE = re.compile("(?:我[国省市区县州旗]|本[省市区县州旗](?!生产总值))(?:现有|现|有)?(?=..)|现有(?=...)")
_BUILDING = frozenset({"新建", "新增", "改造", "扩建", "改建", "续建", "开工", "建成", "更新"})


def mended(name: str, before: str = "") -> str:
    """A name without a joining word in front and without half a pair of quotes or brackets.

    `before`: what stands in front of it; a verb there belongs to it too (新建｜和改扩建学校). An aside that is not
    closed goes (危旧桥梁（含渡改桥); of quotes only the mark goes.
    """
    if "的" in name[1:6] and (such := _SUCH_AS.match(name)) is not None:
        name = name[such.end() :]
    if "分别" in name:
        name = name.replace("分别", "")
    if name[:1] in ("我", "本", "现") and (own := _OWN_PLACE.match(name)) is not None:
        name = name[own.end() :]
    if name[:1] in ("和", "及", "等", "的") and (led := _LINK_LED.match(name)) is not None:
        name = before[-2:] + name if name[0] in "和及" and before[-2:] in _BUILDING else name[led.end() :]
    if _MARKS.isdisjoint(name):
        return name
    for opening, closing in _PAIRS:
        if name.count(opening) == name.count(closing):
            continue
        if name.count(opening) > name.count(closing):
            at = name.rfind(opening)
            name = name[:at] if opening in "（(" and at > 2 else name[:at] + name[at + 1 :]
        else:
            at = name.find(closing)
            name = name[at + 1 :] if closing in "）)" and len(name) - at > 2 else name[:at] + name[at + 1 :]
    return name
