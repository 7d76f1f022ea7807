"""What printing left in the text: page numbers inside words, wrapped lines, doubled bold, the report twice over."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator

from core.repairing.changes import Change

_HAN = "[\u3400-\u9fff]"
# Possessive: a line of many blanks must not be tried from each of them.
_PAGE = re.compile(
    r"(?<![ \t\u3000])[ \t\u3000]*+(?:\n[ \t\u3000]*+)?[—–－―-]{1,2}[ \t]*+(\d{1,3})[ \t]*+[—–－―-]{1,2}"
    r"[ \t\u3000]*+(?:\n[ \t\u3000]*+)?"
)
_DASHED = re.compile(r"[—–－―-][ \t]*+\d{1,3}[ \t]*+[—–－―-]")  # what every page number has
_OF = re.compile(
    r"^[ \t\u3000]*第[ \t]*\d{1,3}[ \t]*页(?:[ \t]*[/，,]?[ \t]*共[ \t]*\d{1,3}[ \t]*页)?[ \t]*(?:\n|\Z)", re.MULTILINE
)
_DOUBLED = re.compile(rf"(?:({_HAN})\1){{4,}}")
_FOUR_SAME = re.compile(rb"\0\0..\0\0..\0\0..\0\0", re.DOTALL)
_ENDED = tuple("。！？!?；;：:”’）)】》>")
_HEADING = re.compile(
    r"[ \t\u3000]*(?:[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十]{1,3}[）)]|"
    r"第[一二三四五六七八九十]{1,3}[部章节]|\d{1,2}[、.．](?!\d)|[（(]\d{1,2}[）)]|[①-⑳]|——|--|各位代表|同志们)"
)
_PROBE = 40
# A number set low comes to stand on a line of its own when a page is copied: PM, 2.5, ）平均浓度.
_LOW = re.compile(
    r"PM([ \t\u3000]*+\n[ \t\u3000]*+)(?:2\.5|10)([ \t\u3000]*+\n[ \t\u3000]*+)(?=\S)"
    r"|(?<![A-Za-z])(?:M|CO|SO|NO|O|CH)([ \t\u3000]*+\n[ \t\u3000]*+)[0-4]([ \t\u3000]*+\n[ \t\u3000]*+)(?=[^\s\d])"
    r"|PM2\.5([ \t\u3000]*+\n[ \t\u3000]*+)(?=[年月日]?平?均?浓度|）)"
)


def pages(text: str) -> Iterator[Change]:
    """Page numbers between dashes: 促—9—稳. Rising numbers prove each other; one alone must cut a line or a word."""
    found = []
    for match in _PAGE.finditer(text) if _DASHED.search(text) else ():
        before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
        if before and after and (before.isdigit() or after.isdigit()) and "\n" not in match[0]:
            continue  # 2016—20—: a range
        found.append(match)
    numbers = [int(match[1]) for match in found]
    rising = [
        (i > 0 and 0 < n - numbers[i - 1] <= 3) or (i + 1 < len(numbers) and 0 < numbers[i + 1] - n <= 3)
        for i, n in enumerate(numbers)
    ]
    for match, proved in zip(found, rising, strict=True):
        start, end = match.span()
        before, after = text[start - 1 : start], text[end : end + 1]
        inside = bool(re.match(_HAN, before) and re.match(_HAN, after)) and match[0].count("—") >= 2
        if not proved and not inside:
            continue
        cut = before and after and before not in _ENDED and "\n" not in (before, after)
        glue = "" if cut and not _HEADING.match(text, end) else "\n" if "\n" in match[0] else ""
        yield Change(start, end, glue, "page_number", 0.97 if proved else 0.8)
    for match in _OF.finditer(text) if "页" in text else ():
        yield Change(match.start(), match.end(), "", "page_number", 0.97)


def lowered(text: str) -> Iterator[Change]:
    """Numbers set low that the page put on lines of their own, back in their words: PM, 2.5 and M, 2."""
    if "M\n" not in text and "O\n" not in text and "PM2.5\n" not in text and "H\n" not in text:
        return
    for match in _LOW.finditer(text):
        for group in range(1, 6):
            if match.start(group) >= 0:
                yield Change(match.start(group), match.end(group), "", "line_break", 0.95)


def wrapped(text: str) -> Iterator[Change]:
    """Lines cut at one width throughout, joined to paragraphs. Most lines must be full and end in mid-sentence."""
    lines = text.split("\n")
    open_ended = sum(not line.rstrip().endswith(_ENDED) for line in lines if line.strip())
    if open_ended < 24:
        return  # of at least 40 lines
    widths = [_width(line) for line in lines if line.strip()]
    if len(widths) < 40 or open_ended < 0.6 * len(widths):
        return
    full, times = Counter(round(width) for width in widths).most_common(1)[0]
    near = sum(abs(width - full) <= 1.5 for width in widths)
    if not 15 <= full <= 60 or near < 0.5 * len(widths) or times < 10:
        return
    position = 0
    for line, following in itertools.pairwise(lines):
        position += len(line) + 1
        shown = line.rstrip()
        if not shown or not following.strip() or following.startswith(("\u3000\u3000", "    ")):
            continue
        width = _width(line)
        going = width >= full - 1.5 or (width >= 0.8 * full and not shown.endswith(_ENDED))
        if going and not _HEADING.match(following):
            start = position - 1 - (len(line) - len(shown))
            end = position + len(following) - len(following.lstrip())
            yield Change(start, end, "", "line_break", 0.9)


def _stutters(text: str) -> bool:
    """True where four characters in a row may stand twice each: seen far sooner than by `_DOUBLED`.

    Each unit of UTF-16 is compared with the one behind it, all of them at once as two long numbers.
    """
    units = text.encode("utf-16-le", "surrogatepass")
    size = max(0, len(units) - 2)
    same = int.from_bytes(units[2:], "little") ^ int.from_bytes(units[:size], "little")
    return _FOUR_SAME.search(same.to_bytes(size, "little")) is not None


def doubled(text: str) -> Iterator[Change]:
    """Bold type that a PDF wrote by setting each character twice: 加加快快推推进进."""
    found = list(_DOUBLED.finditer(text)) if _stutters(text) else []
    if len(found) < 3 and not any(len(m[0]) >= 10 for m in found):
        return  # 清清楚楚明明白白
    for match in found:
        yield Change(match.start(), match.end(), match[0][::2], "doubled", 0.95)


def twice(text: str) -> Iterator[Change]:
    """The whole report a second time in the same file: the copy goes out."""
    length = len(text)
    if length < 2000:
        return
    places = [int(length * share) for share in (0.06, 0.2, 0.35)]
    distances = [text.find(text[at : at + _PROBE], at + 500) - at for at in places]
    distances = [d for d in distances if d > 0.3 * length]
    if len(distances) < 2 or max(distances) - min(distances) > 200:
        return
    # Where the copy begins: the first place of the text that comes back.
    head = next((at for at in range(0, 400, 5) if text.find(text[at : at + _PROBE], at + 500) >= 0.3 * length), None)
    if head is None:
        return
    second = text.find(text[head : head + _PROBE], head + 500)
    while head > 0 and text[head - 1] == text[second - 1] and second - head > 1:
        head, second = head - 1, second - 1
    # The copy must hold: nine of ten probes of the first are in the second, in order.
    first, copy = text[head:second], text[second:]
    probes = [first[at : at + 25] for at in range(0, max(1, len(first) - 25), max(25, len(first) // 40))]
    kept = sum(probe in copy for probe in probes)
    if kept < 0.9 * len(probes) or len(copy) > 1.2 * len(first):
        return
    end = length
    tail = first.rstrip()[-25:]
    if (last := copy.rfind(tail)) >= 0:
        end = second + last + len(tail)
    while second > 0 and text[second - 1] in " \n\u3000":
        second -= 1
    yield Change(second, end, "", "duplicate", 0.95)


def _width(line: str) -> float:
    """In Han characters."""
    line = line.rstrip()
    return len(line) - len(line.encode("ascii", "ignore")) / 2
