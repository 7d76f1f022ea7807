"""Word files: docx read directly, doc through a converter that is installed on the machine."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from xml.etree import ElementTree as ET

from core.errors import ReadingError
from core.loading import archives

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SKIPPED = {_W + "del", _W + "moveFrom", _W + "instrText", _W + "delText", _W + "footnote", _W + "comment", _FALLBACK}
_PAGE = re.compile(r"[-—–－\s]*\d{1,3}[-—–－\s]*|第\s*\d{1,3}\s*页.*")
_SECONDS = 60


def docx(data: bytes, name: str) -> tuple[str, str, dict[str, str]]:
    """Paragraphs and tables in the order of the body; headers, footers, comments and deleted text left out.

    Read with the standard library: a work report needs no more of the format, and nothing it links to is followed.
    """
    with archives.opened(data, name) as archive:
        body = archives.taken(archive, archive.getinfo("word/document.xml"), name)
        numbers = (
            _Numbers(_parsed(archives.taken(archive, archive.getinfo("word/numbering.xml"), name), name))
            if "word/numbering.xml" in archive.namelist()
            else None
        )
        title = ""
        if "docProps/core.xml" in archive.namelist():
            properties = archives.taken(archive, archive.getinfo("docProps/core.xml"), name)
            found = re.search(rb"<dc:title>([^<]{1,200})</dc:title>", properties)
            title = found[1].decode("utf-8", "replace").strip() if found else ""
    root = _parsed(body, name)
    lines: list[str] = []
    main = root.find(_W + "body")
    _blocks(root if main is None else main, lines, numbers, 0)
    while lines and _PAGE.fullmatch(lines[-1]):
        lines.pop()
    return "\n".join(lines) + "\n", "docx", {"title": title} if title else {}


def _parsed(body: bytes, name: str) -> ET.Element:
    # Word writes no document type; one could only declare entities that swell or point elsewhere.
    if b"<!DOCTYPE" in body[:4096] or b"<!ENTITY" in body:
        raise ReadingError("broken_file", name=name)
    try:
        return ET.fromstring(body)  # noqa: S314 - no entities can be declared, see above
    except (ET.ParseError, ValueError, LookupError):
        raise ReadingError("broken_file", name=name) from None


def _blocks(parent: ET.Element, lines: list[str], numbers: _Numbers | None, depth: int) -> None:
    """Append the lines of all paragraphs and tables under an element."""
    if depth > 50:  # nested tables and boxes; a person makes two
        return
    for element in parent:
        tag = element.tag
        if tag in _SKIPPED:
            continue
        if tag == _W + "p":
            text, boxes = _paragraph(element)
            if numbers is not None and text.strip():
                text = numbers.before(element) + text
            lines.extend(text.split("\n"))
            for box in boxes:
                _blocks(box, lines, numbers, depth + 1)
        elif tag == _W + "tbl":
            for row in element.iter(_W + "tr"):
                cells = []
                for cell in row.iter(_W + "tc"):
                    inner: list[str] = []
                    _blocks(cell, inner, numbers, depth + 1)
                    cells.append("".join(line.strip() for line in inner))
                lines.append("\t".join(cells).rstrip())
        elif tag != _W + "sectPr":
            _blocks(element, lines, numbers, depth + 1)


def _paragraph(paragraph: ET.Element) -> tuple[str, list[ET.Element]]:
    """The text of a paragraph and the text boxes anchored in it."""
    parts: list[str] = []
    boxes: list[ET.Element] = []
    waiting = [paragraph]
    while waiting:
        element = waiting.pop()
        tag = element.tag
        if tag in _SKIPPED:
            continue
        if tag == _W + "txbxContent":
            boxes.append(element)
            continue
        if tag == _W + "t":
            parts.append(element.text or "")
        elif tag == _W + "tab" and element.get(_W + "pos") is None:
            parts.append("\t")
        elif tag in (_W + "br", _W + "cr"):
            parts.append("\n")
        elif tag == _W + "noBreakHyphen":
            parts.append("-")
        waiting.extend(reversed(element))
    return "".join(parts), boxes


class _Numbers:
    """Numbers that Word writes by itself: 一、 （一） 1. before headings. They are in no text of the file."""

    def __init__(self, root: ET.Element) -> None:
        self.levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self.lists = {}
        self.counts: dict[str, list[int]] = {}
        for kind in root.iter(_W + "abstractNum"):
            levels = self.levels[kind.get(_W + "abstractNumId", "")] = {}
            for level in kind.iter(_W + "lvl"):
                number = _digits(level.get(_W + "ilvl"))
                if 0 <= number < 9:
                    start = _digits(_value(level, "start") or "1")
                    levels[number] = (_value(level, "numFmt"), _value(level, "lvlText"), start)
        for one in root.iter(_W + "num"):
            self.lists[one.get(_W + "numId", "")] = _value(one, "abstractNumId")

    def before(self, paragraph: ET.Element) -> str:
        """The number of a paragraph, counted on; "" for one without, and for bullets."""
        found = paragraph.find(f"{_W}pPr/{_W}numPr")
        if found is None:
            return ""
        kind = self.lists.get(_value(found, "numId"), "")
        level = _digits(_value(found, "ilvl") or "0")
        levels = self.levels.get(kind, {})
        if level not in levels:
            return ""
        counts = self.counts.setdefault(kind, [0] * 9)
        counts[level] = counts[level] + 1 if counts[level] else max(1, levels[level][2])
        counts[level + 1 :] = [0] * (8 - level)
        style, shape, _ = levels[level]
        if style == "bullet" or "%" not in shape:
            return ""
        return re.sub(r"%([1-9])", lambda m: self._shown(levels, int(m[1]) - 1, counts), shape)

    def _shown(self, levels: dict[int, tuple[str, str, int]], level: int, counts: list[int]) -> str:
        number = max(1, counts[level])
        style = levels.get(level, ("", "", 1))[0]
        if style.startswith(("chinese", "japaneseCounting", "taiwanese", "ideograph")) and number < 100:
            tens, ones = divmod(number, 10)
            digits = "零一二三四五六七八九"
            ten = ("" if tens < 2 else digits[tens]) + ("十" if tens else "")
            return ten + (digits[ones] if ones or not tens else "")
        if style == "decimalEnclosedCircle" and number <= 20:
            return chr(0x245F + number)
        return str(number)


def _value(parent: ET.Element, name: str) -> str:
    found = parent.find(_W + name)
    return "" if found is None else found.get(_W + "val", "")


def _digits(value: str | None) -> int:
    return int(value) if value and value.isascii() and value.isdigit() and len(value) < 6 else 0


def doc(data: bytes, name: str) -> tuple[str, str, dict[str, str]]:
    """Through LibreOffice or antiword, whichever is there and can; its macros stay off and its network unused.

    catdoc is not asked: it ends in the middle of some reports without a word.
    """
    converters = ((_office(), _by_office), (shutil.which("antiword"), _by_antiword))
    installed = [(program, convert) for program, convert in converters if program]
    if not installed:
        raise ReadingError("no_converter", name=name)
    with tempfile.TemporaryDirectory(prefix="duidu-") as folder:
        path = Path(folder, "report.doc")
        path.write_bytes(data)
        for program, convert in installed:
            found = convert(program, path)
            if found.strip():
                return found, "doc", {}
    raise ReadingError("broken_file", name=name)


def _office() -> str | None:
    """LibreOffice: on the path, or where its installers for Windows and macOS put it, which is on no path."""
    usual = ("soffice", "libreoffice", r"C:\Program Files\LibreOffice\program\soffice.exe",
             "/Applications/LibreOffice.app/Contents/MacOS/soffice")  # fmt: skip
    return next(filter(None, map(shutil.which, usual)), None)


def _by_office(program: str, path: Path) -> str:
    profile = Path(path.parent, "profile").as_uri()
    _run([program, f"-env:UserInstallation={profile}", "--headless", "--norestore", "--convert-to",
          "txt:Text (encoded):UTF8", "--outdir", str(path.parent), str(path)])  # fmt: skip
    made = path.with_suffix(".txt")
    return made.read_text(encoding="utf-8-sig", errors="replace") if made.exists() else ""


def _by_antiword(program: str, path: Path) -> str:
    return _run([program, "-m", "UTF-8.txt", "-w", "0", str(path)]).decode("utf-8", "replace")


def _run(command: list[str]) -> bytes:
    try:
        done = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False, stdin=subprocess.DEVNULL)  # noqa: S603 - fixed programs, the file is only read
    except (OSError, subprocess.TimeoutExpired):
        return b""
    return done.stdout if done.returncode == 0 else b""
