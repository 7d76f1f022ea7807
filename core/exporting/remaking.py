"""Was an exported file changed after it was written? One that holds its own manifest is made again and compared.

A file cannot hold its own sum. What is compared is the content, not the bytes: the cells of a workbook, the members of
a zip; so a workbook that Excel only saved anew is still the same.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

from core.exporting import FORMATS, export
from core.exporting.selecting import recalled

if TYPE_CHECKING:
    from core.store import Store

MOST = 20  # places named


def changes(path: Path, found: dict[str, Any], store: Store) -> tuple[list[str], int]:
    """The first places that are not as they were written (facts!L5, facts.csv), and how many there are.

    `found` is the file's manifest. To be asked only where the project gives the same facts as then.
    """
    form = FORMATS[found["format"]]
    with tempfile.TemporaryDirectory(prefix="duidu-") as folder:
        again = Path(folder) / f"again{form.suffix}"
        export(
            recalled(found["selection"]), form.id, again, store, bom=found["bom"], columns=found["columns"],
            headers=found["headers"], folder=folder,
        )  # fmt: skip
        places = _cells(path, again) if form.module == "xlsx" else _members(path, again)
        named: list[str] = []
        count = 0
        for place in places:
            count += 1
            if count <= MOST:
                named.append(place)
    return named, count


def _members(path: Path, again: Path) -> Iterator[str]:
    with ZipFile(path) as one, ZipFile(again) as other:
        names = set(one.namelist())
        for name in sorted(names | set(other.namelist())):
            if name not in names or name not in other.namelist() or one.read(name) != other.read(name):
                yield name


def _cells(path: Path, again: Path) -> Iterator[str]:
    from python_calamine import CalamineWorkbook

    one, other = CalamineWorkbook.from_path(path), CalamineWorkbook.from_path(again)
    for name in dict.fromkeys([*other.sheet_names, *one.sheet_names]):
        if name == "manifest":  # was read already; in pieces that another program may cut otherwise
            continue
        if name not in one.sheet_names or name not in other.sheet_names:
            yield name
            continue
        sheets = (book.get_sheet_by_name(name).to_python(skip_empty_area=False) for book in (one, other))
        for row, (mine, theirs) in enumerate(zip_longest(*sheets, fillvalue=[]), start=1):
            for column, (a, b) in enumerate(zip_longest(mine, theirs, fillvalue="")):
                if a != b:
                    yield f"{name}!{_letters(column)}{row}"


def _letters(column: int) -> str:
    """0 → A, 26 → AA."""
    words = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        words = chr(65 + rest) + words
    return words
