from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from core.charting import KINDS
from core.edits import Reject, Touched
from core.store import Store
from gui.chartpaper import SERIES
from gui.charts import Charts
from gui.desk import Desk
from gui.theme import Theme, colours, contrast
from tests.core.test_charting import PLACES
from tests.core.test_panel import aim, growth, level, lexicon, put


@pytest.fixture
def desk(tmp_path: Path, qapp: Any) -> Iterator[Desk]:
    store = Store.create(tmp_path / "p.duidu")
    for number, place in enumerate(PLACES):
        for year in (2019, 2020):
            put(
                store, *place, year + 1, level(f"{100 * (number + 1)}亿元", year), growth("5", year), aim("6", year + 1)
            )
    yield Desk(store)
    store.close()


@pytest.fixture
def opened() -> list[list[int]]:
    return []


@pytest.fixture
def charts(desk: Desk, qtbot: Any, opened: list[list[int]]) -> Charts:
    made = Charts(desk, Theme("light"), lexicon(), opened.append)
    qtbot.addWidget(made)
    made.resize(1000, 600)
    made.show()
    made.canvas.grab()
    return made


def test_every_kind_draws_in_every_theme_and_language(desk: Desk, qtbot: Any) -> None:
    from core.messages import set_language

    for language, theme in (("zh", "light"), ("en", "dark"), ("zh", "contrast")):
        set_language(language)
        made = Charts(desk, Theme(theme), lexicon(), lambda _documents: None)
        qtbot.addWidget(made)
        made.resize(900, 600)
        for kind in KINDS:
            made.kind.setCurrentIndex(KINDS.index(kind))
            made.canvas.grab()
            assert made.canvas.spots, kind


def test_a_click_on_a_mark_leads_to_its_sentence(
    charts: Charts, desk: Desk, opened: list[list[int]], qtbot: Any
) -> None:
    spot = charts.canvas.spots[3]
    qtbot.mouseClick(charts.canvas, Qt.MouseButton.LeftButton, pos=spot.place.toPoint())
    assert opened == [[spot.mark.document]]
    assert desk.selection.fact == spot.mark.fact


def test_the_keyboard_walks_the_marks(charts: Charts, desk: Desk, qtbot: Any) -> None:
    qtbot.keyClick(charts.canvas, Qt.Key.Key_Right)
    qtbot.keyClick(charts.canvas, Qt.Key.Key_Right)
    assert charts.canvas.accessibleDescription() == charts.canvas.spots[1].mark.tip
    qtbot.keyClick(charts.canvas, Qt.Key.Key_Return)
    assert desk.selection.fact == charts.canvas.spots[1].mark.fact
    qtbot.keyClick(charts.canvas, Qt.Key.Key_End)
    assert charts.canvas.current == len(charts.canvas.spots) - 1


def test_chosen_regions_are_drawn(charts: Charts) -> None:
    charts.choose_regions([PLACES[1][0]])
    assert charts.chart.series == ("乙市",)
    charts.choose_regions([])
    assert len(charts.chart.series) == 3


def test_an_act_redraws(charts: Charts, desk: Desk, qtbot: Any) -> None:
    before = len(charts.chart.plots[0].marks)
    desk.do(Reject((charts.canvas.spots[0].mark.fact,)))
    qtbot.waitUntil(lambda: len(charts.chart.plots[0].marks) == before - 1)


def test_files_of_every_kind(charts: Charts, tmp_path: Path) -> None:
    for kind in KINDS:
        charts.kind.setCurrentIndex(KINDS.index(kind))
        for ending in ("svg", "png", "pdf", "csv"):
            charts.save(tmp_path / f"{kind}.{ending}")
    drawn = ET.parse(tmp_path / "years.svg")
    words = "".join(drawn.getroot().itertext())
    assert "地区生产总值" in words
    picture = QImage(str(tmp_path / "ranking.png"))
    assert (picture.width(), picture.height()) == (3600, 528)
    assert (tmp_path / "target.pdf").read_bytes().startswith(b"%PDF")
    assert (tmp_path / "years.csv").read_text(encoding="utf-8-sig").startswith("地区,区划代码")


def test_a_folder_that_cannot_be_written_is_said(charts: Charts, desk: Desk, tmp_path: Path) -> None:
    said: list[Any] = []
    desk.noticed.connect(said.append)
    for ending in ("svg", "png", "pdf", "csv"):
        charts.keep(tmp_path / "none" / f"a.{ending}")
    charts.keep(desk.store.path)  # nor is a project written over
    assert [notice.kind for notice in said] == ["error"] * 5
    assert not list(tmp_path.rglob(".*.part"))


def test_colours_can_be_told_from_the_paper() -> None:
    for name, set_ in SERIES.items():
        for colour in set_:
            assert contrast(colour, colours(name)["ui.paper"]) >= 3, colour


def test_it_opens_at_the_selected_facts_indicator(charts: Charts, desk: Desk) -> None:
    put(desk.store, *PLACES[0], 2022, replace(level("9%", 2021), canonical="城镇登记失业率"))
    document = max(listing.id for listing in desk.documents())
    fact = desk.facts(document)[0]
    desk.touch(Touched(documents=frozenset({document})))
    charts.show_fact(fact)
    assert charts.indicator.currentData() == "城镇登记失业率"
    assert charts.measure.currentData() == "level"
    charts.choose("地区生产总值")
    charts.show_fact(fact)  # the same fact again: the chart stays as it was left
    assert charts.indicator.currentData() == "地区生产总值"
