"""An Excel workbook: data, codebook, sources, methods, and the manifest on a hidden sheet.

Header frozen, filters on, numbers as numbers, every text a string and never a formula. An id opens its fact in the
desk; in the panel, each value does so too and carries the sentence it comes from as a note.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.exporting import codebook
from core.exporting.columns import coded, sentence
from core.exporting.manifest import whole
from core.messages import text

if TYPE_CHECKING:
    from core.documents import Document
    from core.exporting import Options
    from core.exporting.columns import Column, Row

LONGEST = 32_767  # characters a cell can hold, counted in UTF-16
MOST_ROWS = 1_048_575  # rows of a sheet, its header apart
CUT = "…"
MOST_LINKS = 60_000  # Excel takes 65,530 on a sheet
MOST_NOTES = 5_000  # each is a drawing; with more, Excel takes a minute to open the file
TEXTS = 8  # reports held at once; a row of the panel draws on two or three
PIECE = 30_000  # characters of the manifest in one cell


def write(path: Path, columns: Sequence[Column], rows: Iterable[Row], options: Options) -> tuple[str, ...]:
    """Write the file; notices tell of cells that had to be cut and of further sheets."""
    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError

    # Excel shows fifteen digits of a number; ids and values keep within that. Rows go to the disk as they come:
    # a workbook of a million facts would otherwise take gigabytes of memory. They go into a folder of our own, since
    # xlsxwriter leaves them lying where it does not come to its end.
    with tempfile.TemporaryDirectory(prefix="duidu-", dir=options.folder or None) as folder:
        book = xlsxwriter.Workbook(
            str(path),
            {
                "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
                "strings_to_numbers": False, "use_zip64": True, "tmpdir": folder,
            },
        )  # fmt: skip
        try:
            notices = _fill(book, columns, rows, options)
            book.close()
        except FileCreateError as error:  # a full disk, said in xlsxwriter's own way
            raise error.args[0] from None
        finally:
            for sheet in book.worksheets():
                if sheet.row_data_fh is not None:
                    sheet.row_data_fh.close()
    return notices


def _fill(book: Any, columns: Sequence[Column], rows: Iterable[Row], options: Options) -> tuple[str, ...]:
    book.set_properties({"title": "Duidu 对读", "created": _moment(options.made)})
    header = book.add_format({"bold": True, "bottom": 1, "bg_color": "#E7E6E6"})
    evidence = _Evidence(options)
    sheets: list[Any] = []
    cut, row_number = 0, MOST_ROWS
    sheet: Any = None
    for row in rows:
        if row_number >= MOST_ROWS:
            if sheet is not None:
                _finish(sheet, columns, row_number)
            sheet = _sheet(book, columns, header, len(sheets), options)
            sheets.append(sheet)
            row_number = 0
            evidence.links = 0
        row_number += 1
        for number, column in enumerate(columns):
            value = row[column.key]
            if isinstance(value, tuple):
                value = "; ".join(value)
            if value is None or value == "":
                continue
            if isinstance(value, Decimal | int | float):
                evidence.attach(sheet, row_number, number, column, row)
                sheet.write_number(row_number, number, value)
                continue
            if len(value) * 2 > LONGEST and len(value.encode("utf-16-le")) // 2 > LONGEST:
                value = _cut(value)
                cut += 1
            sheet.write_string(row_number, number, value)
    if sheet is None:
        sheet, row_number = _sheet(book, columns, header, 0, options), 0
    _finish(sheet, columns, row_number)
    notices = []
    if cut:
        notices.append(text("export.cells_cut", count=cut, limit=LONGEST))
    if len(sheets) > 1:
        notices.append(text("export.sheets", count=len(sheets), limit=MOST_ROWS))
    if evidence.left:
        notices.append(text("export.notes_left", count=evidence.left, limit=MOST_NOTES))
    if options.dataset is not None:
        _about(book, columns, options, header)
    return tuple(notices)


class _Evidence:
    """Links and notes on the cells that stand for a fact."""

    def __init__(self, options: Options) -> None:
        self.dataset = options.dataset
        self.panel = options.form.table == "panel"
        self.links = self.notes = self.left = 0
        self._texts: dict[int, Document] = {}

    def attach(self, sheet: Any, row_number: int, number: int, column: Column, row: Row) -> None:
        """The link on an id or a value of the panel; the value's sentence as its note. The value is written over it."""
        if self.dataset is None:
            return
        key = column.key if column.key == "id" or column.key.endswith("_fact") else column.fact
        fact = row.get(key) if key else None
        if fact is None:
            return
        if self.links < MOST_LINKS and (column.key == "id" or column.fact):
            self.links += 1
            sheet.write_url(row_number, number, self.dataset.link(fact))
        if self.panel and column.fact:
            if self.notes >= MOST_NOTES:
                self.left += 1
                return
            self.notes += 1
            sheet.write_comment(row_number, number, self._words(fact), {"x_scale": 2.5, "y_scale": 1.2})

    def _words(self, fact: int) -> str:
        assert self.dataset is not None
        store = self.dataset.store
        found = store.many([fact], reasons=False)[fact]
        if found.document not in self._texts:
            if len(self._texts) >= TEXTS:
                self._texts.clear()
            self._texts[found.document] = store.document(found.document)
        document = self._texts[found.document]
        return f"{sentence(document, found)[:500]}\n— {document.name}, {found.start}–{found.end}"


def _about(book: Any, columns: Sequence[Column], options: Options, header: Any) -> None:
    """The sheets that explain: codebook, sources, methods; and the manifest, hidden."""
    found = options.manifest()
    wrap = book.add_format({"text_wrap": True, "valign": "top"})

    def fill(name: str, titles: Sequence[str], widths: Sequence[int], lines: Iterable[Sequence[Any]]) -> Any:
        sheet = book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        for number, (title, width) in enumerate(zip(titles, widths, strict=True)):
            sheet.set_column(number, number, width)
            sheet.write_string(0, number, title, header)
        for row, line in enumerate(lines, start=1):
            for number, value in enumerate(line):
                if isinstance(value, int):
                    sheet.write_number(row, number, value)
                elif value:
                    sheet.write_string(row, number, str(value)[:LONGEST], wrap)
        return sheet

    fill(
        "codebook",
        ("column", "列", "type", "说明", "description", "codes"),
        (30, 30, 9, 50, 50, 60),
        ((c.key, c.heading("zh"), c.kind, c.told("zh"), c.told("en"), _codes(c.codes)) for c in columns),
    )
    store = options.dataset.store if options.dataset is not None else None
    for title, told, made in (
        ("tags", codebook.TAGS, codebook.tags), ("passages", codebook.PASSAGES, codebook.passages),
    ):  # fmt: skip
        if store is not None and (filled := [list(row.values()) for row in made(store)]):
            fill(title, [c.key for c in told], [c.width for c in told], filled)
    names = ("name", "title", "region", "region_code", "year", "date", "characters", "facts", "sha256")
    fill("sources", names, (30, 30, 24, 11, 7, 12, 11, 7, 68), ([s[n] for n in names] for s in found["sources"]))
    plain: list[tuple[str, Any]] = [("program", found["program"]), ("schema", found["schema"])]
    plain += [(f"selection.{name}", _plain(value)) for name, value in found["selection"].items()]
    for name, value in found["counts"].items():
        each = value if isinstance(value, dict) else {"": value}
        plain += [(f"counts.{name}.{part}".rstrip("."), number) for part, number in each.items()]
    fill("methods", ("", "zh / en"), (24, 120), [*found["methods"].items(), *plain])
    words = whole(found)
    pieces = [words[at : at + PIECE] for at in range(0, len(words), PIECE)]
    fill("manifest", ("manifest",), (40,), ([piece] for piece in pieces)).hide()


def _plain(value: Any) -> str:
    """A condition of the selection in a cell: accepted; 2018–2022."""
    if isinstance(value, dict):
        return "; ".join(f"{name}: {_plain(each)}" for name, each in value.items() if each not in ((), [], "", None))
    each = value if isinstance(value, list | tuple) else (value,)
    return "; ".join("–".join(map(str, v)) if isinstance(v, list | tuple) else str(v) for v in each)


@cache
def _codes(group: str) -> str:
    """The values of a coded column in words: proposed = 提案 Proposed."""
    return "; ".join(f"{code} = {words['zh']} {words['en']}" for code, words in coded(group))


def _sheet(book: Any, columns: Sequence[Column], header: Any, number: int, options: Options) -> Any:
    name = options.form.table or "facts"
    sheet = book.add_worksheet(name if number == 0 else f"{name} {number + 1}")
    sheet.freeze_panes(1, 0)
    for index, column in enumerate(columns):
        sheet.set_column(index, index, column.width)
        sheet.write_string(0, index, column.heading(options.headers), header)
    return sheet


def _finish(sheet: Any, columns: Sequence[Column], rows: int) -> None:
    sheet.autofilter(0, 0, rows, len(columns) - 1)


def _cut(value: str) -> str:
    data = value.encode("utf-16-le")[: (LONGEST - len(CUT)) * 2]
    return data.decode("utf-16-le", "ignore") + CUT


def _moment(made: str) -> datetime:
    """The date inside the file is the project's last change: the clock would make every export differ."""
    return datetime.fromisoformat(made or "2000-01-01").replace(tzinfo=None)
