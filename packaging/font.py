"""Make resources/fonts/DuiduSansSC.ttf, the GBK subset of Noto Sans SC: the last resort where no Chinese font is there.

    python packaging/font.py NotoSansSC-Regular.ttf

GBK and not a smaller set: damaged and Traditional reports use it, and Qt only lists a font as Simplified Chinese
with it. No Kangxi radicals and no ccmp: with them Qt writes PDFs in which 工作 is found as ⼯作, that is, not at all.
"""

from __future__ import annotations

import sys
from pathlib import Path

from fontTools import subset

TARGET = Path(__file__).resolve().parents[1] / "resources" / "fonts" / "DuiduSansSC.ttf"


def characters() -> set[int]:
    """Every code point of GBK, ASCII, and the few signs of the desk itself."""
    found = set(range(0x20, 0x7F)) | {ord(c) for c in "·–—‘’“”…‰→←↑↓≥≤≈±×✓✗●○◆◇▲△■□∎⌘⇧⌥⏎"}
    for lead in range(0x81, 0xFF):
        for trail in range(0x40, 0xFF):
            try:
                found.add(ord(bytes((lead, trail)).decode("gbk")))
            except (UnicodeDecodeError, TypeError):
                continue
    return {c for c in found if not 0x2E80 <= c <= 0x2FDF}


def main(source: str) -> None:
    options = subset.Options()
    options.layout_features = ["kern", "vert", "locl", "palt"]
    options.hinting = False
    options.name_IDs = ["*"]
    font = subset.load_font(source, options)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=characters())
    cutter.subset(font)
    # The Open Font License asks that a changed font does not carry the reserved name alone.
    for record in font["name"].names:
        if record.nameID in (1, 4, 16):
            record.string = "Duidu Sans SC"
        elif record.nameID == 6:
            record.string = "DuiduSansSC-Regular"
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    subset.save_font(font, str(TARGET), options)
    print(f"{TARGET.name}: {len(font.getBestCmap())} characters, {TARGET.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main(sys.argv[1])
