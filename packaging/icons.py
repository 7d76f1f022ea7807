"""The program's icon in the forms that systems want, drawn from resources/icons/duidu.svg.

    python packaging/icons.py FOLDER

Writes FOLDER/hicolor (freedesktop's icon theme: PNG of each size and the drawing itself), duidu.ico (Windows) and
duidu.icns (macOS); the two are containers of PNG files, which both systems have read since 2007 and 2011.
"""

from __future__ import annotations

import os
import struct
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

ROOT = Path(__file__).resolve().parents[1]
PROGRAM = ROOT / "resources" / "icons" / "duidu.svg"
SIZES = (16, 22, 24, 32, 48, 64, 128, 256, 512)
WINDOWS = (16, 24, 32, 48, 64, 128, 256)
# Apple's types of icon and the pixels of each.
APPLE = ((b"icp4", 16), (b"icp5", 32), (b"ic11", 32), (b"ic12", 64), (b"ic07", 128), (b"ic13", 256), (b"ic08", 256),
         (b"ic14", 512), (b"ic09", 512), (b"ic10", 1024))  # fmt: skip


def sheet(program: str) -> str:
    """The icon of a project: a sheet with a folded corner and the program's drawing on it."""
    inner = program[program.index(">", program.index("<svg")) + 1 : program.rindex("</svg>")]
    view = program.split('viewBox="', 1)[1].split('"', 1)[0].split()
    scale = 30 / float(view[2])
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">'
        '<path d="M12 3h28l13 13v42a3 3 0 0 1-3 3H12a3 3 0 0 1-3-3V6a3 3 0 0 1 3-3z" fill="#ffffff" '
        'stroke="#8a94a3" stroke-width="2"/><path d="M40 3v13h13z" fill="#dfe4ea" stroke="#8a94a3" stroke-width="2" '
        f'stroke-linejoin="round"/><g transform="translate(16 22) scale({scale})">{inner}</g></svg>'
    )


def png(drawing: bytes, size: int) -> bytes:
    """A drawing as a PNG of `size` × `size` pixels."""
    from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
    from PySide6.QtGui import QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(QByteArray(drawing)).render(painter)
    painter.end()
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(held.data())


def ico(pictures: dict[int, bytes]) -> bytes:
    """Windows' container: a row of 16 bytes a picture, then the pictures."""
    rows, data, place = b"", b"", 6 + 16 * len(pictures)
    for size, picture in pictures.items():
        rows += struct.pack("<BBBBHHII", size % 256, size % 256, 0, 0, 1, 32, len(picture), place + len(data))
        data += picture
    return struct.pack("<HHH", 0, 1, len(pictures)) + rows + data


def icns(pictures: list[tuple[bytes, bytes]]) -> bytes:
    """Apple's container: type, length with these eight bytes, picture."""
    data = b"".join(kind + struct.pack(">I", len(picture) + 8) + picture for kind, picture in pictures)
    return b"icns" + struct.pack(">I", len(data) + 8) + data


def main() -> None:
    from PySide6.QtGui import QGuiApplication

    application = QGuiApplication.instance() or QGuiApplication([])
    folder = Path(sys.argv[1])
    program = PROGRAM.read_text(encoding="utf-8")
    theme = folder / "hicolor"
    for kind, name, drawing in (
        ("apps", "duidu", program),
        ("mimetypes", "application-x-duidu-project", sheet(program)),
    ):
        for size in SIZES:
            target = theme / f"{size}x{size}" / kind / f"{name}.png"
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(png(drawing.encode(), size))
        target = theme / "scalable" / kind / f"{name}.svg"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(drawing, encoding="utf-8")
    for name, drawing in (("duidu", program), ("project", sheet(program))):
        (folder / f"{name}.ico").write_bytes(ico({size: png(drawing.encode(), size) for size in WINDOWS}))
        pictures = [(kind, png(drawing.encode(), size)) for kind, size in APPLE]
        (folder / f"{name}.icns").write_bytes(icns(pictures))
    print(f"{folder}: the program and its projects in {len(SIZES)} sizes")
    application.quit()


if __name__ == "__main__":
    main()
