"""From original to reading text: damage mended, Simplified, every change on record.

`repair` runs the passes in the order in which damage piles up from the outside in: first what the file brought
(control characters, escapes), then what the site did (readings, shifted bytes), then the script, the width, the
spaces. Each pass costs little on a clean text: it looks for its trace before it does anything.
"""

from __future__ import annotations

from core.documents import Repair
from core.offsets import OffsetMap
from core.repairing import layout, marks, pinyin, script, shifted, spaces
from core.repairing.changes import Decisions, Mending, Pass

__all__ = ["KINDS", "Decisions", "repair"]

KINDS = (
    "shifted",
    "guessed",
    "pinyin",
    "traditional",
    "control",
    "escape",
    "entity",
    "zero_width",
    "private_use",
    "radical",
    "width",
    "number_space",
    "word_space",
    "lost_space",
    "page_number",
    "line_break",
    "doubled",
    "duplicate",
)
"""The kinds of repair, by name; their texts are in resources/i18n/loading.toml under [repair.…]."""

PASSES: tuple[Pass, ...] = (
    marks.line_ends,
    marks.escapes,
    marks.entities,
    marks.controls,
    shifted.shifted,
    marks.hidden,
    marks.private,
    marks.radicals,
    pinyin.pinyin,
    script.traditional,
    layout.twice,
    layout.pages,
    layout.lowered,
    layout.doubled,
    spaces.width,
    spaces.questions,
    spaces.numbers,
    spaces.words,
    layout.wrapped,
)


def repair(original: str, decisions: Decisions | None = None) -> tuple[str, OffsetMap, tuple[Repair, ...]]:
    """`(text, offsets, repairs)`; `decisions` holds repairs that the analyst refused or wrote anew."""
    mending = Mending(original, decisions or {})
    for step in PASSES:
        mending.run(step)
    return mending.text, mending.offsets, mending.repairs()
