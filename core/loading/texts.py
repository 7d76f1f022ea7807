"""Bytes to characters: byte order mark, strict UTF-8, UTF-16, GB18030, Big5, and what to do when none fits."""

from __future__ import annotations

import codecs
import re

from core.errors import ReadingError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"\x84\x31\x95\x33", "gb18030"),
)

# The commonest characters of Chinese prose, Simplified and Traditional: about a third of any report.
_COMMON = frozenset(
    "的一是不了在人有我他这中大来上个国到说们为和你地出道也时年得就那要下以生会自着去之过家学对可里后小么"
    "工作发展建设经济市县区全政府新实业民农产企改推进加强社教文化服务项目高质量完成达到元万亿增长率年月日第"
    "這個國來說們為時會過對後裡經濟發設縣區實業農產進強務項質萬億長與開務報員會議體關學體東車門問間動"
    "，。、；：“”（）,.%0123456789 \n\r\t"
)
_CONTROL = re.compile("[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_READABLE = re.compile("[\\t\\r\\n -~\u2010-\u2026\u3000-\u3020\u4e00-\u9fff\uff00-\uff60]+")
_SAMPLE = 20_000
"""Characters that are looked at when an encoding is judged; the whole is decoded in any case."""


def decode(data: bytes, name: str = "") -> tuple[str, str]:
    """`(text, encoding)`; ReadingError "binary_file" or "unknown_encoding" where the bytes are no Chinese text.

    A byte order mark decides; else strict UTF-8, then UTF-16 without mark, GB18030 and Big5, whichever reads
    most like Chinese. A file cut in the middle of a character loses that character only. Where single bytes are
    broken they become U+FFFD, as long as there are at most one in two hundred.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            text = data.decode(encoding, "replace")
            if mark == b"\x84\x31\x95\x33":
                text = text.removeprefix("\ufeff")
            return _checked(text, name), "utf-8" if encoding == "utf-8-sig" else encoding
    unicode = _strict(data, "utf-8", 3)
    if unicode is not None:
        return _checked(unicode, name), "utf-8"
    if wide := _wide(data):
        return _checked(data.decode(wide, "replace"), name), wide
    best = ("", "", 0.0)
    for encoding in ("gb18030", "cp950", "big5hkscs"):
        found = _strict(data, encoding, 3)
        if found is not None and (likeness := _likeness(found)) > best[2] + 0.05:
            best = (found, encoding, likeness)
    # A wrong encoding reaches 0.1 at most, the right one 0.25 and more even for a list of names.
    if best[2] < 0.15:
        best = _mostly(data) or best
    if not best[1]:
        raise ReadingError("binary_file" if _binary(data) else "unknown_encoding", name=name)
    if best[2] < 0.02 and _binary(data):
        raise ReadingError("binary_file", name=name)
    return _checked(best[0], name), {"cp950": "big5", "big5hkscs": "big5"}.get(best[1], best[1])


def _strict(data: bytes, encoding: str, tail: int) -> str | None:
    """The text, allowing for a last character of which only the first bytes are there."""
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as problem:
        if problem.start < len(data) - tail or problem.reason not in (
            "unexpected end of data",
            "incomplete multibyte sequence",
        ):
            return None
        return data[: problem.start].decode(encoding)


def _mostly(data: bytes) -> tuple[str, str, float] | None:
    """The encoding with the fewest broken bytes, when those are few."""
    found = []
    for encoding in ("utf-8", "gb18030", "cp950"):
        text = data.decode(encoding, "replace")
        broken = text.count("\ufffd")
        if broken * 200 <= len(text):
            found.append((broken, -_likeness(text), text, encoding))
    if not found:
        return None
    _, likeness, text, encoding = min(found)
    return (text, encoding, -likeness) if -likeness >= 0.15 else None


def _wide(data: bytes) -> str:
    """UTF-16 without a mark: "utf-16-le", "utf-16-be" or ""."""
    head = data[: _SAMPLE * 2]
    if len(head) < 4:
        return ""
    best, found = 0.15, ""
    for encoding in ("utf-16-le", "utf-16-be"):
        text = head[: len(head) // 2 * 2].decode(encoding, "replace")
        # Han text, ASCII and punctuation fill few of UTF-16's pages; any other bytes are spread over all of them.
        if len(_READABLE.sub("", text)) * 20 <= len(text) and (likeness := _likeness(text)) > best:
            best, found = likeness, encoding
    return found


def _likeness(text: str) -> float:
    """Share of the commonest characters, 0–1."""
    head = text[:_SAMPLE]
    return sum(map(_COMMON.__contains__, head)) / max(1, len(head))


def _binary(data: bytes) -> bool:
    head = data[:8192]
    odd = sum(b < 9 or (13 < b < 32 and b != 27) for b in head)
    return odd * 50 > len(head)


def _checked(text: str, name: str) -> str:
    """The text, unless control characters show that it is none."""
    head = text[:_SAMPLE]
    if len(_CONTROL.findall(head)) * 50 > len(head) or head.count("\0") * 4 > len(head):
        raise ReadingError("binary_file", name=name)
    return text
