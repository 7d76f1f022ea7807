"""CSV after RFC 4180, UTF-8; a byte order mark on request.

A text cell that begins with = + - @, their full-width forms, a tab or a line break could run as a formula when a
spreadsheet opens the file; it gets an apostrophe in front (OWASP, CSV injection). Numbers stay numbers.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from core.exporting import Options
    from core.exporting.columns import Column, Row

DANGEROUS = tuple("=+-@＝＋－＠\t\r\n")


def write(path: Path, columns: Sequence[Column], rows: Iterable[Row], options: Options) -> tuple[str, ...]:
    """Write the file; CSV has nothing to tell."""
    with path.open("w", encoding="utf-8-sig" if options.bom else "utf-8", newline="") as file:
        keys = [column.key for column in columns]
        file.writelines(lines(keys, rows, [column.heading(options.headers) for column in columns]))
    return ()


def lines(keys: Sequence[str], rows: Iterable[Row], headings: Sequence[str] = ()) -> Iterator[str]:
    """The header (the keys, or `headings`), then a line a row, each with its line end."""
    line = io.StringIO(newline="")
    writer = csv.writer(line)
    for cells in chain([headings or keys], ([cell(row[key]) for key in keys] for row in rows)):
        writer.writerow(cells)
        yield line.getvalue()
        line.seek(0)
        line.truncate()


def cell(value: Any) -> str:
    """A value as it stands in a cell."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, tuple):
        value = "; ".join(value)
    if isinstance(value, str):
        return "'" + value if value.startswith(DANGEROUS) else value
    return str(value)
