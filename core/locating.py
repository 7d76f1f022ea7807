"""Which division a report speaks for: from its title, its opening, its file's name, and what it mentions most.

Each kind of evidence gives its own list of candidates; they are added up, so that 朝阳区人民政府 in the opening and
the many mentions of 长春 in the rest together give 吉林省/长春市/朝阳区.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from functools import cache
from typing import NamedTuple

from core import regions
from core.documents import Finding
from core.regions import NATION
from core.structure.years import HEAD

SAMPLE = 12000  # characters in which mentions are counted; a report names its place throughout

_CJK = r"\u4e00-\u9fff"
_AT_MEETING = re.compile(
    rf"在(?P<region>[{_CJK}]{{1,24}}?)第?\s?[一二三四五六七八九十百0-9]+\s?届\s*(?P<nation>全国)?[{_CJK}]{{0,8}}?(?:人\s*民\s*代\s*表|人大)"
)
_FOR = re.compile(
    rf"代表(?!大会)(?P<region>[{_CJK}]{{0,20}}?)(?:第?[一二三四五六七八九十]+届)?(?:党工委、?)?"
    r"(?:人\s*民\s*政\s*府|政府|管委会|管理委员会|国务院)"
)
_TITLE = re.compile(
    rf"(?P<region>[{_CJK}]{{2,24}}?)(?:(?:19|20)\d\d年?(?:度)?|人民)*(?:管委会|管理委员会)?(?:政府)?\s?工\s?作\s?报\s?告"
)
_OFFICE = re.compile(
    rf"(?P<region>[{_CJK}]{{1,24}}?)(?:人民政府|管委会)?(?:代理?)?(?:省长|市长|县长|区长|州长|盟长|旗长)"
)
# Words by which a report calls its own level: 市人大、市政协, 我市, 全市; but 居全省第一, 全市首个 are said of others.
_KIND = re.compile(
    r"(?P<body>省|自治区|市|县|区|州|旗|盟)(?:人大|政协)(?![代委])|我(?P<my>省|市|县|区|州|旗|盟)"
    r"|新(?P<zone>区)(?:党工委|管委会|人大|上下)"
    r"|(?<![居占列在获为于入])全(?P<all>省|市|县|区|州|旗|盟)(?![首第前最唯领先平排率各试示优十通推一范])"
)
_KIND_WEIGHTS = {"body": 3, "zone": 3, "my": 2, "all": 1}
# Reports speak of those above them far more than of those below.
_LEVEL_WEIGHTS = {"省": 0.5, "自治区": 0.5, "市": 2.0, "州": 2.0, "盟": 2.0, "县": 4.0, "区": 4.0, "旗": 4.0}
_OF_REGION = re.compile(r"自治区(?:党委|人大|政协|政府|人民政府)")
_OF_DISTRICT = re.compile(r"(?<!自治)区(?:委|人大|政协|政府)")
_OUR_COUNTRY = re.compile(r"我国|各地区各部门|各地区、各部门")
_CODE = re.compile(r"(?<!\d)[1-6]\d{5}(?!\d)")
_TOWN = re.compile(rf"[{_CJK}]{{1,6}}(?:镇|乡|苏木|街道)")
_GENERIC = {"新区", "城区", "郊区", "矿区", "市区", "郊县"}


class Located(NamedTuple):
    """The division, its level and path, and how it was found."""

    path: str
    code: str
    level: str
    finding: Finding


NOWHERE = Located("", "", "", Finding("", 0.0))


class _Candidate(NamedTuple):
    code: str
    name: str  # of a zone without a code of its own; else empty


def locate(text: str, stem: str, year: int | None) -> Located:
    """The division that reports; `stem` is the file's name without its ending, `year` the report's year."""
    head = text[:HEAD]
    salutation = head.find("各位代表")
    opening = head[: salutation + 400] if salutation >= 0 else head[:600]
    title = head[:salutation] if salutation >= 0 else head[:300]
    if (found := _nation(opening, title, stem)) is not None:
        return found
    squeezed = re.sub(r"\s", "", title)
    if (found := _town(squeezed, year)) is not None:
        return found
    votes: dict[_Candidate, float] = defaultdict(float)
    sources: dict[_Candidate, str] = {}

    def vote(words: str, weight: float, source: str) -> None:
        for candidate, share in _read(words, year).items():
            votes[candidate] += weight * share
            sources.setdefault(candidate, source)

    kind = ""
    for match in _AT_MEETING.finditer(squeezed):
        vote(match["region"], 5, "opening")
    if (said := _FOR.search(opening)) is not None:
        vote(said["region"], 4, "opening")
        kind = said["region"][-1:]
    for match in _TITLE.finditer(squeezed):
        vote(match["region"], 4, "title")
    for match in _OFFICE.finditer(squeezed):
        vote(match["region"], 3, "title")
    stated = bool(votes)
    # A full name in the file's name weighs as much as one in the title, a short one (恩施) may be city or prefecture.
    whole = any(m.full for m in regions.mentions(stem, year)) or any(name in stem for name in regions.zones())
    vote(stem, 1.5 if stated else 4 if whole else 3, "file name")
    kind = kind or _kind(text[:SAMPLE])
    if kind == "国" and not votes:
        return Located(NATION, "", "nation", Finding("text", 0.8, (NATION,)))
    sure = stated and max(votes.values()) >= 4 and _decided(votes)
    if not sure:
        for candidate, weight in _mentioned(text[:SAMPLE], kind, year).items():
            votes[candidate] += weight
            sources.setdefault(candidate, "text")
    return _result(votes, sources, kind, year, text[:SAMPLE])


def _kind(text: str) -> str:
    """The last character of the reporting division's name, by the words it uses for itself; empty for none."""
    counts: dict[str, float] = defaultdict(float)
    # In an autonomous region 全区 is said of it, but in the report of a district there it is said of the district.
    autonomous = len(_OF_REGION.findall(text)) > len(_OF_DISTRICT.findall(text))
    for match in _KIND.finditer(text):
        group = match.lastgroup or "all"
        word = match[group]
        if word == "区" and autonomous and group != "zone":
            word = "自治区"
        counts[word] += _KIND_WEIGHTS[group] * _LEVEL_WEIGHTS[word]
    kind = max(counts, key=lambda word: counts[word], default="")
    if len(_OUR_COUNTRY.findall(text)) > max(4.0, counts[kind]):
        return "国"
    return kind


def _nation(opening: str, title: str, stem: str) -> Located | None:
    if re.search(r"代表国务院", opening) or re.search(r"届全国人民代表大会|国务院总理", title):
        return Located(NATION, "", "nation", Finding("opening", 0.99))
    if re.search(r"^全国(?:[_\d\s政人]|$)|国务院", stem):
        return Located(NATION, "", "nation", Finding("file name", 0.9))
    return None


def _town(title: str, year: int | None) -> Located | None:
    """A township, which has no code of its own in GB/T 2260: 北镇市沟帮子镇第十八届人民代表大会."""
    for match in (*_AT_MEETING.finditer(title), *_TITLE.finditer(title)):
        words = match["region"]
        above = [m for m in regions.mentions(words, year, shorts=False) if m.end < len(words)]
        town = words[above[-1].end :] if above else words
        if _TOWN.fullmatch(town) and words not in regions.table().by_name:
            chain = regions.chains(words[: above[-1].end], year) if above else []
            path = f"{regions.path(chain[0][-1], year)}/{town}" if chain else town
            return Located(path, "", "township", Finding("title", 0.9 if len(chain) == 1 else 0.5, (path,)))
    return None


def _decided(votes: dict[_Candidate, float]) -> bool:
    ranked = sorted(votes.values(), reverse=True)
    return len(ranked) == 1 or ranked[0] >= 1.5 * ranked[1]


def _read(words: str, year: int | None) -> dict[_Candidate, float]:
    """Candidates in a short stretch such as 深圳市罗湖区 or 440303, each with its share."""
    if (code := _CODE.search(words)) is not None and code.group() in regions.table().by_code:
        return {_Candidate(code.group(), ""): 1.0}
    for name, zone in regions.zones().items():
        if name in words and zone.first - 1 <= (year or zone.first) <= zone.last + 1:
            return {_Candidate(zone.code, name): 1.0}
    chains = regions.chains(words, year)
    if not chains:
        return {}
    found: dict[_Candidate, float] = {}
    for chain in chains:
        if len(chain) == 1 and chain[0].name in _GENERIC:
            continue
        found[_Candidate(chain[-1].code, "")] = 1.0 / len(chains)
    return found


def _fits(name: str, kind: str) -> bool:
    return (
        not kind
        or name.endswith(kind)
        or (kind == "区" and name.endswith("自治区"))
        or (kind == "市" and name in _CITIES)
    )


@cache
def _zones() -> tuple[tuple[regions.Zone, str], ...]:
    """The development zones with their short names."""
    return tuple((zone, regions.short(zone.name)) for zone in regions.zones().values())


_CITIES = ("北京市", "天津市", "上海市", "重庆市")


def _mentioned(text: str, kind: str, year: int | None) -> dict[_Candidate, float]:
    """Candidates by how often the text names them, whole or short, against how common the name is elsewhere."""
    prefixes, likely = _prefixes()
    pairs = Counter(likely.findall(text))
    table, common = regions.table(), regions.common()
    scores: dict[_Candidate, float] = defaultdict(float)
    for pair in filter(prefixes.__contains__, pairs):
        if pairs[pair] < 2:
            continue
        for name in prefixes[pair]:
            times = text.count(name) if len(name) > 2 or name[0] == name[-1] else pairs[pair]
            if times < 2:
                continue
            share = common.get(name, 0.0)
            weight = math.log1p(times) * (1 - share) + max(0.0, times - 60 * share) / 8
            for division in table.by_short.get(name, ()) or table.by_name.get(name, ()):
                if division.name not in _GENERIC and division.valid(year, 1):
                    whole = text.count(division.name)
                    fit = 1.0 if _fits(division.name, kind) else 0.25
                    scores[_Candidate(division.code, "")] += fit * (weight + 0.5 * math.log1p(whole))
    for zone, bare in _zones():
        if zone.first - 1 <= (year or zone.first) <= zone.last + 1:
            times = text.count(bare) if len(bare) > 1 else 0
            whole = text.count(zone.name) if times or len(bare) < 2 or bare not in zone.name else 0
            if whole + times >= 3:
                fit = 1.2 if kind in ("", "区") else 0.5
                scores[_Candidate(zone.code, zone.name)] += fit * (math.log1p(times) + times / 10 + math.log1p(whole))
    if not scores:
        return {}
    # Parents and children named in the same text speak for one another: 南山区 is that of 深圳, not of 鹤岗.
    totals = dict(scores)
    for candidate, score in scores.items():
        above = regions.parents(candidate.code)
        if len(above) == 2 and _Candidate(above[1], "") not in scores:
            totals[candidate] *= 0.5
        for code in above:
            parent = _Candidate(code, "")
            if parent in totals:
                totals[candidate] += 0.3 * scores[parent]
                totals[parent] += 0.15 * score if _fits_code(code, kind, year) else 0
    best = max(totals.values())
    return {candidate: 3 * score / best for candidate, score in totals.items() if score > 0.4 * best}


def _fits_code(code: str, kind: str, year: int | None) -> bool:
    division = regions.named(code, year)
    return division is not None and _fits(division.name, kind)


@cache
def _prefixes() -> tuple[dict[str, list[str]], re.Pattern[str]]:
    """Short names, and names that have none (易县), by their first two characters; a pattern for likely pairs."""
    table = regions.table()
    found: dict[str, list[str]] = defaultdict(list)
    for name in sorted({*table.by_short, *(n for n in table.by_name if regions.short(n) == n)}):
        found[name[:2]].append(name)
    one, two = ("".join(sorted({pair[at] for pair in found})) for at in (0, 1))
    return dict(found), re.compile(f"(?=([{one}][{two}]))")


def _result(
    votes: dict[_Candidate, float], sources: dict[_Candidate, str], kind: str, year: int | None, text: str
) -> Located:
    if not votes:
        return NOWHERE
    # A reading of which another is a part (深圳市 beside 深圳市罗湖区) supports the narrower one, if the word fits.
    weights = dict(votes)
    for candidate, weight in votes.items():
        if not _candidate_fits(candidate, kind, year):
            weights[candidate] -= 0.5 * weight
    ranked = sorted(weights, key=lambda c: (-weights[c], c.code))
    best = ranked[0]
    # Sure when much speaks for one and little for the next; 朝阳区 alone may be two places.
    strength = min(1.0, votes[best] / 4)
    margin = 1 - max(0.0, weights[ranked[1]]) / weights[best] if len(ranked) > 1 and weights[best] > 0 else 1.0
    confidence = round(min(0.99, (0.35 + 0.65 * strength) * (0.5 + 0.5 * min(1.0, 1.5 * margin))), 2)
    choices = tuple(_path(c, year, text) for c in ranked[:5])
    level = "county" if best.name else _level(best, year)
    return Located(choices[0], best.code, level, Finding(sources[best], confidence, choices))


def _candidate_fits(candidate: _Candidate, kind: str, year: int | None) -> bool:
    if candidate.name:
        return kind in ("", "区")
    return _fits_code(candidate.code, kind, year)


def _level(candidate: _Candidate, year: int | None) -> str:
    division = regions.named(candidate.code, year)
    return division.level if division is not None else ""


def _path(candidate: _Candidate, year: int | None, text: str) -> str:
    if candidate.name:
        parent = regions.named(regions.zones()[candidate.name].parent, year)
        return f"{regions.path(parent, year)}/{candidate.name}" if parent is not None else candidate.name
    division = regions.named(candidate.code, year)
    if division is None:
        return ""
    # In a year of renaming (襄樊市, 襄阳市 in 2010) the report's own words tell which name was in force.
    spells = [d for d in regions.table().by_code[candidate.code] if d.valid(year, 1)]
    if len(spells) > 1:
        division = max(spells, key=lambda d: (text.count(d.name), d == division))
    return regions.path(division, year)
