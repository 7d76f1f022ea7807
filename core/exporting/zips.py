"""Zip files with the same bytes every time: members in the order given, a fixed date, no traces of the system."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Self
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from core.exporting.manifest import paper, whole

DATE = (1980, 1, 1, 0, 0, 0)  # the earliest that the format knows
_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')


class Zip:
    """A zip file being written."""

    def __init__(self, path: Path) -> None:
        self._zip = ZipFile(path, "w", ZIP_DEFLATED)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._zip.__exit__(kind, error, at)

    def add(self, name: str, content: str | bytes) -> None:
        """A member; text as UTF-8, its line ends as they are."""
        self._zip.writestr(_member(name), content.encode() if isinstance(content, str) else content)

    def stream(self, name: str, lines: Iterable[str]) -> None:
        """A member that is too large to be held in memory, line by line."""
        with self._zip.open(_member(name), "w", force_zip64=True) as file:
            for line in lines:
                file.write(line.encode())

    def account(self, found: dict[str, object]) -> None:
        """Manifest and methods text inside the file."""
        self.add("manifest.json", whole(found))
        self.add("METHODS.md", paper(found))


def _member(name: str) -> ZipInfo:
    member = ZipInfo(name, DATE)
    member.compress_type = ZIP_DEFLATED
    member.create_system = 3  # else Windows and Linux differ
    member.external_attr = 0o644 << 16
    return member


class Names:
    """File names for reports: their own without what a file system or brat can't take, each different."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def fresh(self, name: str) -> str:
        """A name that no other report has, without its ending."""
        plain = _UNSAFE.sub("_", Path(name).stem).strip(". ").replace(" ", "_") or "report"
        found, turn = plain, 1
        while found.casefold() in self._taken:
            turn += 1
            found = f"{plain}_{turn}"
        self._taken.add(found.casefold())
        return found
