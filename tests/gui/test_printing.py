from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PySide6.QtGui import QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QWidget

from core.edits import Annotate, Correct, MakeTag, Mark, Reject
from core.errors import ExportError
from core.spans import Span
from core.store import Store
from gui.desk import Desk
from gui.jobs import Jobs
from gui.paper import Paper
from gui.printing import composed, pdf_of
from tests.gui.projects import project

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def store(tmp_path: Path, qapp: Any) -> Any:
    store = project(tmp_path, reports=1)
    yield store
    store.close()


def made(store: Store) -> Any:
    return composed(store.document(1), store.facts(1), store.passages(1), store.tags())


def style(document: Any, words: str) -> QTextCharFormat:
    cursor: QTextCursor = document.find(words)
    assert not cursor.isNull(), words
    return cursor.charFormat()


def test_highlights_tell_kind_and_state_on_paper(store: Store) -> None:
    facts = store.facts(1)
    store.do(Correct((facts[1].id,), {"action": "达到"}))
    store.do(Reject((facts[4].id,)))
    document = made(store)
    line = QTextCharFormat.UnderlineStyle
    assert style(document, "105亿元").underlineStyle() == line.DotLine
    assert style(document, "6.53亿元").underlineStyle() == line.WaveUnderline
    assert style(document, "7000亩").underlineStyle() == line.NoUnderline
    assert style(document, "105亿元").background().color() != style(document, "10.8%").background().color()


def test_notes_corrections_and_marks_stand_at_the_end(store: Store) -> None:
    facts = store.facts(1)
    store.do(Annotate((facts[0].id,), "与公报一致"))
    store.do(Correct((facts[1].id,), {"action": "达到"}))
    store.do(MakeTag("判断", "#c8403a"))
    start = store.document(1).text.index("与去年同期持平")
    store.do(Mark(1, start, start + 7, store.tags()[0].id, "哪一年"))
    words = made(store).toPlainText()
    assert "105亿元1，" in words
    assert "1  地区生产总值 105亿元 2020 · 与公报一致" in words
    assert "2  一般公共预算收入 6.53亿元 2020 · 动词由“实现”改为“达到”" in words or "“实现”改为“达到”" in words
    assert words.endswith("“与去年同期持平” · 判断 · 哪一年")


def test_every_correction_is_told_old_and_new(store: Store) -> None:
    facts = store.facts(1)
    store.do(Correct((facts[1].id,), {"value": 7, "base_value": 700000000}))
    store.do(Correct((facts[2].id,), {"period_start": 2018}))
    words = made(store).toPlainText()
    assert "1  一般公共预算收入 7亿元 2020 · 数值由“6.53亿元”改为“7亿元”" in words
    assert "2  一般公共预算收入 10.8% 2018–2020 · 时期由“2020”改为“2018–2020”" in words


def test_a_fact_in_pieces_is_marked_at_each_with_its_number_at_the_last(store: Store) -> None:
    fact, whole = store.facts(1)[4], store.document(1).text
    start = whole.index("转移")
    store.do(Correct((fact.id,), {"pieces": (Span(start, start + 2),)}))
    document = made(store)
    assert style(document, "转移").underlineStyle() == QTextCharFormat.UnderlineStyle.WaveUnderline
    assert "转移1农村劳动力" in document.toPlainText()
    assert "1  高标准农田 7000亩…转移 2020" in document.toPlainText()


def test_a_legend_says_what_the_report_has(store: Store) -> None:
    lines = made(store).toPlainText().split("\n")
    assert lines[2] == "水平   变化   完成   预计   目标   提案"
    document = made(store)
    actual, estimate = (style(document, word).background().color() for word in ("完成", "预计"))
    assert estimate.lightness() > actual.lightness()


def test_the_pdf_can_be_searched_in_chinese(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "报告.pdf"
    assert pdf_of(store.path, 1, path, "zh") == 1
    with pypdfium2.PdfDocument(path) as found:
        words = found[0].get_textpage().get_text_bounded()
    assert "地区生产总值实现105亿元" in words.replace("\r\n", "").replace("\n", "")
    assert not list(tmp_path.glob(".*.part"))


def test_a_place_that_cannot_be_written_is_told(store: Store, tmp_path: Path) -> None:
    with pytest.raises(ExportError):
        pdf_of(store.path, 1, tmp_path / "nowhere" / "a.pdf", "zh")


def test_a_project_is_never_written_over(store: Store, tmp_path: Path) -> None:
    before = store.path.read_bytes()
    with pytest.raises(ExportError):
        pdf_of(store.path, 1, store.path, "zh")
    assert store.path.read_bytes() == before
    assert not list(store.path.parent.glob(".*.part"))


@pytest.mark.skipif(sys.platform == "win32", reason="limits of a process's files are a thing of Unix")
def test_a_full_disk_is_told_and_leaves_what_was_there(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"before")
    script = (
        "import resource, signal, sys; from pathlib import Path; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))\n"
        "from core.errors import ExportError; from gui.printing import pdf_of\n"
        "try: pdf_of(Path(sys.argv[1]), 1, Path(sys.argv[2]), 'zh')\n"
        "except ExportError as error: print(error.key)\n"
    )
    said = subprocess.run(
        [sys.executable, "-c", script, store.path, path], capture_output=True, text=True, check=False, cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"},
    )  # fmt: skip
    assert said.stdout.strip().startswith("export_"), said.stderr
    assert path.read_bytes() == b"before"
    assert not list(tmp_path.glob(".*.part"))


def test_the_desk_writes_it_in_another_process_and_tells(store: Store, tmp_path: Path, qtbot: Any) -> None:
    desk, jobs, window = Desk(store), Jobs(), QWidget()
    qtbot.addWidget(window)
    heard: list[Any] = []
    desk.noticed.connect(heard.append)
    paper = Paper(desk, jobs, window)
    for path in (tmp_path / "a.pdf", tmp_path / "nowhere" / "a.pdf"):
        paper.write(1, path)
        qtbot.waitUntil(lambda: not jobs.jobs, timeout=30_000)
    jobs.close()
    assert [(n.kind, n.text[:9]) for n in heard] == [("done", "已存为“a.pdf"), ("error", "没能存为“a.pd")]
    assert (tmp_path / "a.pdf").stat().st_size > 1000
