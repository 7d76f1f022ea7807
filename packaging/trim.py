"""Make the built folder smaller: libraries that nothing asks for, symbols for debugging, data of other languages.

    python packaging/trim.py dist/duidu

Linux only. Each step is left out where its tool (readelf, strip, a C compiler) is not there: the folder is then
larger, not broken.
"""

from __future__ import annotations

import ctypes
import re
import shutil
import struct
import subprocess
import sys
import tempfile
from pathlib import Path

# What Qt asks ICU for: upper and lower case, order of names, dates. Data of other languages is 27 of 32 MB.
ICU_KEPT = re.compile(
    r"^(?:coll/)?(?:root|zh|zh_Hans|zh_Hans_CN|zh_Hant|zh_Hant_TW|en|en_US|pool|res_index)\.res$"
    r"|^coll/ucadata\.icu$|^brkitr/(?:root|res_index|char|word|line|sent|title)\.\w+$"
    r"|^(?:icuver|icustd|keyTypeData|likelySubtags|supplementalData|timezoneTypes|metaZones|zoneinfo64|windowsZones"
    r"|numberingSystems|plurals|pluralRanges|dayPeriods|genderList|currencyNumericCodes|langInfo|metadata)\.res$"
    r"|\.(?:icu|nrm|spp)$"
)


def needed(path: Path) -> set[str]:
    """The libraries that a library names."""
    told = subprocess.run(["readelf", "-d", str(path)], capture_output=True, text=True, check=False).stdout
    return set(re.findall(r"\(NEEDED\).*\[(.+?)\]", told))


def drop_orphans(program: Path) -> int:
    """Delete system libraries that came along for something that was left out; how many."""
    inside = program / "_internal"
    loose = {path.name: path for path in inside.iterdir() if re.search(r"\.so(\.|$)", path.name)}
    fixed = {name for name in loose if name.startswith("libpython")}
    begun = [path for path in inside.rglob("*.so*") if path.parent != inside and path.is_file()]
    wanted, waiting = set(fixed), [*begun, program / "duidu", *(loose[name] for name in fixed)]
    while waiting:
        for name in needed(waiting.pop()) & loose.keys() - wanted:
            wanted.add(name)
            waiting.append(loose[name])
    for name in loose.keys() - wanted:
        loose[name].unlink()
    return len(loose.keys() - wanted)


def strip(program: Path) -> None:
    """Drop debugging symbols. Qt's own libraries are stripped already, and strip would break their alignment."""
    for path in (program / "_internal").rglob("*.so*"):
        if path.is_file() and not path.is_symlink() and "PySide6" not in path.parts and "shiboken6" not in path.parts:
            subprocess.run(["strip", "--strip-unneeded", str(path)], capture_output=True, check=False)


def items(data: bytes) -> dict[str, bytes]:
    """The files inside ICU's common data (ICU, udata: a header, a table of names and places, the files)."""
    start = struct.unpack_from("<H", data)[0]
    count = struct.unpack_from("<I", data, start)[0]
    table = [struct.unpack_from("<II", data, start + 4 + 8 * n) for n in range(count)]
    ends = [at for _, at in table[1:]] + [len(data) - start]
    found = {}
    for (name, at), end in zip(table, ends, strict=True):
        place = start + name
        found[data[place : data.index(b"\0", place)].decode()] = data[start + at : start + end]
    return found


def packed(header: bytes, files: dict[str, bytes]) -> bytes:
    """Common data with these files, sorted by name as ICU wants it, each at a multiple of 16."""
    names, offsets, data = b"", [], b""
    table = 4 + 8 * len(files)
    for name in sorted(files):
        offsets.append(table + len(names))
        names += name.encode() + b"\0"
    base = table + len(names)
    rows = b""
    for name, place in zip(sorted(files), offsets, strict=True):
        # Places count from the table; the header is a multiple of 16 long.
        data += b"\0" * (-(base + len(data)) % 16)
        rows += struct.pack("<II", place, base + len(data))
        data += files[name]
    return header + struct.pack("<I", len(files)) + rows + names + data


def shrink_icu(program: Path) -> None:
    """Put a library with the kept data in the place of ICU's."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    for path in (program / "_internal").rglob("libicudata.so.*"):
        if path.is_symlink():
            continue
        version = path.name.rsplit(".", 1)[1]
        told = subprocess.run(["readelf", "-Ws", str(path)], capture_output=True, text=True, check=False).stdout
        size = re.search(rf":\s+\w+\s+(\w+)\s.*\bicudt{version}_dat\b", told)
        if compiler is None or size is None:
            print(f"{path.name} stays as it is: no C compiler, or its form is unknown")
            continue
        symbol = ctypes.c_char.in_dll(ctypes.CDLL(str(path)), f"icudt{version}_dat")
        data = ctypes.string_at(ctypes.addressof(symbol), int(size[1], 0))  # decimal, or hexadecimal when it is large
        header = data[: struct.unpack_from("<H", data)[0]]
        files = {name: held for name, held in items(data).items() if ICU_KEPT.search(name.split("/", 1)[1])}
        with tempfile.TemporaryDirectory() as folder:
            held = Path(folder, "icu.dat")
            held.write_bytes(packed(header, files))
            source = Path(folder, "icu.S")
            source.write_text(
                f".section .rodata\n.globl icudt{version}_dat\n.type icudt{version}_dat, %object\n.balign 16\n"
                f'icudt{version}_dat:\n.incbin "{held}"\n.size icudt{version}_dat, .-icudt{version}_dat\n'
                '.section .note.GNU-stack,"",%progbits\n',
                encoding="utf-8",
            )
            made = Path(folder, path.name)
            command = [compiler, "-shared", "-nostdlib", f"-Wl,-soname,{path.name}", str(source), "-o", str(made)]
            subprocess.run(command, check=True)
            path.unlink()
            shutil.copy(made, path)


def main() -> None:
    program = Path(sys.argv[1])
    if shutil.which("readelf"):
        drop_orphans(program)
        shrink_icu(program)
    if shutil.which("strip"):
        strip(program)


if __name__ == "__main__":
    main()
