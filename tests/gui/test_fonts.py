"""Chinese on a machine without a Chinese font: the program's own takes its place."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fonts import without_fonts

ROOT = Path(__file__).resolve().parents[2]

# Draws words with the theme's font and prints whether each character has a glyph, and how many different drawings.
DRAWN = """
from PySide6.QtGui import QFontDatabase, QFontInfo, QFontMetrics, QImage, QPainter
from PySide6.QtWidgets import QApplication
from gui.theme import Theme, chinese_fonts

application = QApplication([])
before = QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese)
there = chinese_fonts()
font = Theme("light").font(20)
words = "政府工作报告對讀枴鈭亿元％"
drawings = set()
for character in words:
    image = QImage(48, 48, QImage.Format.Format_Grayscale8)
    image.fill(255)
    painter = QPainter(image)
    painter.setFont(font)
    painter.drawText(4, 36, character)
    painter.end()
    drawings.add(bytes(image.constBits()))
print(len(before), there, QFontInfo(font).family(), len(drawings) == len(set(words)),
      all(QFontMetrics(font).inFontUcs4(ord(character)) for character in words), sep="|")
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the fonts of other systems cannot be hidden")
def test_without_a_chinese_font_chinese_is_drawn_all_the_same(tmp_path: Path) -> None:
    environment = {
        **os.environ, **without_fonts(tmp_path), "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT),
    }  # fmt: skip
    done = subprocess.run([sys.executable, "-c", DRAWN], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip().splitlines()[-1] == "0|True|Duidu Sans SC|True|True"
