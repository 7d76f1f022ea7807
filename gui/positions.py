"""Between code points and the UTF-16 units in which Qt counts: the only place where the two meet."""

from __future__ import annotations

import re
from bisect import bisect_left

ASTRAL = re.compile("[\U00010000-\U0010ffff]")


class Positions:
    """Between code points and Qt's UTF-16 positions of one text."""

    def __init__(self, shown: str) -> None:
        self._points = [m.start() for m in ASTRAL.finditer(shown)]
        self._units = [point + index for index, point in enumerate(self._points)]

    def to_qt(self, point: int) -> int:
        """The UTF-16 position of a code point."""
        return point + bisect_left(self._points, point)

    def to_text(self, unit: int) -> int:
        """The code point at a UTF-16 position; inside a pair, the character that the pair stands for."""
        return unit - bisect_left(self._units, unit)
