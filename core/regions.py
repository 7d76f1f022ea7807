"""Administrative divisions of China: codes of GB/T 2260 with the years in which each name was in force.

Source: resources/regions (see its README). Loaded at first use, in about 15 ms. A code is six digits: two of the
province, two of the prefecture, two of the county.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from core.paths import resource

NATION = "全国"
LEVELS = ("nation", "province", "prefecture", "county", "township")
IN_FORCE = 9999

# 华侨 and the like aside, the names of autonomous divisions end in the names of their peoples.
_PEOPLES = (
    "蒙古族|回族|藏族|维吾尔|苗族|彝族|壮族|布依族|朝鲜族|满族|侗族|瑶族|白族|土家族|哈尼族|哈萨克|傣族|黎族|傈僳族|佤族|畲族|"
    "高山族|拉祜族|水族|东乡族|纳西族|景颇族|柯尔克孜|土族|达斡尔族|仫佬族|羌族|布朗族|撒拉族|毛南族|仡佬族|锡伯|阿昌族|普米族|"
    "塔吉克|怒族|乌孜别克|俄罗斯族|鄂温克族|德昂族|保安族|裕固族|独龙族|鄂伦春|赫哲族|门巴族|珞巴族|基诺族|蒙古|各族|哈萨克族"
)
_SUFFIX = re.compile(
    rf"(?:(?:{_PEOPLES})*(?:自治区|自治州|自治县|自治旗)|特别行政区|联合旗|林区|矿区|新区|特区|地区|省|市|县|区|旗|盟|州)$"
)


class Division(NamedTuple):
    """A code with one of its names and the years, inclusive, in which the two belonged together."""

    code: str
    name: str
    first: int
    last: int

    @property
    def level(self) -> str:
        """province, prefecture or county; an area without code of its own counts as county."""
        if self.code.endswith("0000"):
            return "province"
        return "prefecture" if self.code.endswith("00") else "county"

    def valid(self, year: int | None, slack: int = 0) -> bool:
        """True when the name was in force in the year, give or take `slack` years; always for an unknown year."""
        return year is None or self.first - slack <= year <= self.last + slack


@dataclass(frozen=True, slots=True)
class Table:
    """All spells, by code, by full name, and by the name without its last part (北镇 for 北镇市)."""

    by_code: dict[str, list[Division]] = field(default_factory=lambda: defaultdict(list))
    by_name: dict[str, list[Division]] = field(default_factory=lambda: defaultdict(list))
    by_short: dict[str, list[Division]] = field(default_factory=lambda: defaultdict(list))


@cache
def table() -> Table:
    """The table, read once in a process."""
    found = Table()
    for line in resource("regions", "divisions.tsv").read_text(encoding="utf-8").splitlines():
        code, name, first, last = line.split("\t")
        division = Division(code, name, int(first), int(last))
        found.by_code[code].append(division)
        found.by_name[name].append(division)
        if (bare := short(name)) != name:
            found.by_short[bare].append(division)
    return found


@dataclass(frozen=True, slots=True)
class Zone:
    """A new area run like a county without a code of its own; `code` is that of the district that followed it."""

    name: str
    parent: str
    code: str
    first: int
    last: int


@cache
def zones() -> dict[str, Zone]:
    """Zones by name."""
    found = {}
    for line in resource("regions", "zones.tsv").read_text(encoding="utf-8").splitlines():
        name, parent, code, first, last = line.split("\t")
        found[name] = Zone(name, parent, code, int(first), int(last))
    return found


@cache
def common() -> dict[str, float]:
    """Short names that reports use as words or mention from afar (平安, 北京): share of other reports with it."""
    found = {}
    for line in resource("regions", "common.tsv").read_text(encoding="utf-8").splitlines():
        name, share = line.split("\t")
        found[name] = float(share)
    return found


@cache
def short(name: str) -> str:
    """北镇市 → 北镇, 恩施土家族苗族自治州 → 恩施, 易县 → 易县 (one character is no name)."""
    bare = _SUFFIX.sub("", name)
    return bare if len(bare) > 1 else name


def parents(code: str) -> tuple[str, ...]:
    """The codes above, outermost first: 210782 → 210000, 210700. 429006 stands directly under its province."""
    province, prefecture = code[:2] + "0000", code[:4] + "00"
    if code == province:
        return ()
    if code == prefecture or prefecture not in table().by_code:
        return (province,)
    return (province, prefecture)


def named(code: str, year: int | None = None) -> Division | None:
    """The division with the code, under the name of the year (the latest where the year is unknown or off)."""
    spells = table().by_code.get(code)
    if not spells:
        return None
    if year is not None:
        for spell in reversed(spells):
            if spell.valid(year):
                return spell
        return min(spells, key=lambda s: min(abs(s.first - year), abs(s.last - year)))
    return max(spells, key=lambda s: s.last)


def path(division: Division, year: int | None = None) -> str:
    """The names from the province down, joined by "/": 辽宁省/锦州市/北镇市."""
    above = (named(code, year) for code in parents(division.code))
    return "/".join([*(d.name for d in above if d is not None), division.name])


class Mention(NamedTuple):
    """Divisions that a stretch of text may name, and where it stands; `full` when written with its last part."""

    start: int
    end: int
    divisions: tuple[Division, ...]
    full: bool


LONGEST = 15  # characters of the longest name (双江拉祜族佤族布朗族傣族自治县)


def mentions(words: str, year: int | None = None, *, shorts: bool = True) -> Iterator[Mention]:
    """The divisions named in a short text, longest first from left to right, so that 米易县 holds no 易县.

    Divisions not in force in the year, give or take two years, are left out where one in force has the name.
    """
    names = table()
    at = 0
    while at < len(words):
        for size in range(min(LONGEST, len(words) - at), 1, -1):
            name = words[at : at + size]
            full = name in names.by_name
            if full or (shorts and name in names.by_short):
                spells = names.by_name[name] if full else names.by_short[name]
                fit = [d for d in spells if d.valid(year)] or [d for d in spells if d.valid(year, 2)] or spells
                yield Mention(at, at + size, tuple(fit), full)
                at += size
                break
        else:
            at += 1


def chains(words: str, year: int | None = None) -> list[tuple[Division, ...]]:
    """Ways to read a compound name such as 锦州市凌河区, most specific last in each, best reading first.

    Names that do not lie in one another start anew; the last stretch counts.
    """
    best: list[tuple[Division, ...]] = []
    for mention in mentions(words, year):
        longer = [
            (*chain, division)
            for chain in best
            for division in mention.divisions
            if chain[-1].code in parents(division.code)
        ]
        if longer:
            best = longer
        elif mention.full or not best:
            best = [(division,) for division in mention.divisions]
    return best
