"""JSON Lines: one object a row, every column in every object, null where nothing is known; tags as a list."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from core.exporting import Options
    from core.exporting.columns import Column, Row


def write(path: Path, columns: Sequence[Column], rows: Iterable[Row], options: Options) -> tuple[str, ...]:
    """Write the file, which never has a byte order mark (RFC 8259)."""
    names = [(column.key, column.heading(options.headers)) for column in columns]
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for row in rows:
            file.write(line({name: row[key] for key, name in names}) + "\n")
    return ()


def line(row: dict[str, Any]) -> str:
    """One object, Chinese characters as they are."""
    return json.dumps(row, ensure_ascii=False, default=number)


def number(value: Any) -> int | float:
    """A decimal as the JSON number that reads back as the same: 2860000000, 28.6."""
    if not isinstance(value, Decimal):
        raise TypeError(type(value).__name__)
    return int(value) if value == value.to_integral_value() else float(value)
