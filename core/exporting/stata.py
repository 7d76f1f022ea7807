"""Stata's dta, format 118 (Stata 14 and later, UTF-8), with labels for variables and values.

Written after Stata's own description (`help dta`), so that no library of a hundred megabytes is needed. Numbers are
doubles, which hold the ids exactly; coded columns (state, bound, …) are bytes with value labels in both languages;
texts up to 2,045 bytes stand in the row, longer ones as strL. Names of variables are the columns' keys, cut to 32
characters.
"""

from __future__ import annotations

import re
import struct
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from core.messages import catalogue

if TYPE_CHECKING:
    from core.exporting import Options
    from core.exporting.columns import Column, Row

DOUBLE, BYTE, STRL = 65526, 65530, 32768
MISSING_DOUBLE = struct.pack("<Q", 0x7FE0000000000000)  # “.”
MISSING_BYTE = 101
LONGEST = 2045  # bytes of a text in the row
NAME, LABEL = 32, 80  # characters
NAME_BYTES, LABEL_BYTES, FORMAT_BYTES = 129, 321, 57


@dataclass
class _Variable:
    column: Column
    name: str
    kind: int = DOUBLE
    width: int = 0  # bytes of the longest text
    codes: dict[str, int] = field(default_factory=dict)


def write(path: Path, columns: Sequence[Column], rows: Iterable[Row], options: Options) -> tuple[str, ...]:
    """Write the file; rows wait in a temporary one, because the widths of texts stand at the head of a dta."""
    variables = [_Variable(c, name) for c, name in zip(columns, names([c.key for c in columns]), strict=True)]
    for variable in variables:
        group = f"{variable.column.codes}."
        if variable.column.codes:
            codes = [key.removeprefix(group) for key in catalogue() if key.startswith(group)]
            variable.codes = {code: number for number, code in enumerate(codes, start=1)}
    count = 0
    with tempfile.TemporaryFile(dir=options.folder or None) as waiting:
        for row in rows:
            count += 1
            for variable in variables:
                _wait(waiting, variable, row[variable.column.key])
        waiting.seek(0)
        for variable in variables:
            if variable.codes:
                variable.kind = BYTE
            elif variable.column.kind == "text":
                variable.kind = STRL if variable.width > LONGEST else max(variable.width, 1)
        with path.open("wb") as file:
            _Writer(file, variables, count, options).write(waiting)
    return ()


def names(keys: Sequence[str]) -> list[str]:
    """Names that Stata takes, each different: letters, digits and _, at most 32; v12 for what has no letters.

    A column of the panel that is too long keeps its end, shortened (tg for target_growth), after an abbreviation of its
    indicator that is the same in all its columns: gros_dome_prod_reg_tg_low.
    """
    plains = []
    for number, key in enumerate(keys, start=1):
        plain = re.sub(r"[^A-Za-z0-9_]", "_", key)
        if not re.search("[A-Za-z]", plain):
            plain = f"v{number}"
        plains.append(f"_{plain}" if plain[0].isdigit() else plain)
    stems: dict[str, str] = {}
    for plain in plains:
        body = _ENDS.sub("", plain)
        if len(plain) > NAME and body not in stems:
            stems[body] = _different("_".join(word[:4] for word in body.split("_"))[:STEM], stems.values(), STEM)
    found: list[str] = []
    for plain in plains:
        body = _ENDS.sub("", plain)
        end = plain[len(body) :]
        short = stems[body] + end.replace("_target_growth", "_tg") if body in stems else plain
        found.append(_different(short, found, NAME))
    return found


STEM = 18  # with the longest end, _tg_qualifier, it makes 31
_ENDS = re.compile(r"(?:_target_growth|_target|_growth)?(?:_low|_high|_qualifier|_state|_fact)?$")  # may be empty


def _different(name: str, taken: Iterable[str], longest: int) -> str:
    """The name, numbered where it is taken."""
    others = {other.lower() for other in taken}
    made, turn = name[:longest], 1
    while made.lower() in others:
        turn += 1
        made = f"{name[: longest - len(str(turn))]}{turn}"
    return made


def _wait(waiting: IO[bytes], variable: _Variable, value: Any) -> None:
    if isinstance(value, tuple):
        value = "; ".join(value)
    if variable.codes:
        waiting.write(bytes([variable.codes.get(value, MISSING_BYTE) if value else MISSING_BYTE]))
    elif variable.column.kind == "text":
        data = b"" if value is None else str(value).replace("\0", " ").encode()
        variable.width = max(variable.width, len(data))
        waiting.write(struct.pack("<I", len(data)) + data)
    else:
        waiting.write(MISSING_DOUBLE if value is None else struct.pack("<d", float(value)))


class _Writer:
    """The parts of the file in their order; the map of their places is filled in at the end."""

    def __init__(self, file: IO[bytes], variables: list[_Variable], count: int, options: Options) -> None:
        self.file, self.variables, self.count, self.options = file, variables, count, options
        self.places: list[int] = []

    def write(self, waiting: IO[bytes]) -> None:
        self.places.append(0)
        moment = datetime.fromisoformat(self.options.made or "2000-01-01")
        stamp = f"{moment.day:02} {MONTHS[moment.month - 1]} {moment.year} {moment.hour:02}:{moment.minute:02}".encode()
        label = "Duidu 对读".encode()
        self.file.write(
            b"<stata_dta><header><release>118</release><byteorder>LSF</byteorder><K>"
            + struct.pack("<H", len(self.variables)) + b"</K><N>" + struct.pack("<Q", self.count) + b"</N><label>"
            + struct.pack("<H", len(label)) + label + b"</label><timestamp>" + bytes([len(stamp)]) + stamp
            + b"</timestamp></header>"
        )  # fmt: skip
        self._mark()
        self.file.write(b"<map>" + bytes(8 * 14) + b"</map>")
        self._part("variable_types", b"".join(struct.pack("<H", v.kind) for v in self.variables))
        self._part("varnames", b"".join(_fixed(v.name, NAME_BYTES) for v in self.variables))
        self._part("sortlist", bytes(2 * (len(self.variables) + 1)))
        self._part("formats", b"".join(_fixed(_format(v), FORMAT_BYTES) for v in self.variables))
        labels = [v.column.codes if v.codes else "" for v in self.variables]
        self._part("value_label_names", b"".join(_fixed(name, NAME_BYTES) for name in labels))
        titles = [v.column.heading("zh")[:LABEL] for v in self.variables]
        self._part("variable_labels", b"".join(_fixed(title, LABEL_BYTES) for title in titles))
        self._part("characteristics", b"")
        self._mark()
        self.file.write(b"<data>")
        long = self._rows(waiting)
        self.file.write(b"</data>")
        self._mark()
        self.file.write(b"<strls>")
        for number, row, data in long:
            self.file.write(b"GSO" + struct.pack("<IQBI", number, row, 130, len(data) + 1) + data + b"\0")
        self.file.write(b"</strls>")
        self._part("value_labels", b"".join(self._labels()))
        self._mark()
        self.file.write(b"</stata_dta>")
        self.places.append(self.file.tell())
        self.file.seek(self.places[1] + len(b"<map>"))
        self.file.write(struct.pack("<14Q", *self.places))

    def _mark(self) -> None:
        self.places.append(self.file.tell())

    def _part(self, name: str, content: bytes) -> None:
        self._mark()
        self.file.write(f"<{name}>".encode() + content + f"</{name}>".encode())

    def _rows(self, waiting: IO[bytes]) -> list[tuple[int, int, bytes]]:
        long: list[tuple[int, int, bytes]] = []
        for row in range(1, self.count + 1):
            for number, variable in enumerate(self.variables, start=1):
                if variable.kind == BYTE:
                    self.file.write(waiting.read(1))
                elif variable.kind == DOUBLE:
                    self.file.write(waiting.read(8))
                else:
                    data = waiting.read(struct.unpack("<I", waiting.read(4))[0])
                    if variable.kind == STRL:
                        # Variable in two bytes, observation in six; an empty text is (0, 0).
                        self.file.write(struct.pack("<Q", number | row << 16) if data else bytes(8))
                        if data:
                            long.append((number, row, data))
                    else:
                        self.file.write(data.ljust(variable.kind, b"\0"))
        return long

    def _labels(self) -> Iterable[bytes]:
        done = set()
        for variable in self.variables:
            group = variable.column.codes
            if not variable.codes or group in done:
                continue
            done.add(group)
            words = catalogue()
            texts = [
                f"{words[f'{group}.{code}']['zh']} {words[f'{group}.{code}']['en']} ({code})".encode() + b"\0"
                for code in variable.codes
            ]
            at, offsets = 0, []
            for piece in texts:
                offsets.append(at)
                at += len(piece)
            size = len(texts)
            table = struct.pack(f"<ii{size}i{size}i", size, at, *offsets, *variable.codes.values()) + b"".join(texts)
            yield b"<lbl>" + struct.pack("<i", len(table)) + _fixed(group, NAME_BYTES) + bytes(3) + table + b"</lbl>"


MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _fixed(words: str, size: int) -> bytes:
    """UTF-8 filled with zeros, cut between characters, at least one zero at the end."""
    data = words.encode()[: size - 1].decode("utf-8", "ignore").encode()
    return data.ljust(size, b"\0")


def _format(variable: _Variable) -> str:
    if variable.codes:
        return "%12.0g"
    if variable.column.kind == "text":
        return "%9s" if variable.kind == STRL else f"%{min(max(variable.width, 9), 244)}s"
    return "%16.0f" if variable.column.kind == "integer" else "%12.0g"
