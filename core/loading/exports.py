"""Datasets that this program wrote: no reports, though they may lie among them or have columns that look like some."""

from __future__ import annotations

from pathlib import Path
from zipfile import BadZipFile, ZipFile, is_zipfile

from core.errors import ReadingError
from core.loading.archives import taken

MANIFEST = ".manifest.json"
METHODS = ".methods.md"
BESIDE = (MANIFEST, METHODS, ".labels.xml")  # what an export puts beside its file
INSIDE = frozenset({"manifest.json", "METHODS.md"})  # and into a zip
# Columns that no table of reports has, by their names and headings; they stand in the first line.
COLUMNS = ("start_original", "report_results", "machine_quantity", "STRUCTURE,STRUCTURE_ID", "原文起", "机器：原文数量")
HEAD = 20_000  # bytes; the first line of a panel is the longest


def exported(path: Path) -> bool:
    """True for a dataset of ours and for what lies beside one; False for what cannot be read, which reading tells."""
    try:
        if path.name.endswith(BESIDE):
            return True
        if not path.is_file():
            return False
        if path.with_name(path.name + MANIFEST).is_file():
            return True
        if is_zipfile(path):
            with ZipFile(path) as package:
                names = frozenset(package.namelist())
                if "xl/workbook.xml" not in names:
                    return names >= INSIDE
                book = taken(package, package.getinfo("xl/workbook.xml"), path.name).decode(errors="replace")
                return all(f'name="{sheet}"' in book for sheet in ("codebook", "methods", "manifest"))
        if path.suffix.lower() in (".csv", ".jsonl"):
            with path.open("rb") as file:
                head = file.read(HEAD).partition(b"\n")[0].decode(errors="replace")
            return any(column in head for column in COLUMNS)
    except (OSError, ValueError, KeyError, NotImplementedError, BadZipFile, ReadingError):
        return False
    return False
