"""A report on paper: its text with the highlights of its facts, tagged stretches and notes, as PDF or by a printer.

Highlights are told apart without colour, as on screen: filled for what was achieved, the line below for the state, and
every fact with a note or a correction has a number that leads to the list at the end. The PDF is written in a process
of its own; its font is the program's, so that it looks the same everywhere and its Chinese can be searched and copied.
"""

from __future__ import annotations

import errno
import itertools
import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMarginsF
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontDatabase,
    QGuiApplication,
    QPageLayout,
    QPageSize,
    QPdfWriter,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)

from core.documents import Document
from core.exporting import replacing
from core.facts import Fact, Measure, State, Status
from core.marking import runs
from core.messages import quoted, set_language, text
from core.paths import resource
from core.pieces import words
from core.store import Passage, Store, TagRow
from gui.theme import colours
from gui.wording import period_text, shown, value_text

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

POINTS = 10.5  # 五号, the usual size of Chinese text on paper
LINE = 140  # percent
VALUE = frozenset({"value", "unit", "base_value", "base_value_high", "base_unit", "bound"})
_LINES = {
    State.PROPOSED: QTextCharFormat.UnderlineStyle.DotLine,
    State.ACCEPTED: QTextCharFormat.UnderlineStyle.SingleUnderline,
    State.CORRECTED: QTextCharFormat.UnderlineStyle.WaveUnderline,
    State.ADDED: QTextCharFormat.UnderlineStyle.DashUnderline,
}


def composed(
    document: Document,
    facts: Sequence[Fact],
    passages: Sequence[Passage] = (),
    tags: Sequence[TagRow] = (),
    dots: int = 96,
) -> QTextDocument:
    """The report as it goes on paper of `dots` an inch, not laid out yet; needs a QGuiApplication."""
    made = QTextDocument()
    made.setDefaultFont(_font(POINTS))
    cursor = QTextCursor(made)
    # Qt scales letters to the paper but not indents: these are in its dots.
    em = POINTS / 72 * dots
    noted = _write_text(cursor, document, facts, passages, {tag.id: tag for tag in tags}, em)
    _write_notes(cursor, noted, passages, {tag.id: tag for tag in tags}, document, em)
    return made


def pdf(
    path: Path, document: Document, facts: Sequence[Fact], passages: Sequence[Passage], tags: Sequence[TagRow]
) -> int:
    """Write a report as PDF on A4; the number of pages. ExportError where it cannot be written to its end."""
    pages = 0

    def write(draft: Path) -> None:
        nonlocal pages
        writer = QPdfWriter(str(draft))
        writer.setTitle(document.metadata.title or document.name)
        writer.setCreator("Duidu")
        writer.setResolution(300)
        # Without margins of the page: the text's own, two centimetres, have room for the page number below.
        page = QPageSize(QPageSize.PageSizeId.A4)
        margins = QMarginsF(0, 0, 0, 0)
        writer.setPageLayout(QPageLayout(page, QPageLayout.Orientation.Portrait, margins, QPageLayout.Unit.Millimeter))
        composed(document, facts, passages, tags, writer.resolution()).print_(writer)
        del writer  # closes the file
        pages = _pages(draft)

    replacing(path, write)
    return pages


def _pages(path: Path) -> int:
    """How many pages a PDF has; OSError where it is not whole: Qt writes what the disk takes and says nothing."""
    from pypdfium2 import PdfDocument, PdfiumError

    try:
        with PdfDocument(path) as written:
            return len(written)
    except PdfiumError:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)) from None


def pdf_of(project: Path, document: int, path: Path, language: str) -> int:
    """The same for a report of a project file, in a process of its own that has no window."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    application = QGuiApplication.instance() or QGuiApplication(sys.argv[:1])
    set_language(language)
    with Store.open(project, readonly=True) as store:
        parts = (store.document(document), store.facts(document), store.passages(document), store.tags())
    pages = pdf(path, *parts)
    del application
    return pages


def printed(printer: QPrinter, document: Document, facts: Sequence[Fact], passages: Sequence[Passage],
            tags: Sequence[TagRow]) -> None:  # fmt: skip
    """Send a report to a printer."""
    composed(document, facts, passages, tags, printer.resolution()).print_(printer)


def _font(points: float) -> QFont:
    family = "Duidu Sans SC"
    if family not in QFontDatabase.families():
        added = QFontDatabase.addApplicationFont(str(resource("fonts", "DuiduSansSC.ttf")))
        families = QFontDatabase.applicationFontFamilies(added)
        family = families[0] if families else ""
    font = QFont(family) if family else QFont()
    font.setPointSizeF(points)
    return font


def _write_text(
    cursor: QTextCursor,
    document: Document,
    facts: Sequence[Fact],
    passages: Sequence[Passage],
    tags: dict[int, TagRow],
    em: float,
) -> list[Fact]:
    """Title, legend and text; the facts that have something to say at the end, in the order of their numbers."""
    block = _block()
    body, section = QTextBlockFormat(block), QTextBlockFormat(block)
    body.setTextIndent(2 * em)
    section.setTopMargin(12)
    plain, heading = QTextCharFormat(), QTextCharFormat()
    heading.setFontWeight(QFont.Weight.Bold)
    title = QTextCharFormat(heading)
    title.setFontPointSize(POINTS + 6)
    cursor.setBlockFormat(block)
    about = document.metadata
    cursor.insertText(about.title or document.name, title)
    place = " · ".join(part for part in (about.region.replace("/", " "), str(about.year or ""), document.name) if part)
    cursor.insertBlock(block)
    cursor.insertText(place, _quiet())
    kept = {fact.id: fact for fact in facts if fact.state is not State.REJECTED}
    if kept:
        _write_legend(cursor, kept.values())
    heads = {s.title.start for s in document.structure.sections if s.title.end > s.title.start}
    flat = runs(kept.values())
    ends: dict[int, list[Fact]] = {}  # where a fact is at its end → those that have something to say
    for fact in kept.values():
        if fact.note or fact.machine:
            ends.setdefault(fact.spans[-1].end, []).append(fact)
    noted: list[Fact] = []
    at = first = 0
    for line in document.text.split("\n"):
        stop = at + len(line)
        head = any(at <= head < stop + 1 for head in heads) and len(line) < 60
        indented = line.strip() and not head and line == line.lstrip() and len(line) >= 30
        cursor.insertBlock(section if head else body if indented else block)
        while first < len(flat) and flat[first].end <= at:
            first += 1
        inside = list(itertools.takewhile(lambda run, stop=stop: run.start < stop, flat[first:]))
        mine = [p for p in passages if p.start is not None and p.end is not None and p.start < stop and p.end > at]
        edges = {at, stop, *(end for end in ends if at < end <= stop)}
        edges |= {min(max(edge, at), stop) for run in inside for edge in (run.start, run.end)}
        edges |= {min(max(edge, at), stop) for p in mine for edge in (p.start or 0, p.end or 0)}
        for start, end in itertools.pairwise(sorted(edges)):
            top = next((kept[run.facts[-1]] for run in inside if run.start <= start and end <= run.end), None)
            tagged = [p for p in mine if (p.start or 0) <= start and end <= (p.end or 0)]
            cursor.insertText(document.text[start:end], _format(heading if head else plain, top, tagged, tags))
            for fact in ends.get(end, ()):
                noted.append(fact)
                cursor.insertText(str(len(noted)), _raised())
        at = stop + 1
    return noted


def _write_legend(cursor: QTextCursor, facts: Iterable[Fact]) -> None:
    """What the highlights mean, as far as the report has them: kinds, then states, each as it looks."""
    seen = list(facts)
    blank = Fact(0, 1, "", None, "", None, "")
    kinds = [measure for measure in Measure if any(fact.measure is measure for fact in seen)]
    aims = [status for status in Status if any(fact.status is status for fact in seen)]
    states = [state for state in _LINES if any(fact.state is state for fact in seen)]
    samples = [
        *((text(f"measure.{m.value}"), blank.with_(measure=m, state=State.ACCEPTED)) for m in kinds),
        *((text(f"status.{s.value}"), blank.with_(status=s, state=State.ACCEPTED)) for s in aims),
        *((text(f"state.{s.value}"), blank.with_(state=s)) for s in states),
    ]
    cursor.insertBlock(_block())
    for number, (word, sample) in enumerate(samples):
        if number:
            cursor.insertText("   ", _small(QTextCharFormat()))
        cursor.insertText(word, _small(_format(QTextCharFormat(), sample, (), {})))


def _block() -> QTextBlockFormat:
    block = QTextBlockFormat()
    block.setLineHeight(LINE, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    block.setBottomMargin(4)
    return block


def _quiet() -> QTextCharFormat:
    made = QTextCharFormat()
    made.setForeground(QBrush(QColor("#5c6370")))
    return made


def _small(made: QTextCharFormat) -> QTextCharFormat:
    made.setFontPointSize(POINTS - 2)
    return made


def _format(
    base: QTextCharFormat, fact: Fact | None, passages: Sequence[Passage], tags: dict[int, TagRow]
) -> QTextCharFormat:
    made = QTextCharFormat(base)
    if fact is not None:
        palette, measure = colours("light"), fact.measure.value
        fill = QColor(palette[f"mark.{measure}_fill"])
        if fact.status is Status.ESTIMATE:  # half as strong, as on screen it fills half the line
            fill = QColor(*((part + 255) // 2 for part in (fill.red(), fill.green(), fill.blue())))
        if fact.status is not Status.TARGET:
            made.setBackground(QBrush(fill))
        made.setUnderlineStyle(_LINES[fact.state])
        made.setUnderlineColor(QColor(palette[f"mark.{measure}_line"]))
    elif passages:
        tag = tags.get(passages[0].tag or 0)
        made.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DashDotLine)
        made.setUnderlineColor(QColor(tag.colour if tag else "#77797c"))
    return made


def _raised() -> QTextCharFormat:
    made = QTextCharFormat()
    made.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignSuperScript)
    return made


def _write_notes(
    cursor: QTextCursor,
    noted: Sequence[Fact],
    passages: Sequence[Passage],
    tags: dict[int, TagRow],
    document: Document,
    em: float,
) -> None:
    """The notes and corrections by number, then the tagged stretches."""
    block, bold = QTextBlockFormat(), QTextCharFormat()
    block.setTopMargin(14)
    bold.setFontWeight(QFont.Weight.Bold)
    plain = QTextCharFormat()
    item = QTextBlockFormat()
    item.setLineHeight(LINE, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    hanging = QTextBlockFormat(item)  # the numbers stand by themselves
    hanging.setLeftMargin(1.5 * em)
    hanging.setTextIndent(-1.5 * em)
    if noted:
        cursor.insertBlock(block)
        cursor.insertText(text("print.notes"), bold)
    for number, fact in enumerate(noted, start=1):
        cursor.insertBlock(hanging)
        what = words(fact.spans, document.text, "…") if fact.pieces else value_text(fact)
        said = [f"{number}  {fact.indicator} {what} {period_text(fact.period_start, fact.period_end)}".strip()]
        said += corrections(fact)
        said += [fact.note] if fact.note else []
        cursor.insertText(" · ".join(said), plain)
    if passages:
        cursor.insertBlock(block)
        cursor.insertText(text("print.marks"), bold)
    for passage in passages:
        cursor.insertBlock(item)
        quote = text("passages.whole")
        if passage.start is not None and passage.end is not None:
            quote = quoted(document.text[passage.start : passage.end].replace("\n", " "))
        tag = tags.get(passage.tag or 0)
        cursor.insertText(" · ".join(part for part in (quote, tag.name if tag else "", passage.note) if part), plain)


def corrections(fact: Fact) -> list[str]:
    """What a person changed of a proposal, old and new, in words; what belongs together in one."""
    machine = fact.machine or {}
    before = fact.with_(**machine)
    told = []
    if VALUE & machine.keys() and value_text(before) != value_text(fact):
        told.append((text("field.value"), value_text(before), value_text(fact)))
    if {"period_start", "period_end"} & machine.keys():
        old, new = (period_text(f.period_start, f.period_end) or text("card.empty") for f in (before, fact))
        told.append((text("field.period"), old, new))
    told += [
        (text(f"field.{name}"), shown(name, getattr(before, name)), shown(name, getattr(fact, name)))
        for name in ("indicator", "canonical", "measure", "status", "direction", "basis", "action")
        if name in machine
    ]
    if {"start", "end"} & machine.keys():
        told.append((text("column.quantity"), before.quantity, fact.quantity))
    return [text("learn.field", field=field, old=old, new=new) for field, old, new in told]
