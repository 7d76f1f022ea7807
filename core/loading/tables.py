"""Tables with one report a row: csv, xlsx and jsonl."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from core.errors import ReadingError
from core.loading.texts import decode

ROWS = 20_000
"""Rows of a table; a library of all work reports since 1954 has fewer."""

LEAST = 200
"""Characters of a report in a column that is not headed as a text; the shortest known reports have some thousands."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column holds what, by heading; "" where there is none. Only `text` is needed."""

    text: str
    title: str = ""
    region: str = ""
    year: str = ""
    date: str = ""
    speaker: str = ""

    def hints(self, row: dict[str, str]) -> dict[str, str]:
        """What a row says beside its text."""
        found = ((name, row.get(getattr(self, name), "").strip()) for name in _HINTS)
        return {name: value for name, value in found if value}


_HINTS = ("title", "region", "year", "date", "speaker")
_HEADINGS = {
    "text": r"text|content|body|report|全文|正文|内容|文本|报告(?:全文|正文|内容|文本)?",
    "title": r"title|name|标题|题目|名称|报告(?:名称|标题)",
    "region": r"region|area|place|province|city|county|地区|地名|区域|省份?|城市|市|区县|县",
    "year": r"year|年份?|年度",
    "date": r"date|day|time|日期|时间|发布(?:日期|时间)",
    "speaker": r"speaker|author|作者|报告人|作报告人|领导",
}


def rows(data: bytes, name: str, kind: str, columns: Columns | None) -> list[int]:
    """The numbers, from 1, of the rows that hold a report."""
    heads, body = _read(data, name, kind)
    chosen = columns or guess(heads, body)
    # An index of reports is a table, too: where no heading speaks of a text, only long cells are taken for reports.
    least = 1 if columns or _is_text(chosen.text) else LEAST
    texts = (_cells(heads, row).get(chosen.text, "").strip() for row in body)
    return [number for number, text in enumerate(texts, 1) if len(text) >= least]


def row(data: bytes, name: str, kind: str, number: str, columns: Columns | None) -> tuple[str, str, dict[str, str]]:
    """Text, label and hints of one row."""
    heads, body = _read(data, name, kind)
    if not number.isdecimal() or not 0 < int(number) <= len(body):
        raise ReadingError("missing_row", name=name, row=number)
    chosen = columns or guess(heads, body)
    cells = _cells(heads, body[int(number) - 1])
    hints = chosen.hints(cells)
    stem = name.rpartition(".")[0] or name
    label = hints.get("title") or "".join((hints.get("region", ""), hints.get("year", ""))) or f"{stem}_{number}"
    return cells.get(chosen.text, ""), re.sub(r'[\s/\\:*?"<>|]+', "_", label)[:120], hints


def preview(data: bytes, name: str, kind: str) -> tuple[list[str], list[list[str]], Columns]:
    """Headings, five rows and the likely columns."""
    heads, body = _read(data, name, kind)
    return heads, [list(row) for row in body[:5]], guess(heads, body)


def guess(heads: list[str], body: list[tuple[str, ...]]) -> Columns:
    """Columns by their headings; the text column, when none is called so, is the one with the longest cells."""
    found: dict[str, str] = {}
    for field, pattern in _HEADINGS.items():
        match = re.compile(rf"(?:{pattern})", re.IGNORECASE)
        found[field] = next((head for head in heads if match.fullmatch(head.strip())), "")
    some = body[:50]
    sizes = {h: sum(len(row[i]) for row in some if i < len(row)) / max(1, len(some)) for i, h in enumerate(heads)}
    longest = max(heads, key=lambda head: sizes[head], default="")
    if not found["text"] or sizes[longest] > 20 * max(1, sizes[found["text"]]):
        found["text"] = longest
    return Columns(**{field: head for field, head in found.items() if field == "text" or head != found["text"]})


def _is_text(head: str) -> bool:
    return re.fullmatch(_HEADINGS["text"], head.strip(), re.IGNORECASE) is not None


def _cells(heads: list[str], row: tuple[str, ...]) -> dict[str, str]:
    return dict(zip(heads, row, strict=False))


@lru_cache(maxsize=2)
def _read(data: bytes, name: str, kind: str) -> tuple[list[str], list[tuple[str, ...]]]:
    """Headings and rows. Cached: the rows of one table are asked for one after another."""
    try:
        lines = {"csv": _csv, "xlsx": _xlsx, "jsonl": _jsonl}[kind](data, name)
    except ReadingError:
        raise
    except (ValueError, csv.Error, RecursionError, KeyError, TypeError):
        raise ReadingError("broken_file", name=name) from None
    if len(lines) < 2:
        raise ReadingError("no_reports", name=name, count=0)
    if len(lines) > ROWS:
        raise ReadingError("too_much_inside", name=name)
    heads = [head or f"#{number}" for number, head in enumerate(lines[0], 1)]
    return heads, [tuple(line) for line in lines[1:]]


def _csv(data: bytes, name: str) -> list[list[str]]:
    text = decode(data, name)[0]
    # Reports are cells of 100,000 characters and more; the module's own limit is 131,072.
    csv.field_size_limit(100_000_000)
    head = text[:10_000].partition("\n")[0]
    separator = max(",;\t|", key=head.count)
    lines = csv.reader(io.StringIO(text.replace("\0", ""), newline=""), delimiter=separator)
    return [line for line in lines if any(line)]


def _xlsx(data: bytes, name: str) -> list[list[str]]:
    from python_calamine import CalamineWorkbook

    from core.loading import archives

    with archives.opened(data, name) as archive:
        # The library unpacks by itself: what is too much must be known before.
        for info in archive.infolist():
            if info.file_size > archives.UNPACKED or info.file_size > archives.RATIO * max(info.compress_size, 5_000):
                raise ReadingError("too_much_inside", name=name)
    try:
        sheets = CalamineWorkbook.from_filelike(io.BytesIO(data))
        found = [sheets.get_sheet_by_name(sheet).to_python() for sheet in sheets.sheet_names[:50]]
    except Exception as problem:
        raise ReadingError("broken_file", name=name) from problem
    best = max(found, key=lambda lines: sum(len(_shown(cell)) for line in lines for cell in line), default=[])
    lines = [[_shown(cell) for cell in line] for line in best]
    return [line for line in lines if any(line)]


def _shown(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)


def _jsonl(data: bytes, name: str) -> list[list[str]]:
    text = decode(data, name)[0]
    try:
        whole = json.loads(text)
        objects = whole if isinstance(whole, list) else [whole]
    except ValueError:
        objects = [json.loads(line) for line in text.splitlines() if line.strip()]
    if not all(isinstance(item, dict) for item in objects):
        raise ReadingError("broken_file", name=name)
    heads = list(dict.fromkeys(key for item in objects for key in item))
    return [heads, *([_flat(item.get(head)) for head in heads] for item in objects)]


def _flat(value: Any) -> str:
    if isinstance(value, list):
        return "\n".join(map(_flat, value))
    return "" if value is None else value if isinstance(value, str) else str(value)
