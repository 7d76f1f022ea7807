"""The folded texts of all reports in one file of the user's cache, so that a search reads no project.

It is derived and may be deleted at any time. A report stands in it under the SHA-256 of its bytes and its number, so
that copies of a project that went different ways share the file without mistaking each other's reports; what does not
agree with its checksum is dropped and made anew. The texts are UTF-16, which Python reads three times as fast as
UTF-8 for Chinese: 4,000 reports (72 million characters, 145 MB) in 0.2 s. What is shown of a hit is read from the
project itself.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import time
import zlib
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

from core.paths import user_cache

FORMAT = 1
KEPT = 100_000_000  # characters held in memory (200 MB), 5,500 reports; further ones are read from the file each time
STALE = 60 * 24 * 3600  # seconds after which the texts of a project that nobody searches are deleted
WASTE = 2  # the file may be so many times as long as what is used of it

Mark = tuple[int, str]  # a report's number and the SHA-256 of its bytes


class Concordance:
    """The folded texts of one project; `make(document)` gives that of a report which is not there yet.

    Nothing here fails: what cannot be read is made, what cannot be written is made again next time.
    """

    def __init__(self, project: str, make: Callable[[int], str]) -> None:
        self._make = make
        self._folder = user_cache() / "search"
        name = sha256(project.encode()).hexdigest()[:20]
        self._index = self._folder / f"{name}.json"
        self._name = name
        self._file = ""  # name of the file of texts; "" for none yet
        self._rows: dict[str, tuple[int, int, int]] = {}  # report → place, length in bytes, checksum
        self._texts: dict[str, str] = {}
        self._characters = 0
        self._fresh: list[tuple[str, bytes]] = []
        self._load()

    def text(self, mark: Mark) -> str:
        """The folded text of a report."""
        key = _key(mark)
        if (found := self._texts.get(key)) is not None:
            return found
        if key in self._rows and (read := self._read(key)) is not None:
            return read
        made = self._make(mark[0])
        data = made.encode("utf-16-le", "surrogatepass")
        self._fresh.append((key, data))
        self._keep(key, data)
        return made

    def missing(self, marks: list[Mark]) -> list[Mark]:
        """Reports whose texts are still to be made."""
        return [mark for mark in marks if _key(mark) not in self._texts and _key(mark) not in self._rows]

    def save(self, marks: list[Mark]) -> None:
        """Write down what was made since; `marks` are the project's reports, others are forgotten with time."""
        if not self._fresh:
            return
        with contextlib.suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            wanted = {_key(mark) for mark in marks}
            used = sum(self._rows[key][1] for key in wanted & self._rows.keys())
            size = self._size()
            if not self._file or size > WASTE * (used + sum(len(data) for _, data in self._fresh)):
                self._begin_anew(wanted)
            self._append()
            draft = self._index.with_suffix(f".{secrets.token_hex(4)}")
            draft.write_text(json.dumps({"format": FORMAT, "file": self._file, "rows": self._rows}), encoding="utf-8")
            os.replace(draft, self._index)
            self._fresh = []
            self._prune()

    def _load(self) -> None:
        try:
            index = json.loads(self._index.read_text(encoding="utf-8"))
            if index["format"] != FORMAT:
                return
            rows = {str(key): (int(at), int(size), int(check)) for key, (at, size, check) in index["rows"].items()}
            self._file = Path(index["file"]).name
            with (self._folder / self._file).open("rb") as file:
                end = os.fstat(file.fileno()).st_size
                for key, (at, size, check) in sorted(rows.items(), key=lambda row: row[1]):
                    if at < 0 or size < 0 or at + size > end:
                        continue
                    file.seek(at)
                    piece = file.read(size)
                    if zlib.crc32(piece) == check:
                        self._rows[key] = (at, size, check)
                        self._keep(key, piece)
            os.utime(self._index)  # it is in use
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            self._file, self._rows = "", {}

    def _keep(self, key: str, data: bytes) -> None:
        if self._characters < KEPT:
            self._texts[key] = data.decode("utf-16-le", "surrogatepass")
            self._characters += len(data) // 2

    def _read(self, key: str) -> str | None:
        at, size, check = self._rows[key]
        try:
            with (self._folder / self._file).open("rb") as file:
                file.seek(at)
                piece = file.read(size)
        except OSError:
            piece = b""
        if len(piece) != size or zlib.crc32(piece) != check:
            del self._rows[key]
            return None
        return piece.decode("utf-16-le", "surrogatepass")

    def _size(self) -> int:
        try:
            return (self._folder / self._file).stat().st_size if self._file else 0
        except OSError:
            self._file = ""
            return 0

    def _begin_anew(self, wanted: set[str]) -> None:
        """Another file, with what is still wanted of the one before."""
        older = self._file
        kept = [(key, self._texts[key]) for key in wanted & self._rows.keys() & self._texts.keys()]
        self._fresh = [(key, text.encode("utf-16-le", "surrogatepass")) for key, text in kept] + self._fresh
        self._rows = {}
        self._file = f"{self._name}-{secrets.token_hex(4)}.texts"
        if older:
            with contextlib.suppress(OSError):  # Windows keeps what another window has open; it goes with age
                (self._folder / older).unlink()

    def _append(self) -> None:
        # Whoever else appends meanwhile writes behind or before this piece: where it begins is known afterwards.
        with (self._folder / self._file).open("ab") as file:
            file.write(b"".join(data for _, data in self._fresh))
            file.flush()
            at = file.tell() - sum(len(data) for _, data in self._fresh)
        for key, data in self._fresh:
            self._rows[key] = (at, len(data), zlib.crc32(data))
            at += len(data)

    def _prune(self) -> None:
        """Delete what no project has used for long."""
        now = time.time()
        used = {self._file}
        for index in self._folder.glob("*.json"):
            with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
                if now - index.stat().st_mtime > STALE:
                    index.unlink()
                else:
                    used.add(json.loads(index.read_text(encoding="utf-8"))["file"])
        for path in self._folder.glob("*.texts"):
            with contextlib.suppress(OSError):
                # An hour: another window may have written its texts and not yet its index.
                if path.name not in used and now - path.stat().st_mtime > 3600:
                    path.unlink()


def marks(rows: list[tuple[Any, ...]]) -> list[Mark]:
    """Reports as they stand in the project's order, from rows of number and SHA-256."""
    return [(int(number), str(digest)) for number, digest in rows]


def _key(mark: Mark) -> str:
    return f"{mark[1]}:{mark[0]}"
