"""How a report is set: paragraphs indented, headings bold and apart, blank lines low; written into a Qt document."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
)

from core.spans import Span
from gui.positions import Positions

GAP = 0.55  # between paragraphs, in letter heights
INDENT = re.compile("[ \u3000\u00a0\t]{2,}|\u3000")
# Equal in length, but kept by Qt: a mark at the beginning is dropped and CRLF becomes one break otherwise.
SHOWN = str.maketrans({"\ufeff": "\u200b", "\r": "\u200b"})
Heading = tuple[Span, int]  # its place in the text shown, its level from 1 on


def typeset(
    made: QTextDocument, shown: str, headings: Sequence[Heading], positions: Positions, em: float, spacing: float
) -> None:
    """Write a text into an empty document whose font is set; `em` is a letter's height in pixels, `spacing` in em."""
    metrics = QFontMetricsF(made.defaultFont())
    body = QTextBlockFormat()
    proportional = QTextBlockFormat.LineHeightTypes.ProportionalHeight.value
    # Qt multiplies the font's own line, rounded up, so the spacing is turned into a share of that.
    own = max(int(metrics.ascent() + metrics.descent() + 0.999), 1)
    body.setLineHeight(100 * em * spacing / own, proportional)
    body.setBottomMargin(em * GAP)
    indented = QTextBlockFormat(body)
    indented.setTextIndent(2 * em)
    blank = QTextBlockFormat()
    blank.setLineHeight(em * 0.4, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
    titles = _titles(shown, headings)
    cursor = QTextCursor(made)
    at = 0
    for number, line in enumerate(_lines(shown)):
        level = titles.get(at, 0)
        shape = body if INDENT.match(line) else (indented if line.strip() else blank)
        letters = QTextCharFormat()
        if level:
            shape = QTextBlockFormat(body)
            shape.setTopMargin(em * (1.1 if level == 1 else 0.5))
            shape.setHeadingLevel(min(level, 6))
            letters.setFontWeight(QFont.Weight.Bold)
            if level == 1:
                letters.setProperty(QTextFormat.Property.FontSizeAdjustment.value, 1)
            elif not INDENT.match(line):
                shape.setTextIndent(2 * em if level > 1 else 0)
        if number:
            cursor.insertBlock(shape, letters)
        else:
            cursor.setBlockFormat(shape)
            cursor.setCharFormat(letters)
        cursor.insertText(line.translate(SHOWN), letters)
        at += len(line) + 1
    _embolden(made, shown, [place for place, _ in headings], set(titles), positions)


def _lines(shown: str) -> list[str]:
    # Exactly the places where insertText would break: each break is one code point and one Qt position.
    return re.split("\n|\u2029|(?:\r(?!\n))", shown)


def _titles(shown: str, headings: Sequence[Heading]) -> dict[int, int]:
    """Where a whole line is a heading → its level."""
    found = {}
    for here, level in headings:
        line = shown.rfind("\n", 0, here.start) + 1
        stop = shown.find("\n", here.start)
        stop = len(shown) if stop < 0 else stop
        if not shown[line : here.start].strip() and len(shown[here.end : stop].strip()) <= 1:
            found[line] = level
    return found


def _embolden(made: QTextDocument, shown: str, headings: Sequence[Span], done: set[int], positions: Positions) -> None:
    """Headings that share a line with the text after them: bold letters only."""
    bold = QTextCharFormat()
    bold.setFontWeight(QFont.Weight.Bold)
    cursor = QTextCursor(made)
    for here in headings:
        if shown.rfind("\n", 0, here.start) + 1 not in done:
            cursor.setPosition(positions.to_qt(here.start))
            cursor.setPosition(positions.to_qt(here.end), QTextCursor.MoveMode.KeepAnchor)
            cursor.mergeCharFormat(bold)
