"""CSV after RFC 4180, UTF-8; a byte order mark on request.

A text cell that begins with = + - @, their full-width forms, a tab or a line break could run as a formula when a
spreadsheet opens the file; it gets an apostrophe in front (OWASP, CSV injection). Numbers stay numbers, also in the
words of a report (-23.1%): a sign, digits and a unit are no formula, and a quotation has to stay one.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from core.exporting import Options
    from core.exporting.columns import Column, Row

DANGEROUS = tuple("=+-@＝＋－＠\t\r\n")
QUANTITY = re.compile(r"[-+][0-9０-９]+(?:[.．,，][0-9０-９]+)*[%‰％℃\u4e00-\u9fff]*", re.ASCII)


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
        return "'" + value if value.startswith(DANGEROUS) and not QUANTITY.fullmatch(value) else value
    return str(value)
