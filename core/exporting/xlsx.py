"""An Excel workbook: header frozen, filters on, numbers as numbers, every text a string and never a formula."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.messages import text

if TYPE_CHECKING:
    from core.exporting import Options
    from core.exporting.columns import Column, Row

LONGEST = 32_767  # characters a cell can hold, counted in UTF-16
MOST_ROWS = 1_048_575  # rows of a sheet, its header apart
CUT = "…"


def write(path: Path, columns: Sequence[Column], rows: Iterable[Row], options: Options) -> tuple[str, ...]:
    """Write the file; notices tell of cells that had to be cut and of further sheets."""
    import xlsxwriter

    # Excel shows fifteen digits of a number; ids and values keep within that. Rows go to the disk as they come:
    # a workbook of a million facts would otherwise take gigabytes of memory.
    book = xlsxwriter.Workbook(
        str(path),
        {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    )
    book.set_properties({"title": "Duidu 对读", "created": _moment(options.made)})
    header = book.add_format({"bold": True, "bottom": 1, "bg_color": "#E7E6E6"})
    sheets: list[Any] = []
    cut, row_number = 0, MOST_ROWS
    sheet: Any = None
    for row in rows:
        if row_number >= MOST_ROWS:
            if sheet is not None:
                _finish(sheet, columns, row_number)
            sheet = _sheet(book, columns, header, len(sheets))
            sheets.append(sheet)
            row_number = 0
        row_number += 1
        for number, column in enumerate(columns):
            value = row[column.key]
            if isinstance(value, tuple):
                value = "; ".join(value)
            if value is None or value == "":
                continue
            if isinstance(value, Decimal | int | float):
                sheet.write_number(row_number, number, value)
                continue
            if len(value) * 2 > LONGEST and len(value.encode("utf-16-le")) // 2 > LONGEST:
                value = _cut(value)
                cut += 1
            sheet.write_string(row_number, number, value)
    if sheet is None:
        sheet, row_number = _sheet(book, columns, header, 0), 0
    _finish(sheet, columns, row_number)
    book.close()
    notices = []
    if cut:
        notices.append(text("export.cells_cut", count=cut, limit=LONGEST))
    if len(sheets) > 1:
        notices.append(text("export.sheets", count=len(sheets), limit=MOST_ROWS))
    return tuple(notices)


def _sheet(book: Any, columns: Sequence[Column], header: Any, number: int) -> Any:
    sheet = book.add_worksheet("facts" if number == 0 else f"facts {number + 1}")
    sheet.freeze_panes(1, 0)
    for index, column in enumerate(columns):
        sheet.set_column(index, index, column.width)
        sheet.write_string(0, index, column.key, header)
    return sheet


def _finish(sheet: Any, columns: Sequence[Column], rows: int) -> None:
    sheet.autofilter(0, 0, rows, len(columns) - 1)


def _cut(value: str) -> str:
    data = value.encode("utf-16-le")[: (LONGEST - len(CUT)) * 2]
    return data.decode("utf-16-le", "ignore") + CUT


def _moment(made: str) -> datetime:
    """The date inside the file is the project's last change: the clock would make every export differ."""
    return datetime.fromisoformat(made or "2000-01-01").replace(tzinfo=None)
